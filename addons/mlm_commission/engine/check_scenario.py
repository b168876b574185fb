# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is wrong with the members, volumes and expectations of a scenario."""

from . import schema
from .language import to_name
from .schema import join
from .words import _


def _rank_or_none(checker, value, path):
    if value is not None and (isinstance(value, list | dict) or to_name(value) != "none"):
        schema.rank(checker, value, path)


def _leg(checker, value, path):
    if value not in ("left", "right"):
        schema.number(minimum=1, whole=True)(checker, value, path)


def _pair(checker, value, path):
    schema.list_of(schema.number())(checker, value, path)
    if isinstance(value, list) and len(value) != 2:
        checker.error(path, _("a pair [left, right] is expected here"))


MEMBER_KEYS = {
    "name": schema.text,
    "sponsor": schema.anything,
    "type": schema.choice("partner", "customer"),
    "parent": schema.anything,
    "leg": _leg,
    "joined": schema.day,
    "market": schema.market,
    "active": schema.boolean,
    "rank": _rank_or_none,
    "attributes": schema.map_of(schema.anything),
    "terminated": schema.boolean,
    "blocked": schema.boolean,
}
VOLUME_KEYS = {
    "member": schema.text,
    "volume": schema.number(),
    "pv": schema.number(),
    "cv": schema.number(),
    "net": schema.number(),
    "date": schema.day,
    "kind": schema.text,
    "product_class": schema.text,
    "market": schema.market,
}
RATES = schema.map_of(schema.number(above=0), schema.market)


PERIOD_KEYS = ("name", "period", "members", "volumes", "rates", "expect")


class _ScenarioChecker:
    def __init__(self, checker):
        self.checker = checker
        self.members = {}

    # === MEMBERS === #

    def members_part(self, members, path):
        """Learn and check members; later parts of the document may name them."""
        if members is None:
            return
        if not isinstance(members, dict):
            self.checker.error(path, _("a mapping of names to members is expected here"))
            return
        for name, keys in members.items():
            known = self.members.setdefault(to_name(name), {})
            if keys is None:
                continue
            schema.mapping(MEMBER_KEYS)(self.checker, keys, join(path, name))
            if isinstance(keys, dict):
                known.update(keys)
        for name, keys in members.items():
            if isinstance(keys, dict):
                self._member_refs(name, keys, join(path, name))
        self._cycles("sponsor", path)
        self._cycles("parent", path)

    def _member_refs(self, name, keys, path):
        for key in ("sponsor", "parent"):
            if keys.get(key) not in (None, "none"):
                self.member(self.checker, keys[key], join(path, key))
        parent = self.members.get(to_name(keys.get("parent"))) or {}
        if parent.get("type") == "customer":
            self.checker.error(join(path, "parent"), _("customers have no place in a tree"))
        known = self.members[to_name(name)]
        has_above = any(known.get(key) not in (None, "none") for key in ("sponsor", "parent"))
        if keys.get("leg") is not None and not has_above:
            self.checker.error(join(path, "leg"), _("'leg' needs 'parent' or 'sponsor'"))
        has_place = any(keys.get(key) not in (None, "none") for key in ("parent", "leg"))
        if has_place and len(self.checker.trees) == 1:
            self.checker.error(path, _("'parent' and 'leg' need a tree in 'plan.trees'"))

    def _cycles(self, key, path):
        done = set()
        for start in self.members:
            line, name = [], start
            while name is not None and name in self.members and name not in done:
                if name in line:
                    circle = " → ".join([*line[line.index(name) :], name])
                    self.checker.error(
                        path,
                        _("the %(key)s line runs in a circle: %(circle)s"),
                        key=key,
                        circle=circle,
                    )
                    break
                line.append(name)
                above = self.members[name].get(key)
                name = to_name(above) if above not in (None, "none") else None
            done.update(line)

    def member(self, checker, value, path):
        """Rule: the name of a member."""
        if isinstance(value, list | dict) or to_name(value) not in self.members:
            checker.error(
                path,
                _("there is no member %(value)s%(hint)s"),
                value=repr(value),
                hint=schema.hint(value, self.members) if len(self.members) < 200 else "",
            )

    # === VOLUMES === #

    def rates_part(self, rates, path):
        """Check rates of exchange that a period states."""
        if rates is not None:
            RATES(self.checker, rates, path)

    def volumes_part(self, volumes, path):
        """Check the entries of a period."""
        if volumes is None:
            return
        if not isinstance(volumes, list):
            self.checker.error(path, _("a list is expected here"))
            return
        keys = {**VOLUME_KEYS, "member": self.member}
        for index, entry in enumerate(volumes):
            where = f"{path}[{index}]"
            schema.mapping(keys, ("member",))(self.checker, entry, where)
            if not isinstance(entry, dict):
                continue
            stated = {"volume", "pv", "cv"} & set(entry)
            if not stated and "net" not in entry:
                self.checker.error(where, _("state 'volume', or 'pv' and 'cv'"))
            if "volume" in stated and len(stated) > 1:
                self.checker.error(where, _("'volume' states pv and cv; it excludes both"))

    # === EXPECTATIONS === #

    def expect_part(self, expect, path):
        """Check what is expected of a period."""
        if expect is None:
            return
        number, members = schema.number(), self.member
        codes = self._bonus_code
        schema.mapping(
            {
                "payout": schema.map_of(schema.map_of(number, codes), members),
                "total": schema.map_of(number, members),
                "converted": schema.map_of(number, members),
                "rewards": schema.map_of(schema.map_of(number, codes), members),
                "measures": schema.map_of(schema.map_of(number, self._measure), members),
                "rank": schema.map_of(_rank_or_none, members),
                "active": schema.map_of(schema.boolean, members),
                "carry": schema.map_of(schema.map_of(_pair, codes), members),
                "parent": schema.map_of(self._member_or_none, members),
                "tree": schema.tree,
                "strict": schema.boolean,
            }
        )(self.checker, expect, path)

    @staticmethod
    def _bonus_code(checker, value, path):
        if to_name(value) not in checker.bonuses:
            hint = schema.hint(value, checker.bonuses)
            checker.error(
                path, _("the plan has no bonus %(value)s%(hint)s"), value=repr(value), hint=hint
            )

    @staticmethod
    def _measure(checker, value, path):
        required = schema.MEASURES.get(value, (None, ()))[1]
        if value not in schema.MEASURES:
            checker.error(
                path,
                _("unknown measure %(value)s%(hint)s"),
                value=repr(value),
                hint=schema.hint(value, schema.MEASURES),
            )
        elif required:
            checker.error(
                path,
                _("%(value)s cannot stand here, it needs '%(required)s'"),
                value=value,
                required=required[0],
            )
        elif value == "open_volume" and not checker.has_breakaway:
            checker.error(path, _("open_volume needs 'plan.breakaway', the rank that breaks away"))
        elif value == "weaker_leg_volume" and "binary" not in checker.trees.values():
            checker.error(path, _("weaker_leg_volume needs a binary tree; the plan has none"))

    def _member_or_none(self, checker, value, path):
        if value is not None and value != "none":
            self.member(checker, value, path)


def check_scenario(checker, document):
    """Check all parts of a document besides the plan.

    :param schema.Checker checker: knows the plan's ranks, trees and bonuses
    :param dict document: the whole document
    """
    scenario = _ScenarioChecker(checker)
    scenario.members_part(document.get("members"), "members")
    if "periods" not in document:
        scenario.rates_part(document.get("rates"), "rates")
        scenario.volumes_part(document.get("volumes"), "volumes")
        scenario.expect_part(document.get("expect"), "expect")
        return
    for key in ("volumes", "rates", "expect"):
        if key in document:
            checker.error(key, _("'%(key)s' and 'periods' exclude each other"), key=key)
    if not isinstance(document["periods"], list):
        checker.error("periods", _("a list is expected here"))
        return
    for index, period in enumerate(document["periods"]):
        path = f"periods[{index}]"
        if not isinstance(period, dict):
            checker.error(path, _("a mapping of keys to values is expected here"))
            continue
        for key in period:
            if key not in PERIOD_KEYS:
                hint = schema.hint(key, PERIOD_KEYS)
                checker.error(join(path, key), _("unknown key%(hint)s"), hint=hint)
        if "period" in period:
            schema.choice("month", "week")(checker, period["period"], join(path, "period"))
        scenario.rates_part(period.get("rates"), join(path, "rates"))
        scenario.members_part(period.get("members"), f"{path}.members")
        scenario.volumes_part(period.get("volumes"), f"{path}.volumes")
        scenario.expect_part(period.get("expect"), f"{path}.expect")
