# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bonuses by bracket or rank: personal, differential."""

from fractions import Fraction

from ..exact import PlanError, number


def slab_rate(bonus, member):
    """The percentage that a slab gives a member.

    Mode `whole`: the rate of the last step reached. Mode `marginal`: each block of the measure at
    its own rate, stated as the mean rate over the measure, so that it applies to any base.
    """
    slab = bonus.spec["slab"]
    mode = slab.get("mode") or "whole"
    steps = sorted((number(start), number(rate)) for start, rate in slab["steps"])
    if mode == "marginal" and bonus.kind == "personal":
        reached = bonus.period.measures.value(member, slab)
        if reached <= 0:
            return Fraction(0)
        ends = [start for start, _rate in steps[1:]] + [reached]
        blocks = (
            max(Fraction(0), min(end, reached) - max(Fraction(0), start)) * rate
            for (start, rate), end in zip(steps, ends, strict=True)
        )
        return sum(blocks, Fraction(0)) / reached
    if mode != "whole":
        raise PlanError(f"{bonus.code}: a {bonus.kind} bonus has no slab of mode {mode!r}")
    rates = [
        rate
        for start, rate in steps
        if bonus.period.measures.value(member, {**slab, "min": start}) >= start
    ]
    return rates[-1] if rates else Fraction(0)


def percentage(bonus, member, key):
    """A member's percentage: of the slab if there is one, else of the map by rank in `key`."""
    if "slab" in bonus.spec:
        return slab_rate(bonus, member)
    return bonus.figure(bonus.spec.get(key), member)


def personal(bonus):
    """The owner earns on its own volumes, its customers' or both."""
    of = bonus.spec.get("of") or "personal"
    if of not in ("own", "customer", "personal"):
        raise PlanError(f"{bonus.code}: of {of!r} is none of own, customer, personal")
    lines = []
    for volume in bonus.volumes:
        if volume.owner is None or not bonus.eligible(volume.owner):
            continue
        if of not in ("personal", "own" if volume.member == volume.owner else "customer"):
            continue
        rate = percentage(bonus, volume.owner, "rate")
        if rate:
            lines.append(bonus.line(volume.owner, bonus.points(volume), rate, volume.index))
    if (bonus.spec.get("slab") or {}).get("mode") == "marginal":
        for member in {line.earner for line in lines}:
            _round_together(bonus, [line for line in lines if line.earner == member])
    return lines


def _round_together(bonus, lines):
    """Round once what the blocks of a marginal slab give, and divide it among the lines."""
    exact = [
        line.base * line.rate / 100 * bonus.period.volumes[line.volume].point_value
        for line in lines
    ]
    rounding = bonus.plan.rounding
    missing = rounding.amount(sum(exact))
    for line, share in zip(lines, exact, strict=True):
        line.amount = rounding.floor(share)
        missing -= line.amount
    by_fraction = sorted(zip(lines, exact, strict=True), key=lambda pair: pair[0].amount - pair[1])
    for line, _share in by_fraction[: int(missing / rounding.unit)]:
        line.amount += rounding.unit


def differential(bonus):
    """Up from the owner itself; each gets what its percentage exceeds those paid below."""
    tree, lines = bonus.tree(), []
    stop = bonus.spec.get("stop_at")
    for volume in bonus.volumes:
        paid = Fraction(0)
        path = [] if volume.owner is None else tree.path(volume.owner)
        for distance, member in enumerate(path):
            if not bonus.eligible(member):
                continue
            rate = percentage(bonus, member, "rates")
            if rate > paid:
                base = bonus.points(volume)
                lines.append(bonus.line(member, base, rate - paid, volume.index, distance))
                paid = rate
            if stop is not None and bonus.rank(member) >= bonus.plan.rank_index(stop):
                break
    return lines


KINDS = {
    "personal": personal,
    "differential": differential,
}
