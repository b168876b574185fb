# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A computed small network, asked about one of its members; and the same with one fact changed."""

import copy
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..compute import compute
from ..plan import Plan
from ..run import Run
from .states import exact_number

# What is shared out among the whole company cannot be found in a part of its network.
SHARED_KINDS = ("pool", "board")
SHARED_CAPS = ("company", "per_owner")
ASKED = "asked for in an explanation"


def run_of(result):
    """The engine's view of a computed period, for questions about its bonuses.

    :param result: :class:`~..model.Result`
    :rtype: Run
    """
    figures = result.figures
    run = Run(result.plan, result.network, result.volumes, figures.trees, figures, figures.carry)
    for bonus in result.plan.bonuses:
        bonus.before(run)
    return run


def goes_past(bonus):
    """Whether a level may go to somebody above before a later level goes to who was passed over:
    under ``pay_to_qualified``, where a list has a rate above 0 after one that is 0."""
    if getattr(bonus, "compression", None) != "pay_to_qualified":
        return False
    pairs = [pair for row in bonus.table.rows for pair in pairwise(row)]
    return any(not first and second for first, second in pairs)


class Case:
    """One period of the network below some members.

    Amounts are Fractions of the plan's currency: ``made`` before all caps, ``paid`` after the caps
    of the bonus and of the member. Caps of the company or of a person with several positions, and
    bonuses shared out among the company, need the whole network: ``is_shared``.
    """

    def __init__(self, plan, network, volumes, carry=None):
        """
        :param Plan plan: compiled; it is not changed
        :param network: :class:`~..model.Network`, closed below the members asked for
        :param volumes: their rows
        :param carry: of the period before, of any members
        """
        self.plan = copy.copy(plan)
        self.plan.caps = [cap for cap in plan.caps if cap.kind not in SHARED_CAPS]
        self.shared_caps = [cap for cap in plan.caps if cap.kind in SHARED_CAPS]
        self.network, self.volumes, self.carry = network, volumes, carry
        self.result = compute(self.plan, network, volumes, carry)
        self.figures = self.result.figures
        self.run = run_of(self.result)
        self._eligible, self._others, self._by_source = {}, {}, {}

    def is_shared(self, bonus):
        """Whether more than the network below decides about a bonus: it is shared out among the
        whole company, or who stands above may come first, or it matches such a bonus."""
        if bonus.name in SHARED_KINDS or goes_past(bonus):
            return True
        matched = [other for other in self.plan.bonuses if other.code in getattr(bonus, "of", ())]
        return bonus.name == "matching" and any(self.is_shared(other) for other in matched)

    def eligible(self, bonus):
        """Truth per member."""
        if bonus.index not in self._eligible:
            self._eligible[bonus.index] = self.run.eligible(bonus)
        return self._eligible[bonus.index]

    @cached_property
    def unit(self):
        """Value of an amount's integer."""
        return Fraction(1, 10**self.result.amount_digits)

    def lines(self, member, bonus):
        """Lines of a member by a bonus.

        :return: list of dicts: source (row index or None), level, skipped, base, rate (exact
            numbers), made and paid (Fractions)
        """
        return [self.line(index, bonus) for index in self.indexes(member, bonus).tolist()]

    def indexes(self, member, bonus):
        """Where a member's lines of a bonus stand among all lines."""
        part = self._part(bonus)
        return np.flatnonzero(self.result.lines.earner[part] == member) + part.start

    def sums(self, member, bonus):
        """(number of lines, made, paid) of a member by a bonus."""
        found, lines = self.indexes(member, bonus), self.result.lines
        made, paid = int(lines.before[found].sum()), int(lines.amount[found].sum())
        return len(found), made * self.unit, paid * self.unit

    def lines_of_row(self, bonus, row):
        """All lines of a bonus for one volume row: list of (earner, line)."""
        lines = self.result.lines
        if bonus.index not in self._by_source:
            part = self._part(bonus)
            order = np.argsort(lines.source[part], kind="stable") + part.start
            self._by_source[bonus.index] = order, lines.source[order]
        order, sources = self._by_source[bonus.index]
        low, high = np.searchsorted(sources, [row, row + 1])
        return [(int(lines.earner[i]), self.line(i, bonus)) for i in order[low:high].tolist()]

    def _part(self, bonus):
        """The lines of a bonus stand together."""
        low, high = np.searchsorted(self.result.lines.bonus, [bonus.index, bonus.index + 1])
        return slice(int(low), int(high))

    def line(self, index, bonus):
        """One line as in :meth:`lines`, by its place among all lines."""
        lines, result = self.result.lines, self.result
        source = int(lines.source[index])
        of_money = bonus.name == "matching"
        scale = 1 / self.plan.unit if of_money else 10**result.volumes.digits
        return {
            "source": source if source >= 0 else None,
            "level": int(lines.level[index]),
            "skipped": int(lines.skipped[index]),
            "base": exact_number(Fraction(int(lines.base[index])) / Fraction(scale)),
            "rate": exact_number(Fraction(int(lines.rate[index]), 10**result.rate_digits)),
            "made": int(lines.before[index]) * self.unit,
            "paid": int(lines.amount[index]) * self.unit,
        }

    # === WHAT IF === #

    def if_active(self, member):
        """The case in which this member were active, with the rank it would then have."""
        return self._with_facts(member, stated_active=1)

    def if_rank(self, member, rank):
        """The case in which this member were active and held a rank (index)."""
        return self._with_facts(member, stated_active=1, stated_rank=rank)

    def _with_facts(self, member, **facts):
        key = (member, *sorted(facts.items()))
        if key not in self._others:
            self._others[key] = self._changed(member, facts)
        return self._others[key]

    def _changed(self, member, facts):
        network = copy.copy(self.network)
        for name, value in facts.items():
            array = getattr(network, name).copy()
            array[member] = value
            setattr(network, name, array)
        return Case(self.plan, network, self.volumes, self.carry)

    def if_qualified(self, member, bonus):
        """The case in which this member met the conditions of a bonus."""
        spec = copy.copy(self.plan.definition)
        spec["bonuses"] = [dict(one) for one in spec["bonuses"]]
        require = spec["bonuses"][bonus.index].get("require") or []
        require = require if isinstance(require, list) else [require]
        exception = {"attribute": ASKED, "is": True}
        spec["bonuses"][bonus.index]["require"] = [{"any": [require, exception]}]
        network = copy.copy(self.network)
        network.attributes = {**network.attributes, ASKED: {member: True}}
        return Case(Plan(spec), network, self.volumes, self.carry)
