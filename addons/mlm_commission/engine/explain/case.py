# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A computed small network, asked about one of its members; and the same with one fact changed."""

import copy
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..compute import begin, finish_block, make_block, make_lines
from ..plan import Plan
from ..run import Run
from .states import before_ranks, exact_number, failed, states

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
    run.next_carry = result.carry
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
    """One period of the network below some members. Lines are made when they are asked for.

    Amounts are Fractions of the plan's currency: ``made`` before all caps, ``paid`` after the caps
    of the bonus and of the member. Caps of the company or of a person with several positions, and
    bonuses shared out among the company, need the whole network: ``is_shared``.
    """

    def __init__(self, plan, network, volumes, carry=None, run=None):
        """
        :param Plan plan: compiled; it is not changed
        :param network: :class:`~..model.Network`, closed below the members asked for
        :param volumes: their rows
        :param carry: of the period before, of any members
        :param Run run: the same as far as it is computed; None: it will be
        """
        self.plan = copy.copy(plan)
        self.plan.caps = [cap for cap in plan.caps if cap.kind not in SHARED_CAPS]
        self.shared_caps = [cap for cap in plan.caps if cap.kind in SHARED_CAPS]
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
        """The whole network as it was computed, with the lines that were made; not for plans with
        shared caps, which have changed these lines.

        :param result: :class:`~..model.Result` with lines and their details
        """
        run = run_of(result)
        case = cls(result.plan, result.network, result.given, run.carry, run)
        case._blocks = dict(enumerate(result.lines.blocks))
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

    def is_shared(self, bonus):
        """Whether more than the network below decides about a bonus: it is shared out among the
        whole company, or who stands above may come first, or it matches such a bonus."""
        if bonus.name in SHARED_KINDS or goes_past(bonus):
            return True
        return any(self.is_shared(other) for other in self._matched(bonus))

    def is_capped_with_shared(self, bonus):
        """Whether a cap of the member adds up a bonus with one of those: what it leaves of either
        can be told of the whole company only."""
        together = [self._capped_by(cap) for cap in self.plan.caps]
        return any(
            bonus in capped and any(self.is_shared(other) for other in capped)
            for capped in together
        )

    def is_capped(self, bonus):
        """Whether any cap can change lines of a bonus, or its lines are things worth an amount."""
        caps = (*self.plan.caps, *self.shared_caps)
        has_own = bonus.cap is not None or bonus.is_reward
        return has_own or any(bonus in self._capped_by(cap) for cap in caps)

    def _capped_by(self, cap):
        """The bonuses whose lines a cap adds up."""
        bonuses = self.plan.bonuses
        return bonuses if cap.bonuses is None else [bonuses[number] for number in cap.bonuses]

    def _matched(self, bonus):
        """The bonuses whose lines a bonus looks at."""
        codes = bonus.of if bonus.name == "matching" else ()
        return [other for other in self.plan.bonuses if other.code in codes]

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
        for other in self._matched(bonus):
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
        network.found = None
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
        network.attributes = {**network.attributes, ASKED: {member: True}}
        return Case(Plan(spec), network, self.given, self.carry)
