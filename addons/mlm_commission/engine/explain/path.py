# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The way of one volume up a tree: whom it pays, whom it passes over, and why."""

import numpy as np

LEVEL_KINDS = ("level", "fast_start", "matching")
WALKING_KINDS = (*LEVEL_KINDS, "differential", "generation", "infinity")


def path_of(case, bonus, row, *, until=None, matched=None):
    """Steps from where the walk of a bonus begins up to a member, or to the top.

    :param Case case: a computed network
    :param bonus: compiled bonus of the case's plan
    :param int row: volume row
    :param int until: last member of the path; None: up to the root
    :param matched: of a matching bonus: (earner, units) of the line that is matched
    :return: list of dicts: ``member`` (index), ``level`` (or None), ``rate``, ``reason``: "paid",
        "inactive", "blocked", "conditions", "below_rank", "no_rate", "lower_rate", "below_leader",
        "too_near", "rank_met", "past_end" or "not_paid"; ``uses_level``; ``failed``: the failing
        conditions where they are the reason
    """
    if bonus.name not in WALKING_KINDS:
        return []
    walk = _Walk(case, bonus, row, case.indexes_of_rows(bonus, [row])[row], matched)
    return [walk.step(member) for member in walk.members(until)]


def last_step(case, bonus, row, member, indexes):
    """The step of :func:`path_of` at one member, None if it doesn't stand on the way.

    Without telling more than the reason of those below: hundreds of ways are looked at.

    :param indexes: where the lines for the row stand, see :meth:`Case.indexes_of_rows`
    """
    if bonus.name not in WALKING_KINDS:
        return None
    walk = _Walk(case, bonus, row, indexes)
    for passed in walk.members(member):
        step = walk.step(passed, told=passed == member)
        if passed == member:
            return step
    return None


class _Walk:
    def __init__(self, case, bonus, row, indexes, matched=None):
        self.case, self.bonus, self.row = case, bonus, row
        self.run, self.tree = case.run, case.run.trees[bonus.tree]
        self.eligible = case.eligible(bonus)
        self.volumes = case.volumes
        self.start = matched[0] if matched else int(self.volumes.owner[row])
        self.paid = {}
        earner = case.block(bonus).earner
        for index in indexes:
            if matched is None or case.line(index, bonus)["base"] == matched[1]:
                self.paid.setdefault(int(earner[index]), index)
        self.used, self.rate_paid, self.highest = 0, 0, -2
        # Not bound to the walk: in a circle it would keep the whole network in memory.
        self._reason = _Walk._level
        if bonus.name not in LEVEL_KINDS:
            self._reason = getattr(_Walk, f"_{bonus.name}")

    def members(self, until):
        """Members from the first candidate upwards."""
        member, bonus = self.start, self.bonus
        if bonus.name in LEVEL_KINDS and not self._starts_at_owner():
            member = int(self.tree.parent[member])
        while member >= 0:
            yield member
            if member == until:
                return
            member = int(self.tree.parent[member])

    def _starts_at_owner(self):
        if self.bonus.include_self:
            return True
        by_customer = self.volumes.buyer[self.row] != self.volumes.owner[self.row]
        return bool(getattr(self.bonus, "customer_is_level", False) and by_customer)

    def step(self, member, told=True):
        """What happens at one member; keeps count of levels and rates on the way.

        :param bool told: with the conditions that fail
        """
        step = {"member": member, "level": None, "rate": None, "uses_level": True, "failed": []}
        index = self.paid.get(member)
        if index is None:
            if told:
                step["reason"], step["failed"] = self.case.bar(member, self.bonus)
            else:
                step["reason"] = None if self.eligible[member] else "conditions"
        else:
            lines = self.case.block(self.bonus)
            step["reason"], step["level"] = "paid", int(lines.level[index])
            step["rate"] = self.case.rate(int(lines.rate[index]))
        self._reason(self, member, step)
        return step

    def _level(self, member, step):
        compression = self.bonus.compression
        active = bool(self.case.active[member])
        low = compression == "skip_below_rank" and (
            self.run.rank[member] < self.bonus.threshold or not active
        )
        if compression == "pay_to_qualified":
            step["uses_level"] = step["reason"] == "paid"
        elif compression == "skip_inactive":
            step["uses_level"] = active
        elif low:
            step["uses_level"] = False
            step["reason"] = step["reason"] or "below_rank"
        if step["uses_level"]:
            self.used = step["level"] or self.used + 1
            step["level"] = self.used
        if step["reason"] is None:
            ended = step["uses_level"] and self.used > self.bonus.table.levels
            step["reason"] = "past_end" if ended else "no_rate"

    def _differential(self, member, step):
        share = int(self.case.shares(self.bonus)[member])
        step["uses_level"] = step["reason"] == "paid"
        if step["reason"] is None:
            step["reason"], step["rate"] = "lower_rate", self.case.rate(share)
            if share > self.rate_paid:
                step["reason"] = "past_end"
        elif step["reason"] == "paid":
            self.rate_paid = share
        step["paid_before"] = self.case.rate(self.rate_paid)

    def _generation(self, member, step):
        step["uses_level"] = step["reason"] == "paid"
        if step["reason"] is None:
            low = self.run.rank[member] < self.bonus.leader
            step["reason"] = "below_leader" if low else "no_rate"
            step["uses_level"] = not low

    def _infinity(self, member, step):
        distance = int(self.tree.depth[self.start] - self.tree.depth[member])
        rank = int(self.run.rank[member])
        if step["reason"] is None:
            if distance <= self.bonus.from_level:
                step["reason"] = "too_near"
            elif rank <= self.highest:
                step["reason"] = "rank_met"
            else:
                step["reason"] = "no_rate"
        step["level"] = distance
        self.highest = max(self.highest, rank)


def has_volume(case, bonus, member):
    """Volume rows that a bonus sees in a member's group, itself included: their indexes."""
    rows = case.rows(bonus)
    tree = case.run.trees[bonus.tree]
    owners = case.volumes.owner[rows]
    return rows[tree.is_below(owners, np.full(len(owners), member))]
