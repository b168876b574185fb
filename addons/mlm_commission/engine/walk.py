# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Walking up a tree level by level, all volumes at once; shared by the kinds that pay by level."""

import numpy as np

from .run import LineBlock

CHUNK = 2**15
COMPRESSIONS = ("none", "skip_inactive", "skip_below_rank", "pay_to_qualified")


def level_walk(run, tree, rates, eligible, compression="none", threshold=None):
    """The walk of the bonus kind ``level``.

    Level k of a start is the k-th member above it that uses up a level. Who uses up a level
    depends on the compression:

    * ``none``: everybody; ``skip_inactive``: active members; ``skip_below_rank``: active members
      at or above a threshold. They are paid if eligible and if their list has a rate at k.
    * ``pay_to_qualified``: level k goes to the first member above the last payee that is eligible
      and has a rate at k; a level for which there is none is not paid, the next one is looked for
      from the last payee again.

    :param run: the period
    :param tree: :class:`~.tree.Tree` to walk
    :param rates: :class:`~.tables.RateTable`
    :param eligible: truth per member: active and meets the bonus's conditions
    :param str compression: one of ``COMPRESSIONS``
    :param int threshold: rank index for ``skip_below_rank``
    :rtype: Walk
    """
    uses = None
    if compression == "skip_inactive":
        uses = run.active
    elif compression == "skip_below_rank":
        uses = run.active & (run.rank >= threshold)
    qualified_only = compression == "pay_to_qualified"
    return Walk(run, tree, rates, eligible, uses, qualified_only=qualified_only)


class Walk:
    """Who is paid at which level for something that happens at a member."""

    def __init__(self, run, tree, rates, eligible, uses=None, *, qualified_only=False):
        """
        :param uses: truth per member who uses up a level; None for everybody
        :param bool qualified_only: a level is used up only by who is paid at it
        """
        self.tree, self.eligible = tree, eligible
        self.table = rates.scaled(run.plan.rate_digits)
        self.row = run.rank + 1
        self.details = run.details
        # As narrow as they may be: lines keep them, millions of them.
        self._skips = np.int16 if int(tree.depth.max(initial=0)) < 2**15 else np.int32
        self.first, self.last, self.shift = 1, rates.levels, 1
        self.qualified_only, self._uses = qualified_only, uses
        self._above = tree.parent if uses is None else tree.nearest(uses)

    def from_generation_zero(self, own_group):
        """Number levels 0, 1, 2 …; the lists begin at 0 with ``own_group``, else at 1."""
        self.first, self.shift = 0, 0 if own_group else 1
        self.last = self.table.shape[1] - 1 + self.shift
        return self

    def _rates_at(self, level):
        """Rate per rank row at a level; nothing before the lists begin."""
        column = level - self.shift
        if 0 <= column < self.table.shape[1]:
            return self.table[:, column]
        return np.zeros(len(self.table), dtype=self.table.dtype)

    def _at_level(self, level):
        """(who uses up this level or None for everybody, pointer to the next of them above)."""
        if not self.qualified_only:
            return self._uses, self._above
        uses = self.eligible & (self._rates_at(level)[self.row] > 0)
        return uses, self.tree.nearest(uses)

    def block(self, start, include_start, base, source):
        """The lines for many starts.

        :param start: member index per start
        :param include_start: truth per start: the start itself is a candidate for the first level
        :param base: points or units per start
        :param source: volume row per start
        :rtype: LineBlock
        """
        count = max(self.last + 1 - self.first, 0)
        levels = range(self.first, self.first + count)
        rates = np.stack([self._rates_at(level) for level in levels] or [[]], axis=-1)
        # One more row of zeros, for who isn't eligible: then one look tells who is paid.
        nothing = np.zeros((1, count), dtype=self.table.dtype)
        self._rates = np.concatenate([rates.reshape(len(self.table), count), nothing]).ravel()
        self._row_start = np.where(self.eligible, self.row, len(self.table)) * count
        steps = [self._at_level(self.first + column) for column in range(count)]
        size = max(1, min(CHUNK, CHUNK * 10 // max(count, 1)))
        source = source.astype(np.int32)
        return LineBlock.join(
            [
                self._chunk(slice(low, low + size), steps, start, include_start, base, source)
                for low in range(0, len(start), size)
            ]
        )

    def _chunk(self, part, steps, start, include_start, base, source):
        """Lines of some starts, by start, then level; few enough to stay in the cache."""
        at, fresh = start[part].copy(), include_start[part].copy()
        rows, used = np.arange(len(at)), np.zeros(len(at), dtype=np.int64)
        earner = np.full((len(at), len(steps)), -1, dtype=np.int32)
        skipped = None
        if self.details:
            reach, skipped = self.tree.depth[at] + fresh, np.zeros(earner.shape, dtype=self._skips)
        for column, (uses, above) in enumerate(steps):
            payee = above[at]
            stays = fresh if uses is None else fresh & uses[at]
            payee = np.where(stays, at, payee)
            found = np.flatnonzero(payee >= 0)
            payee = payee[found]
            here, turn = rows[found], used[found] + 1
            if self.qualified_only:
                at[found], fresh[found], used[found] = payee, False, turn
            else:
                rows, at, used = here, payee, turn
                fresh = np.zeros(len(found), dtype=bool)
            if not len(rows):
                break
            earner[here, column] = payee
            if self.details:
                skipped[here, column] = reach[here] - self.tree.depth[payee] - turn
        return self._lines(earner, skipped, base[part], source[part])

    def _lines(self, earner, skipped, base, source):
        count = earner.shape[1]
        places = np.flatnonzero(earner.ravel() >= 0)
        payee = earner.ravel()[places]
        rows = places // max(count, 1)
        column = places - rows * count
        rate = self._rates[self._row_start[payee] + column]
        paid = np.flatnonzero(rate > 0)
        rows = rows[paid]
        narrow = np.int8 if self.first + count < 2**7 else np.int16
        return LineBlock(
            earner=payee[paid],
            source=source[rows],
            level=(column[paid] + self.first).astype(narrow) if self.details else None,
            skipped=skipped.ravel()[places[paid]] if self.details else None,
            base=base[rows],
            rate=rate[paid],
        )
