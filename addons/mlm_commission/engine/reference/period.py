# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs a document, period by period."""

import copy
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .bonuses import KINDS
from .bonuses.levels import is_fast
from .caps import cap_bonus, cap_period
from .exact import PlanError, decimal
from .history import History
from .lines import Bonus
from .measures import Measures
from .network import Network, read_volumes
from .plan import PERIODS, Plan
from .spelling import spelled
from .status import Status

BY_DATE = ("personal", "level", "differential", "generation", "infinity", "fast_start")


@dataclass
class PeriodResult:
    """What one period gives.

    :ivar dict payout: {member: {bonus code: Decimal}}, after all caps; only who has lines
    :ivar dict total: {member: Decimal}, the sum of its lines
    :ivar dict converted: {member: Decimal}, the total in the currency of its market, if it has one
    :ivar dict rewards: {member: {bonus code: Decimal}}, values of rewards that are not money
    :ivar list lines: :class:`.lines.Line`, in the order in which they were made
    :ivar measure: function of a member and a measure (name, or map with its keys): Decimal
    :ivar dict measures: {member: {measure: Decimal}}, those that the period's `expect` names
    :ivar dict rank: {member: paid-as rank or None}
    :ivar dict title: {member: title or None}
    :ivar dict active: {member: bool}
    :ivar dict carry: {member: {binary bonus: [left, right]}}
    :ivar dict parent: {tree: {partner: parent or None}}
    :ivar list boards: {board bonus: open boards, each the list of its members}
    :ivar list why: (member, bonus, note): why somebody gets less than it might expect
    """

    payout: dict = field(default_factory=dict)
    total: dict = field(default_factory=dict)
    converted: dict = field(default_factory=dict)
    rewards: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    measure: object = None
    measures: dict = field(default_factory=dict)
    rank: dict = field(default_factory=dict)
    title: dict = field(default_factory=dict)
    active: dict = field(default_factory=dict)
    carry: dict = field(default_factory=dict)
    parent: dict = field(default_factory=dict)
    boards: dict = field(default_factory=dict)
    why: list = field(default_factory=list)


class Period:
    """One period while it is worked out.

    :param list rows: :class:`.network.Volume`, those of the month so far
    :param dict stated: the period's part of the document: which ``period`` it is, its ``rates``
    """

    def __init__(self, plan, network, history, rows, stated):
        # measures are asked for later too: they look at the network and the past as they are now
        network, before = copy.deepcopy(network), copy.deepcopy(history)
        self.plan, self.network, self.history, self.before = plan, network, history, before
        self.kind = stated.get("period") or "month"
        if self.kind not in PERIODS:
            raise PlanError(f"a period is a week or a month, not {self.kind!r}")
        self.rates = stated.get("rates") or {}
        for market in self.rates:
            plan.market(market)
        self.rows = self.volumes = rows
        self.measures = Measures(plan, network, self.rows, before)
        self.status = Status(plan, network, self.measures)
        self._days = {}
        self.lines, self.why, self.taken_out = [], [], {}

    def status_on(self, day):
        """The ranks of a day: of the rows dated up to it and of the undated ones."""
        if day is None:
            return self.status
        if day not in self._days:
            rows = [row for row in self.rows if row.date is None or row.date <= day]
            measures = Measures(self.plan, self.network, rows, self.before)
            self._days[day] = self.status.of_day(measures)
        return self._days[day]

    def _roll_up(self):
        """Rows of inactive owners get the first active partner above as owner."""
        owners = {}
        for member in self.network.partners:
            above = None if self.status.active(member) else self.status.first_active(member)
            owners[member] = member if above is None else above
        self.volumes = [replace(row, owner=owners.get(row.owner, row.owner)) for row in self.rows]

    def work_out(self):
        """Status, bonuses in their order, caps."""
        self.status.work_out()
        if self.plan.spec.get("volume_roll_up"):
            self._roll_up()
        for member in self.network.partners:
            if not self.status.active(member):
                self.why.append((member, None, "is not active"))
        self._take_out()
        for spec in self.plan.bonuses:
            if (spec.get("period") or "month") != self.kind:
                continue
            bonus = Bonus(spec, self)
            lines = self._lines(bonus)
            for line in lines:
                line.made = line.amount
            cap_bonus(bonus, lines)
            if bonus.spec.get("reward"):
                for line in lines:
                    line.value, line.amount = line.amount, Fraction(0)
            self.lines += lines
        cap_period(self)

    def _lines(self, bonus):
        """The lines of a bonus; with `rank_by: date` day by day, in the order of the rows."""
        make, rank_by = KINDS[bonus.kind], bonus.spec.get("rank_by") or "period"
        if rank_by == "period":
            return make(bonus)
        if rank_by != "date" or bonus.kind not in BY_DATE:
            raise PlanError(f"{bonus.code}: a {bonus.kind} bonus has no rank_by {rank_by!r}")
        rows, lines = bonus.volumes, []
        for day in {row.date for row in rows}:
            bonus.volumes = [row for row in rows if row.date == day]
            bonus.status = self.status_on(day)
            lines += make(bonus)
        bonus.volumes, bonus.status = rows, self.status
        return sorted(lines, key=lambda line: line.volume)

    def _take_out(self):
        """`instead_of`: volumes of a fast start are not seen by the bonuses it names."""
        for spec in self.plan.bonuses:
            if spec["kind"] not in KINDS:
                raise PlanError(f"{spec['code']}: {spec['kind']!r} is no bonus kind")
        taken_out = {}
        for spec in self.plan.bonuses:
            if spec["kind"] == "fast_start" and spec.get("instead_of"):
                bonus = Bonus(spec, self)
                fast = {volume.index for volume in bonus.volumes if is_fast(bonus, volume)}
                for code in spec["instead_of"]:
                    taken_out[code] = taken_out.get(code, set()) | fast
        self.taken_out = taken_out

    def result(self, asked):
        """The period's result.

        :param dict asked: the `measures` of `expect`, whose names are worked out
        """
        sums, rewards = {}, {}
        for line in self.lines:
            for table, amount in ((sums, line.amount), (rewards, line.value)):
                own = table.setdefault(line.earner, {})
                own[line.bonus] = own.get(line.bonus, Fraction(0)) + amount
        code, history = self.plan.rank_code, self.history
        members = self.network.members
        measures = {
            member: {name: decimal(self.measures.value(member, name)) for name in names}
            for member, names in asked.items()
        }
        return PeriodResult(
            payout={m: {b: decimal(v) for b, v in own.items()} for m, own in sums.items()},
            total={m: decimal(sum(own.values())) for m, own in sums.items()},
            converted=self._converted(sums),
            rewards={m: {b: decimal(v) for b, v in own.items() if v} for m, own in rewards.items()},
            lines=self.lines,
            measure=self._measure,
            measures=measures,
            rank={m: code(self.status.rank(m)) for m in members},
            active={m: self.status.active(m) for m in members},
            carry=self._carry(),
            parent={name: dict(tree.parent) for name, tree in self.network.trees.items()},
            boards={b: [list(one) for one in boards.open] for b, boards in history.boards.items()},
            why=self.why,
        )

    def _converted(self, sums):
        converted = {}
        for member, own in sums.items():
            name = self.network.members[member].get("market")
            market = self.plan.market(name, self.rates)
            if market.currency is not None:
                exact = sum(own.values()) * market.rate
                converted[member] = decimal(self.plan.rounding.amount(exact))
        return converted

    def _measure(self, member, spec):
        return decimal(self.measures.value(member, spec))

    def _carry(self):
        carry = {}
        for bonus, legs_of in self.history.carry.items():
            for member, legs in legs_of.items():
                carry.setdefault(member, {})[bonus] = [decimal(leg) for leg in legs]
        return carry


def run(document):
    """Work out all periods of a document.

    :param dict document: a scenario as read from YAML, figures as int, Decimal or text
    :return: one :class:`PeriodResult` per period
    :rtype: list
    :raise PlanError: the document states something without meaning
    """
    document = spelled(document)
    plan = Plan(document["plan"])
    network, history = Network(plan.spec), History()
    network.enrol(document.get("members"), history.volume_before)
    results, seen, booked = [], [], []
    for stated in document.get("periods", [document]):
        if stated is not document:
            network.enrol(stated.get("members"), history.volume_before)
        entries, in_weeks = seen + list(stated.get("volumes") or []), len(seen)
        is_week = stated.get("period") == "week"
        rows = read_volumes(entries, network, plan, booked, in_weeks if is_week else 0)
        period = Period(plan, network, history, rows, stated)
        period.work_out()
        result = period.result((stated.get("expect") or {}).get("measures") or {})
        history.remember_rows(period.rows[in_weeks:], plan.spec.get("customer_volume", True))
        if not is_week:
            history.remember(network, period.measures, period.status, plan.spec.get("demotion"))
        seen, booked = (entries, [row.booked for row in rows]) if is_week else ([], [])
        result.title = {m: plan.rank_code(history.title.get(m, -1)) for m in network.members}
        results.append(result)
    return results
