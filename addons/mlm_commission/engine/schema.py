# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Building blocks to describe what a part of a document may look like.

A *rule* is a function ``rule(checker, value, path)`` that reports what is wrong with a value
through ``checker.error``; it never raises. Bonus kinds describe their keys with these rules.
"""

import difflib
from fractions import Fraction
from itertools import pairwise

from .language import Problem, read_number, to_bool, to_day, to_fraction, to_name
from .words import Message, _, message_of


class Checker:
    """Collects problems and knows the names that a plan defines.

    ``ranks``: codes of the plan's ranks in order, ``trees``: names of its trees with their kinds,
    ``tree_options``: their keys in the document,
    ``markets``: names of its markets, ``bonuses``: codes of the bonuses that stand before the one
    being checked, ``bonus_specs``: those bonuses by code; ``all_bonuses``.
    """

    def __init__(self):
        self.problems = []
        self.ranks = []
        self.trees = {"sponsor": "sponsor"}
        self.tree_options = {}
        self.markets = []
        self.bonus_specs = {}
        self.has_breakaway = False
        self.bonuses = []
        self.all_bonuses = []

    def error(self, path, template, /, **values):
        """Report a mistake: a text marked with ``_``, and what stands at its places."""
        self.problems.append(Problem(path, Message(template, **values)))

    def unsupported(self, path, template, /, **values):
        """Report something that the language knows and the engine does not compute yet."""
        self.problems.append(Problem(path, Message(template, **values), "unsupported"))

    def fault(self, path, error):
        """Report what a converter raised."""
        self.problems.append(Problem(path, message_of(error)))


def hint(name, known):
    """A trailing ' (did you mean …?)' or a list of what is known.

    >>> hint("rats", ["rates", "kind"])
    " (did you mean 'rates'?)"
    """
    close = difflib.get_close_matches(to_name(name), [to_name(k) for k in known], 1)
    if close:
        return Message(_(" (did you mean '%(name)s'?)"), name=close[0])
    return (
        Message(_(" (known: %(names)s)"), names=", ".join(sorted(map(to_name, known))))
        if known
        else ""
    )


def join(path, key):
    """Path of a key below another path."""
    return f"{path}.{to_name(key)}" if path else to_name(key)


def shaped(rule, kind, **facts):
    """Tell what a rule expects, for forms and documents; see :mod:`.describe`.

    :param str kind: type of the value
    :param facts: ``choices``, ``is_list``, ``by_rank``, ``keys`` …
    """
    rule.shape = {"type": kind, **facts}
    return rule


def shape_of(rule):
    """What a rule expects: a dict with ``type`` and further facts."""
    return getattr(rule, "shape", {"type": "text"})


# === SCALARS === #


def number(minimum=None, above=None, maximum=None, whole=False):
    """A number within bounds; ``whole``: without decimals."""

    def rule(checker, value, path):
        try:
            exact = to_fraction(value)
        except ValueError as error:
            checker.fault(path, error)
            return
        if minimum is not None and exact < minimum:
            checker.error(path, _("%(value)s is below %(minimum)s"), value=value, minimum=minimum)
        if above is not None and exact <= above:
            checker.error(path, _("%(value)s must be above %(above)s"), value=value, above=above)
        if maximum is not None and exact > maximum:
            checker.error(path, _("%(value)s is above %(maximum)s"), value=value, maximum=maximum)
        if whole and exact.denominator != 1:
            checker.error(path, _("%(value)s is no whole number"), value=value)

    return shaped(rule, "whole" if whole else "number", minimum=minimum)


def text(checker, value, path):
    """Words; a bare number or date is taken as written."""
    if value is None or isinstance(value, list | dict):
        checker.error(path, _("a name or text is expected here"))


def boolean(checker, value, path):
    """True or false."""
    try:
        to_bool(value)
    except ValueError as error:
        checker.fault(path, error)


def day(checker, value, path):
    """A date."""
    try:
        to_day(value)
    except ValueError as error:
        checker.fault(path, error)


def anything(_checker, _value, _path):
    """No restriction."""


def choice(*options):
    """One of some words."""

    def rule(checker, value, path):
        if isinstance(value, list | dict) or value is None or to_name(value) not in options:
            checker.error(
                path,
                _("%(value)s is not one of: %(known)s"),
                value=repr(value),
                known=", ".join(options),
            )

    return shaped(rule, "choice", choices=options)


def rank(checker, value, path):
    """Code of a rank of the plan."""
    if isinstance(value, list | dict) or to_name(value) not in checker.ranks:
        checker.error(
            path,
            _("the plan has no rank %(value)s%(hint)s"),
            value=repr(value),
            hint=hint(value, checker.ranks),
        )


def tree(checker, value, path):
    """Name of a tree in which members stand: one of the plan, or `sponsor`."""
    any_tree(checker, value, path)
    if not isinstance(value, list | dict) and checker.trees.get(to_name(value)) == "board":
        checker.error(
            path, _("%(value)s is a board; name a tree in which members stand"), value=repr(value)
        )


def any_tree(checker, value, path):
    """Name of a tree of the plan, boards too, or `sponsor`."""
    if isinstance(value, list | dict) or to_name(value) not in checker.trees:
        checker.error(
            path,
            _("the plan has no tree %(value)s%(hint)s"),
            value=repr(value),
            hint=hint(value, checker.trees),
        )


def market(checker, value, path):
    """Name of a market of the plan."""
    if isinstance(value, list | dict) or to_name(value) not in checker.markets:
        checker.error(
            path,
            _("the plan has no market %(value)s%(hint)s"),
            value=repr(value),
            hint=hint(value, checker.markets),
        )


def bonus_code(checker, value, path):
    """Code of a bonus that stands before this one."""
    if isinstance(value, list | dict) or to_name(value) not in checker.bonuses:
        checker.error(
            path,
            _("no bonus %(value)s stands before%(hint)s"),
            value=repr(value),
            hint=hint(value, checker.bonuses),
        )


def any_bonus_code(checker, value, path):
    """Code of a bonus of the plan, wherever it stands."""
    if isinstance(value, list | dict) or to_name(value) not in checker.all_bonuses:
        checker.error(
            path,
            _("there is no bonus %(value)s%(hint)s"),
            value=repr(value),
            hint=hint(value, checker.all_bonuses),
        )


for _rule, _kind in (
    (boolean, "boolean"),
    (day, "date"),
    (rank, "rank"),
    (tree, "tree"),
    (any_tree, "tree"),
    (market, "market"),
    (bonus_code, "bonus"),
    (any_bonus_code, "bonus"),
):
    shaped(_rule, _kind)


# === COMPOSITES === #


def _inner(rule):
    """The shape of a rule, to be widened by what holds several of its values."""
    facts = dict(shape_of(rule))
    return {"kind": facts.pop("type"), **facts}


def list_of(rule, minimum=0):
    """A list whose items all follow one rule."""

    def check_list(checker, value, path):
        if not isinstance(value, list):
            checker.error(path, _("a list is expected here"))
            return
        if len(value) < minimum:
            checker.error(path, _("the list needs at least %(minimum)s entry"), minimum=minimum)
        for index, item in enumerate(value):
            rule(checker, item, f"{path}[{index}]")

    return shaped(check_list, **{**_inner(rule), "is_list": True})


def mapping(keys, required=(), *, may_be_empty=False):
    """A mapping with known keys, each with its rule; ``may_be_empty``: nothing at all will do."""

    def check_mapping(checker, value, path):
        if value is None and may_be_empty:
            return
        if not isinstance(value, dict):
            checker.error(path, _("a mapping of keys to values is expected here"))
            return
        for key, item in value.items():
            if to_name(key) in keys:
                keys[to_name(key)](checker, item, join(path, key))
            else:
                checker.error(join(path, key), _("unknown key%(hint)s"), hint=hint(key, keys))
        for key in required:
            if key not in value:
                checker.error(path, _("the key '%(key)s' is missing"), key=key)

    return shaped(check_mapping, "mapping", keys=keys, required=tuple(required))


def map_of(rule, names=None):
    """A mapping from names (checked by ``names``) to values that follow one rule."""

    def check_map(checker, value, path):
        if not isinstance(value, dict):
            checker.error(path, _("a mapping of names to values is expected here"))
            return
        for key, item in value.items():
            if names is not None:
                names(checker, key, join(path, key))
            rule(checker, item, join(path, key))

    return shaped(check_map, **{**_inner(rule), "is_map": True})


def by_rank(rule):
    """A value that serves everybody, or a map by rank (and `any`)."""

    def check_by_rank(checker, value, path):
        if not isinstance(value, dict):
            rule(checker, value, path)
            return
        for key, item in value.items():
            if to_name(key) != "any":
                rank(checker, key, join(path, key))
            rule(checker, item, join(path, key))

    return shaped(check_by_rank, **{**_inner(rule), "by_rank": True})


def one_of(key_rules, beside=None):
    """A mapping with exactly one key out of several; ``beside``: rules of keys that may join it."""
    check_mapping = mapping({**key_rules, **(beside or {})})

    def check_one(checker, value, path):
        check_mapping(checker, value, path)
        if isinstance(value, dict) and len(set(map(to_name, value)) - set(beside or ())) != 1:
            checker.error(
                path, _("exactly one of %(known)s is expected"), known=", ".join(key_rules)
            )

    return check_one


percent = shaped(number(minimum=0), "percent")
amount = shaped(number(minimum=0), "amount")
_RATES = list_of(percent)


def rate_list(checker, value, path):
    """Rates per level, none at all too; a bare rate is that of the first level."""
    if isinstance(value, list | dict):
        _RATES(checker, value, path)
    else:
        percent(checker, value, path)


shaped(rate_list, **_inner(_RATES))
reward = by_rank(text)


# === CONDITIONS === #

LEG_CAP = one_of(
    {
        "of_requirement": number(minimum=0),
        "strongest_counts": number(minimum=0),
        "without_strongest": boolean,
    }
)

_TREE = {"tree": tree}
_DEPTH = {"depth": number(minimum=0, whole=True)}
_RANK = {"rank": rank}
_PER_LEG = {"per_leg": number(minimum=0, whole=True)}

# measure -> (keys it may have, keys it must have)
MEASURES = {
    "own_volume": ({}, ()),
    "customer_volume": ({}, ()),
    "personal_volume": ({}, ()),
    "group_volume": ({**_TREE, "leg_cap": LEG_CAP}, ()),
    "downline_volume": (_TREE, ()),
    "depth_volume": ({**_TREE, **_DEPTH}, ("depth",)),
    "open_volume": (_TREE, ()),
    "weaker_leg_volume": (_TREE, ()),
    "side_volume": (_TREE, ()),
    "active_directs": ({**_TREE, **_PER_LEG}, ()),
    "active_legs": (_TREE, ()),
    "directs_with_rank": ({**_TREE, **_RANK, **_PER_LEG}, ("rank",)),
    "legs_with_rank": ({**_TREE, **_RANK, **_DEPTH}, ("rank",)),
    "customers": ({}, ()),
    "lifetime_personal_volume": ({}, ()),
    "lifetime_group_volume": (_TREE, ()),
    "periods_at_rank": (_RANK, ("rank",)),
}
RANK_MEASURES = {"open_volume", "directs_with_rank", "legs_with_rank", "periods_at_rank"}
ACTIVITY_MEASURES = {"active_directs", "active_legs"}


def measure(extra=None):
    """A mapping that names a measure with its keys; ``extra``: rules for further keys."""

    def check_measure(checker, value, path):
        if not isinstance(value, dict):
            checker.error(path, _("a mapping with the key 'measure' is expected here"))
            return
        name = value.get("measure")
        if not isinstance(name, str) or name not in MEASURES:
            checker.error(
                join(path, "measure"),
                _("unknown measure %(name)s%(hint)s"),
                name=repr(name),
                hint=hint(name, MEASURES),
            )
            return
        keys, required = MEASURES[name]
        mapping({"measure": text, **keys, **(extra or {})}, required)(checker, value, path)
        if name == "weaker_leg_volume":
            _check_binary(checker, value, path)
        if "per_leg" in value and "binary" not in checker.trees.values():
            checker.error(join(path, "per_leg"), _("the plan has no binary tree"))

    return check_measure


def _check_binary(checker, value, path):
    named = to_name(value["tree"]) if "tree" in value else None
    if named is None and "binary" not in checker.trees.values():
        checker.error(path, _("weaker_leg_volume needs a binary tree; the plan has none"))
    elif named is not None and checker.trees.get(named, "binary") != "binary":
        checker.error(join(path, "tree"), _("the tree %(named)s is not binary"), named=repr(named))


_MEASURE_CONDITION = measure({"min": number(), "max": number()})


def condition(checker, value, path):
    """One condition: a measure with bounds, an attribute, `any`, or a list meaning all."""
    if isinstance(value, list):
        conditions(checker, value, path)
    elif not isinstance(value, dict):
        checker.error(path, _("a condition is a mapping with 'measure', 'attribute' or 'any'"))
    elif "measure" in value:
        _MEASURE_CONDITION(checker, value, path)
        if not {"min", "max", "per_leg"} & set(value):
            checker.error(path, _("the condition states neither 'min' nor 'max'"))
        cap = value.get("leg_cap")
        if isinstance(cap, dict) and "of_requirement" in cap and "min" not in value:
            checker.error(path, _("leg_cap of_requirement needs 'min'"))
    elif "attribute" in value:
        mapping({"attribute": text, "is": text}, ("is",))(checker, value, path)
    elif "any" in value:
        mapping({"any": list_of(condition, minimum=1)})(checker, value, path)
    else:
        checker.error(path, _("a condition is a mapping with 'measure', 'attribute' or 'any'"))


def conditions(checker, value, path):
    """A list of conditions, all of which must hold; a single one may stand without the list."""
    if isinstance(value, dict):
        condition(checker, value, path)
    else:
        list_of(condition)(checker, value, path)


shaped(conditions, "conditions")


def walk_conditions(value):
    """All measure conditions inside conditions, depth first."""
    if isinstance(value, list):
        for item in value:
            yield from walk_conditions(item)
    elif isinstance(value, dict):
        if "any" in value:
            yield from walk_conditions(value["any"])
        elif isinstance(value.get("measure"), str):
            yield value


# === SLABS === #


def _step(checker, value, path):
    if not isinstance(value, list) or len(value) != 2:
        checker.error(path, _("a step is a pair [from, percent]"))
        return
    number()(checker, value[0], path)
    percent(checker, value[1], path)


def _increment(checker, value, path):
    if not isinstance(value, list) or len(value) != 2:
        checker.error(path, _("a step is a pair [points, amount]"))
        return
    number(above=0)(checker, value[0], path)
    amount(checker, value[1], path)


def increments(checker, value, path):
    """Pairs [points, amount], points rising."""
    list_of(_increment, minimum=1)(checker, value, path)
    _check_rising(checker, value, path)


shaped(increments, "increments")


def _check_rising(checker, steps, path):
    starts = _starts(steps)
    if any(low >= high for low, high in pairwise(starts)):
        checker.error(path, _("the steps must rise"))


_SLAB_KEYS = {"steps": list_of(_step, minimum=1), "mode": choice("whole", "marginal")}


def slab(modes=("whole",)):
    """A slab of a measure; ``modes``: what the bonus can do with it."""
    rule = measure({**_SLAB_KEYS, "mode": choice(*modes)})

    def check_slab(checker, value, path):
        rule(checker, value, path)
        if not isinstance(value, dict):
            return
        if "steps" not in value:
            checker.error(path, _("the key '%(key)s' is missing"), key="steps")
            return
        if isinstance(value.get("leg_cap"), dict) and "of_requirement" in value["leg_cap"]:
            checker.error(join(path, "leg_cap"), _("of_requirement needs a condition with 'min'"))
        _check_rising(checker, value["steps"], join(path, "steps"))

    return shaped(check_slab, "slab", choices=modes)


def _starts(steps):
    starts = []
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, list) and len(step) == 2:
            try:
                starts.append(Fraction(read_number(step[0])))
            except ValueError:
                continue
    return starts
