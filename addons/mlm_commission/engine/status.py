# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who is active and who holds which rank.

Most conditions can be answered for everybody at once. Those that ask for the ranks of members
below ("two legs with a gold") are worked out from the deepest level up: a member is decided when
everybody below is, and then adds its own rank to the counters of who stands above. Wide levels go
through arrays, narrow ones member by member, so that lines of any depth stay cheap.
"""

from itertools import pairwise

import numpy as np

from .conditions import AnyCondition, Conditions, bounds_at
from .model import NONE, NOT_STATED
from .tree import CycleError, sorted_places

FAR = 2**40
WIDE = 24


def solve_activity(figures):
    """Truth per member whether it is active; customers and terminated members never are.

    :param figures: :class:`~.measures.Figures` without activity and ranks
    """
    network, plan = figures.network, figures.plan
    takes_part = ~(network.is_customer | network.terminated)
    stated = np.where(network.stated_active >= 0, network.stated_active - 1, NOT_STATED)
    stated = np.where(takes_part, stated.astype(np.int64), NONE)
    solver = _Solver(figures, [plan.active], "best", stated, takes_part, activity=True)
    return solver.solve() >= 0


def solve_ranks(figures):
    """Rank index per member, -1 for none; ``figures.active`` must be known.

    A stated rank holds, also for inactive members. Customers and terminated members have none.
    """
    network, plan = figures.network, figures.plan
    stated = np.where(network.is_customer | network.terminated, NONE, network.stated_rank)
    conditions = [rank.require for rank in plan.ranks]
    return _Solver(figures, conditions, plan.rank_mode, stated, figures.active).solve()


# === COUNTERS === #


class _LegsHeld:
    """Legs that hold a member at or above a rank, however deep."""

    def __init__(self, figures, tree, rank):
        self.parent = figures.trees[tree].parent
        self.rank = rank
        self.value = np.zeros(figures.count, dtype=np.int64)
        self.holds = np.zeros(figures.count, dtype=bool)  # below; after push: from here
        self._views = memoryview(self.parent), memoryview(self.value), memoryview(self.holds)
        self.scale = 1

    def hands_on(self, members):
        """Truth for some members without a status: who stands above has to know of them."""
        return self.holds[members]

    def push(self, members, ranks):
        """Add decided members to who stands above them."""
        above = self.parent[members[(ranks >= self.rank) | self.holds[members]]]
        above = above[above >= 0]
        self.holds[above] = True
        np.add.at(self.value, above, 1)

    def push_one(self, member, rank):
        """The same for one member."""
        parent, value, holds = self._views
        above = parent[member]
        if above >= 0 and (rank >= self.rank or holds[member]):
            holds[above] = True
            value[above] += 1


class _HolderCounter:
    """Legs (or directs: depth 1) that hold a member at or above a rank, up to a depth."""

    def __init__(self, figures, tree, rank, depth):
        self.parent = figures.trees[tree].parent
        self.rank = rank
        self.depth = depth
        self.value = np.zeros(figures.count, dtype=np.int64)
        self.nearest = np.full(figures.count, FAR, dtype=np.int64)  # below; after push: from here
        self._views = memoryview(self.parent), memoryview(self.value), memoryview(self.nearest)
        self.scale = 1

    def hands_on(self, members):
        """Truth for some members without a status: who stands above has to know of them."""
        return self.nearest[members] < FAR

    def push(self, members, ranks):
        """Add decided members to who stands above them."""
        near = np.where(ranks >= self.rank, 0, np.minimum(self.nearest[members] + 1, FAR))
        self.nearest[members] = near
        above = self.parent[members]
        inside = above >= 0
        np.minimum.at(self.nearest, above[inside], near[inside])
        np.add.at(self.value, above[inside & (near < self.depth)], 1)

    def push_one(self, member, rank):
        """The same for one member."""
        parent, value, nearest = self._views
        near = 0 if rank >= self.rank else min(nearest[member] + 1, FAR)
        nearest[member] = near
        above = parent[member]
        if above >= 0:
            nearest[above] = min(nearest[above], near)
            value[above] += near < self.depth


class _LegCounter:
    """The smaller of the two legs' numbers of directs at or above a rank (binary trees)."""

    def __init__(self, figures, tree, rank):
        self.sponsor = figures.trees["sponsor"].parent
        self.leg = figures.leg_under_sponsor(tree)
        self.rank = rank
        self.counts = np.zeros((figures.count, 2), dtype=np.int64)
        self.value = np.zeros(figures.count, dtype=np.int64)
        self.scale = 1

    def hands_on(self, members):
        """Only who has a status counts."""
        return np.zeros(len(members), dtype=bool)

    def push(self, members, ranks):
        """Add decided members to their sponsors."""
        counted = members[(ranks >= self.rank) & (self.leg[members] > 0)]
        sponsors = self.sponsor[counted]
        np.add.at(self.counts, (sponsors, self.leg[counted] - 1), 1)
        self.value[sponsors] = self.counts[sponsors].min(axis=1)

    def push_one(self, member, rank):
        """The same for one member."""
        if rank >= self.rank and self.leg[member] > 0:
            sponsor = self.sponsor[member]
            self.counts[sponsor, self.leg[member] - 1] += 1
            self.value[sponsor] = self.counts[sponsor].min()


class _OpenVolume:
    """Volume up to the members that have broken away."""

    def __init__(self, figures, tree):
        self.parent = figures.trees[tree].parent
        self.breakaway = figures.plan.breakaway
        self.value = figures.array("personal_volume").copy()
        self.scale = figures.point

    def hands_on(self, members):
        """Truth for some members without a status: they have volume for who stands above."""
        return self.value[members] != 0

    def push(self, members, ranks):
        """Hand the open volume of decided members up, unless they break away."""
        above = self.parent[members]
        stays = (above >= 0) & (ranks < self.breakaway)
        np.add.at(self.value, above[stays], self.value[members[stays]])

    def push_one(self, member, rank):
        """The same for one member."""
        above = self.parent[member]
        if above >= 0 and rank < self.breakaway:
            self.value[above] += self.value[member]


# === CONDITIONS OVER COUNTERS === #


class _Fixed:
    """A truth that does not depend on what is being worked out."""

    def __init__(self, truth):
        self.truth = truth
        self.one = memoryview(truth).__getitem__

    def possible(self, _count):
        """Truth per member whether the condition can hold."""
        return self.truth

    def at(self, members):
        """Truth of some members."""
        return self.truth[members]


class _Bound:
    """A counter within bounds."""

    def __init__(self, counter, minimum, maximum):
        self.counter = counter
        self.low, self.high = bounds_at(counter.scale, minimum, maximum)
        self._view = memoryview(counter.value)

    def possible(self, count):
        """It may hold for everybody: nothing is counted yet."""
        return np.ones(count, dtype=bool)

    def at(self, members):
        """Truth of some members."""
        value = self.counter.value[members]
        return (value >= self.low) & (value <= self.high)

    def one(self, member):
        """Truth of one member."""
        return self.low <= self._view[member] <= self.high


class _All:
    def __init__(self, parts):
        self.parts = parts

    def possible(self, count):
        """Truth per member whether all parts can hold."""
        truth = np.ones(count, dtype=bool)
        for part in self.parts:
            truth &= part.possible(count)
        return truth

    def at(self, members):
        """Truth of some members."""
        truth = np.ones(len(members), dtype=bool)
        for part in self.parts:
            truth &= part.at(members)
        return truth

    def one(self, member):
        """Truth of one member."""
        return all(part.one(member) for part in self.parts)


class _Any:
    def __init__(self, parts):
        self.parts = parts

    def possible(self, count):
        """Truth per member whether a part can hold."""
        truth = np.zeros(count, dtype=bool)
        for part in self.parts:
            truth |= part.possible(count)
        return truth

    def at(self, members):
        """Truth of some members."""
        truth = np.zeros(len(members), dtype=bool)
        for part in self.parts:
            truth |= part.at(members)
        return truth

    def one(self, member):
        """Truth of one member."""
        return any(part.one(member) for part in self.parts)


# === SOLVER === #


class _Solver:
    """Works out one status (0, 1, 2 … or -1) per member.

    ``conditions``: one :class:`Conditions` per status, lowest first; ``stated``: status per member
    or ``NOT_STATED``; ``allowed``: who may have a status that is not stated.
    """

    def __init__(self, figures, conditions, mode, stated, allowed, activity=False):
        self.figures, self.mode = figures, mode
        self.stated, self.allowed = stated, allowed
        names = {"active_directs", "active_legs"}
        if not activity:
            names = {"directs_with_rank", "legs_with_rank", "open_volume"}
        self.moving, self.activity = names, activity
        self.counters, self.trees = {}, set()
        self.levels = [self._compile(condition) for condition in conditions]

    def _compile(self, condition):
        moves = any(measure.name in self.moving for measure in condition.measures())
        if not moves:
            return _Fixed(condition.holds(self.figures))
        if isinstance(condition, Conditions):
            return _All([self._compile(item) for item in condition.items])
        if isinstance(condition, AnyCondition):
            return _Any([self._compile(option) for option in condition.options])
        return _All([_Bound(self._counter(m), low, high) for m, low, high in condition.parts])

    def _counter(self, measure):
        if measure not in self.counters:
            self.counters[measure] = self._make_counter(measure)
            self.trees.add("sponsor" if measure.in_legs else measure.tree)
        return self.counters[measure]

    def _make_counter(self, measure):
        if measure.name == "open_volume":
            return _OpenVolume(self.figures, measure.tree)
        rank = 0 if self.activity else measure.rank
        if measure.in_legs:
            return _LegCounter(self.figures, measure.tree, rank)
        depth = 1 if measure.name in ("active_directs", "directs_with_rank") else measure.depth
        if depth is None:
            return _LegsHeld(self.figures, measure.tree, rank)
        return _HolderCounter(self.figures, measure.tree, rank, depth)

    def solve(self):
        """Status per member."""
        status = np.full(self.figures.count, NONE, dtype=np.int64)
        matters = self._possible()
        if not self.counters:
            members = np.flatnonzero(matters)
            status[members] = self._settle(members)
            return status
        view = memoryview(status)
        counters = list(self.counters.values())
        for level in bottom_up([self.figures.trees[name] for name in sorted(self.trees)]):
            members = level[self._counting(level, matters)]
            if len(members) >= WIDE:
                ranks = status[members] = self._settle(members)
                for counter in counters:
                    counter.push(members, ranks)
                continue
            for member in members.tolist():
                rank = view[member] = self._settle_one(member)
                for counter in counters:
                    counter.push_one(member, rank)
        return status

    def _possible(self):
        """Truth per member: it may have a status, by all that doesn't depend on others' status."""
        possible = np.zeros(self.figures.count, dtype=bool)
        for level in self.levels:
            possible |= level.possible(self.figures.count)
        return possible & self.allowed | (self.stated != NOT_STATED)

    def _counting(self, members, matters):
        """Truth for some members of a level: it may have a status or hands on what is below."""
        counts = matters[members]
        for counter in self.counters.values():
            counts |= counter.hands_on(members)
        return counts

    def _settle(self, members):
        status = np.full(len(members), NONE, dtype=np.int64)
        climbing = np.ones(len(members), dtype=bool)
        for index, level in enumerate(self.levels):
            holds = level.at(members)
            if self.mode == "ladder":
                climbing &= holds
                holds = climbing
            status[holds] = index
        status[~self.allowed[members]] = NONE
        stated = self.stated[members]
        return np.where(stated == NOT_STATED, status, stated)

    def _settle_one(self, member):
        stated = int(self.stated[member])
        if stated != NOT_STATED:
            return stated
        if not self.allowed[member]:
            return NONE
        if self.mode == "ladder":
            for index, level in enumerate(self.levels):
                if not level.one(member):
                    return index - 1
            return len(self.levels) - 1
        for index in range(len(self.levels) - 1, -1, -1):
            if self.levels[index].one(member):
                return index
        return NONE


def bottom_up(trees):
    """Members in groups so that everybody below, in each of the trees, comes in an earlier group.

    :param trees: list of :class:`~.tree.Tree`
    :return: iterator of index arrays
    :raise CycleError: somebody stands above another in one tree and below it in another one
    """
    depth = trees[0].depth if len(trees) == 1 else _common_depth(trees)
    height = int(depth.max(initial=0)) - depth
    order = sorted_places(height)
    for start, end in pairwise([0, *np.cumsum(np.bincount(height)).tolist()]):
        yield order[start:end]


def _common_depth(trees):
    """Longest way down from any root through all trees together."""
    count = len(trees[0])
    waiting = sum((tree.parent >= 0).astype(np.int64) for tree in trees).tolist()
    children = [[] for _member in range(count)]
    for tree in trees:
        for child, parent in enumerate(tree.parent.tolist()):
            if parent >= 0:
                children[parent].append(child)
    depth, ready = [0] * count, [m for m in range(count) if not waiting[m]]
    for member in ready:
        for child in children[member]:
            depth[child] = max(depth[child], depth[member] + 1)
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    if len(ready) < count:
        raise CycleError(np.flatnonzero(np.array(waiting) > 0))
    return np.array(depth, dtype=np.int64)
