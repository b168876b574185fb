# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``differential``: each rate on the way up pays what it exceeds the rates already paid by."""

import numpy as np

from .. import schema
from ..run import LineBlock
from ..slabs import Slab
from ..tables import RateTable
from . import register
from .base import RANK_BY, RANK_BY_HELP, BonusKind


@register
class Differential(BonusKind):
    """Stair-step: from the owner upwards, who has a higher rate than paid so far gets the rest."""

    name = "differential"
    KEYS = {
        **RANK_BY,
        "rates": schema.by_rank(schema.percent),
        "slab": schema.slab(),
        "stop_at": schema.rank,
    }
    HELP = {
        **RANK_BY_HELP,
        "rates": "Percent by rank; each pays what it exceeds the rates below",
        "slab": "Percent by steps of a measure instead of by rank",
        "stop_at": "The walk ends with the first eligible member at or above this rank",
    }

    @classmethod
    def check(cls, checker, spec, path):
        """Either rates or a slab."""
        if ("rates" in spec) == ("slab" in spec):
            checker.error(path, "state either 'rates' or 'slab'")

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.table = RateTable(spec["rates"], plan) if "rates" in spec else None
        self.slab = Slab(spec["slab"], plan, self.tree) if "slab" in spec else None
        self.stop_at = plan.rank_index(spec["stop_at"]) if "stop_at" in spec else None

    def rates(self):
        """Rates of the table or the steps."""
        return self.table.all_rates() if self.table else self.slab.percents

    def lines(self, run):
        """One line per volume row and step; ``level`` counts the steps."""
        tree, rows = run.trees[self.tree], run.rows(self)
        start = run.volumes.owner[rows]
        eligible = run.eligible(self)
        share = np.where(eligible, self._shares(run), 0)
        lowest = self._lowest_depth(run, tree, eligible)[start]
        at, fresh = start.copy(), np.ones(len(rows), dtype=bool)
        paid, step = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
        parts, base = [], run.base(self)[rows]
        for height in np.unique(np.append(share, 0)).tolist():
            here = np.flatnonzero((paid == height) & (at >= 0))
            payee = tree.nearest(share > height)[at[here]]
            stays = fresh[here] & (share[at[here]] > height)
            payee = np.where(stays, at[here], payee)
            payee[(payee >= 0) & (tree.depth[payee] < lowest[here])] = -1
            at[here], fresh[here] = payee, False
            here, payee = here[payee >= 0], payee[payee >= 0]
            step[here] += 1
            parts.append(
                LineBlock(
                    earner=payee.astype(np.int32),
                    source=rows[here].astype(np.int32),
                    level=step[here].astype(np.int16),
                    skipped=tree.depth[start[here]] - tree.depth[payee] - step[here] + 1,
                    base=base[here],
                    rate=share[payee] - height,
                )
            )
            paid[here] = share[payee]
        return LineBlock.join(parts)

    def _shares(self, run):
        digits = run.plan.rate_digits
        if self.slab:
            return self.slab.rates(run.figures, digits)
        return self.table.scaled(digits)[:, 0].astype(np.int64)[run.rank + 1]

    def _lowest_depth(self, run, tree, eligible):
        """Depth of the member with which each walk ends; 0 without an end."""
        if self.stop_at is None:
            return np.zeros(len(eligible), dtype=np.int64)
        ends = eligible & (run.rank >= self.stop_at)
        last = np.where(ends, np.arange(len(ends)), tree.nearest(ends))
        return np.where(last >= 0, tree.depth[last], 0)
