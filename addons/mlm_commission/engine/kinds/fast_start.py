# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``fast_start``: a level bonus on what newcomers buy, in place of other bonuses."""

import numpy as np

from .. import schema
from ..language import to_name
from ..model import NO_DAY
from ..words import _
from . import register
from .level import Level


@register
class FastStart(Level):
    """Like ``level``, only for volumes of the owner's first days, or for first orders."""

    name = "fast_start"
    KEYS = {
        **Level.KEYS,
        "window_days": schema.number(minimum=0, whole=True),
        "orders": schema.choice("first"),
        "instead_of": schema.list_of(schema.any_bonus_code),
    }
    HELP = {
        **Level.HELP,
        "window_days": _("Days after joining in which volumes count"),
        "orders": _("first: only volumes of the kind first_order"),
        "instead_of": _("Bonuses that do not see the volumes paid here"),
    }

    @classmethod
    def check(cls, checker, spec, path):
        """Either a window or first orders, besides the rules of ``level``."""
        super().check(checker, spec, path)
        if ("window_days" in spec) == ("orders" in spec):
            checker.error(path, _("state either 'window_days' or 'orders: first'"))

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.window = int(spec["window_days"]) if "window_days" in spec else None
        self.instead_of = [to_name(code) for code in spec.get("instead_of", [])]

    def sees(self, run):
        """Truth per volume row: owned by a partner, within the window or a first order."""
        volumes = run.volumes
        seen = run.sees(self) & (volumes.owner >= 0)
        if self.window is None:
            first = [kind == "first_order" for kind in volumes.kinds]
            return seen & np.array(first, dtype=bool)[volumes.kind]
        joined = run.network.joined[volumes.owner]
        known = (joined != NO_DAY) & (volumes.day != NO_DAY)
        age = volumes.day.astype(np.int64) - joined
        return seen & known & (age >= 0) & (age <= self.window)

    def before(self, run):
        """Take the volumes away from the bonuses in ``instead_of``."""
        if self.instead_of:
            run.take_away(self.instead_of, self.sees(run))

    def rows(self, run):
        """The rows that can pay."""
        rows = run.rows(self)
        return rows[self.sees(run)[rows]]
