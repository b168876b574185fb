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
BUYERS = 0.45
# Newcomers of a month's network join among this part of the members: a depth of about 40.
RECENT_SHARE = 30
# Of those who place a newcomer, so many put it at the end of an outer leg.
POWER = 0.3


@dataclass
class Synthetic:
    """``sponsor[i] < i`` is the index of the sponsor, -1 for the first member.

    ``buyer``: member index of each order; ``points``: its PV and CV in whole points.
    ``parent``, ``leg``: the place in a binary tree (1 left, 2 right), None without one.
    """

    sponsor: np.ndarray
    buyer: np.ndarray
    points: np.ndarray
    parent: np.ndarray = None
    leg: np.ndarray = None


def generate(members, orders, seed=19):
    """Grow a network and its orders of one month.

    :param int members: number of members
    :param int orders: number of order lines
    :param int seed: the same seed gives the same arrays
    :return: :class:`Synthetic`
    """
    rng = np.random.default_rng(seed)
    sponsor = _grow(rng, members)
    buyer = rng.integers(0, members, orders)
    points = rng.integers(10, 200, orders)
    return Synthetic(sponsor, buyer, points)


def generate_month(members, shape="normal", seed=19):
    """A network with a placement tree; 45 % of the members have one to three orders.

    :param str shape: normal, line (everybody below the one before) or front (all below the first)
    """
    rng = np.random.default_rng(seed)
    if shape == "line":
        sponsor = np.arange(-1, members - 1, dtype=np.int64)
    elif shape == "front":
        sponsor = np.where(np.arange(members) > 0, 0, -1).astype(np.int64)
    else:
        sponsor = _grow(rng, members, max(members // RECENT_SHARE, 100))
    buyers = np.flatnonzero(rng.random(members) < BUYERS)
    buyer = np.repeat(buyers, rng.integers(1, 4, len(buyers)))
    points = rng.integers(20, 400, len(buyer))
    if shape == "line":
        return Synthetic(sponsor, buyer, points, sponsor, np.ones(members, dtype=np.int64))
    if shape == "front":
        number = np.arange(members)
        return Synthetic(sponsor, buyer, points, (number - 1) // 2, 2 - number % 2)
    parent, leg = _place(rng, sponsor)
    return Synthetic(sponsor, buyer, points, parent, leg)


def _grow(rng, members, recent=RECENT):
    preferential = (rng.random(members) < PREFERENTIAL).tolist()
    draw = rng.random(members).tolist()
    sponsor = [-1] * members
    for child in range(1, members):
        if preferential[child]:
            # Sponsor of a random earlier member: whoever has many children is drawn more often.
            sponsor[child] = max(sponsor[int(draw[child] * child)], 0)
        else:
            first = max(0, child - recent)
            sponsor[child] = first + int(draw[child] * (child - first))
    return np.array(sponsor, dtype=np.int64)


def _place(rng, sponsor):
    """Parents and legs in a binary tree.

    Some newcomers go to the end of their sponsor's outer left or right leg (power legs), the others
    walk down from the sponsor by chance until a place is free.
    """
    members = len(sponsor)
    power = (rng.random(members) < POWER).tolist()
    coins = rng.integers(0, 2, members).tolist()
    above, below = sponsor.tolist(), ([-1] * members, [-1] * members)
    end = (list(range(members)), list(range(members)))
    parent, leg = [-1] * members, [0] * members
    for child in range(1, members):
        side, place = coins[child], above[child]
        if power[child]:
            place = _outer_end(end[side], below[side], place)
        else:
            # The child's number is the source of the further coins.
            bits = child * 2654435761 & 0xFFFFFFFF
            while below[side][place] >= 0:
                place = below[side][place]
                side, bits = bits & 1, bits >> 1 or child
        below[side][place] = child
        parent[child], leg[child] = place, side + 1
    return np.array(parent, dtype=np.int64), np.array(leg, dtype=np.int64)


def _outer_end(end, below, place):
    """The last member of an outer leg; shortens the way for the next one."""
    passed = []
    while True:
        place, before = end[place], place
        if place == before:
            if below[place] < 0:
                break
            place = below[place]
        passed.append(before)
    for member in passed:
        end[member] = place
    return place
