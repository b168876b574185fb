# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The second opinion at closing: compute a run, or a sample of it, again with the reference.

A small period is compared as a whole: activity, ranks, titles, totals after all caps, carry. Of a
large one some members are: activity, rank, and what every bonus made for them before caps, worked
out from the network below them. What is shared out among the company (pools, boards, and what
matches them) is compared in small periods only. A bonus kind that the reference does not know is
not compared.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from .explain.sharing import SHARED_KINDS
from .explain.subnet import Below, restrict, restrict_volumes
from .language import EPOCH
from .model import NO_DAY, NONE, NOT_STATED
from .reference.bonuses import KINDS
from .reference.bonuses.board import Boards
from .reference.history import History
from .reference.network import Network, Volume
from .reference.period import Period
from .reference.plan import Plan
from .reference.spelling import spelled

MAX_MEMBERS, MAX_ROWS, MAX_STEPS = 2_000, 5_000, 200_000
SAMPLE = 20


@dataclass(frozen=True)
class SampleCheck:
    """What was compared.

    ``members``: number of members compared; ``is_whole``: all of them, with totals and carry;
    ``differences``: one text each, none if both engines agree.
    """

    members: int
    is_whole: bool
    differences: tuple

    def __bool__(self):
        return not self.differences


def sample_check(plan, network, volumes, carry, result, sample=None):
    """Compare a computed period with the reference; changes nothing.

    :param dict plan: the part ``plan`` of the document
    :param network: :class:`~.model.Network` that was computed
    :param volumes: :class:`~.model.Volumes` that were computed
    :param carry: :class:`~.model.Carry` of the period before, None before the first
    :param result: :class:`~.model.Result` with lines
    :param sample: indexes of members to look at where the period is not small; by default
        ``SAMPLE`` of those who earn, evenly spread over the order of enrolment. Members with more
        than ``MAX_MEMBERS`` below them are passed over.
    :rtype: SampleCheck
    """
    plan = spelled(plan)
    if carry is not None:
        carry = carry.aligned(network.ids, max(volumes.digits, carry.digits))
    everybody = np.arange(len(network))
    is_known = all(spec["kind"] in KINDS for spec in plan.get("bonuses") or [])
    if is_known and _is_small(network, volumes, result):
        period = _reference(plan, network, volumes, (carry, everybody), result)
        differences = tuple(_compare_all(plan, network, period, result))
        return SampleCheck(len(network), True, differences)
    if sample is None:
        earners = np.unique(result.totals.earner)
        places = np.linspace(0, len(earners) - 1, min(SAMPLE, len(earners))).astype(np.int64)
        sample = earners[places] if len(earners) else earners
    alone = _without_shared(plan)
    below, compared, differences = Below(network), 0, []
    for member in np.asarray(sample, dtype=np.int64).tolist():
        inside = below.closure([member])
        if len(inside) > MAX_MEMBERS:
            continue
        part, (rows, _of) = restrict(network, inside), restrict_volumes(volumes, inside)
        if not _is_small(part, rows, result, inside):
            continue
        period = _reference(alone, part, rows, (carry, inside), result)
        name = _names(part)[int(np.searchsorted(inside, member))]
        differences += _compare_one(alone, member, name, period, result)
        compared += 1
    return SampleCheck(compared, False, tuple(differences))


def _without_shared(plan):
    """The plan with what can be found in a part of the network: no caps, nothing shared out."""
    shared, bonuses = set(), []
    for spec in plan.get("bonuses") or []:
        apart = spec["kind"] in SHARED_KINDS or spec["kind"] not in KINDS
        if apart or shared.intersection(spec.get("of") or ()):
            shared.add(spec["code"])
        else:
            bonuses.append(spec)
    return {**plan, "bonuses": bonuses, "caps": []}


def _is_small(network, volumes, result, inside=None):
    """Whether the reference gets through it in seconds: few members, rows and steps upwards."""
    if len(network) > MAX_MEMBERS or len(volumes) > MAX_ROWS:
        return False
    depth = result.depth if inside is None else result.depth[inside]
    trees = 1 + len(network.trees)
    owner = volumes.owner[volumes.owner >= 0]
    return trees * int((depth[owner] + 1).sum()) <= MAX_STEPS


# === ARRAYS TO THE REFERENCE === #


def _names(network):
    names = network.ids.tolist() if network.names is None else network.names
    return [str(name) for name in names]


def _reference(definition, network, volumes, before, result):
    """The period as the reference works it out.

    :param tuple before: the carry of the period before, and where in it the members stand
    """
    main = result.plan.main_period
    bonuses = [{"period": main, **spec} for spec in definition.get("bonuses") or []]
    plan = Plan({**definition, "bonuses": bonuses})
    members = _network(plan, network)
    history = History() if before[0] is None else _history(plan, network, *before)
    kind = volumes.period or main
    stated = {"period": kind, "rates": volumes.rates}
    period = Period(plan, members, history, _rows(plan, network, volumes), stated)
    period.work_out()
    if kind == main:
        demotion = plan.spec.get("demotion")
        history.remember(period.network, period.measures, period.status, demotion)
    return period


def _network(plan, network):
    """The members with the places that they have; nobody is placed anew."""
    names, members = _names(network), {}
    for index, name in enumerate(names):
        keys = {"type": "customer" if network.is_customer[index] else "partner"}
        if network.sponsor[index] >= 0:
            keys["sponsor"] = names[network.sponsor[index]]
        if network.stated_active[index] != NONE:
            keys["active"] = bool(network.stated_active[index])
        if network.stated_rank[index] != NOT_STATED:
            rank = int(network.stated_rank[index])
            keys["rank"] = "none" if rank < 0 else plan.codes[rank]
        if network.joined[index] != NO_DAY:
            keys["joined"] = _day(network.joined[index])
        if network.market_name(index) is not None:
            keys["market"] = network.market_name(index)
        keys["terminated"] = bool(network.terminated[index])
        keys["blocked"] = bool(network.blocked[index])
        keys["attributes"] = {
            fact: values[index] for fact, values in network.attributes.items() if index in values
        }
        members[name] = keys
    found = Network(plan.spec)
    found.members = members
    for tree, places in found.places.items():
        at = network.trees[tree]
        for index, name in enumerate(names):
            above = int(at.parent[index])
            places.parent[name] = names[above] if above >= 0 else None
            places.leg[name] = int(at.leg[index]) or None
    found.build_trees()
    return found


def _day(number):
    return date.fromordinal(int(number) + EPOCH)


def _points(value, digits):
    return Fraction(int(value), 10**digits)


def _rows(plan, network, volumes):
    names, rows = _names(network), []
    for index, owner in enumerate(volumes.owner.tolist()):
        day, number = int(volumes.day[index]), int(volumes.market[index])
        market = volumes.markets[number] if number >= 0 else None
        rows.append(
            Volume(
                index=index,
                member=names[volumes.buyer[index]] if volumes.buyer[index] >= 0 else None,
                owner=names[owner] if owner >= 0 else None,
                pv=_points(volumes.pv[index], volumes.digits),
                cv=_points(volumes.cv[index], volumes.digits),
                net=_points(volumes.net[index], volumes.digits),
                date=None if day == NO_DAY else _day(day),
                kind=volumes.kinds[volumes.kind[index]],
                market=market,
                point_value=plan.market(market).point_value,
                fresh=bool(volumes.fresh[index]),
            )
        )
    return rows


def _history(plan, network, stored, places):
    """What the periods before left, by name."""
    names, history = _names(network), History()
    by_id = dict(zip(network.ids.tolist(), names, strict=True))
    codes = [spec["code"] for spec in plan.bonuses]
    for index, name in zip(places.tolist(), names, strict=True):
        history.personal[name] = _points(stored.lifetime_pv[index], stored.digits)
        for tree, volume in stored.lifetime_gv.items():
            history.group[tree][name] = _points(volume[index], stored.digits)
        streak = stored.streak[index].tolist()
        longest = max(streak, default=0)
        held = [sum(1 for count in streak if count > ago) - 1 for ago in range(longest)]
        history.ranks[name] = held[::-1]
        history.title[name] = int(stored.title[index])
        history.below[name] = int(stored.below[index])
        for code in codes:
            if code in stored.legs:
                pair = stored.legs[code][index].tolist()
                history.carry[code][name] = [_points(leg, stored.digits) for leg in pair]
            if code in stored.awarded:
                for rank in np.flatnonzero(stored.awarded[code][index]).tolist():
                    history.awarded.add((code, name, plan.codes[rank]))
    for spec in plan.bonuses:
        if spec["kind"] == "board" and spec["code"] in stored.boards:
            history.boards[spec["code"]] = _boards(plan, spec, stored, by_id)
    return history


def _boards(plan, spec, stored, by_id):
    trees = plan.spec["trees"]
    first = next(tree for tree in trees.values() if tree.get("kind") == "board")
    tree = trees[spec["tree"]] if "tree" in spec else first
    boards = Boards(int(tree["width"]), int(tree["height"]))
    places = {}
    for number, member in stored.boards[spec["code"]].tolist():
        places.setdefault(number, []).append(by_id.get(member, f"id {member}"))
    boards.open = list(places.values())
    return boards


# === COMPARING === #


def _compare_all(plan, network, period, result):
    names = _names(network)
    paid, found = Counter(), Counter()
    for line in period.lines:
        paid[line.earner, line.bonus] += line.amount
    for member, bonuses in result.payout().items():
        for code, amount in bonuses.items():
            found[names[member], code] = Fraction(amount)
    for key in sorted({key for key in {**paid, **found} if paid[key] != found[key]}):
        member, code = key
        yield f"{code} of {member}: {_show(found[key])}, by the reference {_show(paid[key])}"
    for index, name in enumerate(names):
        yield from _compare_status(index, name, period, result)
        title = period.history.title.get(name, -1)
        if int(result.title[index]) != title:
            yield f"title of {name}: {int(result.title[index])}, by the reference {title}"
    for code, legs in result.carry.legs.items():
        for index, name in enumerate(names):
            mine = [_points(leg, result.carry.digits) for leg in legs[index].tolist()]
            other = period.history.carry.get(code, {}).get(name, [0, 0])
            if mine != other:
                mine, other = ([_show(leg) for leg in pair] for pair in (mine, other))
                yield f"carry of {code} of {name}: {mine}, by the reference {other}"


def _compare_one(plan, member, name, period, result):
    yield from _compare_status(member, name, period, result)
    for spec in plan["bonuses"]:
        code = spec["code"]
        number = result.plan.bonus_codes.index(code)
        block = result.lines.blocks[number]
        units = int(block.before[block.earner == member].sum())
        found = Fraction(units, 10**result.amount_digits)
        lines = [one for one in period.lines if (one.earner, one.bonus) == (name, code)]
        made = sum((line.made for line in lines), Fraction(0))
        if made != found:
            yield f"{code} of {name}: {_show(found)}, by the reference {_show(made)}"


def _compare_status(index, name, period, result):
    status = (period.status.active(name), period.status.rank(name))
    found = (bool(result.active[index]), int(result.rank[index]))
    if found[0] != status[0]:
        yield f"active of {name}: {found[0]}, by the reference {status[0]}"
    if found[1] != status[1]:
        yield f"rank of {name}: {found[1]}, by the reference {status[1]}"


def _show(value):
    return str(Decimal(value.numerator) / Decimal(value.denominator))
