# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``generation``: overrides between leaders, counted in generations of leaders."""

import numpy as np

from .. import schema
from ..language import to_bool
from ..run import LineBlock
from ..tables import RateTable
from ..walk import Walk
from ..words import _
from . import register
from .base import RANK_BY, RANK_BY_HELP, BonusKind


@register
class Generation(BonusKind):
    """The first leader at or above the owner is generation 0, the next ones are 1, 2, …

    With ``boundary: same_or_higher`` a member's generation is the number of members below it on
    the way whose rank is at or above its own.
    """

    name = "generation"
    KEYS = {
        **RANK_BY,
        "leader": schema.rank,
        "rates": schema.by_rank(schema.rate_list),
        "own_group": schema.boolean,
        "boundary": schema.choice("same_or_higher"),
    }
    REQUIRED = ("rates",)
    HELP = {
        **RANK_BY_HELP,
        "leader": _("From which rank on somebody heads a group"),
        "rates": _("Percent per generation"),
        "own_group": _("The lists begin with the leader's own group (generation 0)"),
        "boundary": _(
            "same_or_higher: a generation ends at each member of the same or a higher rank"
        ),
    }
    DEFAULTS = {
        "own_group": False,
    }

    @classmethod
    def check(cls, checker, spec, path):
        """Generations need a leader rank or a boundary."""
        if "leader" not in spec and "boundary" not in spec:
            checker.error(path, _("state 'leader' or 'boundary'"))

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.leader = plan.rank_index(spec.get("leader"))
        self.table = RateTable(spec["rates"], plan)
        self.own_group = to_bool(spec.get("own_group", False))
        self.by_rank = "boundary" in spec

    def rates(self):
        """All rates of the table."""
        return self.table.all_rates()

    def lines(self, run):
        """One line per volume row and paid generation; ``level`` is the generation."""
        leaders = run.eligible(self) & (run.rank >= self.leader)
        if not self.by_rank:
            return self._walk(run, leaders, leaders)
        parts = []
        for rank in range(-1, len(run.plan.ranks)):
            payees = leaders & (run.rank == rank)
            if self.table.rows[rank + 1] and payees.any():
                parts.append(self._walk(run, payees, run.rank >= rank))
        return LineBlock.join(parts)

    def _walk(self, run, payees, counted):
        rows = run.rows(self)
        walk = Walk(run, run.trees[self.tree], self.table, payees, counted)
        walk.from_generation_zero(self.own_group)
        included = np.ones(len(rows), dtype=bool)
        return walk.block(run.volumes.owner[rows], included, run.narrow_base(self, rows), rows)
