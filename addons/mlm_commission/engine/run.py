# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What bonus kinds see of a period, and the lines they hand back."""

from copy import copy
from dataclasses import dataclass, fields, replace
from fractions import Fraction

import numpy as np

from .exact import narrowed, rounded_products
from .model import NONE


@dataclass
class LineBlock:
    """Lines of one bonus, before caps.

    ``earner``, ``source`` (volume row or -1), ``level``, ``skipped``: as in
    :class:`~.model.Lines`. ``base``: points at the volumes' digits; ``rate``: percent at the
    plan's rate digits. ``units``: amounts in the plan's smallest unit; left None, they become
    base x rate / 100 x point value, rounded once per line. ``factor``: other factor than that.
    ``made``: the amounts before any cap. In the end ``before`` and ``amount`` are the amounts as
    made and after all caps, at the plan's digits.
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
    before: np.ndarray = None
    amount: np.ndarray = None

    def __len__(self):
        return len(self.earner)

    @classmethod
    def join(cls, parts):
        """One block out of several that all have the same columns; these lose them, one after the
        other, so that the lines of a large period are never there twice."""
        if len(parts) == 1:
            return parts[0]
        names = ("earner", "source", "level", "skipped", "base", "rate")
        if not parts:
            return cls(*(np.zeros(0, dtype=np.int64) for _name in names))
        columns = dict.fromkeys((*names, "units"))
        for name in columns:
            pieces = [getattr(part, name) for part in parts]
            if all(piece is not None for piece in pieces):
                columns[name] = np.concatenate(pieces)
            for part in parts:
                setattr(part, name, None)
        return cls(**columns)

    def taken(self, order):
        """The lines at these places, in that order."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return LineBlock(
            **{
                name: part[order] if isinstance(part, np.ndarray) else part
                for name, part in parts.items()
            }
        )

    @classmethod
    def of_members(cls, earner, units):
        """Lines of a bonus that pays members, not volume rows.

        :param earner: member index per line
        :param units: amounts in the plan's smallest unit
        """
        zero = np.zeros(len(earner), dtype=np.int64)
        return cls(earner, np.full(len(earner), -1), zero, zero, zero, zero, units)

    def forget_details(self):
        """Drop what explains the amounts, to save memory."""
        self.level = self.skipped = self.base = self.rate = None

    def as_base(self):
        """The same lines with their amounts as base and none of their own, to be matched."""
        return LineBlock(self.earner, self.source, None, None, self.units, None)


@dataclass(frozen=True)
class Fund:
    """What a bonus shares out among the company, all of it exact: ``points`` that count, what they
    are ``worth`` in money, the ``money`` of it that is shared, and ``shares`` of all holders."""

    points: Fraction
    worth: Fraction
    money: Fraction
    shares: Fraction


class Run:
    """One period for the bonus kinds: inputs, figures, status and the lines made so far.

    ``active``: truth, ``rank``: index or -1, both per member. ``blocks``: bonus code -> block with
    amounts, after the bonus's own cap, of the bonuses that stand before. ``funds``: bonus code ->
    :class:`Fund`, of bonuses that share one out.
    """

    def __init__(self, plan, network, volumes, trees, figures, carry, *, details=True):
        """:param bool details: whether anybody will ask for levels and members passed over"""
        self.plan, self.network, self.volumes = plan, network, volumes
        self.trees, self.figures, self.carry = trees, figures, carry
        self.details = details
        self.active, self.rank = figures.active, figures.rank
        self.blocks, self.funds = {}, {}
        self.next_carry = None
        self._taken = {}
        self._day = None
        self.period = volumes.period or plan.main_period
        self._values = plan.point_values(volumes.markets)

    def on_day(self, day, rank):
        """The same period for the rows of one day only, with the ranks of that day.

        :param int day: days since 1970-01-01, or ``NO_DAY``
        :param rank: rank index per member
        """
        part = copy(self)
        part._day, part.rank = day, rank
        return part

    def paying(self, rows):
        """The same period, its figures and ranks, in which only some volume rows pay.

        :param rows: indexes of the rows
        """
        part = copy(self)
        pays = np.zeros(len(self.volumes), dtype=bool)
        pays[rows] = True
        part.volumes = replace(self.volumes, fresh=self.volumes.fresh & pays)
        part.blocks, part.next_carry = {}, self.next_carry.copy()
        return part

    def eligible(self, bonus):
        """Truth per member: active, not blocked, and meeting the bonus's own conditions."""
        return self.active & ~self.network.blocked & bonus.require.holds(self.figures)

    def base(self, bonus):
        """The points of each volume row that count for a bonus."""
        return self.volumes.pv if bonus.base == "pv" else self.volumes.cv

    def narrow_base(self, bonus, rows):
        """The points of some volume rows that count for a bonus, as narrow as they may be: lines
        keep them, millions of them."""
        return narrowed(self.base(bonus)[rows])

    def sees(self, bonus):
        """Truth per volume row: the bonus looks at rows of this kind and no other took it away."""
        volumes = self.volumes
        seen = volumes.fresh if self._day is None else volumes.fresh & (volumes.day == self._day)
        if bonus.markets is not None:
            known = [market in bonus.markets for market in volumes.markets]
            seen = seen & np.array([*known, False], dtype=bool)[volumes.market]
        if bonus.kinds is not None:
            known = np.array([kind in bonus.kinds for kind in volumes.kinds], dtype=bool)
            seen = seen & known[volumes.kind]
        if bonus.code in self._taken:
            seen = seen & ~self._taken[bonus.code]
        return seen

    def rows(self, bonus):
        """Indexes of the rows that can pay: seen, owned by a partner, with points."""
        return np.flatnonzero(
            self.sees(bonus) & (self.volumes.owner >= 0) & (self.base(bonus) != 0)
        )

    def point_value(self, row):
        """Money per point of a volume row: that of its market, else the plan's."""
        return self._values[int(self.volumes.market[row])]

    def money(self, rows, points):
        """Exact money that points of rows are worth.

        :param rows: truth per volume row
        :param points: points per volume row at the volumes' digits
        :rtype: Fraction
        """
        market, total = self.volumes.market, Fraction(0)
        for number in range(-1, len(self.volumes.markets)):  # -1 is the plan's own, the last one
            total += int(points[rows & (market == number)].sum()) * self._values[number]
        return total / 10**self.volumes.digits

    def take_away(self, codes, rows):
        """Hide rows (truth per row) from the bonuses with these codes."""
        for code in codes:
            self._taken[code] = self._taken.get(code, False) | rows

    def make_amounts(self, block):
        """Fill in the amounts of a block that leaves them to base x rate x point value."""
        if block.units is None:
            if block.factor is None and len(set(self._values)) > 1:
                block.units = self._products_by_market(block)
            else:
                factor = block.factor or self._factor(self._values[-1])
                block.units = rounded_products(block.base, block.rate, factor, self.plan.method)
        block.made = block.units
        return block

    def _factor(self, point_value):
        return self.plan.amount_factor(self.volumes.digits, point_value)

    def _products_by_market(self, block):
        """Amounts where the rows' markets differ in what a point is worth."""
        market, of_row = np.full(len(block), NONE), np.flatnonzero(block.source >= 0)
        market[of_row] = self.volumes.market[block.source[of_row]]
        units = np.zeros(len(block), dtype=np.int64)
        for number in np.unique(market).tolist():
            here = market == number
            factor = self._factor(self._values[number])
            units[here] = rounded_products(
                block.base[here], block.rate[here], factor, self.plan.method
            )
        return units
