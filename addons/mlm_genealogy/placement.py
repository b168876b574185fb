# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placement strategies as plain Python, usable without Odoo.

A :class:`Forest` holds one tree's places as arrays. A placer looks at a forest and answers where
the next place goes; it never changes the forest, the caller adds the place. Placers remember how
far they have looked, so placing 100,000 members one after the other stays close to linear. They
may do so because places are only ever added to a forest, never taken away.

>>> forest = Forest(2)
>>> root = forest.add()
>>> placer = make_placer(forest, "binary", strategy="balanced")
>>> for _ in range(3):
...     parent, leg = placer.find(root)
...     print(parent, leg, "->", forest.add(parent, leg))
0 1 -> 1
0 2 -> 2
1 1 -> 3
"""

from collections import deque

LEFT, RIGHT = 1, 2
NO_PLACE = -1


class NeedsChoice(ValueError):
    """The strategy is manual: somebody has to choose the place."""


class Forest:
    """Places of one tree, numbered 0, 1, 2, … in the order in which they were added.

    :param int width: legs per place; 0 = any number of children without leg numbers
    """

    def __init__(self, width=0):
        self.width = width
        self.parent = []
        self.leg = []
        self.volume = []  # of the place itself and everything below it
        self._slots = {}

    def __len__(self):
        return len(self.parent)

    @classmethod
    def load(cls, width, parents, legs, volumes=None):
        """Build a forest from arrays in any order (a child may stand before its parent).

        :param parents: index of the parent per place, ``NO_PLACE`` for a root
        :param legs: leg under the parent, 0 = none
        :param volumes: own volume per place (integers or Decimals), default 0
        :raise ValueError: on a cycle
        """
        forest = cls(width)
        forest.parent = list(parents)
        forest.leg = list(legs)
        forest.volume = list(volumes) if volumes is not None else [0] * len(forest.parent)
        if width:
            for node, (parent, leg) in enumerate(zip(forest.parent, forest.leg, strict=True)):
                if parent != NO_PLACE:
                    forest._slots[parent * width + leg - 1] = node
        if volumes is not None:
            for node in reversed(forest.topological()):
                if forest.parent[node] != NO_PLACE:
                    forest.volume[forest.parent[node]] += forest.volume[node]
        return forest

    def topological(self):
        """Return all places, parents before children.

        :raise ValueError: on a cycle
        """
        children = [[] for _ in self.parent]
        order = []
        for node, parent in enumerate(self.parent):
            (order if parent == NO_PLACE else children[parent]).append(node)
        for node in order:  # grows while it is read
            order.extend(children[node])
        if len(order) != len(self.parent):
            raise ValueError("the places contain a cycle")
        return order

    def add(self, parent=NO_PLACE, leg=0, volume=0):
        """Add a place and return its number.

        :raise ValueError: when the leg is occupied or does not exist
        """
        node = len(self.parent)
        if self.width and parent != NO_PLACE:
            if not 1 <= leg <= self.width:
                raise ValueError(f"leg {leg} does not exist, there are {self.width}")
            slot = parent * self.width + leg - 1
            if slot in self._slots:
                raise ValueError(f"leg {leg} of place {parent} is occupied")
            self._slots[slot] = node
        self.parent.append(parent)
        self.leg.append(leg)
        self.volume.append(volume)
        while volume and parent != NO_PLACE:
            self.volume[parent] += volume
            parent = self.parent[parent]
        return node

    def child(self, node, leg):
        """Return the place in that leg, or None."""
        return self._slots.get(node * self.width + leg - 1)

    def free_leg(self, node):
        """Return the first free leg of a place, or 0 when all are taken."""
        base = node * self.width - 1
        for leg in range(1, self.width + 1):
            if base + leg not in self._slots:
                return leg
        return 0


class Manual:
    """Nothing is chosen here."""

    needs_start = True

    def __init__(self, forest):
        self.forest = forest

    def find(self, start):
        """:raise NeedsChoice: always"""
        raise NeedsChoice(start)


class UnderSponsor:
    """Unilevel without a stated parent: directly under the sponsor."""

    needs_start = True

    def __init__(self, forest):
        self.forest = forest

    def find(self, start):
        """Return (parent, leg)."""
        return start, 0


class Outermost:
    """The end of the chain that follows one leg all the way down."""

    needs_start = True

    def __init__(self, forest, leg):
        self.forest = forest
        self.leg = leg
        self._further = {}

    def find(self, start):
        """Return (parent, leg); shortcuts are remembered, so a long chain is walked once."""
        passed = []
        node = start
        while True:
            following = self._further.get(node)
            if following is None:
                following = self.forest.child(node, self.leg)
            if following is None:
                break
            passed.append(node)
            node = following
        for place in passed:
            self._further[place] = node
        return node, self.leg


class Weaker:
    """Outermost place of the leg with less volume so far; a tie goes left."""

    needs_start = True

    def __init__(self, forest):
        self.forest = forest
        self._outermost = {leg: Outermost(forest, leg) for leg in (LEFT, RIGHT)}

    def find(self, start):
        """Return (parent, leg)."""
        volumes = []
        for leg in (LEFT, RIGHT):
            head = self.forest.child(start, leg)
            volumes.append(0 if head is None else self.forest.volume[head])
        return self._outermost[LEFT if volumes[0] <= volumes[1] else RIGHT].find(start)


class BreadthFirst:
    """First free place below the start, level by level, left to right."""

    needs_start = True

    def __init__(self, forest):
        self.forest = forest
        self._queues = {}

    def find(self, start):
        """Return (parent, leg)."""
        queue = self._queues.setdefault(start, deque([start]))
        while not (leg := self.forest.free_leg(queue[0])):
            node = queue.popleft()
            queue.extend(self.forest.child(node, i) for i in range(1, self.forest.width + 1))
        return queue[0], leg


class DepthFirst:
    """First free place on a walk that goes down before it goes right.

    The walk stays within ``depth`` levels, the start's own matrix. Once that is full, the search
    goes on below it, level by level.
    """

    needs_start = True

    def __init__(self, forest, depth=0):
        self.forest = forest
        self.depth = depth
        self._stacks = {}
        self._outermost = Outermost(forest, LEFT)
        self._below = BreadthFirst(forest)

    def find(self, start):
        """Return (parent, leg); without a depth that is the end of the first leg."""
        if not self.depth:
            return self._outermost.find(start)
        stack = self._stacks.setdefault(start, [[start, 1]])
        while stack:
            node, leg = stack[-1]
            if leg > self.forest.width:
                stack.pop()
                continue
            child = self.forest.child(node, leg)
            if child is None:
                return node, leg
            stack[-1][1] += 1
            if len(stack) < self.depth:
                stack.append([child, 1])
        return self._below.find(start)


class Line:
    """One line: always under the last place, whoever the sponsor is."""

    needs_start = False

    def __init__(self, forest):
        self.forest = forest
        self._end = NO_PLACE
        if len(forest):
            with_child = set(forest.parent)
            self._end = max(node for node in range(len(forest)) if node not in with_child)

    def find(self, start):
        """Return (parent, leg); (``NO_PLACE``, 0) for the first place of all."""
        child = self.forest.child(self._end, 1) if self._end != NO_PLACE else None
        if self._end == NO_PLACE and len(self.forest):
            child = 0
        while child is not None:
            self._end = child
            child = self.forest.child(child, 1)
        return self._end, 0 if self._end == NO_PLACE else 1


class XUp:
    """The n-th recruit goes where entry n of the pattern says; past its end it is kept."""

    needs_start = True

    def __init__(self, forest, pattern, recruits=None):
        self.forest = forest
        self.pattern = pattern
        self.recruits = recruits if recruits is not None else {}

    def find(self, start):
        """Return (parent, leg); a root has nobody to pass up to and keeps its recruits."""
        number = self.recruits.get(start, 0)
        up = number < len(self.pattern) and self.pattern[number] == "up"
        if up and self.forest.parent[start] != NO_PLACE:
            return self.forest.parent[start], 0
        return start, 0

    def placed(self, start):
        """Count one more recruit of the start; the caller tells it, also for stated parents."""
        self.recruits[start] = self.recruits.get(start, 0) + 1


def width_of(kind, width=0):
    """Return how many numbered legs a place of that kind has; 0 = any number, not numbered."""
    return {"binary": 2, "matrix": width, "board": width, "monoline": 1}.get(kind, 0)


def make_placer(
    forest, kind, *, strategy="manual", depth=0, fill="breadth_first", pattern=(), recruits=None
):
    """Return the placer of a tree kind; ``board`` has :class:`.boards.Boards` instead.

    :param str kind: unilevel, binary, matrix, monoline or x_up
    :param str strategy: binary only: manual, left, right, weaker or balanced
    :param int depth: depth_first only: levels of a member's own matrix, 0 = no limit
    :param str fill: matrix only: breadth_first or depth_first
    :param pattern: x_up only: list of "up" and "keep"
    :param dict recruits: x_up only: recruits so far per place
    """
    binary = {
        "manual": lambda: Manual(forest),
        "left": lambda: Outermost(forest, LEFT),
        "right": lambda: Outermost(forest, RIGHT),
        "weaker": lambda: Weaker(forest),
        "balanced": lambda: BreadthFirst(forest),
    }
    makers = {
        "unilevel": lambda: UnderSponsor(forest),
        "binary": binary[strategy],
        "matrix": lambda: (
            DepthFirst(forest, depth) if fill == "depth_first" else BreadthFirst(forest)
        ),
        "monoline": lambda: Line(forest),
        "x_up": lambda: XUp(forest, tuple(pattern), recruits),
    }
    return makers[kind]()
