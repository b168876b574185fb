# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What bonus kinds see of a period, and the lines they hand back."""

from dataclasses import dataclass

import numpy as np

from .exact import rounded_products


@dataclass
class LineBlock:
    """Lines of one bonus, before caps.

    ``earner``, ``source`` (volume row or -1), ``level``, ``skipped``: as in
    :class:`~.model.Lines`. ``base``: points at the volumes' digits; ``rate``: percent at the
    plan's rate digits. ``units``: amounts in the plan's smallest unit; left None, they become
    base x rate / 100 x point value, rounded once per line. ``factor``: other factor than that.
    ``made``: the amounts before any cap.
    """

    earner: np.ndarray
    source: np.ndarray
    level: np.ndarray
    skipped: np.ndarray
    base: np.ndarray
    rate: np.ndarray
    units: np.ndarray = None
    factor: object = None
    made: np.ndarray = None

    def __len__(self):
        return len(self.earner)

    @classmethod
    def join(cls, parts):
        """One block out of several, all of them with amounts or all of them without."""
        names = ("earner", "source", "level", "skipped", "base", "rate", "units")
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return cls(*(np.zeros(0, dtype=np.int64) for _name in names[:-1]))
        if parts[0].units is None:
            names = names[:-1]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @classmethod
    def of_members(cls, earner, units):
        """Lines of a bonus that pays members, not volume rows.

        :param earner: member index per line
        :param units: amounts in the plan's smallest unit
        """
        zero = np.zeros(len(earner), dtype=np.int64)
        return cls(earner, np.full(len(earner), -1), zero, zero, zero, zero, units)

    def as_base(self):
        """The same lines with their amounts as base and none of their own, to be matched."""
        return LineBlock(self.earner, self.source, self.level, self.skipped, self.units, self.rate)


class Run:
    """One period for the bonus kinds: inputs, figures, status and the lines made so far.

    ``active``: truth, ``rank``: index or -1, both per member. ``blocks``: bonus code -> block with
    amounts, after the bonus's own cap, of the bonuses that stand before.
    """

    def __init__(self, plan, network, volumes, trees, figures, carry):
        self.plan, self.network, self.volumes = plan, network, volumes
        self.trees, self.figures, self.carry = trees, figures, carry
        self.active, self.rank = figures.active, figures.rank
        self.blocks = {}
        self.next_carry = None
        self._taken = {}

    def eligible(self, bonus):
        """Truth per member: active, a partner, and meeting the bonus's own conditions."""
        return self.active & bonus.require.holds(self.figures)

    def base(self, bonus):
        """The points of each volume row that count for a bonus."""
        return self.volumes.pv if bonus.base == "pv" else self.volumes.cv

    def sees(self, bonus):
        """Truth per volume row: the bonus looks at rows of this kind and no other took it away."""
        volumes = self.volumes
        seen = np.ones(len(volumes), dtype=bool)
        if bonus.kinds is not None:
            known = np.array([kind in bonus.kinds for kind in volumes.kinds], dtype=bool)
            seen = known[volumes.kind]
        if bonus.code in self._taken:
            seen = seen & ~self._taken[bonus.code]
        return seen

    def rows(self, bonus):
        """Indexes of the rows that can pay: seen, owned by a partner, with points."""
        return np.flatnonzero(
            self.sees(bonus) & (self.volumes.owner >= 0) & (self.base(bonus) != 0)
        )

    def take_away(self, codes, rows):
        """Hide rows (truth per row) from the bonuses with these codes."""
        for code in codes:
            self._taken[code] = self._taken.get(code, False) | rows

    def make_amounts(self, block):
        """Fill in the amounts of a block that leaves them to base x rate x point value."""
        if block.units is None:
            factor = block.factor or self.plan.amount_factor(self.volumes.digits)
            block.units = rounded_products(block.base, block.rate, factor, self.plan.method)
        block.made = block.units
        return block
