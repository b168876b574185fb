# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scenarios: documents with members, volumes and expectations, computed and compared."""

from fractions import Fraction

import numpy as np

from .compute import compute
from .exact import LIMIT, MagnitudeError, digits_of, round_fraction
from .expectation import compare, outcome_of, placement_tree
from .language import LanguageError, check, member_keys, to_bool, to_day, to_fraction, to_name
from .model import NO_DAY, NONE, NOT_STATED, Network, TreePlaces, Volumes
from .placement import NOBODY, PlacementError, Places, leg_number
from .plan import Plan
from .tree import Tree, owners_now, partner_parents, volume_owners
from .words import Message, _

POINT_DIGITS = 4


class Scenario:
    """A document without problems, as arrays, period by period.

    ``plan``: compiled; ``names``: members in order of enrolment; ``facts``: their keys as of the
    present period; ``digits``: decimals of points.
    """

    def __init__(self, document):
        """
        :param dict document: as from ``language.load``
        :raise LanguageError: the document has problems; all are named
        """
        problems = check(document)
        if problems:
            raise LanguageError("\n".join(map(str, problems)))
        self.plan = Plan(document["plan"])
        self.names, self.index, self.facts = [], {}, []
        self._first_members = document.get("members") or {}
        self.parts = document.get("periods")
        if self.parts is None:
            self.parts = [{key: document.get(key) for key in ("volumes", "expect", "rates")}]
        self.digits = self._point_digits()
        self.places = {
            name: Places(options, lambda member: self.names[member])
            for name, options in self.plan.trees.items()
        }
        self.stated_tree = placement_tree(self.plan.trees)
        self._lifetime = {}
        self._markets = list(self.plan.markets)

    def _point_digits(self):
        """Decimals that hold every figure of the volumes exactly, at least four."""
        digits = POINT_DIGITS
        for part in self.parts:
            for entry in part.get("volumes") or []:
                for key in ("volume", "pv", "cv", "net"):
                    if key in entry:
                        digits = max(digits, digits_of(to_fraction(entry[key])))
        return digits

    def periods(self):
        """Yield (number, network, volumes, expect) for one period after the other."""
        seen, booked = [], _array([])
        for number, part in enumerate(self.parts, start=1):
            if number == 1:
                self._enrol(self._first_members)
            self._enrol(part.get("members") or {})
            network = self._network()
            entries = seen + (part.get("volumes") or [])
            booked = self._owners(entries, booked, network)
            volumes = self._volumes(entries, booked, network)
            volumes.period = part.get("period") or "month"
            volumes.rates = {to_name(m): str(rate) for m, rate in (part.get("rates") or {}).items()}
            own = np.arange(len(entries)) >= len(seen)
            is_week = volumes.period == "week"
            if is_week:
                volumes.fresh = own
            yield number, network, volumes, part.get("expect") or {}
            self._remember(volumes, own)
            seen, booked = (entries, booked) if is_week else ([], booked[:0])

    # === MEMBERS === #

    def _enrol(self, members):
        """Add members or change their keys, then place and move them in the order stated."""
        changed, moved = [], set()
        for name, stated in members.items():
            label = to_name(name)
            if label not in self.index:
                self.index[label] = len(self.names)
                self.names.append(label)
                self.facts.append({})
            member = self.index[label]
            keys = member_keys(stated)
            self.facts[member].update(keys)
            changed.append(member)
            if {"parent", "leg"} & set(keys):
                moved.add(member)
        sponsor = self._sponsors()
        for name, places in self.places.items():
            if places.kind == "board":  # places on boards are taken by orders, not by enrolment
                continue
            places.set_volumes(self._volume_so_far(places))
            for member in changed:
                if member not in places.parent:
                    self._place_with_uplines(name, places, member, sponsor)
                elif name == self.stated_tree and member in moved:
                    self._move(places, member, sponsor)

    def _move(self, places, member, sponsor):
        facts = self.facts[member]
        if facts.get("parent") is None or self._is_customer(member):
            return
        parent = self.index[to_name(facts["parent"])]
        self._place_with_uplines(self.stated_tree, places, parent, sponsor)
        places.move(member, parent, leg_number(facts.get("leg")))
        places.set_volumes(self._volume_so_far(places))

    def _above(self, member, key):
        value = self.facts[member].get(key)
        return NOBODY if value is None else self.index[to_name(value)]

    def _is_customer(self, member):
        return self.facts[member].get("type") == "customer"

    def _place_with_uplines(self, name, places, member, sponsor):
        """Place a newcomer; who stands above it is placed first."""
        waiting = [member]
        while waiting:
            last = waiting[-1]
            above = self._needed(name, last, sponsor)
            if above in waiting:
                raise PlacementError(
                    Message(
                        _("the places of %(last)s and %(above)s depend on each other"),
                        last=self.names[last],
                        above=self.names[above],
                    )
                )
            if above != NOBODY:
                waiting.append(above)
                continue
            waiting.pop()
            if last not in places.parent and not self._is_customer(last):
                self._place(name, places, last, sponsor)

    def _needed(self, name, member, sponsor):
        """Who must have a place before a member can be placed, or nobody."""
        places = self.places[name]
        if member in places.parent or self._is_customer(member):
            return NOBODY
        above = self._above(member, "parent") if name == self.stated_tree else NOBODY
        if above == NOBODY and places.kind != "monoline":
            above = int(sponsor[member])
        return NOBODY if above in places.parent else above

    def _place(self, name, places, member, sponsor):
        parent, leg = None, 0
        if name == self.stated_tree:
            leg = leg_number(self.facts[member].get("leg"))
            if self.facts[member].get("parent") is not None:
                parent = self._above(member, "parent")
        places.place(member, int(sponsor[member]), parent, leg)

    def _volume_so_far(self, places):
        """Volume of the earlier periods of each member and all below it, for one tree."""
        if not self._lifetime:
            return None
        size = len(self.names)
        tree = Tree(np.array([places.parent.get(member, NOBODY) for member in range(size)]))
        volume = np.array([self._lifetime.get(member, 0) for member in range(size)])
        return dict(enumerate(tree.group_sum(volume).tolist())).get

    def _remember(self, volumes, own):
        counts = (volumes.owner >= 0) & own
        if not self.plan.customer_volume:
            counts &= volumes.owner == volumes.buyer
        for owner, pv in zip(
            volumes.owner[counts].tolist(), volumes.pv[counts].tolist(), strict=True
        ):
            self._lifetime[owner] = self._lifetime.get(owner, 0) + pv

    # === ARRAYS === #

    def _raw_lines(self):
        count = range(len(self.names))
        sponsor = np.array([self._above(m, "sponsor") for m in count], dtype=np.int64)
        return sponsor, np.array([self._is_customer(m) for m in count], dtype=bool)

    def _sponsors(self):
        return partner_parents(*self._raw_lines())

    def _network(self):
        sponsor, is_customer = self._raw_lines()
        network = Network(
            ids=np.arange(len(self.names)),
            sponsor=sponsor,
            is_customer=is_customer,
            joined=self._column("joined", NO_DAY, to_day),
            stated_active=self._column("active", NONE, to_bool),
            stated_rank=self._column("rank", NOT_STATED, self.plan.rank_index),
            names=list(self.names),
            terminated=self._column("terminated", False, to_bool) > 0,
            blocked=self._column("blocked", False, to_bool) > 0,
            market=self._column("market", NONE, lambda name: self._markets.index(to_name(name))),
            markets=tuple(self._markets),
        )
        for member, facts in enumerate(self.facts):
            for key, value in (facts.get("attributes") or {}).items():
                network.attributes.setdefault(to_name(key), {})[member] = value
        for name, places in self.places.items():
            members = range(len(self.names))
            network.trees[name] = TreePlaces(
                parent=np.array([places.parent.get(m, NOBODY) for m in members], dtype=np.int64),
                leg=np.array([places.leg.get(m, 0) for m in members], dtype=np.int64),
                kind=places.kind,
            )
        return network

    def _column(self, key, missing, convert):
        return np.array(
            [int(convert(facts[key])) if key in facts else missing for facts in self.facts],
            dtype=np.int64,
        )

    def _buyers(self, entries):
        return _array(self.index[to_name(entry["member"])] for entry in entries)

    def _owners(self, entries, booked, network):
        """Owners of the rows as booked: what weeks have seen stays whose it was."""
        owners = volume_owners(network.sponsor, network.is_customer, network.terminated)
        return np.append(booked, owners[self._buyers(entries[len(booked) :])])

    def _volumes(self, entries, booked, network):
        kinds, classes = {"purchase": 0}, {"goods": 0}
        buyer = self._buyers(entries)
        return Volumes(
            owner=owners_now(booked, buyer, network),
            buyer=buyer,
            pv=self._points([e.get("pv", e.get("volume", 0)) for e in entries]),
            cv=self._points([e.get("cv", e.get("volume", 0)) for e in entries]),
            net=self._points([self._net(e) for e in entries]),
            day=_array(to_day(e["date"]) if "date" in e else NO_DAY for e in entries),
            kind=_codes([to_name(e.get("kind", "purchase")) for e in entries], kinds),
            product_class=_codes(
                [to_name(e.get("product_class", "goods")) for e in entries], classes
            ),
            market=_array(self._market(e) for e in entries),
            markets=tuple(self._markets),
            kinds=tuple(kinds),
            classes=tuple(classes),
            digits=self.digits,
        )

    def _market(self, entry):
        """A volume's market is its own, else its buyer's, else none."""
        market = entry.get("market", self.facts[self.index[to_name(entry["member"])]].get("market"))
        return NONE if market is None else self._markets.index(to_name(market))

    def _net(self, entry):
        if "net" in entry:
            return entry["net"]
        value = self.plan.point_values(self._markets)[self._market(entry)]
        return to_fraction(entry.get("cv", entry.get("volume", 0))) * value

    def _points(self, values):
        scale = 10**self.digits
        exact = [(v if isinstance(v, Fraction) else to_fraction(v)) * scale for v in values]
        return _array(round_fraction(value, "half_up") for value in exact)


def _array(values):
    """An int64 array; refuses what does not fit."""
    try:
        return np.array(list(values), dtype=np.int64)
    except OverflowError as error:
        raise MagnitudeError("a volume", LIMIT) from error


def _codes(names, known):
    return _array(known.setdefault(name, len(known)) for name in names)


# === VERIFYING === #


def results(document):
    """Compute all periods of a document.

    :return: list of (:class:`~.model.Result`, expect), one per period
    :raise LanguageError: the document has problems
    """
    scenario, carry, found = Scenario(document), None, []
    for _number, network, volumes, expect in scenario.periods():
        result = compute(scenario.plan, network, volumes, carry)
        carry = result.carry
        found.append((result, expect))
    return found


def verify(document):
    """Compute a scenario and compare with what it expects; touches nothing.

    :param dict document: as from ``language.load``
    :return: differences, empty if everything holds
    :rtype: list[Difference]
    :raise LanguageError: the document has problems; see ``language.check`` for them one by one
    """
    outcomes = [(outcome_of(r, r.network.names), expect) for r, expect in results(document)]
    plan = Plan(document["plan"])
    several = len(outcomes) > 1
    return [
        difference
        for number, (outcome, expect) in enumerate(outcomes, start=1)
        for difference in compare(expect, outcome, plan, number if several else 0)
    ]
