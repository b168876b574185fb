# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The part of a network that decides about one member: everybody below it, in every tree."""

import copy
from dataclasses import fields, replace

import numpy as np

from ..model import NONE, TreePlaces
from ..tree import sorted_places

NARROW = 64


class _Children:
    """Children of members, sorted by their parents."""

    def __init__(self, parent):
        family = np.asarray(parent, dtype=np.int64) + 1
        self._order = sorted_places(family)
        self._ends = np.cumsum(np.bincount(family, minlength=len(family) + 1))

    def of(self, members):
        """All children of some members."""
        low, high = self._ends[members], self._ends[members + 1]
        if len(members) < NARROW:
            parts = [self._order[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
            return np.concatenate(parts) if parts else members
        count = high - low
        first = np.repeat(low - np.cumsum(count) + count, count)
        return self._order[first + np.arange(count.sum())]


class Below:
    """Who stands below whom in any tree of a network; to be kept for several questions."""

    def __init__(self, network):
        """
        :param Network network: the whole network
        """
        self.network = network
        parents = [network.sponsor, *(tree.parent for tree in network.trees.values())]
        self._trees = [_Children(parent) for parent in parents]

    def closure(self, members):
        """Indexes, ascending, of the members and all who stand below them in any of the trees, or
        below one of those in another tree. Measures, status and lines per volume of the members
        depend on nobody else.

        :param members: indexes to begin with
        """
        inside = np.zeros(len(self.network), dtype=bool)
        front = np.unique(np.asarray(members, dtype=np.int64))
        inside[front] = True
        while len(front):
            parts = []
            for tree in self._trees:
                below = tree.of(front)
                # Of one tree, hence nobody twice.
                below = below[~inside[below]]
                inside[below] = True
                parts.append(below)
            front = np.concatenate(parts)
        return np.flatnonzero(inside)


def closure(network, members):
    """Everybody who decides about some members, see :meth:`Below.closure`."""
    return Below(network).closure(members)


def upline(network, members):
    """Indexes, ascending, of all who stand above some members on the sponsor line, without them.

    Under ``volume_roll_up`` they may collect the volume of members; their status has to be stated.

    :param Network network: the whole network
    :param members: indexes
    """
    inside = np.zeros(len(network), dtype=bool)
    inside[members] = True
    known, front = inside.copy(), np.asarray(members)
    while len(front):
        above = np.unique(network.sponsor[front])
        front = above[above >= 0]
        front = front[~known[front]]
        known[front] = True
    return np.flatnonzero(known & ~inside)


def state(network, members, active, rank):
    """State activity and ranks of some members of a network that is nobody else's.

    :param members: indexes
    :param active: truth per member, aligned with ``members``
    :param rank: rank index or -1, aligned with ``members``
    """
    # Copies, and wide enough for any rank.
    network.stated_active = network.stated_active.astype(np.int64)
    network.stated_rank = network.stated_rank.astype(np.int64)
    network.stated_active[members] = active
    network.stated_rank[members] = rank


def restrict(network, members):
    """The network of some members only; whose parent is not among them becomes a root.

    :param Network network: the whole network
    :param members: indexes, ascending, so that the order of enrolment stays
    :rtype: Network
    """
    size = len(network)
    if len(members) == size:
        # Whoever asked may state something of it.
        return copy.copy(network)
    index = np.full(size + 1, NONE, dtype=np.int64)
    index[members] = np.arange(len(members))
    changes = {}
    for item in (item for item in fields(network) if item.init):
        value = getattr(network, item.name)
        if item.name == "sponsor":
            value = index[value[members]]
        elif isinstance(value, np.ndarray) and len(value) == size:
            value = value[members]
        elif item.name == "names" and value:
            value = [value[member] for member in members.tolist()]
        changes[item.name] = value
    changes["attributes"] = {
        name: _pick(values, members) for name, values in network.attributes.items()
    }
    changes["trees"] = {
        name: TreePlaces(index[tree.parent[members]], tree.leg[members], tree.kind)
        for name, tree in network.trees.items()
    }
    part = replace(network, **changes)
    if network.found is not None:
        part.found = tuple(status[members] for status in network.found)
    return part


def _pick(values, members):
    return {new: values[old] for new, old in enumerate(members.tolist()) if old in values}


def restrict_volumes(volumes, members):
    """The volume rows owned by some members, with owners and buyers by their new indexes.

    :param Volumes volumes: rows of the whole network
    :param members: indexes, ascending
    :return: (Volumes, indexes of the rows that stay)
    """
    size = int(max(volumes.owner.max(initial=0), volumes.buyer.max(initial=0), members.max())) + 2
    index = np.full(size, NONE, dtype=np.int64)
    index[members] = np.arange(len(members))
    rows = np.flatnonzero(index[volumes.owner] >= 0)
    changes = {}
    for item in fields(volumes):
        value = getattr(volumes, item.name)
        if isinstance(value, np.ndarray) and len(value) == len(volumes):
            value = value[rows]
        changes[item.name] = index[value] if item.name in ("owner", "buyer") else value
    return replace(volumes, **changes), rows
