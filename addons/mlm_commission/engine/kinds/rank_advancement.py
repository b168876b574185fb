# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``rank_advancement``: an amount once in a lifetime for reaching a rank and holding it."""

import numpy as np

from .. import schema
from ..exact import round_fraction
from ..language import to_fraction, to_name
from ..run import LineBlock
from ..words import _
from . import register
from .base import BonusKind


@register
class RankAdvancement(BonusKind):
    """Amounts by rank; passing over a rank pays it too."""

    name = "rank_advancement"
    KEYS = {
        "amounts": schema.map_of(schema.amount, schema.rank),
        "hold": schema.number(minimum=0, whole=True),
        "reward": schema.reward,
    }
    REQUIRED = ("amounts",)
    HELP = {
        "amounts": _("Money once for reaching a rank; the value of the thing if it is a reward"),
        "reward": _("Name of a thing that is given instead of money"),
        "hold": _("Periods before this one in which the rank must have been held"),
    }
    DEFAULTS = {
        "hold": 0,
    }

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.amounts = sorted(
            (plan.rank_index(to_name(code)), to_fraction(amount))
            for code, amount in spec["amounts"].items()
        )
        self.hold = int(spec.get("hold", 0))

    def lines(self, run):
        """One line per member and rank reached; ``level`` is the rank's number from 1."""
        awarded = run.carry.awarded.get(self.code)
        if awarded is None:
            awarded = np.zeros((len(run.network), len(run.plan.ranks)), dtype=np.int64)
        awarded, eligible, parts = awarded.copy(), run.eligible(self), []
        for rank, amount in self.amounts:
            reached = run.figures.streak[:, rank] > self.hold
            earner = np.flatnonzero(eligible & reached & (awarded[:, rank] == 0))
            awarded[earner, rank] = 1
            units = round_fraction(amount / run.plan.unit, run.plan.method)
            if units:
                block = LineBlock.of_members(earner, np.full(len(earner), units))
                block.level = np.full(len(earner), rank + 1)
                parts.append(block)
        run.next_carry.awarded[self.code] = awarded
        return LineBlock.join(parts)
