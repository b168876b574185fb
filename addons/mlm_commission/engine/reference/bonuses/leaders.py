# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bonuses among leaders: generation, infinity."""

from fractions import Fraction

from ..exact import PlanError, number


def generation(bonus):
    """Overrides by generation of leaders, or by boundary of rank."""
    boundary = bonus.spec.get("boundary")
    if boundary not in (None, "same_or_higher"):
        raise PlanError(f"{bonus.code}: unknown boundary {boundary!r}")
    number_them = _by_boundary if boundary else _by_leader
    first = 0 if bonus.spec.get("own_group") else 1
    tree, lines = bonus.tree(), []
    for volume in bonus.volumes:
        path = [] if volume.owner is None else tree.path(volume.owner)
        for member, count in number_them(bonus, path):
            rates, place = bonus.rate_list(member), count - first
            if 0 <= place < len(rates) and rates[place]:
                base = bonus.points(volume)
                lines.append(bonus.line(member, base, rates[place], volume.index, count))
    return lines


def _by_leader(bonus, path):
    """Eligible leaders along the path: 0 heads the group, then 1, 2, …"""
    leader = bonus.plan.rank_index(bonus.spec["leader"])
    leaders = [one for one in path if bonus.rank(one) >= leader and bonus.eligible(one)]
    return [(member, count) for count, member in enumerate(leaders)]


def _by_boundary(bonus, path):
    """Every eligible member with the number of those below it at or above its own rank.

    Where the bonus names a `leader` too, only who has that rank is paid.
    """
    lowest = bonus.plan.rank_index(bonus.spec.get("leader"))
    return [
        (member, sum(1 for one in path[:place] if bonus.rank(one) >= bonus.rank(member)))
        for place, member in enumerate(path)
        if bonus.rank(member) >= lowest and bonus.eligible(member)
    ]


def infinity(bonus):
    """Without end, until the path has met the same or a higher rank."""
    from_level = number(bonus.spec.get("from_level") or 0)
    tree, lines = bonus.tree(), []
    for volume in bonus.volumes:
        path = [] if volume.owner is None else tree.path(volume.owner)
        paid = Fraction(0)
        for distance, member in enumerate(path):
            met = any(bonus.rank(one) >= bonus.rank(member) for one in path[:distance])
            if distance <= from_level or met or not bonus.eligible(member):
                continue
            rate = bonus.figure(bonus.spec["rate"], member)
            pays = rate - paid if bonus.spec.get("differential") else rate
            if pays > 0:
                base = bonus.points(volume)
                lines.append(bonus.line(member, base, pays, volume.index, distance))
                paid += pays
    return lines


KINDS = {
    "generation": generation,
    "infinity": infinity,
}
