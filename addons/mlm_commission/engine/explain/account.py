# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a level bonus could have paid, and where it went: paid, missed, or nobody's (breakage)."""

from dataclasses import dataclass

import numpy as np

from ..exact import sum_at
from ..run import LineBlock

LEVEL_KINDS = ("level", "fast_start")


@dataclass
class Account:
    """Amounts in units of 10**-amount_digits, one entry per level 1, 2, …

    ``potential``: every seen row at the highest rate of each level; ``paid``: the lines before
    caps; ``missed``: the rest where a member stood at the level (not eligible, no or a lower rate);
    ``breakage``: where nobody stood there any more. potential = paid + missed + breakage.
    """

    potential: np.ndarray
    paid: np.ndarray
    missed: np.ndarray
    breakage: np.ndarray


def level_account(run, bonus, lines):
    """Where the money of a level bonus went.

    Who stands at a level depends on the compression (:func:`..walk.level_walk`); under
    ``pay_to_qualified`` a level that nobody is paid at is breakage, as nobody stands at it.

    :param run: the period, :class:`~..run.Run` after its bonuses' ``before``
    :param bonus: compiled bonus of the kind level or fast_start
    :param lines: :class:`~..model.Lines` of the period
    :rtype: Account
    """
    rows = bonus.rows(run)
    base, levels = run.base(bonus)[rows], bonus.table.levels
    highest = bonus.table.scaled(run.plan.rate_digits).max(axis=0)
    own = lines.blocks[bonus.index]
    paid = sum_at(own.level.astype(np.int64) - 1, own.before, levels)
    potential, nobody = np.zeros(levels, np.int64), np.zeros(levels, np.int64)
    reach = _levels_above(run, bonus, rows)
    paid_at = _paid_slots(run, own, levels) if reach is None else None
    for level in range(levels):
        amounts = _amounts(run, rows, base, int(highest[level]))
        potential[level] = amounts.sum()
        empty = reach < level + 1 if reach is not None else ~paid_at[rows, level]
        nobody[level] = amounts[empty].sum()
    return Account(potential, paid, potential - paid - nobody, nobody)


def _amounts(run, rows, base, rate):
    """Amounts of rows at one rate, in units of 10**-amount_digits."""
    plan, same = run.plan, np.zeros(len(rows), dtype=np.int64)
    block = run.make_amounts(LineBlock(same, rows, same, same, base, same + rate))
    return block.units * int(plan.unit * 10**plan.amount_digits)


def _levels_above(run, bonus, rows):
    """How many members use up a level above each row's start; None: depends on level or day."""
    by_day = bonus.compression == "skip_below_rank" and bonus.by_date
    if bonus.compression == "pay_to_qualified" or by_day:
        return None
    tree, start = run.trees[bonus.tree], run.volumes.owner[rows]
    uses = np.ones(len(tree), dtype=bool)
    if bonus.compression == "skip_inactive":
        uses = run.active
    elif bonus.compression == "skip_below_rank":
        uses = run.active & (run.rank >= bonus.threshold)
    count = _count_up(tree.parent, uses)
    included = np.full(len(rows), bonus.include_self)
    if bonus.customer_is_level:
        included |= run.volumes.buyer[rows] != start
    return count[start] - (uses[start] & ~included)


def _count_up(parent, wanted):
    """How many of a member and all above it are wanted, by pointer doubling."""
    count, jump = wanted.astype(np.int64), parent.copy()
    while True:
        going = np.flatnonzero(jump >= 0)
        if not len(going):
            return count
        above = jump[going]
        gained, further = count[above], jump[above]
        count[going] += gained
        jump[going] = further


def _paid_slots(run, own, levels):
    slots = np.zeros((len(run.volumes), levels), dtype=bool)
    slots[own.source, own.level - 1] = True
    return slots
