# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small networks, written as scenarios of the plan language, and what a plan pays on them."""

from collections import deque
from fractions import Fraction

import numpy as np

from ..exact import MagnitudeError
from ..language import LanguageError
from ..placement import PlacementError
from ..scenario import results
from ..tree import CycleError
from .numbers import number, plain

LEGS = ("left", "right")
JOINED = "2026-01-01"
MAX_MEMBERS = 1200


class Sketch:
    """A network under construction: members and volumes of one period.

    ``stated``: whether ranks and activity are stated, or left to the plan.
    """

    def __init__(self, figures, stated):
        """
        :param PlanFigures figures: what the plan knows
        """
        self.figures, self.stated = figures, stated
        self.members, self.volumes = {}, []
        self._taken = {}

    def add(self, name, sponsor=None, rank=None, place=None):
        """Enrol a partner.

        :param tuple place: (parent, 0 or 1) in a binary tree of stated places; else the first
            free one below the sponsor
        """
        facts = {}
        if sponsor is not None:
            facts["sponsor"] = sponsor
        if self.figures.binary and self.members:
            parent, leg = place or self._first_free(sponsor)
            facts |= {"parent": parent, "leg": LEGS[leg]}
            self._taken[parent, leg] = name
        if self.figures.window:
            facts["joined"] = JOINED
        if self.figures.facts:
            facts["attributes"] = dict(self.figures.facts)
        if self.stated:
            facts["active"] = True
            if self.figures.plan.rank_codes:
                facts["rank"] = "none" if rank is None else rank
        self.members[name] = facts
        return name

    def add_customer(self, name, sponsor):
        """Enrol a customer."""
        self.members[name] = {"sponsor": sponsor, "type": "customer"}
        return name

    def buy(self, member, volume, label=None):
        """Record a purchase; within all windows after joining if those matter.

        :param dict label: its kind, its market
        """
        if volume <= 0:
            return
        entry = {"member": member, "volume": plain(volume)}
        entry |= label or {}
        if self.figures.window:
            entry["date"] = JOINED
        self.volumes.append(entry)

    def _first_free(self, sponsor):
        """First free place below a member, breadth first."""
        queue = deque([sponsor or next(iter(self.members))])
        while queue:
            parent = queue.popleft()
            for leg in range(2):
                if (parent, leg) not in self._taken:
                    return parent, leg
                queue.append(self._taken[parent, leg])
        raise PlacementError("no free place")

    def document(self, definition):
        """The scenario."""
        return {"plan": definition, "members": self.members, "volumes": self.volumes}


def laid_out(document):
    """A network as the engine takes it: with weekly bonuses in a plan, a week and its month.

    The week has all volumes, so that it sees the figures that the month sees.
    """
    bonuses = document["plan"].get("bonuses") or []
    if not any(bonus.get("period") == "week" for bonus in bonuses):
        return document
    parts = [{"period": "week", "volumes": document["volumes"]}, {"period": "month"}]
    rest = {key: value for key, value in document.items() if key != "volumes"}
    return {**rest, "periods": parts}


class Paid:
    """What a plan paid on a network, all its periods together.

    ``ratio``: percent of the volume; ``totals``: money by member; ``volume`` and ``amount``: sums
    in money; ``rounding``: what rounding its lines can have added at most.
    """

    def __init__(self, found):
        """
        :param list found: :class:`~..model.Result` of each period
        """
        self.parts = [_totals(result) for result in found]
        self.totals = {}
        for totals in self.parts:
            for name, amount in totals.items():
                self.totals[name] = self.totals.get(name, 0) + amount
        self.volume = _volume_in_money(found[-1])
        self.amount = sum(self.totals.values(), Fraction(0))
        self.ratio = self.amount * 100 / self.volume if self.volume > 0 else Fraction(0)
        self.rounding = sum(int(r.totals.lines.sum()) * r.plan.unit for r in found)


def _totals(result):
    money, totals, names = 10**result.plan.amount_digits, {}, result.network.names
    table = result.totals
    for earner, amount in zip(table.earner.tolist(), table.amount.tolist(), strict=True):
        totals[names[earner]] = totals.get(names[earner], 0) + Fraction(amount, money)
    return totals


def _volume_in_money(result):
    """All volume of the last period, each row at its market's value; a month has its weeks'."""
    volumes, money = result.volumes, Fraction(0)
    values = result.plan.point_values(volumes.markets)
    for market in np.unique(volumes.market).tolist():  # -1, no market, is the last value
        money += int(volumes.cv[volumes.market == market].sum()) * values[market]
    return money / 10**volumes.digits


def pay(document):
    """Let the engine work out a scenario.

    :return: :class:`Paid`, or None if the network can't be (a place that is taken, figures too big)
    """
    try:
        return Paid([result for result, _expect in results(laid_out(document))])
    except (LanguageError, PlacementError, MagnitudeError, CycleError):
        return None


def as_scenario(document, title, source, paid):
    """A network with what it pays, as an executable example.

    :param Paid paid: what the engine found; becomes the expectation
    """
    expects = [
        {"total": {name: number(amount) for name, amount in totals.items() if amount}}
        for totals in paid.parts
    ]
    scenario = {"scenario": title, "source": source, **laid_out(document)}
    if "periods" not in scenario:
        return scenario | {"expect": expects[0]}
    pairs = zip(scenario["periods"], expects, strict=True)
    return scenario | {"periods": [part | {"expect": expect} for part, expect in pairs]}
