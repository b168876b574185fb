# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commission lines, and what every bonus kind can ask its period for."""

from dataclasses import dataclass
from fractions import Fraction

from .exact import PlanError, number
from .network import SPONSOR
from .status import holds


@dataclass
class Line:
    """One commission line.

    :ivar earner: who earns it
    :ivar bonus: code of the bonus
    :ivar volume: index of the volume entry it is paid for, None where it is paid for none
    :ivar level: level or generation, 0 where there is none
    :ivar skipped: ancestors passed over just before, without using up a level
    :ivar base: points, or money for matching and amounts
    :ivar rate: percent
    :ivar amount: money, a multiple of the plan's smallest amount; caps shrink it
    :ivar made: the amount before any cap
    :ivar value: what a reward is worth that is not money; its amount is 0
    """

    earner: str
    bonus: str
    volume: int | None
    level: int
    skipped: int
    base: Fraction
    rate: Fraction
    amount: Fraction
    made: Fraction = Fraction(0)
    value: Fraction = Fraction(0)


class Bonus:
    """One bonus in one period.

    :param dict spec: what the plan states about it
    :param period: the period: ``plan``, ``network``, ``volumes``, ``measures``, ``status``,
        ``history``, ``lines`` (so far), ``taken_out`` (volumes taken out, by bonus code), ``why``
    """

    def __init__(self, spec, period):
        self.spec, self.period = spec, period
        self.plan, self.network, self.history = period.plan, period.network, period.history
        self.code, self.kind = spec["code"], spec["kind"]
        if spec.get("base", "cv") not in ("cv", "pv"):
            raise PlanError(f"{self.code}: base {spec['base']!r} is neither cv nor pv")
        self.volumes = [volume for volume in period.volumes if self.sees(volume)]
        self.status = period.status
        self._eligible = {}

    def sees(self, volume):
        """Whether this bonus sees a volume: of its kinds and markets, and not taken out."""
        kinds, markets = self.spec.get("kinds"), self.spec.get("markets")
        if not volume.fresh or (kinds is not None and volume.kind not in kinds):
            return False
        if markets is not None and volume.market not in markets:
            return False
        return volume.index not in self.period.taken_out.get(self.code, ())

    def tree(self):
        """The tree to walk in."""
        return self.network.tree(self.spec.get("tree") or SPONSOR)

    def binary_tree(self):
        """Name of the tree whose legs a binary bonus or `per_leg` means."""
        name = self.spec.get("tree")
        places = self.network.places.get(name)
        return name if places and places.kind == "binary" else self.network.binary_tree()

    def points(self, volume):
        """What counts of a volume."""
        return volume.pv if self.spec.get("base", "cv") == "pv" else volume.cv

    def eligible(self, member):
        """An active partner that meets `require`."""
        if member not in self._eligible:
            self._eligible[member] = self._check(member)
        return self._eligible[member]

    def _check(self, member):
        if not self.period.status.active(member):
            return False
        if self.network.is_blocked(member):
            self.why(member, "is blocked")
            return False
        met = holds(
            self.spec.get("require"),
            member,
            self.period.measures,
            self.network,
            default_tree=self.binary_tree(),
        )
        if not met:
            self.why(member, "does not meet the bonus's conditions")
        return met

    def rank(self, member):
        """Index of the rank that this bonus pays, -1 for none."""
        return self.status.rank(member)

    def entry(self, stated, member):
        """A member's entry of a map by rank, or the bare value."""
        return self.plan.by_rank(stated, self.rank(member))

    def figure(self, stated, member):
        """A member's number of a map by rank, 0 where it has none."""
        entry = self.entry(stated, member)
        return Fraction(0) if entry is None else number(entry)

    def rate_list(self, member):
        """A member's list of rates, as fractions."""
        return as_list(self.entry(self.spec.get("rates"), member))

    def longest(self):
        """K: the length of the longest list of the bonus."""
        rates = self.spec.get("rates")
        lists = rates.values() if isinstance(rates, dict) else [rates]
        return max((len(as_list(one)) for one in lists), default=0)

    def line(self, earner, base, rate, volume=None, level=0, skipped=0):
        """A line on points: base * rate / 100 * point_value of the volume, rounded once."""
        of = self.plan if volume is None else self.period.volumes[volume]
        exact = base * rate / 100 * of.point_value
        return self._make(earner, base, rate, exact, volume, level, skipped)

    def money(self, earner, base, rate=Fraction(100), volume=None, level=0, skipped=0):
        """A line on money: base * rate / 100, rounded once; point_value takes no part."""
        return self._make(earner, base, rate, base * rate / 100, volume, level, skipped)

    def _make(self, earner, base, rate, exact, volume, level, skipped):
        amount = self.plan.rounding.amount(exact)
        return Line(earner, self.code, volume, level, skipped, base, rate, amount)

    def why(self, member, note):
        """Note why a member gets less than it might expect."""
        self.period.why.append((member, self.code, note))


def as_list(rates):
    """A list of rates as fractions; missing entries are 0, a bare number is a list of one."""
    if rates is None:
        return []
    if not isinstance(rates, (list, tuple)):
        rates = [rates]
    return [Fraction(0) if rate is None else number(rate) for rate in rates]
