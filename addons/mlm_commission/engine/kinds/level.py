# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``level``: a percentage per level above the owner of a volume (unilevel, matrix, monoline)."""

import numpy as np

from .. import schema
from ..language import to_bool
from ..tables import RateTable
from ..walk import COMPRESSIONS, level_walk
from ..words import _
from . import register
from .base import RANK_BY, RANK_BY_HELP, BonusKind


@register
class Level(BonusKind):
    """For each volume walk up from the owner's parent; level k earns the payee's k-th rate."""

    name = "level"
    KEYS = {
        **RANK_BY,
        "rates": schema.by_rank(schema.rate_list),
        "compression": schema.choice(*COMPRESSIONS),
        "threshold": schema.rank,
        "customer_is_level": schema.boolean,
        "include_self": schema.boolean,
    }
    REQUIRED = ("rates",)
    HELP = {
        **RANK_BY_HELP,
        "rates": _("Percent per level"),
        "compression": _("Which members above use up no level"),
        "threshold": _("Members below this rank use up no level (skip_below_rank)"),
        "customer_is_level": _("For a customer's volume the owner is level 1"),
        "include_self": _("For every volume the owner is level 1"),
    }
    DEFAULTS = {
        "compression": "none",
        "customer_is_level": False,
        "include_self": False,
    }

    @classmethod
    def check(cls, checker, spec, path):
        """``threshold`` and ``skip_below_rank`` need each other."""
        by_threshold = spec.get("compression") == "skip_below_rank"
        if by_threshold and "threshold" not in spec:
            checker.error(path, _("compression skip_below_rank needs 'threshold'"))
        if not by_threshold and "threshold" in spec:
            checker.error(
                f"{path}.threshold", _("only compression skip_below_rank has a threshold")
            )

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.table = RateTable(spec["rates"], plan)
        self.compression = spec.get("compression", "none")
        self.threshold = plan.rank_index(spec.get("threshold"))
        self.customer_is_level = to_bool(spec.get("customer_is_level", False))
        self.include_self = to_bool(spec.get("include_self", False))

    def rates(self):
        """All rates of the table."""
        return self.table.all_rates()

    def rows(self, run):
        """The volume rows for which the bonus pays."""
        return run.rows(self)

    def lines(self, run):
        """One line per volume row and paid level."""
        rows = self.rows(run)
        volumes = run.volumes
        owner = volumes.owner[rows]
        own_level = np.full(len(rows), self.include_self)
        if self.customer_is_level:
            own_level |= volumes.buyer[rows] != owner
        walk = level_walk(
            run,
            run.trees[self.tree],
            self.table,
            run.eligible(self),
            self.compression,
            self.threshold,
        )
        return walk.block(owner, own_level, run.narrow_base(self, rows), rows)
