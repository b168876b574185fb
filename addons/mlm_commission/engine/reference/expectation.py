# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Compares a document's expectations with what was worked out."""

from .exact import number
from .period import run
from .spelling import spelled, text, truth


def differences(document):
    """Tell every expected figure that is not what comes out.

    :param dict document: a scenario
    :return: one text per difference, none if the scenario holds
    :rtype: list
    """
    document = spelled(document)
    periods = document.get("periods", [document])
    found = []
    for count, (stated, result) in enumerate(zip(periods, run(document), strict=True), 1):
        expect = stated.get("expect") or {}
        where = f"period {count}: " if len(periods) > 1 else ""
        found += [where + text for text in _compare(expect, result, document["plan"])]
    return found


def _compare(expect, result, plan):
    for name, want, have in _pairs(expect, result, plan):
        if want != have:
            yield f"{name}: expected {want}, found {have}"


def _pairs(expect, result, plan):
    """Yield (name, expected, found)."""
    for compare in (_amounts, _beside, _status, _carry, _parents, _strict):
        yield from compare(expect, result, plan)


def _amounts(expect, result, _plan):
    for member, bonuses in (expect.get("payout") or {}).items():
        for bonus, amount in bonuses.items():
            found = result.payout.get(member, {}).get(bonus, 0)
            yield f"{bonus} of {member}", number(amount), number(found)
    for member, amount in (expect.get("total") or {}).items():
        yield f"total of {member}", number(amount), number(result.total.get(member, 0))


def _beside(expect, result, _plan):
    """What is paid in other currencies, or not in money."""
    for member, amount in (expect.get("converted") or {}).items():
        yield f"converted of {member}", number(amount), number(result.converted.get(member, 0))
    for member, bonuses in (expect.get("rewards") or {}).items():
        for bonus, value in bonuses.items():
            found = result.rewards.get(member, {}).get(bonus, 0)
            yield f"reward {bonus} of {member}", number(value), number(found)


def _status(expect, result, _plan):
    for member, values in (expect.get("measures") or {}).items():
        for measure, value in values.items():
            found = number(result.measures[member][measure])
            yield f"{measure} of {member}", number(value), found
    for member, code in (expect.get("rank") or {}).items():
        yield f"rank of {member}", _name(code), result.rank[member]
    for member, active in (expect.get("active") or {}).items():
        yield f"active of {member}", truth(active), result.active[member]


def _carry(expect, result, _plan):
    for member, bonuses in (expect.get("carry") or {}).items():
        for bonus, legs in bonuses.items():
            found = result.carry.get(member, {}).get(bonus, [0, 0])
            yield f"carry of {member}", [number(x) for x in legs], [number(x) for x in found]


def _parents(expect, result, plan):
    if expect.get("parent"):
        tree = expect.get("tree") or _stated_tree(plan)
        for member, parent in expect["parent"].items():
            yield f"parent of {member} in {tree}", _name(parent), result.parent[tree][member]


def _name(stated):
    """A name as text, None for nobody."""
    return None if stated in (None, "none") else text(stated)


def _strict(expect, result, _plan):
    """Whoever is not named earns nothing; a named total names all bonuses of its member."""
    if not expect.get("strict"):
        return
    for member, bonuses in result.payout.items():
        if member in (expect.get("total") or {}):
            continue
        named = (expect.get("payout") or {}).get(member, {})
        for bonus, amount in bonuses.items():
            if bonus not in named:
                yield f"{bonus} of {member} (not named)", number(0), number(amount)


def _stated_tree(plan):
    trees = plan.get("trees") or {}
    if "placement" in trees:
        return "placement"
    return next(iter(trees), "sponsor")
