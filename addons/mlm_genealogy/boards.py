# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Boards as plain Python, usable without Odoo.

A board is a root place and the places at most ``height`` levels below it: Σ width^i of them. It
fills breadth first. When it is full each child of its root becomes the root of a new board, with
the places it already has below it, and the root may enter again. Places never move.
"""

from .placement import NO_PLACE, BreadthFirst, Forest


def board_size(width, height):
    """Return how many places a board has.

    >>> board_size(2, 2), board_size(3, 3)
    (7, 40)
    """
    return sum(width**level for level in range(height + 1))


class Boards:
    """The open boards of one tree.

    :param Forest forest: places of at least all open boards
    :param int width: children per place, at least 2
    :param int height: levels below the root, at least 1
    :param roots: root places of the open boards, oldest first
    """

    def __init__(self, forest, width, height, roots=()):
        if width < 2 or height < 1:
            raise ValueError("a board needs a width of at least 2 and a height of at least 1")
        self.forest = forest
        self.width = width
        self.height = height
        self.size = board_size(width, height)
        self.open = {}  # root -> places taken; the order is the age of the boards
        self.board_of = {}  # place -> root of the open board it is in
        self._search = BreadthFirst(forest)
        for root in roots:
            self._open_board(root)

    def _members(self, root):
        level = [root]
        members = [root]
        for _ in range(self.height):
            level = [
                child
                for node in level
                for leg in range(1, self.width + 1)
                if (child := self.forest.child(node, leg)) is not None
            ]
            members += level
        return members

    def _open_board(self, root):
        members = self._members(root)
        self.open[root] = len(members)
        for node in members:
            self.board_of[node] = root

    def choose(self, places):
        """Return the open board for an entry: that of the first of these places that is in one
        (the sponsor's newest place first, then its upline), else the oldest; None = none is open.
        """
        for place in places:
            if place in self.board_of:
                return self.board_of[place]
        return next(iter(self.open), None)

    def newest(self):
        """Return the board that was opened last, or None."""
        return next(reversed(self.open), None)

    def enter(self, board):
        """Add one place to a board (None = as root of a new one).

        :return: (place, root of the board that this entry has filled or None, new board roots)
        """
        if board is None:
            place = self.forest.add()
            self._open_board(place)
            return place, None, [place]
        place = self.forest.add(*self._search.find(board))
        self.board_of[place] = board
        self.open[board] += 1
        if self.open[board] < self.size:
            return place, None, []
        return place, board, self._split(board)

    def _split(self, board):
        del self.open[board]
        for node in self._members(board):
            self.board_of.pop(node, None)
        roots = [self.forest.child(board, leg) for leg in range(1, self.width + 1)]
        for root in roots:
            self._open_board(root)
        return roots


def load_boards(width, height, parents, legs, roots):
    """Build :class:`Boards` from arrays; a parent outside of them is given as ``NO_PLACE``."""
    legs = [leg if parent != NO_PLACE else 0 for parent, leg in zip(parents, legs, strict=True)]
    return Boards(Forest.load(width, parents, legs), width, height, roots)
