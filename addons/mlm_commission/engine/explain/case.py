# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A computed small network, asked about one of its members; and the same with one fact changed."""

import copy
from fractions import Fraction
from functools import cached_property

import numpy as np

from ..compute import begin, capped_again, finish_block, make_block, make_lines
from ..plan import Plan
from ..run import Run
from .sharing import has_shared_caps, matched_by, without_shared_caps
from .states import before_ranks, exact_number, failed, states

ASKED = "asked for in an explanation"


def run_of(result):
    """The engine's view of a computed period, for questions about its bonuses.

    :param result: :class:`~..model.Result`
    :rtype: Run
    """
    figures = result.figures
    run = Run(result.plan, result.network, result.volumes, figures.trees, figures, figures.carry)
    run.next_carry = result.carry
    for bonus in result.plan.bonuses:
        bonus.before(run)
    return run


class Case:
    """One period of the network below some members. Lines are made when they are asked for.

    Amounts are Fractions of the plan's currency: ``made`` before all caps, ``paid`` after the caps
    of the bonus and of the member. Caps of the company or of a person with several positions, and
    bonuses shared out among the company, need the whole network (:mod:`.sharing`): ``whole_plan``
    has these caps, ``plan`` has not.
    """

    def __init__(self, plan, network, volumes, carry=None, run=None):
        """
        :param Plan plan: compiled; it is not changed
        :param network: :class:`~..model.Network`, closed below the members asked for
        :param volumes: their rows
        :param carry: of the period before, of any members
        :param Run run: the same as far as it is computed; None: it will be
        """
        self.whole_plan, self.plan = plan, without_shared_caps(plan)
        self.network, self.given, self.carry = network, volumes, carry
        if run is None:
            run = begin(self.plan, network, volumes, carry, hands_on=False)
            for bonus in self.plan.bonuses:
                bonus.before(run)
        self._look_at(run)
        self._eligible, self._others = {}, {}
        self._bars, self._rates, self._shares = {}, {}, {}

    @classmethod
    def of_result(cls, result):
        """The whole network as it was computed, with the lines that were made.

        :param result: :class:`~..model.Result` with lines and their details
        """
        run, blocks = run_of(result), result.lines.blocks
        case = cls(result.plan, result.network, result.given, run.carry, run)
        if has_shared_caps(result.plan):
            run.plan = case.plan
            blocks = capped_again(run, blocks)
        case._blocks = dict(enumerate(blocks))
        return case

    def _look_at(self, run):
        """``volumes``: the rows as they pay, where some have rolled up."""
        self.run, self.figures, self.volumes = run, run.figures, run.volumes
        self.active, self.rank = run.active, run.rank
        self._blocks, self._rows = {}, {}

    def paying(self, rows):
        """The same period with the same figures and ranks, in which only some volume rows pay.

        Amounts are those before the plan's caps; they, and rates that go by the sum of the sales,
        look at the other rows as well.

        :param rows: indexes of the rows
        :rtype: Case
        """
        alone = copy.copy(self)
        alone.plan = copy.copy(self.plan)
        alone.plan.caps = []
        alone._look_at(self.run.paying(rows))
        return alone

    def eligible(self, bonus):
        """Truth per member."""
        if bonus.index not in self._eligible:
            self._eligible[bonus.index] = self.run.eligible(bonus)
        return self._eligible[bonus.index]

    def rows(self, bonus):
        """Indexes of the volume rows that a bonus sees."""
        if bonus.index not in self._rows:
            self._rows[bonus.index] = self.run.rows(bonus)
        return self._rows[bonus.index]

    @cached_property
    def before_ranks(self):
        """The figures as conditions of ranks see them."""
        return before_ranks(self.figures)

    @cached_property
    def unit(self):
        """Value of an amount's integer."""
        return Fraction(1, 10**self.plan.amount_digits)

    def bar(self, member, bonus):
        """What keeps a member from any payment of a bonus.

        :return: (reason, failing conditions), (None, []) if nothing does. Reasons: ``inactive``,
            ``conditions``, ``blocked``
        """
        key = member, bonus.index
        if key not in self._bars:
            self._bars[key] = self._find_bar(member, bonus)
        return self._bars[key]

    def _find_bar(self, member, bonus):
        if not self.active[member]:
            return "inactive", failed(states(self.plan.active, self.figures, member))
        if not self.eligible(bonus)[member]:
            found = failed(states(bonus.require, self.figures, member))
            return "conditions" if found else "blocked", found
        return None, []

    # === LINES === #

    def block(self, bonus):
        """All lines of a bonus; the indexes below are places in it.

        :rtype: :class:`~..run.LineBlock`
        """
        if bonus.index not in self._blocks:
            if self.plan.caps:
                self._blocks = dict(enumerate(make_lines(self.run).blocks))
            else:
                self._blocks[bonus.index] = self._block_of(bonus)
        return self._blocks[bonus.index]

    def _block_of(self, bonus):
        for other in matched_by(self.plan, bonus):
            self.block(other)
        return finish_block(self.plan, make_block(self.run, bonus))

    def lines(self, member, bonus, row=None):
        """Lines of a member by a bonus: all, or those for one volume row (``NONE``: for no row).

        :return: list of dicts: source (row index or None), level, skipped, base, rate (exact
            numbers), made and paid (Fractions)
        """
        found = self.indexes(member, bonus)
        if row is not None:
            found = found[self.block(bonus).source[found] == row]
        return [self.line(index, bonus) for index in found.tolist()]

    def indexes(self, member, bonus):
        """Where a member's lines stand among those of a bonus."""
        return np.flatnonzero(self.block(bonus).earner == member)

    def sums(self, member, bonus):
        """(number of lines, made, paid) of a member by a bonus."""
        found, block = self.indexes(member, bonus), self.block(bonus)
        made, paid = int(block.before[found].sum()), int(block.amount[found].sum())
        return len(found), made * self.unit, paid * self.unit

    def lines_of_row(self, bonus, row):
        """All lines of a bonus for one volume row: list of (earner, line)."""
        earner = self.block(bonus).earner
        found = self.indexes_of_rows(bonus, [row])[row]
        return [(int(earner[index]), self.line(index, bonus)) for index in found]

    def indexes_of_rows(self, bonus, rows):
        """Where the lines for some volume rows stand among those of a bonus.

        :param list rows: indexes of the rows
        :return: {row: list of indexes}
        """
        source = self.block(bonus).source
        # One place more: -1, of lines for no row.
        wanted = np.zeros(len(self.volumes) + 1, dtype=bool)
        wanted[rows] = True
        found, places = np.flatnonzero(wanted[source]), {row: [] for row in rows}
        for index, row in zip(found.tolist(), source[found].tolist(), strict=True):
            places[row].append(index)
        return places

    def line(self, index, bonus):
        """One line as in :meth:`lines`, by its place among those of its bonus."""
        block = self.block(bonus)
        source = int(block.source[index])
        scale = 1 / self.plan.unit if bonus.of_money else 10**self.volumes.digits
        return {
            "source": source if source >= 0 else None,
            "level": int(block.level[index]),
            "skipped": int(block.skipped[index]),
            "base": exact_number(Fraction(int(block.base[index])) / Fraction(scale)),
            "rate": self.rate(int(block.rate[index])),
            "made": int(block.before[index]) * self.unit,
            "paid": int(block.amount[index]) * self.unit,
        }

    def rate(self, units):
        """Percent of a rate at the plan's rate digits."""
        if units not in self._rates:
            self._rates[units] = exact_number(Fraction(units, 10**self.plan.rate_digits))
        return self._rates[units]

    def shares(self, bonus):
        """Rate per member of a differential bonus, at the plan's rate digits."""
        if bonus.index not in self._shares:
            self._shares[bonus.index] = bonus.shares(self.run)
        return self._shares[bonus.index]

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
        # What is stated of a member moves nobody.
        network.built, network.found = self.run.trees, None
        for name, value in facts.items():
            array = getattr(network, name).astype(np.int64)
            array[member] = value
            setattr(network, name, array)
        return Case(self.plan, network, self.given, self.carry)

    def if_qualified(self, member, bonus):
        """The case in which this member met the conditions of a bonus."""
        spec = copy.copy(self.plan.definition)
        spec["bonuses"] = [dict(one) for one in spec["bonuses"]]
        require = spec["bonuses"][bonus.index].get("require") or []
        require = require if isinstance(require, list) else [require]
        exception = {"attribute": ASKED, "is": True}
        spec["bonuses"][bonus.index]["require"] = [{"any": [require, exception]}]
        network = copy.copy(self.network)
        network.built = self.run.trees
        network.attributes = {**network.attributes, ASKED: {member: True}}
        return Case(Plan(spec), network, self.given, self.carry)
