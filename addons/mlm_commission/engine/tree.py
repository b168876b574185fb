# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A tree as an array of parents, and questions about all its members at once.

Lines are followed by pointer doubling: about log2(depth) passes over the arrays, so that a line of
100,000 members costs 17 passes and a front of a million costs one. Trees with few levels for their
size add up level by level, which is one pass; nothing recurses.
"""

import numpy as np

from .words import Message, _

MEMBERS_PER_LEVEL = 64


class CycleError(ValueError):
    """The lines of a tree run in a circle."""

    def __init__(self, members):
        self.members = members
        text = _(
            "the lines of a tree run in a circle; member number %(number)s stands above itself"
        )
        super().__init__(Message(text, number=members[0]))


def jumps(parent):
    """The ancestors 1, 2, 4, 8, … steps above every member, as long as there are any.

    :param parent: index of the parent, -1 for a root
    :return: iterator of (members that have such an ancestor, those ancestors)
    :raise CycleError: the lines never end
    """
    jump = parent.copy()
    members = np.flatnonzero(jump >= 0)
    above = jump[members]
    for _round in range(len(parent).bit_length() + 1):
        if not len(members):
            return
        yield members, above
        further = jump[above]
        jump[members] = further
        go_on = further >= 0
        members, above = members[go_on], further[go_on]
    if len(members):
        raise CycleError(members)


def sorted_places(numbers):
    """Stable order of whole numbers from 0 to below 2**32: two passes of numpy's radix sort, which
    it has for 16 bits only; about four times faster than its sort of 64 bits.

    >>> sorted_places(np.array([70000, 3, 70000, 1])).tolist()
    [3, 1, 0, 2]
    """
    keys = numbers.astype(np.uint32)
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    high = (keys >> 16).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")]


def nearest_above(parent, wanted):
    """The nearest member above each member for which ``wanted`` holds, -1 if there is none.

    :param parent: index of the parent, -1 for a root; known to be without circles
    :param wanted: truth per member

    >>> nearest_above(np.array([-1, 0, 1, 2]), np.array([True, False, False, True])).tolist()
    [-1, 0, 0, 0]
    """
    found = parent.copy()
    members = np.flatnonzero(found >= 0)
    above = found[members]
    while len(members):
        passed = ~wanted[above]
        members = members[passed]
        further = found[above[passed]]
        found[members] = further
        go_on = further >= 0
        members, above = members[go_on], further[go_on]
    return found


def partner_parents(sponsor, is_customer, terminated=False):
    """The line of partners: who stands below a customer or a terminated member counts as below
    the first other partner above it; customers have nobody above or below.

    :raise CycleError: the lines run in a circle
    """
    passed = is_customer | terminated
    if np.any(passed[sponsor[sponsor >= 0]]):
        for _members, _above in jumps(sponsor):
            pass
        sponsor = nearest_above(sponsor, ~passed)
    return np.where(is_customer, -1, sponsor) if np.any(is_customer) else sponsor


def partner_legs(parent, leg, passed):
    """The legs in which members stand once whoever stood below some members has moved up.

    :param parent: places as stated, without circles
    :param leg: legs as stated
    :param passed: truth per member: nobody stands below it any more
    :return: leg per member: its own, or that of the highest member moved past

    >>> parent, leg = np.array([-1, 0, 1]), np.array([0, 2, 1])
    >>> partner_legs(parent, leg, np.array([False, True, False])).tolist()
    [0, 2, 2]
    """
    moves = (parent >= 0) & passed[parent]
    if not moves.any():
        return leg
    head = nearest_above(parent, passed & ~moves)
    return np.where(moves, leg[head], leg)


def volume_owners(sponsor, is_customer, terminated=False):
    """To whom a member's purchases belong: a partner to itself, a customer to the first partner
    above it that is not terminated, -1 if there is none.

    :raise CycleError: the sponsor lines run in a circle
    """
    for _members, _above in jumps(sponsor):
        pass
    members = np.arange(len(sponsor))
    return np.where(is_customer, nearest_above(sponsor, ~(is_customer | terminated)), members)


def owners_now(owner, buyer, network):
    """Owners of volume rows: what customers of a terminated member bought belongs to the first
    partner above that is not terminated.

    :param owner: index per row of whose volume it was, -1 for nobody's
    :param buyer: index per row of who bought
    :param network: :class:`~.model.Network`
    """
    moves = (owner >= 0) & (owner != buyer) & network.terminated[owner]
    if not moves.any():
        return owner
    staying = ~(network.is_customer | network.terminated)
    return np.where(moves, nearest_above(network.sponsor, staying)[owner], owner)


class Tree:
    """A forest over all members.

    ``parent``: index or -1. ``depth``: levels below the root. ``size``: members of the subtree,
    itself included. ``position``: place in pre-order, siblings in the order of their index; a
    subtree is the range ``position .. position + size``.
    """

    def __init__(self, parent, leg=None, kind="sponsor"):
        """
        :param parent: int64 array of indexes, -1 for a root
        :param leg: leg under the parent, 1 left and 2 right in a binary tree
        :param str kind: kind of the plan language
        :raise CycleError: somebody stands above itself
        """
        self.parent = np.asarray(parent, dtype=np.int64)
        self.leg = np.zeros(len(self.parent), dtype=np.int64) if leg is None else np.asarray(leg)
        self.kind = kind
        self.depth = (self.parent >= 0).astype(np.int32)
        for members, above in jumps(self.parent):
            self.depth[members] += self.depth[above]
        levels = self._levels()
        self.size = self._sizes(levels)
        self._sort_children()
        self.position = self._positions(levels)
        self.order = np.empty(len(self.parent), dtype=np.int64)
        self.order[self.position] = np.arange(len(self.parent))

    def __len__(self):
        return len(self.parent)

    def _levels(self):
        """Members of each level below the roots, from the top; None for a tree with many levels."""
        highest = int(self.depth.max(initial=0))
        if highest * MEMBERS_PER_LEVEL > len(self) or highest >= 2**15:
            return None
        by_depth = np.argsort(self.depth.astype(np.int16), kind="stable")
        ends = np.cumsum(np.bincount(self.depth, minlength=1))
        return np.split(by_depth, ends[:-1])[1:]

    def _sizes(self, levels):
        size = np.ones(len(self), dtype=np.int32)
        if levels is None:
            for members, above in jumps(self.parent):
                np.add.at(size, above, size[members])
        else:
            for members in reversed(levels):
                np.add.at(size, self.parent[members], size[members])
        return size

    def _positions(self, levels):
        position = self._offsets()
        if levels is None:
            for members, above in jumps(self.parent):
                position[members] += position[above]
        else:
            for members in levels:
                position[members] += position[self.parent[members]]
        return position

    def _sort_children(self):
        """Children sorted by parent, then index; where each family starts; whose it is."""
        by_parent = sorted_places(self.parent + 1)
        self._by_parent = by_parent
        parents = self.parent[by_parent]
        self._roots = int(np.searchsorted(parents, 0))
        self.children = by_parent[self._roots :]
        families = parents[self._roots :]
        is_first = np.ones(len(families), dtype=bool)
        is_first[1:] = families[1:] != families[:-1]
        self._starts = np.flatnonzero(is_first)
        self._heads = families[self._starts]
        self._counts = np.diff(np.append(self._starts, len(families)))

    def _offsets(self):
        """Distance in pre-order from the parent (for roots: from the beginning)."""
        if not len(self.parent):
            return np.zeros(0, dtype=np.int64)
        sizes = self.size[self._by_parent]
        before = np.cumsum(sizes) - sizes
        starts = np.concatenate(([0], self._starts + self._roots))
        base = np.repeat(before[starts], np.diff(np.append(starts, len(sizes))))
        offsets = np.empty(len(sizes), dtype=np.int64)
        offsets[self._by_parent] = before - base
        return offsets + (self.parent >= 0)

    # === ONE MEMBER === #

    def children_of(self, member):
        """Children of a member, ascending.

        >>> Tree(np.array([-1, 0, 1, 0])).children_of(0).tolist()
        [1, 3]
        """
        place = int(np.searchsorted(self._heads, member))
        if place == len(self._heads) or self._heads[place] != member:
            return self.children[:0]
        start = self._starts[place]
        return self.children[start : start + self._counts[place]]

    def team(self, member):
        """The member and all below it, in pre-order.

        >>> Tree(np.array([-1, 0, 1, 0])).team(1).tolist()
        [1, 2]
        """
        first = int(self.position[member])
        return self.order[first : first + int(self.size[member])]

    def leg_sums(self, values, member):
        """Sums over the left and the right leg of one member: a list, see :meth:`leg_values`.

        >>> tree = Tree(np.array([-1, 0, 1, 0]), np.array([0, 1, 2, 2]))
        >>> tree.leg_sums(np.array([9, 1, 5, 3]), 0)
        [6, 3]
        """
        sums, heads = [0, 0], self.children_of(member)
        for column in (0, 1):
            for head in heads[self.leg[heads] == column + 1].tolist():
                sums[column] += int(values[self.team(head)].sum())
        return sums

    def highest_in_legs(self, values, member):
        """The highest value in each leg below a member, in the order of :meth:`children_of`.

        >>> Tree(np.array([-1, 0, 1, 0])).highest_in_legs(np.array([9, 1, 5, 3]), 0).tolist()
        [5, 3]
        """
        heads = self.children_of(member)
        if not len(heads):
            return values[:0]
        starts = self.position[heads] - self.position[member]
        return np.maximum.reduceat(values[self.team(member)], starts)

    # === SUMS === #

    def group_sum(self, values):
        """Sum over each member and all below it.

        The caller has proven that the absolute values sum up to less than 2**62.

        >>> Tree(np.array([-1, 0, 1])).group_sum(np.array([1, 10, 100])).tolist()
        [111, 110, 100]
        """
        running = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(values[self.order], out=running[1:])
        return running[self.position + self.size] - running[self.position]

    def children_sum(self, values):
        """Sum of the children's values (legs: the children's group sums)."""
        result = np.zeros(len(self), dtype=np.int64)
        if len(self._starts):
            result[self._heads] = np.add.reduceat(values[self.children], self._starts)
        return result

    def families(self, wanted):
        """The children of some members, one family after the other.

        :param wanted: truth per member
        :return: (heads: members that are wanted and have children, their children, where in these
            each family starts)

        >>> heads, children, starts = Tree(np.array([-1, 0, 0, 1])).families(np.ones(4, dtype=bool))
        >>> heads.tolist(), children.tolist(), starts.tolist()
        ([0, 1], [1, 2, 3], [0, 2])
        """
        chosen = np.flatnonzero(wanted[self._heads])
        counts = self._counts[chosen]
        ends = np.cumsum(counts)
        starts = ends - counts
        places = np.repeat(self._starts[chosen] - starts, counts)
        places += np.arange(len(places))
        return self._heads[chosen], self.children[places], starts

    def children_max(self, values):
        """Largest of the children's values, 0 without children.

        >>> Tree(np.array([-1, 0, 0])).children_max(np.array([9, -3, -2])).tolist()
        [-2, 0, 0]
        """
        result = np.zeros(len(self), dtype=np.int64)
        if len(self._starts):
            result[self._heads] = np.maximum.reduceat(values[self.children], self._starts)
        return result

    def depth_sum(self, values, depth):
        """Sum over each member and all at most ``depth`` levels below it."""
        if depth >= int(self.depth.max(initial=0)):
            return self.group_sum(values)
        total, layer = values.copy(), values
        for _level in range(depth):
            layer = self.children_sum(layer)
            total += layer
        return total

    def leg_values(self, values):
        """Sums of the values of the heads of the left and the right leg (binary trees).

        A leg has several heads where a member above them has left.
        """
        legs = np.zeros((len(self), 2), dtype=np.int64)
        for column in (0, 1):
            heads = self.children[self.leg[self.children] == column + 1]
            np.add.at(legs[:, column], self.parent[heads], values[heads])
        return legs

    # === LINES === #

    def head_towards(self, members, above):
        """The child of each member in ``above`` under which the member beside it stands, or -1.

        >>> tree = Tree(np.array([-1, 0, 0, 2]))
        >>> tree.head_towards(np.array([3, 1, 0]), np.array([0, 0, 2])).tolist()
        [2, 1, -1]
        """
        if not len(self.children):
            return np.full(len(members), -1, dtype=np.int64)
        # children are sorted by parent, and siblings by position
        keys = self.parent[self.children] * len(self) + self.position[self.children]
        last = np.searchsorted(keys, above * len(self) + self.position[members], side="right") - 1
        child = self.children[np.maximum(last, 0)]
        found = (last >= 0) & (self.parent[child] == above) & self.is_below(members, child)
        return np.where(found, child, -1)

    def nearest(self, wanted):
        """The nearest member above each member for which ``wanted`` holds, or -1."""
        return nearest_above(self.parent, wanted)

    def is_below(self, members, above):
        """Whether each member stands below (or is) the member beside it in ``above``."""
        distance = self.position[members] - self.position[above]
        return (distance >= 0) & (distance < self.size[above])
