# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plan as stated, with what several parts of the engine ask it for."""

from dataclasses import dataclass
from fractions import Fraction

from .exact import PlanError, Rounding, number
from .spelling import spelled

PERIODS = ("week", "month")


@dataclass
class Market:
    """One market: money per point, the currency paid in, and its units for one of the plan's."""

    point_value: Fraction
    currency: str | None
    rate: Fraction


class Plan:
    """One plan.

    :param dict spec: the document's ``plan``
    """

    def __init__(self, spec):
        self.spec = spelled(spec or {})
        self.rounding = Rounding(self.spec.get("rounding"))
        self.point_value = number(self.spec.get("point_value", 1))
        self.ranks = self.spec.get("ranks") or []
        self.codes = [rank["code"] for rank in self.ranks]
        self.rank_mode = self.spec.get("rank_mode") or "best"
        if self.rank_mode not in ("best", "ladder"):
            raise PlanError(f"rank_mode {self.rank_mode!r} is neither best nor ladder")
        self.bonuses = self.spec.get("bonuses") or []
        self.caps = self.spec.get("caps") or []
        self._check_periods()

    def _check_periods(self):
        period_of = {spec["code"]: spec.get("period") or "month" for spec in self.bonuses}
        for spec in self.bonuses:
            period = period_of[spec["code"]]
            if period not in PERIODS:
                raise PlanError(f"{spec['code']}: period {period!r} is neither week nor month")
            if spec["kind"] == "matching":
                for code in spec["of"]:
                    if period_of.get(code, period) != period:
                        raise PlanError(f"{spec['code']}: {code} is not paid in the same period")

    def market(self, name, rates=None):
        """A market by its name; None for what is sold and paid outside of any.

        :param dict rates: the period's own rates by market
        """
        if name is None:
            return Market(self.point_value, None, Fraction(1))
        markets = self.spec.get("markets") or {}
        if name not in markets:
            raise PlanError(f"{name!r} is no market of this plan")
        stated = markets[name] or {}
        rate = (rates or {}).get(name, stated.get("rate", 1))
        point_value = number(stated.get("point_value", self.point_value))
        return Market(point_value, stated.get("currency"), number(rate))

    def rank_index(self, code):
        """Index of a rank by its code, -1 for `none`."""
        if code is None or code == "none":
            return -1
        if code not in self.codes:
            raise PlanError(f"{code!r} is no rank of this plan")
        return self.codes.index(code)

    def rank_code(self, index):
        """Code of a rank by its index, None for -1."""
        return None if index < 0 else self.codes[index]

    def by_rank(self, stated, rank):
        """The entry that a rank gets: its own, the nearest lower one's, `any`, or None.

        :param stated: a map by rank, or a bare value that serves everybody
        :param int rank: index of the rank, -1 for none

        >>> plan = Plan({"ranks": [{"code": "one"}, {"code": "two"}]})
        >>> plan.by_rank({"one": 5, "any": 1}, 1), plan.by_rank({"two": 5, "any": 1}, 0)
        (5, 1)
        """
        if not isinstance(stated, dict):
            return stated
        for code in reversed(self.codes[: rank + 1]):
            if stated.get(code) is not None:
                return stated[code]
        return stated.get("any")
