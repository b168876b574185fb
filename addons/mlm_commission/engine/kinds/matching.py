# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``matching``: a percentage per level on what others earned from other bonuses."""

from fractions import Fraction

import numpy as np

from .. import schema
from ..language import to_bool, to_name
from ..run import LineBlock
from ..tables import RateTable
from ..walk import COMPRESSIONS, level_walk
from ..words import _
from . import register
from .base import BonusKind
from .level import Level


@register
class Matching(BonusKind):
    """For each line of earlier bonuses walk up from its earner; the line's amount is the base.

    ``base`` of the lines is in the plan's smallest amount, not in points.
    """

    name = "matching"
    of_money = True
    KEYS = {
        "of": schema.list_of(schema.bonus_code, minimum=1),
        "rates": schema.by_rank(schema.rate_list),
        "compression": schema.choice(*COMPRESSIONS),
        "threshold": schema.rank,
        "include_self": schema.boolean,
    }
    REQUIRED = ("of", "rates")
    HELP = {
        "of": _("Bonuses whose lines are matched; they stand before this one"),
        "rates": _("Percent per level"),
        "compression": _("Which members above use up no level"),
        "threshold": _("Members below this rank use up no level (skip_below_rank)"),
        "include_self": _("The earner of a matched line is level 1"),
    }
    DEFAULTS = {
        "compression": "none",
        "include_self": False,
    }

    @classmethod
    def check(cls, checker, spec, path):
        """The rules of ``level``, and only bonuses of the same period."""
        Level.check.__func__(cls, checker, spec, path)
        of = spec.get("of")
        for index, code in enumerate(of if isinstance(of, list) else []):
            other = checker.bonus_specs.get(to_name(code), spec)
            if other.get("period", "month") != spec.get("period", "month"):
                checker.error(
                    f"{path}.of[{index}]",
                    _(
                        "the bonus %(code)s is worked out in another period than this one; "
                        "state the same 'period'"
                    ),
                    code=repr(code),
                )

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.of = [to_name(code) for code in spec["of"]]
        self.table = RateTable(spec["rates"], plan)
        self.compression = spec.get("compression", "none")
        self.threshold = plan.rank_index(spec.get("threshold"))
        self.include_self = to_bool(spec.get("include_self", False))

    def rates(self):
        """All rates of the table."""
        return self.table.all_rates()

    def lines(self, run):
        """One line per matched line and paid level."""
        matched = LineBlock.join([run.blocks[code].as_base() for code in self.of])
        of_any = self.kinds is None and self.markets is None
        seen = (matched.base != 0) & ((matched.source >= 0) | of_any)
        of_row = np.flatnonzero(matched.source >= 0)
        seen[of_row] &= run.sees(self)[matched.source[of_row]]
        start = matched.earner[seen].astype(np.int64)
        walk = level_walk(
            run,
            run.trees[self.tree],
            self.table,
            run.eligible(self),
            self.compression,
            self.threshold,
        )
        own = np.full(len(start), self.include_self)
        block = walk.block(start, own, matched.base[seen], matched.source[seen])
        block.factor = Fraction(1, 100 * 10**run.plan.rate_digits)
        return block
