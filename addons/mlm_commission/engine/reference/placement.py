# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Finds a newcomer's place in a tree, by the tree's strategy."""

from .exact import PlanError, number

LEGS = {"left": 1, "right": 2}
TREE_KINDS = ("unilevel", "binary", "matrix", "monoline", "x_up", "board")


def leg_number(leg):
    """Return a stated leg as number: left is 1, right is 2."""
    return LEGS[leg] if leg in LEGS else int(number(leg))


class Places:
    """Who stands where in one tree; kept from period to period.

    :param str name: name of the tree
    :param dict spec: what the plan states about it
    """

    def __init__(self, name, spec):
        self.name, self.spec, self.kind = name, spec, spec.get("kind")
        if self.kind not in TREE_KINDS:
            raise PlanError(f"tree {name}: {self.kind!r} is none of {', '.join(TREE_KINDS)}")
        self.parent, self.leg = {}, {}
        self.taken = {}  # (parent, leg) -> member
        self.recruits = {}  # sponsor -> number of its recruits so far
        self.last = None  # who enrolled last, for the monoline
        self.width = {"binary": 2, "monoline": 1}.get(self.kind)
        if self.kind == "matrix":
            self.width = int(number(spec["width"]))

    def place(self, member, sponsor, stated, volume_of):
        """Give a newcomer its place.

        :param member: the newcomer
        :param sponsor: the first partner above on the sponsor line, None for a root
        :param stated: (parent, leg) as stated for this tree, each None where it is not
        :param volume_of: function of a member: its personal volume in the periods before
        """
        count = self.recruits[sponsor] = self.recruits.get(sponsor, 0) + 1
        parent, leg = stated
        if parent is None and (sponsor is not None or self.kind == "monoline"):
            if leg is not None and self.kind in ("binary", "matrix"):
                parent, leg = self._outermost(sponsor, leg_number(leg))
            else:
                parent, leg = self._find(sponsor, count, volume_of)
        self._settle(member, parent, leg)
        self.last = member

    def move(self, member, stated):
        """Move a member, with everybody below it, to a newly stated place."""
        parent, leg = stated
        ancestor = parent
        while ancestor is not None:
            if ancestor == member:
                raise PlanError(f"{member} cannot be moved below itself in {self.name}")
            ancestor = self.parent.get(ancestor)
        self.taken.pop((self.parent.get(member), self.leg.get(member)), None)
        self._settle(member, parent, leg)

    def _settle(self, member, parent, leg):
        if parent is None or self.width is None:
            leg = None
        elif leg is None:
            leg = self._first_free(parent)
            if leg is None:
                raise PlanError(f"{member}: all places below {parent} are taken in {self.name}")
        else:
            leg = leg_number(leg)
            if not 1 <= leg <= self.width:
                raise PlanError(f"{member}: {self.name} has no leg {leg}")
        if leg is not None and self.taken.setdefault((parent, leg), member) != member:
            raise PlanError(f"{member}: leg {leg} of {parent} is taken in {self.name}")
        self.parent[member], self.leg[member] = parent, leg

    def _first_free(self, node):
        return next((n for n in range(1, self.width + 1) if (node, n) not in self.taken), None)

    def _find(self, sponsor, count, volume_of):
        """Return (parent, leg) by strategy; (None, None) leaves the member without a parent."""
        if self.kind == "monoline":
            return (None, None) if self.last is None else self._outermost(self.last, 1)
        if self.kind == "x_up":
            return self._x_up(sponsor, count), None
        if self.kind == "binary":
            return self._binary(sponsor, volume_of)
        if self.kind == "matrix":
            return self._matrix(sponsor)
        return sponsor, None

    def _x_up(self, sponsor, count):
        """The n-th recruit goes up to the recruiter's own parent where the pattern says so."""
        pattern = self.spec.get("pattern") or []
        passes_up = count <= len(pattern) and pattern[count - 1] == "up"
        above = self.parent.get(sponsor)
        return above if passes_up and above is not None else sponsor

    def _binary(self, sponsor, volume_of):
        strategy = self.spec.get("strategy", "manual")
        if strategy == "manual":
            return None, None
        if strategy == "balanced":
            return self._breadth_first(sponsor)
        if strategy in LEGS:
            return self._outermost(sponsor, LEGS[strategy])
        if strategy == "weaker":
            left, right = (self._volume_below(sponsor, leg, volume_of) for leg in (1, 2))
            return self._outermost(sponsor, 2 if right < left else 1)
        raise PlanError(f"tree {self.name}: unknown strategy {strategy!r}")

    def _outermost(self, node, leg):
        while (node, leg) in self.taken:
            node = self.taken[node, leg]
        return node, leg

    def _volume_below(self, node, leg, volume_of):
        total, waiting = 0, [self.taken.get((node, leg))]
        while waiting:
            member = waiting.pop()
            if member is not None:
                total += volume_of(member)
                waiting += [self.taken.get((member, n)) for n in (1, 2)]
        return total

    def _breadth_first(self, top):
        row = [top]
        while True:
            for node in row:
                if (leg := self._first_free(node)) is not None:
                    return node, leg
            row = [self.taken[node, n] for node in row for n in range(1, self.width + 1)]

    def _matrix(self, sponsor):
        """The first free place of the sponsor's own matrix; a full one is searched below."""
        fill = self.spec.get("fill", "breadth_first")
        if fill not in ("breadth_first", "depth_first"):
            raise PlanError(f"tree {self.name}: unknown fill {fill!r}")
        if fill == "depth_first":
            found = self._depth_first(sponsor)
            if found:
                return found
        return self._breadth_first(sponsor)

    def _depth_first(self, top):
        """First free place in pre-order, within the matrix of `depth` levels below the top."""
        depth = self.spec.get("depth")
        depth = None if depth is None else int(number(depth))
        waiting = [(top, leg, 1) for leg in range(self.width, 0, -1)]
        while waiting:
            node, leg, level = waiting.pop()
            child = self.taken.get((node, leg))
            if child is None:
                return node, leg
            if depth is None or level < depth:
                waiting += [(child, n, level + 1) for n in range(self.width, 0, -1)]
        return None
