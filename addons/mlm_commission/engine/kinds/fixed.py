# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``fixed``: the same amount every period for everybody who is eligible (lifestyle, car)."""

import numpy as np

from .. import schema
from ..run import LineBlock
from ..tables import AmountTable
from ..words import _
from . import register
from .base import BonusKind


@register
class Fixed(BonusKind):
    """An amount per period, by rank."""

    name = "fixed"
    KEYS = {"amount": schema.by_rank(schema.amount), "reward": schema.reward}
    REQUIRED = ("amount",)
    HELP = {
        "amount": _("Money per period; the value of the thing if it is a reward"),
        "reward": _("Name of a thing that is given instead of money"),
    }

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.amounts = AmountTable(spec["amount"], plan)

    def lines(self, run):
        """One line per eligible member with an amount."""
        units = self.amounts.rounded_units(run.plan)[run.rank + 1]
        earner = np.flatnonzero(run.eligible(self) & (units > 0))
        return LineBlock.of_members(earner, units[earner])
