# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where ids stand among others, millions at once."""

import numpy as np

# Ids that are at most so many times as many as there are of them are looked up in a table.
SPREAD = 8


def positions(ids, wanted):
    """Index of each wanted id in ids, -1 where it is missing.

    :param ids: distinct ids in any order
    :param wanted: ids to look up

    >>> positions(np.array([7, 3, 9]), np.array([9, 4, 7])).tolist()
    [2, -1, 0]
    """
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    low, high = int(ids.min()), int(ids.max())
    if high - low < SPREAD * len(ids):
        # With one more place, to which all ids outside the range lead.
        table = np.full(high - low + 2, -1, dtype=np.int64)
        table[ids - low] = np.arange(len(ids))
        return table[np.where((wanted < low) | (wanted > high), high + 1, wanted) - low]
    order = np.argsort(ids, kind="stable")
    where = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    found = order[where]
    return np.where(ids[found] == wanted, found, -1)
