# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``infinity``: a percentage at any depth, until somebody of the same rank stands in between."""

import numpy as np

from .. import schema
from ..language import to_bool
from ..run import LineBlock
from ..tables import RateTable
from ..words import _
from . import register
from .base import RANK_BY, RANK_BY_HELP, BonusKind


@register
class Infinity(BonusKind):
    """Of each rank only the first on the way can be paid, unless a higher one comes before it."""

    name = "infinity"
    KEYS = {
        **RANK_BY,
        "rate": schema.by_rank(schema.percent),
        "from_level": schema.number(minimum=0, whole=True),
        "differential": schema.boolean,
    }
    REQUIRED = ("rate",)
    HELP = {
        **RANK_BY_HELP,
        "rate": _("Percent at any depth"),
        "from_level": _("Only members further above than so many levels"),
        "differential": _("Pay only the excess over what lower members were paid"),
    }
    DEFAULTS = {
        "from_level": 0,
        "differential": False,
    }

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.table = RateTable(spec["rate"], plan)
        self.from_level = int(spec.get("from_level", 0))
        self.differential = to_bool(spec.get("differential", False))

    def rates(self):
        """All rates of the table."""
        return self.table.all_rates()

    def lines(self, run):
        """One line per volume row and payee; ``level`` is the distance from the owner."""
        tree, rows = run.trees[self.tree], run.rows(self)
        start, base = run.volumes.owner[rows], run.narrow_base(self, rows)
        eligible, members = run.eligible(self), np.arange(len(tree))
        table = self.table.scaled(run.plan.rate_digits)
        paid = np.zeros(len(rows), dtype=np.int64)
        parts = []
        for rank in range(len(run.plan.ranks)):
            rate = int(table[rank + 1, 0])
            if not rate:
                continue
            holders = run.rank >= rank
            first = np.where(holders, members, tree.nearest(holders))[start]
            distance = tree.depth[start] - tree.depth[first]
            earns = (first >= 0) & (distance > self.from_level)
            earns &= eligible[first] & (run.rank[first] == rank) & (rate > paid)
            here = np.flatnonzero(earns)
            parts.append(
                LineBlock(
                    earner=first[here],
                    source=rows[here],
                    level=distance[here],
                    skipped=np.zeros(len(here), dtype=np.int64),
                    base=base[here],
                    rate=rate - paid[here],
                )
            )
            if self.differential:
                paid[here] = rate
        return LineBlock.join(parts)
