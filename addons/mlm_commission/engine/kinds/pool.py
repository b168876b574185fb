# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``pool``: a share of the company's volume, divided to the last unit among the holders."""

from fractions import Fraction
from math import lcm

import numpy as np

from .. import schema
from ..exact import divide_exactly, floor_scaled
from ..language import to_fraction
from ..run import Fund, LineBlock
from ..tables import AmountTable
from ..words import _
from . import register
from .base import BonusKind


@register
class Pool(BonusKind):
    """``fund`` percent of all points of the period, rounded down, shared by rank."""

    name = "pool"
    KEYS = {"fund": schema.percent, "shares": schema.by_rank(schema.amount)}
    REQUIRED = ("fund", "shares")
    HELP = {
        "fund": _("Percent of the company's points of the period"),
        "shares": _("Shares by rank"),
    }

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.fund = to_fraction(spec["fund"])
        self.shares = AmountTable(spec["shares"], plan)

    def shares_of(self, rank):
        """Shares by rank, as the plan states them."""
        return self.shares.rows[rank + 1] or Fraction(0)

    def lines(self, run):
        """One line per holder."""
        plan, seen, base = run.plan, run.sees(self), run.base(self)
        worth = run.money(seen, base)
        fund = floor_scaled(self.fund / 100 * worth, 1 / plan.unit)
        rows = [row or 0 for row in self.shares.rows]
        whole = lcm(*(row.denominator for row in rows if row))
        weights = np.array([int(row * whole) for row in rows], dtype=np.int64)[run.rank + 1]
        holders = np.flatnonzero(run.eligible(self) & (weights > 0))
        if fund <= 0 or not len(holders):
            return LineBlock.of_members(holders[:0], holders[:0])
        run.funds[self.code] = Fund(
            points=Fraction(int(base[seen].sum()), run.figures.point),
            worth=worth,
            money=fund * plan.unit,
            shares=Fraction(int(weights[holders].sum()), whole),
        )
        group = np.zeros(len(holders), dtype=np.int64)
        units = divide_exactly(weights[holders], np.array([fund]), group, holders)
        return LineBlock.of_members(holders, units)
