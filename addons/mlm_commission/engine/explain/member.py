# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Why one member gets what it gets from one bonus, and why not more."""

from collections import Counter
from fractions import Fraction

import numpy as np

from ..exact import sum_at
from .path import WALKING_KINDS, has_volume, last_step
from .sharing import goes_past, is_capped_with_shared, is_shared, shared_caps
from .states import exact_number, failed, rank_states, states

SHOWN_ROWS = 20
SHOWN_LEGS = 100
LOOKED_AT_ROWS = 500
# Ways of very deep lines are long: fewer of them are gone through.
LOOKED_AT_STEPS = 200_000
# Above so many members a second computation takes too long for somebody who waits.
WHAT_IF_MEMBERS = 20_000
MISSED_MEMBERS = 250_000


def explain_bonus(case, member, bonus):
    """One member and one bonus.

    :param Case case: of a network closed below the member
    :param int member: index
    :param bonus: compiled bonus of the case's plan
    :return: dict: ``made`` and ``paid`` (Fractions, before and after the member's own caps),
        ``lines`` (how many), ``volume_rows`` (rows the bonus sees in its group), ``reasons`` (list
        of dicts with a ``reason``, see below), ``missed`` (Fraction: what it would have got more
        without the first reason, None if that cannot be told or takes too long), ``shared_caps``
        (kinds of caps of several members together that may have left less than ``paid``)

    Reasons: ``other_period`` (a weekly bonus in a month or the other way round), ``customer``,
    ``inactive`` (with ``failed`` conditions), ``conditions`` (``failed``), ``blocked``, ``shared``
    and ``upline`` (see :func:`.sharing.is_shared`), ``no_volume``, ``no_rate``, ``one_leg``
    (``legs``), ``no_cycle`` (``legs``), ``not_reached``, ``capped`` (``cap``), ``reward`` (a thing
    worth ``value``),
    ``passed`` (rows of its group that pay it nothing, by reason). Of an eligible member
    ``next_rank`` tells what the same period would pay ``more`` with the next ``rank``. Of a binary
    bonus ``legs`` holds the points per leg: ``period``, ``carried``, ``left`` (for the next one).
    """
    count, made, paid = case.sums(member, bonus)
    rows = has_volume(case, bonus, member)
    answer = {
        "bonus": bonus.code,
        "kind": bonus.name,
        "made": made,
        "paid": paid,
        "lines": count,
        "volume_rows": len(rows),
        "reasons": [],
        "missed": Fraction(0),
        "missed_rows": [],
        "next_rank": None,
        "shared_caps": _shared_caps(case, bonus),
    }
    if bonus.name == "binary":
        answer["legs"] = binary_legs(case, member, bonus)
    if bonus.period != case.run.period:
        answer["reasons"].append({"reason": "other_period"})
        return answer
    if is_shared(case.plan, bonus):
        answer["reasons"].append({"reason": "upline" if goes_past(bonus) else "shared"})
    bar = _bar(case, member, bonus)
    if bar:
        answer["reasons"].append(bar)
        _add_missed(case, member, bonus, answer, bar["reason"])
    if not len(rows) and bonus.name in (*WALKING_KINDS, "personal", "binary"):
        answer["reasons"].append({"reason": "no_volume"})
    if not bar:
        _add_smaller_reasons(case, member, bonus, answer, rows)
        answer["next_rank"] = _more_with_next_rank(case, member, bonus, answer)
    return answer


def _more_with_next_rank(case, member, bonus, answer):
    """What the bonus would pay more to the same member with the next rank; None if there is none,
    or if it cannot be told without a long computation."""
    rank = int(case.rank[member]) + 1
    told = len(case.network) <= WHAT_IF_MEMBERS and not _asks_the_company(case, bonus)
    if rank >= len(case.plan.ranks) or not told:
        return None
    other = case.if_rank(member, rank)
    more = other.sums(member, other.plan.bonuses[bonus.index])[2] - answer["paid"]
    return {"rank": case.plan.rank_codes[rank], "more": more}


def _shared_caps(case, bonus):
    """Kinds of the caps beyond the member's own that may have left it less than is told here."""
    return [] if _asks_the_company(case, bonus) else shared_caps(case.whole_plan, bonus)


def _asks_the_company(case, bonus):
    """Whether what a bonus would pay cannot be told from the network below."""
    return is_shared(case.plan, bonus) or is_capped_with_shared(case.whole_plan, bonus)


def _bar(case, member, bonus):
    """What keeps the member from this bonus as a whole."""
    if case.network.is_customer[member]:
        return {"reason": "customer", "failed": []}
    reason, missing = case.bar(member, bonus)
    return {"reason": reason, "failed": missing} if reason else None


def _add_missed(case, member, bonus, answer, reason):
    """What the same computation gives if the reason falls away."""
    told = reason not in ("customer", "blocked") and len(case.network) <= MISSED_MEMBERS
    if _asks_the_company(case, bonus) or not told:
        answer["missed"] = None
        return
    other = case.if_active(member) if reason == "inactive" else case.if_qualified(member, bonus)
    there = other.plan.bonuses[bonus.index]
    answer["missed"] = other.sums(member, there)[2] - answer["paid"]
    answer["missed_rows"] = [
        {**other.line(index, there), "missed": more * case.unit}
        for index, more in _additional(case, other, member, bonus, there)
    ]


def _additional(case, other, member, bonus, there):
    """Lines that the other case pays more for, the most first: (index, units more)."""
    keys, __, had = _sums_by_place(case.block(bonus), case.indexes(member, bonus))
    wanted, first, units = _sums_by_place(other.block(there), other.indexes(member, there))
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    if len(keys):
        units -= np.where(keys[place] == wanted, had[place], 0)
    source = other.block(there).source[first]
    more = np.flatnonzero((units > 0) & (source >= 0))
    most = more[_largest(units[more], source[more], SHOWN_ROWS)]
    return zip(first[most].tolist(), units[most].tolist(), strict=True)


def _sums_by_place(block, indexes):
    """Lines of one volume row and level as one: (keys, index of the first line, amounts)."""
    places = block.source[indexes].astype(np.int64) << 16 | block.level[indexes].astype(np.int64)
    keys, first, where = np.unique(places, return_index=True, return_inverse=True)
    return keys, indexes[first], sum_at(where, block.amount[indexes], len(keys))


def _largest(values, ties, count):
    """Places of the largest values; of equal ones those with the smallest ties."""
    places = np.arange(len(values))
    if len(values) > count:
        places = np.flatnonzero(values >= np.partition(values, -count)[-count])
    return places[np.lexsort((ties[places], -values[places]))][:count]


def _add_smaller_reasons(case, member, bonus, answer, rows):
    """Reasons for less, of a member that is eligible."""
    if bonus.is_reward and answer["lines"]:
        answer["reasons"].append({"reason": "reward", "value": answer["made"]})
    elif answer["paid"] < answer["made"]:
        answer["reasons"].append(
            {"reason": "capped", "cap": binding_cap(case, member, bonus), "made": answer["made"]}
        )
    passed = _passed(case, member, bonus, rows)
    if passed:
        answer["reasons"].append({"reason": "passed", **passed})
    if not answer["lines"] and not answer["reasons"]:
        answer["reasons"].append(_no_lines(answer, bonus))


def _no_lines(answer, bonus):
    """Why an eligible member with volume has no line at all."""
    if bonus.name == "rank_advancement":
        return {"reason": "not_reached"}
    if bonus.name != "binary":
        return {"reason": "no_rate"}
    legs = answer["legs"]
    both = [legs["period"][side] + legs["carried"][side] for side in (0, 1)]
    if min(both) <= 0:
        return {"reason": "one_leg", "legs": both}
    return {"reason": "no_cycle" if bonus.table is None else "no_rate", "legs": both}


def binary_legs(case, member, bonus):
    """Points of a member's legs: of this period, carried into it, and left for the next one."""
    run, point = case.run, case.figures.point
    tree, rows = run.trees[bonus.tree], case.rows(bonus)
    owned = sum_at(run.volumes.owner[rows], run.base(bonus)[rows], len(tree))
    case.block(bonus)  # what its lines leave
    found = {"period": tree.leg_sums(owned, member)}
    for name, carry in (("carried", run.carry), ("left", run.next_carry)):
        legs = carry.legs.get(bonus.code)
        found[name] = [0, 0] if legs is None else legs[member].tolist()
    return {
        name: [exact_number(Fraction(value, point)) for value in legs]
        for name, legs in found.items()
    }


def binding_cap(case, member, bonus):
    """Name and amount of the cap that shrinks a member's lines of a bonus."""
    row = int(case.rank[member]) + 1
    made = case.sums(member, bonus)[1]
    if bonus.cap is not None and bonus.cap.rows[row] is not None and made > bonus.cap.rows[row]:
        return {"kind": "bonus", "amount": bonus.cap.rows[row]}
    for cap in case.plan.caps:
        if cap.kind == "per_member" and cap.table.rows[row] is not None:
            return {"kind": "per_member", "amount": cap.table.rows[row]}
    return None


def _passed(case, member, bonus, rows):
    """Rows of the group that pay the member nothing, counted by the reason at its own place."""
    if bonus.name not in WALKING_KINDS or bonus.name == "matching":
        return None
    unpaid = np.zeros(len(case.volumes), dtype=bool)
    unpaid[rows] = True
    unpaid[case.block(bonus).source[case.indexes(member, bonus)]] = False
    unpaid = np.flatnonzero(unpaid)
    reasons, examples = Counter(), []
    most = unpaid[_largest(case.run.base(bonus)[unpaid], unpaid, LOOKED_AT_ROWS)]
    depth = case.run.trees[bonus.tree].depth
    steps = np.cumsum(depth[case.volumes.owner[most]] - int(depth[member]) + 1, dtype=np.int64)
    most = most[: max(1, int(np.searchsorted(steps, LOOKED_AT_STEPS)))].tolist()
    indexes = case.indexes_of_rows(bonus, most)
    for row in most:
        step = last_step(case, bonus, row, member, indexes[row])
        if step is None:
            continue
        reasons[step["reason"]] += 1
        if len(examples) < SHOWN_ROWS:
            examples.append({"source": row, **step})
    if not reasons:
        return None
    return {
        "rows": len(unpaid),
        "looked_at": len(most),
        "by_reason": dict(reasons),
        "examples": examples,
    }


def next_rank(case, member):
    """Distance to the next rank above the one held, or to activity if that is missing.

    :return: dict: ``rank`` (code held or None), ``next`` (code or None at the top), ``failed``
        (failing conditions of the next rank), ``active``, ``failed_active``, ``ranks`` (states of
        all ranks)
    """
    held, codes = int(case.rank[member]), case.plan.rank_codes
    ranks = rank_states(case.before_ranks, member)
    following = ranks[held + 1] if held + 1 < len(codes) else None
    active = bool(case.active[member])
    activity = states(case.plan.active, case.figures, member)
    return {
        "active": active,
        "activity": activity,
        "failed_active": [] if active else failed(activity),
        "rank": codes[held] if held >= 0 else None,
        "next": following and following["rank"],
        "failed": failed(following["conditions"]) if following else [],
        "ranks": ranks,
    }


def legs(case, member, tree="sponsor"):
    """The legs below a member: one dict per child, the largest group first, not more than people
    read.

    :return: (how many legs there are, list of dicts: member, group_volume (in units), rank
        (highest in the leg, index or -1), active (members), size, head_rank)
    """
    shape = case.run.trees[tree]
    group = case.figures.array("group_volume", tree=tree)
    rank, active = case.rank, case.active
    found, heads = [], shape.children_of(member)
    for head in heads[_largest(group[heads], heads, SHOWN_LEGS)].tolist():
        team = shape.team(head)
        found.append(
            {
                "member": head,
                "group_volume": int(group[head]),
                "rank": int(rank[team].max()),
                "head_rank": int(rank[head]),
                "active": int(active[team].sum()),
                "size": len(team),
            }
        )
    return len(heads), found
