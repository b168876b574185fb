# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Runs a document, period by period."""

import copy
from dataclasses import dataclass, field
from fractions import Fraction

from .bonuses import KINDS
from .bonuses.levels import is_fast
from .caps import cap_bonus, cap_period
from .exact import PlanError, decimal
from .history import History
from .lines import Bonus
from .measures import Measures
from .network import Network, read_volumes
from .plan import Plan
from .status import Status


@dataclass
class PeriodResult:
    """What one period gives.

    :ivar dict payout: {member: {bonus code: Decimal}}, after all caps; only who has lines
    :ivar dict total: {member: Decimal}, the sum of its lines
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
    """One period while it is worked out."""

    def __init__(self, plan, network, history, entries):
        # measures are asked for later too: they look at the network and the past as they are now
        network, before = copy.deepcopy(network), copy.deepcopy(history)
        self.plan, self.network, self.history = plan, network, history
        self.volumes = read_volumes(entries, network, plan.point_value)
        self.measures = Measures(plan, network, self.volumes, before)
        self.status = Status(plan, network, self.measures)
        self.lines, self.why, self.taken_out = [], [], {}

    def work_out(self):
        """Status, bonuses in their order, caps."""
        self.status.work_out()
        for member in self.network.partners:
            if not self.status.active(member):
                self.why.append((member, None, "is not active"))
        self._take_out()
        for spec in self.plan.bonuses:
            bonus = Bonus(spec, self)
            lines = KINDS[spec["kind"]](bonus)
            cap_bonus(bonus, lines)
            self.lines += lines
        cap_period(self)

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
        sums = {}
        for line in self.lines:
            own = sums.setdefault(line.earner, {})
            own[line.bonus] = own.get(line.bonus, Fraction(0)) + line.amount
        code, history = self.plan.rank_code, self.history
        members = self.network.members
        measures = {
            member: {name: decimal(self.measures.value(member, name)) for name in names}
            for member, names in asked.items()
        }
        return PeriodResult(
            payout={m: {b: decimal(v) for b, v in own.items()} for m, own in sums.items()},
            total={m: decimal(sum(own.values())) for m, own in sums.items()},
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
    plan = Plan(document["plan"])
    network, history = Network(plan.spec), History()
    network.enrol(document.get("members"), history.volume_before)
    results = []
    for stated in document.get("periods") or [document]:
        if stated is not document:
            network.enrol(stated.get("members"), history.volume_before)
        period = Period(plan, network, history, stated.get("volumes"))
        period.work_out()
        result = period.result((stated.get("expect") or {}).get("measures") or {})
        history.remember(network, period.measures, period.status, plan.spec.get("demotion"))
        result.title = {m: plan.rank_code(history.title.get(m, -1)) for m in network.members}
        results.append(result)
    return results
