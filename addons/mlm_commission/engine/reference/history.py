# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What passes on from period to period."""

from collections import defaultdict
from fractions import Fraction


class History:
    """Everything remembered at the end of a period.

    - ``placing[member]`` personal volume of all rows before, as bought
    - ``personal[member]`` personal volume of all periods before
    - ``group[tree][member]`` group volume of all periods before, as it was in each of them
    - ``ranks[member]`` index of the paid-as rank in each period before, -1 for none
    - ``title[member]``, ``below[member]`` highest rank held; periods since it was held last
    - ``carry[bonus][member]`` volume of [left, right] leg carried over
    - ``awarded`` pairs (bonus, member, rank) of rank advancements paid
    - ``boards[bonus]`` the open boards
    """

    def __init__(self):
        self.placing = defaultdict(Fraction)
        self.personal = defaultdict(Fraction)
        self.group = defaultdict(lambda: defaultdict(Fraction))
        self.ranks = defaultdict(list)
        self.title = {}
        self.below = defaultdict(int)
        self.carry = defaultdict(dict)
        self.awarded = set()
        self.boards = {}

    def volume_before(self, member):
        """Personal volume of the periods before: what a placement strategy may look at."""
        return self.placing[member]

    def remember_rows(self, volumes, with_customers):
        """Add the rows of a period to what strategies look at; of a month those no week has seen.

        :param list volumes: rows that no period before has seen
        :param bool with_customers: whether a customer's row is personal volume of its owner
        """
        for volume in volumes:
            if volume.owner is not None and (with_customers or volume.owner == volume.member):
                self.placing[volume.owner] += volume.pv

    def streak(self, member, rank):
        """Consecutive periods, up to the one before, at or above a rank."""
        count = 0
        for held in reversed(self.ranks[member]):
            if held < rank:
                break
            count += 1
        return count

    def remember(self, network, measures, status, demotion):
        """Add a finished period.

        :param demotion: the plan's ``demotion``, None where titles never fall
        """
        for member in network.members:
            self.personal[member] += measures.personal_volume(member, {})
            for tree in network.trees:
                self.group[tree][member] += measures.group_volume(member, {"tree": tree})
        for member in network.members:
            self._title(member, status.rank(member), demotion)
            self.ranks[member].append(status.rank(member))

    def _title(self, member, rank, demotion):
        """The title rises with the rank; after `after_periods` periods below it, it falls to it."""
        title = self.title.get(member, -1)
        if rank >= title:
            self.title[member], self.below[member] = rank, 0
            return
        self.below[member] += 1
        after = int((demotion or {}).get("after_periods") or 0)
        if after and self.below[member] >= after:
            self.title[member], self.below[member] = rank, 0
