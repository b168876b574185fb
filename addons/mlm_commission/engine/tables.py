# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Maps by rank, resolved once: row 0 for members without a rank, row r + 1 for rank r."""

from fractions import Fraction

import numpy as np

from .exact import LIMIT, MagnitudeError, floor_scaled, round_fraction
from .language import to_fraction, to_name


def by_rank(spec, ranks):
    """What each rank gets: its own entry, else that of the nearest lower rank, else `any`.

    :param spec: a map by rank, or a bare value that serves everybody
    :param ranks: codes of the plan's ranks, lowest first
    :return: list of len(ranks) + 1 entries, the first for members without rank; None for nothing

    >>> by_rank({"gold": 5, "any": 1}, ["silver", "gold", "ruby"])
    [1, 1, 5, 5]
    """
    if not isinstance(spec, dict):
        return [spec] * (len(ranks) + 1)
    entries = {to_name(key): value for key, value in spec.items()}
    rows = [entries.get("any")]
    for code in ranks:
        rows.append(entries.get(code, rows[-1]))
    return rows


class RateTable:
    """Rates by rank and level.

    ``rows``: per rank row a list of Fractions; ``levels``: the length of the longest list.
    """

    def __init__(self, spec, plan):
        """
        :param spec: list of rates, a single rate, or a map by rank of either
        :param plan: knows the ranks
        """
        rows = by_rank(spec, plan.rank_codes)
        self.rows = [self._row(row) for row in rows]
        everything = spec.values() if isinstance(spec, dict) else [spec]
        self.levels = max((len(self._row(row)) for row in everything), default=0)

    @staticmethod
    def _row(row):
        if row is None:
            return []
        return [to_fraction(rate) for rate in (row if isinstance(row, list) else [row])]

    def all_rates(self):
        """Every rate in the table."""
        return [rate for row in self.rows for rate in row]

    def scaled(self, digits):
        """The table as int64 array, rank rows x levels, rates in units of 10**-digits percent."""
        table = np.zeros((len(self.rows), max(self.levels, 1)), dtype=np.int64)
        for index, row in enumerate(self.rows):
            scaled = [int(rate * 10**digits) for rate in row]
            if max(scaled, default=0) >= LIMIT:
                raise MagnitudeError("a rate", max(scaled))
            table[index, : len(row)] = scaled
        return table.astype(np.int32) if table.max(initial=0) < 2**31 else table


class AmountTable:
    """Amounts of money by rank; ``rows``: Fractions or None per rank row."""

    def __init__(self, spec, plan):
        rows = by_rank(spec, plan.rank_codes)
        self.rows = [None if row is None else to_fraction(row) for row in rows]

    def rounded_units(self, plan):
        """Whole units per rank row, rounded as the plan says; 0 where there is no amount."""
        exact = [(row or 0) / plan.unit for row in self.rows]
        units = [round_fraction(Fraction(value), plan.method) for value in exact]
        if max(units, default=0) >= LIMIT:
            raise MagnitudeError("an amount", max(units))
        return np.array(units, dtype=np.int64)

    def floor_units(self, scale):
        """Whole units per rank row, rounded down; ``LIMIT``, above every sum, where there is none.

        :param scale: units per 1 of the currency
        """
        exact = [LIMIT if row is None else floor_scaled(row, scale) for row in self.rows]
        return np.minimum(np.array(exact, dtype=object), LIMIT).astype(np.int64)
