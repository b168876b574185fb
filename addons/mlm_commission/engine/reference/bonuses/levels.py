# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bonuses that count levels: level, fast_start, matching."""

from ..exact import PlanError, number
from ..network import SPONSOR

COMPRESSIONS = ("none", "skip_inactive", "skip_below_rank", "pay_to_qualified")


def climb(bonus, path):
    """Count levels along a path of members and tell who is paid.

    :param list path: who is asked, the lowest first
    :return: (payee, level, rate, ancestors passed over just before without using up a level)
    :rtype: list
    """
    compression = bonus.spec.get("compression") or "none"
    if compression not in COMPRESSIONS:
        raise PlanError(f"{bonus.code}: unknown compression {compression!r}")
    if compression == "pay_to_qualified":
        return _climb_to_qualified(bonus, path)
    payees, level, skipped, last = [], 0, 0, bonus.longest()
    for member in path:
        if _uses_no_level(bonus, compression, member):
            skipped += 1
            continue
        level += 1
        if level > last:
            break
        rate = _rate(bonus, member, level)
        if rate:
            payees.append((member, level, rate, skipped))
        skipped = 0
    return payees


def _climb_to_qualified(bonus, path):
    """For each level the first eligible member above the last payee whose list opens it."""
    payees, start = [], 0
    for level in range(1, bonus.longest() + 1):
        for place in range(start, len(path)):
            rate = _rate(bonus, path[place], level)
            if rate > 0:
                payees.append((path[place], level, rate, place - start))
                start = place + 1
                break
    return payees


def _uses_no_level(bonus, compression, member):
    if compression == "none":
        return False
    if not bonus.period.status.active(member):
        return True
    if compression == "skip_below_rank":
        return bonus.rank(member) < bonus.plan.rank_index(bonus.spec["threshold"])
    return False


def _rate(bonus, member, level):
    """What a member gets at a level, 0 if nothing."""
    rates = bonus.rate_list(member)
    if level > len(rates) or not bonus.eligible(member):
        return 0
    return rates[level - 1]


def _walk(bonus, volumes):
    tree, lines = bonus.tree(), []
    for volume in volumes:
        if volume.owner is None:
            continue
        path = tree.path(volume.owner)
        by_customer = volume.member != volume.owner
        owner_counts = bonus.spec.get("include_self") or (
            by_customer and bonus.spec.get("customer_is_level")
        )
        for payee, level, rate, skipped in climb(bonus, path if owner_counts else path[1:]):
            base = bonus.points(volume)
            lines.append(bonus.line(payee, base, rate, volume.index, level, skipped))
    return lines


def level(bonus):
    """For each volume up from the owner's parent, rates by level."""
    return _walk(bonus, bonus.volumes)


def fast_start(bonus):
    """Like level, on the volumes of newcomers only."""
    return _walk(bonus, [volume for volume in bonus.volumes if is_fast(bonus, volume)])


def is_fast(bonus, volume):
    """Whether a volume is a newcomer's: within the window after joining, or a first order."""
    if volume.owner is None:
        return False
    orders, window = bonus.spec.get("orders"), bonus.spec.get("window_days")
    if orders not in (None, "first"):
        raise PlanError(f"{bonus.code}: orders {orders!r} is not first")
    if orders == "first" and volume.kind != "first_order":
        return False
    if window is None:
        return orders == "first"
    joined = bonus.network.joined(volume.owner)
    if joined is None or volume.date is None:
        return False
    return 0 <= (volume.date - joined).days <= number(window)


def matching(bonus):
    """On the lines of the bonuses in `of`, up from each line's earner; the base is the amount."""
    tree = bonus.network.tree(bonus.spec.get("tree") or SPONSOR)
    visible = {volume.index for volume in bonus.volumes}
    if bonus.spec.get("kinds") is None and bonus.spec.get("markets") is None:
        visible.add(None)
    lines = []
    for matched in list(bonus.period.lines):
        if matched.bonus not in bonus.spec["of"] or matched.volume not in visible:
            continue
        path = tree.path(matched.earner)
        path = path if bonus.spec.get("include_self") else path[1:]
        for payee, level_, rate, skipped in climb(bonus, path):
            lines.append(
                bonus.money(payee, matched.amount, rate, matched.volume, level_, skipped),
            )
    return lines


KINDS = {
    "level": level,
    "matching": matching,
    "fast_start": fast_start,
}
