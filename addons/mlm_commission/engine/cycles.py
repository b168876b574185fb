# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cycles of a binary bonus: take a strong and a weak part from two legs, again and again."""

import numpy as np


def take_cycles(legs, strong, weak, most):
    """Count cycles exactly, without going through them one by one.

    While the larger leg holds ``strong`` and the smaller one ``weak``, both are taken; which leg is
    the larger is decided anew before each cycle, a tie goes left.

    :param legs: int64 array, members x 2: left, right
    :param int strong: taken from the larger leg, not below ``weak``
    :param int weak: taken from the smaller leg, above 0
    :param most: int64 array, cycles at most per member
    :return: (cycles per member, volume taken, members x 2)

    >>> legs = np.array([[460, 400], [1800, 20800]])
    >>> counts, taken = take_cycles(legs, 200, 100, np.array([99, 99]))
    >>> counts.tolist(), taken.tolist()
    ([2, 18], [[300, 300], [1800, 3600]])
    """
    left, right = legs[:, 0].copy(), legs[:, 1].copy()
    room = most.copy()
    _same_leg(left, right, room, strong, weak)
    _in_turn(left, right, room, strong, weak)
    while True:
        larger, smaller = np.maximum(left, right), np.minimum(left, right)
        goes = np.flatnonzero((larger >= strong) & (smaller >= weak) & (room > 0))
        if not len(goes):
            break
        from_left = left[goes] >= right[goes]
        left[goes] -= np.where(from_left, strong, weak)
        right[goes] -= np.where(from_left, weak, strong)
        room[goes] -= 1
    return most - room, legs - np.stack([left, right], axis=1)


def _same_leg(left, right, room, strong, weak):
    """As many cycles as take the strong part from the leg that is the larger one now."""
    is_left = left >= right
    larger, smaller = np.maximum(left, right), np.minimum(left, right)
    count = np.minimum(larger // strong, smaller // weak)
    if strong > weak:
        # before cycle i the larger leg is ahead by (larger - smaller) - i * (strong - weak)
        ahead = larger - smaller
        count = np.minimum(count, ahead // (strong - weak))
    count = np.maximum(np.minimum(count, room), 0)
    left -= count * np.where(is_left, strong, weak)
    right -= count * np.where(is_left, weak, strong)
    room -= count


def _in_turn(left, right, room, strong, weak):
    """Pairs of cycles while the legs take turns, with enough volume left to be sure of it."""
    both = strong + weak
    close = np.abs(left - right) <= strong - weak
    pairs = np.minimum(left, right) // both - 2
    pairs = np.minimum(pairs, room // 2)
    pairs = np.where(close, np.maximum(pairs, 0), 0)
    left -= pairs * both
    right -= pairs * both
    room -= 2 * pairs
