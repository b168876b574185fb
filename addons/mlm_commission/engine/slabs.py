# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Slabs: a rate that depends on a measure of the earner."""

from bisect import bisect_right
from fractions import Fraction

import numpy as np

from .conditions import compile_measure
from .exact import LIMIT, MagnitudeError, ceil_scaled
from .language import to_fraction


class Slab:
    """Steps ``[from, percent]`` over a measure; the last step reached counts, below the first 0."""

    def __init__(self, spec, plan, tree):
        """
        :param dict spec: measure with its keys, steps, mode
        :param plan: knows ranks and trees
        :param str tree: tree of the bonus
        """
        measure = {key: value for key, value in spec.items() if key not in ("steps", "mode")}
        self.measure = compile_measure(measure, plan, tree)
        self.starts = [to_fraction(start) for start, _percent in spec["steps"]]
        self.percents = [to_fraction(percent) for _start, percent in spec["steps"]]
        self.marginal = spec.get("mode") == "marginal"

    def rates(self, figures, digits):
        """Rate of every member, at so many decimals (mode whole)."""
        values, scale = figures.figure(self.measure)
        bounds = [ceil_scaled(start, scale) for start in self.starts]
        starts = np.array([max(min(bound, LIMIT), -LIMIT) for bound in bounds], dtype=np.int64)
        percents = [0, *(int(percent * 10**digits) for percent in self.percents)]
        if max(percents) >= LIMIT:
            raise MagnitudeError("a rate", max(percents))
        return np.array(percents, dtype=np.int64)[np.searchsorted(starts, values, side="right")]

    def average(self, value):
        """Mean rate of a value whose blocks are each paid at their own rate (mode marginal).

        :param Fraction value: the measure
        :return: percent as Fraction; 0 for a value not above 0

        >>> slab = Slab.__new__(Slab)
        >>> slab.starts, slab.percents = [0, 200], [Fraction(5), Fraction(10)]
        >>> slab.average(Fraction(500))
        Fraction(8, 1)
        """
        if value <= 0:
            return Fraction(0)
        total = Fraction(0)
        for index in range(bisect_right(self.starts, value)):
            low = max(self.starts[index], 0)
            high = value
            if index + 1 < len(self.starts):
                high = min(value, self.starts[index + 1])
            if high > low:
                total += (high - low) * self.percents[index]
        return total / value
