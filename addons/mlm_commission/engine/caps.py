# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Caps: shrink the positive lines in proportion until all lines together make the cap."""

import numpy as np

from .exact import LIMIT, check_sum, divide_exactly, floor_scaled, sum_at

NO_CAP = LIMIT


def shrink(units, group, caps, first):
    """Apply caps to groups of lines.

    The positive lines of a group that earns more than its cap share, by exact division in
    proportion to their amounts, what the cap leaves after the negative lines; those stay.

    :param units: int64 array, amounts of the lines
    :param group: group index per line
    :param caps: int64 array, cap per group in the same units, ``NO_CAP`` for a group without
    :param first: what decides ties, per line; smaller wins
    :return: int64 array of the amounts after the caps; ``units`` itself if nothing changes

    Where the negative lines leave nothing, the positive ones become 0; the cap may be negative.

    >>> zero = np.zeros(3, dtype=np.int64)
    >>> shrink(np.array([30, 31, -1]), zero, np.array([30]), zero).tolist()
    [15, 16, -1]
    """
    check_sum(units, "the commission")
    total = sum_at(group, units, len(caps))
    over = total > caps
    if not over.any():
        return units
    hit = np.flatnonzero(over[group] & (units > 0))
    negative = sum_at(group, np.minimum(units, 0), len(caps))
    number = np.cumsum(over) - 1
    targets = np.maximum(caps - negative, 0)[over]
    result = units.copy()
    result[hit] = divide_exactly(units[hit], targets, number[group[hit]], first[hit])
    return result


def cap_bonus(run, bonus, block):
    """Apply the bonus's own cap per earner to a block with amounts."""
    if bonus.cap is None:
        return
    caps = bonus.cap.floor_units(1 / run.plan.unit)[run.rank + 1]
    block.units = shrink(block.units, block.earner, caps, block.earner)


def cap_plan(run, blocks):
    """Apply the plan's caps in order to all lines of the period, or to those of some bonuses.

    :param blocks: a block with amounts per bonus of the plan
    """
    for cap in run.plan.caps:
        group, limits = _groups(run, cap)
        capped = blocks if cap.bonuses is None else [blocks[number] for number in cap.bonuses]
        _shrink_together(capped, group, limits)


def _shrink_together(blocks, group, limits):
    """Apply the caps of groups of members to several blocks."""
    if not blocks:
        return
    earner = np.concatenate([block.earner for block in blocks])
    units = np.concatenate([block.units for block in blocks])
    shrunk = shrink(units, group[earner], limits, earner)
    if shrunk is units:
        return
    ends = np.cumsum([len(block) for block in blocks])
    for block, part in zip(blocks, np.split(shrunk, ends[:-1]), strict=True):
        block.units = part


def _groups(run, cap):
    """Whose lines a cap adds up.

    :return: (number of the group per member, cap in units per group)
    """
    size = len(run.network)
    if cap.kind == "company":
        return np.zeros(size, dtype=np.int64), np.array([company_cap(run, cap.percent)])
    caps = cap.table.floor_units(1 / run.plan.unit)
    if cap.kind == "per_member":
        return np.arange(size), caps[run.rank + 1]
    owners = person_of_member(run.network)
    highest = np.full(int(owners.max(initial=-1)) + 1, -1, dtype=np.int64)
    np.maximum.at(highest, owners, run.rank)
    return owners, caps[highest + 1]


def company_cap(run, percent):
    """The cap in units: percent of all cv of the period x point value, rounded down.

    What is beyond the bounds of all amounts caps nothing.
    """
    money = percent / 100 * run.money(run.volumes.fresh, run.volumes.cv)
    return max(min(floor_scaled(money, 1 / run.plan.unit), NO_CAP), -NO_CAP)


def person_of_member(network):
    """Number of the person behind each member, by the attribute ``owner``.

    Members with the same owner are one person. An owner that names another member is that
    member's person; who states none is its own.
    """
    stated = network.attributes.get("owner", {})
    names = network.names or {}
    numbers, result = {}, np.zeros(len(network), dtype=np.int64)
    for member in range(len(network)):
        key = str(stated.get(member, names[member] if names else int(network.ids[member])))
        result[member] = numbers.setdefault(key, len(numbers))
    return result
