# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Boards (cyclers): places that fill one after the other, and boards that split when full.

A board is a list of members in the order in which its places fill: the root, its children from
left to right, their children, and so on. The children of place i are the places width * i + 1 to
width * i + width. What happens on boards depends on what happened before, so entries are worked
out one after the other; each costs about the same, however many boards are open.
"""

from collections import defaultdict

import numpy as np


class Boards:
    """The open boards of one bonus, the oldest first.

    Members are any hashable keys. A place may belong to somebody who has left; it stays filled.
    """

    def __init__(self, width, height, stored=None):
        """
        :param int width: children per place, at least 1
        :param int height: rows below the root, at least 1
        :param stored: rows (board number, member) of open boards, see :meth:`rows`
        """
        self.width = width
        self.size = sum(width**row for row in range(height + 1))
        self._parts = [self._part(head) for head in range(1, width + 1)]
        self._open, self._next = {}, 0
        self._seats = defaultdict(dict)  # member -> {number of the board: places on it}, oldest 1st
        for number, member in [] if stored is None else stored.tolist():
            self._open.setdefault(number, []).append(member)
        before, self._open = self._open.values(), {}
        for places in before:
            self._add(places)

    def _part(self, head):
        """The places that stand below (and with) one child of the root, row by row."""
        row, places = [head], []
        while row:
            places += row
            below = (self.width * place + n for place in row for n in range(1, self.width + 1))
            row = [place for place in below if place < self.size]
        return places

    def _add(self, places):
        number, self._next = self._next, self._next + 1
        self._open[number] = places
        for member in places:
            self._sit(member, number)
        return number

    def _sit(self, member, number):
        seats = self._seats[member]
        seats[number] = seats.get(number, 0) + 1

    def oldest_with(self, member):
        """Number of the oldest open board on which a member has a place, None if there is none."""
        seats = self._seats.get(member)
        return min(seats) if seats else None

    def enter(self, member, number=None):
        """Give a member the next place.

        :param member: who
        :param int number: on which board; None for the oldest one
        :return: the number of the board if it is full now, else None
        """
        if number is None:
            number = next(iter(self._open), None)
            if number is None:
                number = self._add([])
        places = self._open[number]
        places.append(member)
        self._sit(member, number)
        return number if len(places) == self.size else None

    def split(self, number):
        """Close a full board; each child of its root becomes the root of a new one.

        :return: the member who was its root
        """
        places = self._open.pop(number)
        for member in set(places):
            seats = self._seats[member]
            del seats[number]
            if not seats:
                del self._seats[member]
        for part in self._parts:
            self._add([places[place] for place in part])
        return places[0]

    def rows(self):
        """All places as int64 array of rows (board number, member), oldest board first."""
        rows = [
            (number, member)
            for number, places in enumerate(self._open.values())
            for member in places
        ]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)
