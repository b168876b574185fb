# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Caps on a bonus and on the whole period."""

from fractions import Fraction

from .exact import PlanError, number


def shrink(lines, cap, period):
    """Shrink the positive lines in proportion until all together make the cap rounded down.

    Negative lines stay. Ties of the exact division go to the member listed first, then to the
    earlier line.

    :param list lines: the lines under one cap; their amounts change
    :param Fraction cap: money
    :return: whether the cap was in the way
    """
    if sum((line.amount for line in lines), Fraction(0)) <= cap:
        return False
    listed = {name: place for place, name in enumerate(period.network.members)}
    positive = [line for line in lines if line.amount > 0]
    positive.sort(key=lambda line: listed[line.earner])
    negative = sum((line.amount for line in lines if line.amount < 0), Fraction(0))
    target = max(Fraction(0), period.plan.rounding.floor(cap) - negative)
    shares = period.plan.rounding.divide(target, [line.amount for line in positive])
    for line, share in zip(positive, shares, strict=True):
        line.amount = share
    return True


def cap_bonus(bonus, lines):
    """The bonus's own `cap`: per earner and period."""
    if bonus.spec.get("cap") is None:
        return
    for earner, own in _grouped(lines, lambda line: line.earner).items():
        cap = bonus.entry(bonus.spec["cap"], earner)
        if cap is not None and shrink(own, number(cap), bonus.period):
            bonus.why(earner, f"capped at {cap}")


def cap_period(period):
    """The plan's `caps`, in their order, on all lines of the period."""
    for cap in period.plan.caps:
        kinds = [kind for kind in ("per_member", "per_owner", "company") if kind in cap]
        if len(kinds) != 1:
            raise PlanError(f"a cap is one of per_member, per_owner, company: {cap}")
        codes = cap.get("of")
        lines = [line for line in period.lines if codes is None or line.bonus in codes]
        _APPLY[kinds[0]](cap[kinds[0]], period, lines)


def _per_member(stated, period, lines):
    for earner, own in _grouped(lines, lambda line: line.earner).items():
        cap = period.plan.by_rank(stated, period.status.rank(earner))
        if cap is not None and shrink(own, number(cap), period):
            period.why.append((earner, None, f"capped at {cap}"))


def _per_owner(stated, period, lines):
    def person(member):
        owner = period.network.attribute(member, "owner")
        return member if owner is None else owner

    highest = {}
    for member in period.network.partners:
        rank = period.status.rank(member)
        highest[person(member)] = max(rank, highest.get(person(member), -1))
    for owner, own in _grouped(lines, lambda line: person(line.earner)).items():
        cap = period.plan.by_rank(stated, highest[owner])
        if cap is not None and shrink(own, number(cap), period):
            period.why.append((owner, None, f"capped at {cap} with all positions"))


def _company(stated, period, lines):
    volume = sum((row.cv * row.point_value for row in period.volumes if row.fresh), Fraction(0))
    if shrink(lines, volume * number(stated) / 100, period):
        period.why.append((None, None, f"all lines capped at {stated} % of the volume"))


def _grouped(lines, key):
    groups = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


_APPLY = {"per_member": _per_member, "per_owner": _per_owner, "company": _company}
