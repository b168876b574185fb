# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A synthetic network: arrays of members and orders, the same for the same seed.

Nearly half of the newcomers join by preference for sponsors who already have many, the others
join among the latest hundred thousand; that gives a skewed tree with some very wide fronts.
"""

from dataclasses import dataclass

import numpy as np

PREFERENTIAL = 0.45
RECENT = 100_000


@dataclass
class Synthetic:
    """``sponsor[i] < i`` is the index of the sponsor, -1 for the first member.

    ``buyer``: member index of each order; ``points``: its PV and CV in whole points.
    """

    sponsor: np.ndarray
    buyer: np.ndarray
    points: np.ndarray


def generate(members, orders, seed=19):
    """Grow a network and its orders of one month.

    :param int members: number of members
    :param int orders: number of order lines
    :param int seed: the same seed gives the same arrays
    :return: :class:`Synthetic`
    """
    rng = np.random.default_rng(seed)
    sponsor = np.full(members, -1, dtype=np.int64)
    preferential = rng.random(members) < PREFERENTIAL
    draw = rng.random(members)
    for child in range(1, members):
        if preferential[child]:
            # Sponsor of a random earlier member: whoever has many children is drawn more often.
            sponsor[child] = max(sponsor[int(draw[child] * child)], 0)
        else:
            first = max(0, child - RECENT)
            sponsor[child] = first + int(draw[child] * (child - first))
    buyer = rng.integers(0, members, orders)
    points = rng.integers(10, 200, orders)
    return Synthetic(sponsor, buyer, points)
