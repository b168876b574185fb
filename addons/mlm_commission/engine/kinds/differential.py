# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``differential``: each rate on the way up pays what it exceeds the rates already paid by."""

import numpy as np

from .. import schema
from ..exact import narrowed
from ..run import LineBlock
from ..slabs import Slab
from ..tables import RateTable
from ..tree import nearest_above
from ..words import _
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
        "rates": _("Percent by rank; each pays what it exceeds the rates below"),
        "slab": _("Percent by steps of a measure instead of by rank"),
        "stop_at": _("The walk ends with the first eligible member at or above this rank"),
    }

    @classmethod
    def check(cls, checker, spec, path):
        """Either rates or a slab."""
        if ("rates" in spec) == ("slab" in spec):
            checker.error(path, _("state either 'rates' or 'slab'"))

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
        start, base = run.volumes.owner[rows], run.narrow_base(self, rows)
        eligible = run.eligible(self)
        share = np.where(eligible, self.shares(run), 0)
        first, following = self._pointers(tree, share)
        depth, lowest = tree.depth, self._lowest_depth(run, tree, eligible)
        here, payee, parts = np.arange(len(rows)), first[start], []
        paid = np.zeros(len(rows), dtype=np.int64)
        while True:
            found = payee >= 0
            if self.stop_at is not None:
                found[found] = depth[payee[found]] >= lowest[start[here[found]]]
            here, payee, paid = here[found], payee[found], paid[found]
            if not len(here):
                return LineBlock.join(parts)
            step, height, level, skipped = len(parts), share[payee], None, None
            if run.details:
                level = np.full(len(here), step + 1, dtype=np.int16)
                skipped = (depth[start[here]] - depth[payee] - step).astype(np.int32)
            parts.append(
                LineBlock(
                    earner=payee.astype(np.int32),
                    source=rows[here].astype(np.int32),
                    level=level,
                    skipped=skipped,
                    base=base[here],
                    rate=narrowed(height - paid),
                )
            )
            payee, paid = following[payee], height

    @staticmethod
    def _pointers(tree, share):
        """Per member who is paid first for it, and who is paid next after it; -1 for nobody.

        First comes the member itself or the nearest above with a share, next the nearest above
        with a higher one.
        """
        has_share = share > 0
        payees, nearest = np.flatnonzero(has_share), tree.nearest(has_share)
        following = np.full(len(share), -1)
        # Among the payees only: they are a small part of a large network.
        number = np.full(len(share) + 1, -1)
        number[payees] = np.arange(len(payees))
        above, mine = number[nearest[payees]], share[payees]
        for height in np.unique(mine).tolist():
            here = mine == height
            up = nearest_above(above, mine > height)[here]
            following[payees[here]] = np.where(up >= 0, payees[up], -1)
        return np.where(has_share, np.arange(len(share)), nearest), following

    def shares(self, run):
        """Rate per member at the plan's rate digits, whoever is eligible."""
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
