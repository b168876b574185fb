# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``personal``: a percentage on the volumes that a partner owns."""

from fractions import Fraction
from math import floor

import numpy as np

from .. import schema
from ..exact import round_fraction
from ..run import LineBlock
from ..slabs import Slab
from ..tables import RateTable
from ..words import _
from . import register
from .base import RANK_BY, RANK_BY_HELP, BonusKind


@register
class Personal(BonusKind):
    """The owner earns a rate on each of its volumes: its own, its customers', or both.

    With a marginal slab a line's rate is the mean over the blocks of the measure; its amount is
    made from the exact mean and rounded once.
    """

    name = "personal"
    KEYS = {
        **RANK_BY,
        "rate": schema.by_rank(schema.percent),
        "slab": schema.slab(("whole", "marginal")),
        "of": schema.choice("own", "customer", "personal"),
    }
    HELP = {
        **RANK_BY_HELP,
        "rate": _("Percent of the owner's volumes"),
        "slab": _("Percent by steps of a measure, whole or marginal"),
        "of": _("Which volumes: the owner's own, its customers', or both (personal)"),
    }
    DEFAULTS = {
        "of": "personal",
    }

    @classmethod
    def check(cls, checker, spec, path):
        """Either a rate or a slab."""
        if ("rate" in spec) == ("slab" in spec):
            checker.error(path, _("state either 'rate' or 'slab'"))

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.of = spec.get("of", "personal")
        self.table = RateTable(spec["rate"], plan) if "rate" in spec else None
        self.slab = Slab(spec["slab"], plan, self.tree) if "slab" in spec else None

    def rates(self):
        """Rates of the table or the steps."""
        return self.table.all_rates() if self.table else self.slab.percents

    def lines(self, run):
        """One line per volume row."""
        volumes, digits = run.volumes, run.plan.rate_digits
        rows = run.rows(self)
        if self.of != "personal":
            bought = volumes.owner[rows] != volumes.buyer[rows]
            rows = rows[bought == (self.of == "customer")]
        rows = rows[run.eligible(self)[volumes.owner[rows]]]
        owner = volumes.owner[rows]
        if self.slab and self.slab.marginal:
            return self._marginal(run, rows, owner)
        if self.slab:
            rate = self.slab.rates(run.figures, digits)[owner]
        else:
            table = self.table.scaled(digits)
            rate = table[run.rank[owner] + 1, 0]
        paid = rate > 0
        return self._block(run, rows[paid], owner[paid], rate[paid])

    def _block(self, run, rows, owner, rate, units=None):
        nothing = np.zeros(len(rows), dtype=np.int32)
        base = run.base(self)[rows]
        return LineBlock(owner, rows, nothing, nothing, base, rate, units)

    def _marginal(self, run, rows, owner):
        plan, base = run.plan, run.base(self)[rows]
        values, scale = run.figures.figure(self.slab.measure)
        mean = {
            member: self.slab.average(Fraction(int(values[member]), scale))
            for member in np.unique(owner).tolist()
        }
        percent = [mean[member] for member in owner.tolist()]
        factor = 1 / plan.unit / 100 / 10**run.volumes.digits
        exact = [
            points * share * factor * run.point_value(row)
            for points, share, row in zip(base.tolist(), percent, rows.tolist(), strict=True)
        ]
        units = _rounded_together(exact, owner.tolist(), plan.method)
        shown = [int(share * 10**plan.rate_digits) for share in percent]
        return self._block(
            run, rows, owner, np.array(shown, dtype=np.int64), np.array(units, dtype=np.int64)
        )


def _rounded_together(exact, owner, method):
    """Whole units per row: a member's sum is rounded once and divided among its rows.

    The blocks of a marginal slab are those of the sum, however many orders it came in. Rows are
    rounded down; the missing units go one by one to the largest fractions, ties to the first row.

    >>> _rounded_together([Fraction(16, 3)] * 3, [0, 0, 0], "half_up")
    [6, 5, 5]
    """
    units, sums = [floor(value) for value in exact], {}
    for member, value in zip(owner, exact, strict=True):
        sums[member] = sums.get(member, 0) + value
    missing = {member: round_fraction(value, method) for member, value in sums.items()}
    for member, whole in zip(owner, units, strict=True):
        missing[member] -= whole
    for row in sorted(range(len(units)), key=lambda row: units[row] - exact[row]):
        units[row] += missing[owner[row]] > 0
        missing[owner[row]] -= 1
    return units
