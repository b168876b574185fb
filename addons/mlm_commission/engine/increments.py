# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables of a binary bonus: whole increments of matched volume, each paid with its amount."""

from fractions import Fraction
from math import lcm

import numpy as np

from .exact import LIMIT, MagnitudeError, largest, rounded_products
from .language import to_fraction


class Increments:
    """The steps of one rank: matched volume and the amount paid for it.

    :param steps: pairs [points, amount] of the document, points rising
    :param bool repeat: go on with what is left, until no step is reached
    """

    def __init__(self, steps, repeat):
        self.steps = [tuple(map(to_fraction, step)) for step in steps]
        self.repeat = repeat

    def take(self, matched, point, unit, method):
        """Take the last step reached, once or again and again.

        :param matched: int64 array, volume that both legs have, at ``point`` units per point
        :param int point: units per point
        :param Fraction unit: the smallest amount
        :return: (amounts in units, steps taken, volume taken), int64 arrays

        >>> table = Increments([[100, 10], [500, 75]], True)
        >>> units, counts, taken = table.take(np.array([1260, 99]), 1, Fraction(1), "half_up")
        >>> units.tolist(), counts.tolist(), taken.tolist()
        ([170, 0], [4, 0], [1200, 0])
        """
        parts = lcm(*((points * point).denominator for points, _amount in self.steps))
        down = lcm(*((amount / unit).denominator for _points, amount in self.steps))
        highest = largest(matched) * parts
        if highest >= LIMIT:
            raise MagnitudeError("a leg", highest)
        rest, counts = matched * parts, np.zeros(len(matched), dtype=np.int64)
        paid = np.zeros(len(matched), dtype=np.int64)
        for points, amount in reversed(self.steps):
            size, worth = int(points * point * parts), int(amount / unit * down)
            times = rest // size
            if not self.repeat:
                times = np.minimum(times, 1 - counts)
            if (largest(times) + 1) * worth * len(self.steps) >= LIMIT:
                raise MagnitudeError("an amount", largest(times) * worth)
            paid += times * worth
            counts += times
            rest -= times * size
        one = np.ones(len(matched), dtype=np.int64)
        units = rounded_products(paid, one, Fraction(1, down), method)
        return units, counts, (matched * parts - rest) // parts
