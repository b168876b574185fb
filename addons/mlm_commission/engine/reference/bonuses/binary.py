# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The binary bonus: matched volume of two legs, with carry."""

from dataclasses import replace
from fractions import Fraction

from ..exact import PlanError, number

POINT = Fraction(1, 10**4)  # volume matched up to a cap is rounded up to this


def binary(bonus):
    """Match left with right for every eligible member; leave what is carried in the history."""
    mode = bonus.spec.get("mode")
    if mode not in _MODES:
        raise PlanError(f"{bonus.code}: mode {mode!r} is none of {', '.join(_MODES)}")
    tree = bonus.network.tree(bonus.spec.get("tree") or bonus.binary_tree())
    if tree.kind != "binary":
        raise PlanError(f"{bonus.code}: tree {bonus.spec['tree']!r} has no left and right leg")
    owned = {}
    for volume in bonus.volumes:
        owned[volume.owner] = owned.get(volume.owner, Fraction(0)) + bonus.points(volume)
    carry, lines = bonus.history.carry[bonus.code], []
    for member in bonus.network.members:  # a former partner may have volume carried
        before = carry.get(member, [Fraction(0), Fraction(0)])
        legs = [
            before[side]
            + sum((owned.get(one, Fraction(0)) for one in tree.leg_members(member, side + 1)), 0)
            for side in (0, 1)
        ]
        eligible = bonus.eligible(member)
        if eligible:
            lines += _MODES[mode](bonus, member, legs)
        carry[member] = _carried(bonus, legs, eligible)
    return lines


def _keeps(bonus):
    """Whether volume beyond the cap stays in the legs."""
    return (bonus.spec.get("over_cap") or "flush") == "keep"


def _cap(bonus, member):
    """The member's cap as stated, None if it has none."""
    cap = bonus.entry(bonus.spec.get("cap"), member)
    return None if cap is None else number(cap)


def _percent(bonus, member, legs):
    """A percentage of the smaller leg; what is matched leaves both legs."""
    rate = bonus.figure(bonus.spec.get("rate"), member)
    matched = max(Fraction(0), min(legs))
    if not rate or not matched:
        return []
    if bonus.spec.get("penalty") == "ratio":
        amount = bonus.line(member, matched * matched / max(legs), rate).amount
        legs[:] = [leg - matched for leg in legs]
        return [replace(bonus.line(member, matched, rate), amount=amount)]
    cap = _cap(bonus, member) if _keeps(bonus) else None
    if cap is not None:
        most = cap / (rate / 100 * bonus.plan.point_value)
        matched = min(matched, -(-most // POINT) * POINT)
    legs[0] -= matched
    legs[1] -= matched
    return [bonus.line(member, matched, rate)] if matched else []


def _cycle(bonus, member, legs):
    """Cycles of strong against weak; which leg is stronger is decided anew each time."""
    strong, weak = number(bonus.spec["strong"]), number(bonus.spec["weak"])
    if strong <= 0 or weak <= 0:
        raise PlanError(f"{bonus.code}: strong and weak must be above 0")
    amount = bonus.figure(bonus.spec.get("amount"), member)
    if not amount:
        return []
    cap = _cap(bonus, member) if _keeps(bonus) else None
    cycles = 0
    while max(legs) >= strong and min(legs) >= weak:
        if cap is not None and (cycles + 1) * amount > cap:
            break
        larger = 1 if legs[1] > legs[0] else 0
        legs[larger] -= strong
        legs[1 - larger] -= weak
        cycles += 1
    return [bonus.money(member, cycles * amount)] if cycles else []


def _table(bonus, member, legs):
    """The last step reached, once or again and again; its points leave both legs."""
    stated = bonus.entry(bonus.spec.get("steps"), member) or []
    steps = sorted((number(points), number(amount)) for points, amount in stated)
    if any(points <= 0 for points, _amount in steps):
        raise PlanError(f"{bonus.code}: the points of a step must be above 0")
    matched, paid = max(Fraction(0), min(legs)), Fraction(0)
    while True:
        reached = [step for step in steps if step[0] <= matched]
        if not reached:
            break
        points, amount = reached[-1]
        paid += amount
        matched -= points
        legs[:] = [leg - points for leg in legs]
        if not bonus.spec.get("repeat"):
            break
    return [bonus.money(member, paid)] if paid else []


_MODES = {"percent": _percent, "cycle": _cycle, "table": _table}


def _carried(bonus, legs, eligible):
    """What the legs carry into the next period."""
    if (bonus.spec.get("carry") or "keep") == "flush":
        return [Fraction(0), Fraction(0)]
    if not eligible and (bonus.spec.get("ineligible") or "keep") == "flush":
        return [Fraction(0), Fraction(0)]
    cap = bonus.spec.get("carry_cap")
    return legs if cap is None else [min(leg, number(cap)) for leg in legs]


KINDS = {"binary": binary}
