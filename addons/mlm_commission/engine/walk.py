# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Walking up a tree level by level, all volumes at once; shared by the kinds that pay by level."""

import numpy as np

from .run import LineBlock

COMPRESSIONS = ("none", "skip_inactive", "skip_below_rank", "pay_to_qualified")


class LevelWalk:
    """Who is paid at which level for something that happens at a member.

    Level k of a start is the k-th member above it that uses up a level. Who uses up a level
    depends on the compression:

    * ``none``: everybody; ``skip_inactive``: active members; ``skip_below_rank``: active members
      at or above a threshold. They are paid if eligible and if their list has a rate at k.
    * ``pay_to_qualified``: level k goes to the first member above the last payee that is eligible
      and has a rate at k; a level for which there is none is not paid, the next one is looked for
      from the last payee again.
    """

    def __init__(self, run, tree, rates, eligible, compression="none", threshold=None):
        """
        :param run: the period
        :param tree: :class:`~.tree.Tree` to walk
        :param rates: :class:`~.tables.RateTable`
        :param eligible: truth per member: active and meets the bonus's conditions
        :param str compression: one of ``COMPRESSIONS``
        :param int threshold: rank index for ``skip_below_rank``
        """
        self.tree, self.eligible = tree, eligible
        self.table = rates.scaled(run.plan.rate_digits)
        self.row = run.rank + 1
        self.levels = rates.levels
        self.qualified_only = compression == "pay_to_qualified"
        self._uses = None
        if compression == "skip_inactive":
            self._uses = run.active
        elif compression == "skip_below_rank":
            self._uses = run.active & (run.rank >= threshold)
        self._above = tree.parent
        if self._uses is not None:
            self._above = tree.nearest(self._uses)

    def _at_level(self, level):
        """(who uses up this level or None for everybody, pointer to the next of them above)."""
        if not self.qualified_only:
            return self._uses, self._above
        uses = self.eligible & (self.table[self.row, level - 1] > 0)
        return uses, self.tree.nearest(uses)

    def block(self, start, include_start, base, source):
        """The lines for many starts.

        :param start: member index per start
        :param include_start: truth per start: the start itself is a candidate for level 1
        :param base: points or units per start
        :param source: volume row per start
        :rtype: LineBlock
        """
        parts = []
        rows, at = np.arange(len(start)), start.copy()
        fresh, used = include_start.copy(), np.zeros(len(start), dtype=np.int64)
        reach = self.tree.depth[start] + include_start
        for level in range(1, self.levels + 1):
            uses, above = self._at_level(level)
            payee = above[at]
            stays = fresh if uses is None else fresh & uses[at]
            payee = np.where(stays, at, payee)
            found = np.flatnonzero(payee >= 0)
            if self.qualified_only:
                at[found], fresh[found] = payee[found], False
                used[found] += 1
                current = found
            else:
                rows, at = rows[found], payee[found]
                fresh, used = np.zeros(len(found), dtype=bool), used[found] + 1
                current = np.arange(len(found))
            if not len(rows):
                break
            parts.append(
                self._lines(level, rows[current], at[current], used[current], reach, base, source)
            )
        return LineBlock.join(parts)

    def _lines(self, level, rows, payee, used, reach, base, source):
        rate = self.table[self.row[payee], level - 1]
        paid = np.flatnonzero(self.eligible[payee] & (rate > 0))
        rows, payee = rows[paid], payee[paid]
        return LineBlock(
            earner=payee.astype(np.int32),
            source=source[rows].astype(np.int32),
            level=np.full(len(rows), level, dtype=np.int16),
            skipped=(reach[rows] - self.tree.depth[payee] - used[paid]).astype(np.int32),
            base=base[rows],
            rate=rate[paid],
        )
