# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Placement strategies: where a newcomer goes in a tree of the plan.

Members are numbers, in the order of their enrolment. A :class:`Places` remembers one tree from
period to period; :meth:`Places.place` puts one member at a stated place or where the tree's
strategy says. Searches remember how far they have come, because places fill and rarely move.
"""

from collections import deque

from .language import to_name
from .words import Message, _

NOBODY = -1
LEFT, RIGHT = 1, 2
LEGS = {"left": LEFT, "right": RIGHT}


class PlacementError(ValueError):
    """A stated place cannot be taken; the message says why."""


def leg_number(leg):
    """Number of a leg: left is 1, right is 2; 0 for None.

    >>> leg_number("right"), leg_number(3), leg_number(None)
    (2, 3, 0)
    """
    if leg is None:
        return 0
    return LEGS.get(leg) or int(leg)


class Places:
    """The places of one tree.

    ``parent`` and ``leg``: dicts by member; a root has parent ``NOBODY``.
    """

    def __init__(self, options, label=str):
        """
        :param dict options: the tree's keys in the plan: kind, strategy, width, depth …
        :param label: function that names a member in messages
        """
        self.kind = options["kind"]
        self.label = label
        self.width = {"binary": 2, "monoline": 1}.get(self.kind, int(options.get("width", 0)))
        if self.kind == "board":
            self.width = self.width or 2
        self.reach = int(options.get("depth", 0))
        self.pattern = [to_name(step) for step in options.get("pattern", [])]
        self.parent, self.leg, self._children = {}, {}, {}
        self._recruits, self._last, self._volume = {}, NOBODY, {}
        self._strategy = self._find_strategy(options)
        self._forget()

    def _find_strategy(self, options):
        if self.kind == "binary":
            return {
                "manual": lambda _sponsor: (NOBODY, 0),
                "left": lambda sponsor: self._outermost(sponsor, LEFT),
                "right": lambda sponsor: self._outermost(sponsor, RIGHT),
                "weaker": self._weaker,
                "balanced": self._breadth_first,
            }[options.get("strategy", "manual")]
        if self.kind == "matrix" and options.get("fill") == "depth_first":
            return self._depth_first
        return {
            "unilevel": lambda sponsor: (sponsor, 0),
            "monoline": lambda _sponsor: self._end_of_line(),
            "x_up": self._pass_up,
        }.get(self.kind, self._breadth_first)

    def _forget(self):
        """Drop what searches remember, after a move."""
        self._queues, self._ends, self._full = {}, {}, set()

    # === PLACING === #

    def set_volumes(self, volume):
        """Tell how much volume each leg has so far.

        :param volume: function member -> volume of the member and all below it
        """
        self._volume = volume

    def place(self, member, sponsor, parent=None, leg=0):
        """Give a member its place.

        :param int member: who
        :param int sponsor: the first partner above it, or ``NOBODY``
        :param int parent: stated parent, or None to leave it to the strategy
        :param int leg: stated leg, 0 for the first free one; without a parent the outermost place
            of that leg of the sponsor
        :raise PlacementError: the stated place does not exist or is taken
        """
        self._recruits[sponsor] = self._recruits.get(sponsor, 0) + 1
        if parent is not None:
            leg = self._stated_leg(member, parent, leg)
        elif sponsor == NOBODY and self.kind != "monoline":
            parent, leg = NOBODY, 0
        elif leg and self.width > 1:
            parent = self._outermost(sponsor, leg)[0]
            leg = self._stated_leg(member, parent, leg)
        else:
            parent, leg = self._strategy(sponsor)
        self._put(member, parent, leg)
        self._last = member

    def move(self, member, parent, leg=0):
        """Move a member with everybody below it to a stated place.

        :raise PlacementError: the place is taken or below the member itself
        """
        above = parent
        while above != NOBODY:
            if above == member:
                raise PlacementError(
                    Message(
                        _("%(member)s cannot be placed below itself (%(parent)s)"),
                        member=self.label(member),
                        parent=self.label(parent),
                    )
                )
            above = self.parent[above]
        old = self.parent.pop(member)
        if old != NOBODY:
            self._children[old].pop(self.leg[member] if self.width else member)
        self._forget()
        self._put(member, parent, self._stated_leg(member, parent, leg))

    def _stated_leg(self, member, parent, leg):
        if parent not in self.parent:
            raise PlacementError(
                Message(
                    _("%(parent)s, parent of %(member)s, has no place"),
                    parent=self.label(parent),
                    member=self.label(member),
                )
            )
        taken = self._children.get(parent, {})
        if not self.width:
            return leg
        if leg > self.width:
            raise PlacementError(
                Message(
                    _("%(member)s: there is no leg %(leg)s in a tree of width %(width)s"),
                    member=self.label(member),
                    leg=leg,
                    width=self.width,
                )
            )
        if not leg:
            leg = self._free_leg(parent)
            if not leg:
                raise PlacementError(
                    Message(
                        _("%(member)s: all legs of %(parent)s are taken"),
                        member=self.label(member),
                        parent=self.label(parent),
                    )
                )
        if leg in taken:
            raise PlacementError(
                Message(
                    _("%(member)s: leg %(leg)s of %(parent)s is taken by %(other)s"),
                    member=self.label(member),
                    leg=leg,
                    parent=self.label(parent),
                    other=self.label(taken[leg]),
                )
            )
        return leg

    def _put(self, member, parent, leg):
        self.parent[member], self.leg[member] = parent, leg
        if parent != NOBODY:
            children = self._children.setdefault(parent, {})
            children[leg if self.width else member] = member

    def _free_leg(self, parent):
        taken = self._children.get(parent, {})
        return next((leg for leg in range(1, self.width + 1) if leg not in taken), 0)

    # === STRATEGIES: sponsor -> (parent, leg) === #

    def _outermost(self, start, side):
        """The end of the line that takes the same leg again and again."""
        at = self._ends.get((start, side), start)
        while (child := self._children.get(at, {}).get(side)) is not None:
            at = child
        self._ends[start, side] = at
        return at, side

    def _end_of_line(self):
        """Below who came last, or below whoever was moved there since."""
        return (NOBODY, 0) if self._last == NOBODY else self._outermost(self._last, LEFT)

    def _weaker(self, sponsor):
        children = self._children.get(sponsor, {})
        left, right = (self._volume_below(children.get(leg)) for leg in (LEFT, RIGHT))
        return self._outermost(sponsor, RIGHT if right < left else LEFT)

    def _volume_below(self, head):
        return 0 if head is None or not self._volume else self._volume(head)

    def _breadth_first(self, sponsor):
        queue = self._queues.setdefault(sponsor, deque([sponsor]))
        while not self._free_leg(queue[0]):
            children = self._children[queue.popleft()]
            queue.extend(children[leg] for leg in sorted(children))
        return queue[0], self._free_leg(queue[0])

    def _depth_first(self, sponsor):
        """The first free place in pre-order within the sponsor's own matrix, else breadth first."""
        if not self.reach:
            return self._outermost(sponsor, LEFT)
        stack = [(sponsor, self.reach, 1)]
        while stack:
            member, levels, leg = stack.pop()
            if leg > self.width:
                self._full.add((member, levels))
                continue
            child = self._children.get(member, {}).get(leg)
            if child is None:
                return member, leg
            stack.append((member, levels, leg + 1))
            if levels > 1 and (child, levels - 1) not in self._full:
                stack.append((child, levels - 1, 1))
        return self._breadth_first(sponsor)

    def _pass_up(self, sponsor):
        """A root has nobody to pass up to and keeps its recruits."""
        turn = self._recruits[sponsor] - 1
        step = self.pattern[turn] if turn < len(self.pattern) else "keep"
        above = self.parent[sponsor]
        return (above if step == "up" and above != NOBODY else sponsor), 0
