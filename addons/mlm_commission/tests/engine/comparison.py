# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The engine and the reference on one document: where do they differ?"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import yaml
from engine import language
from engine.exact import MagnitudeError
from engine.placement import PlacementError
from engine.reference import PlanError, run
from engine.scenario import results
from engine.tree import CycleError

REFUSALS = (language.LanguageError, PlacementError, CycleError, MagnitudeError)
LEVELS = ("level", "fast_start", "generation", "infinity", "matching")  # a line's level means one
MEASURES = (
    "own_volume",
    "personal_volume",
    "group_volume",
    "side_volume",
    "customers",
    "active_legs",
    "lifetime_group_volume",
)


class Crash(Exception):
    """An engine ends in a way that it must not."""


def difference(document):
    """Compute a document both ways.

    :param dict document: as from ``language.load``, or with decimals as texts
    :return: the first figure that differs, or None; None too where both refuse the document
    :rtype: str
    """
    try:
        found, refused = _attempt(results, REFUSALS, document)
        wanted, meaningless = _attempt(run, (PlanError,), document)
    except Crash as crash:
        return str(crash)
    if refused or meaningless:
        return None if refused and meaningless else f"refused: {refused} | {meaningless}"
    for number, ((result, _expect), period) in enumerate(zip(found, wanted, strict=True), 1):
        for what, mine, other in _figures(result, period):
            if mine != other:
                return f"differs in period {number}, {what}: {_apart(mine, other)}"
    return None


def _attempt(compute, refusals, document):
    """What is computed, and why not: refused with words, or a crash that is a mistake anyway."""
    try:
        return compute(document), None
    except refusals as error:
        return None, str(error) or type(error).__name__
    except Exception as error:
        raise Crash(f"{compute.__module__} crashes: {error!r}") from error


def _apart(mine, other):
    """Only what differs, engine first."""
    if isinstance(mine, dict):
        keys = [key for key in {**mine, **other} if mine.get(key) != other.get(key)]
        mine, other = ({key: side.get(key) for key in keys} for side in (mine, other))
    elif len(mine) == len(other):
        pairs = [pair for pair in zip(mine, other, strict=True) if pair[0] != pair[1]]
        mine, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return f"engine {mine}, reference {other}"


def _figures(result, period):
    """Yield (what, engine's figure, reference's figure)."""
    names = result.network.names
    codes = [None if code is None else str(code) for code in result.plan.rank_codes]

    def by_name(values):
        return dict(zip(names, values, strict=True))

    def ranks(array):
        return by_name([codes[rank] if rank >= 0 else None for rank in array.tolist()])

    yield "active", by_name(result.active.tolist()), period.active
    yield "rank", ranks(result.rank), period.rank
    yield "title", ranks(result.title), period.title
    yield "payout", _paid(result), _nonzero(period.payout)
    yield "lines", *_lines(result, period)
    given = {names[member]: things for member, things in result.rewards().items()}
    converted = {names[member]: paid for member, paid in result.converted().items()}
    sides = (converted, period.converted)
    yield "converted", *({m: paid for m, paid in side.items() if paid} for side in sides)
    yield "rewards", _nonzero(given), _nonzero(period.rewards)
    for member, bonuses in period.carry.items():
        for code, legs in bonuses.items():
            stock = result.carry.legs.get(code)
            pair = [0, 0] if stock is None else stock[names.index(member)].tolist()
            mine = [Decimal(points).scaleb(-result.carry.digits) for points in pair]
            yield f"carry of {code} of {member}", mine, legs
    for tree, parents in period.parent.items():
        above = result.figures.trees[tree].parent.tolist()
        mine = {n: names[p] if p >= 0 else None for n, p in zip(names, above, strict=True)}
        yield f"parents in {tree}", {name: mine[name] for name in parents}, parents
    partners = [name for name in names if name in period.parent["sponsor"]]
    for measure in MEASURES:
        values = by_name(result.measure(measure))
        mine = {name: Fraction(values[name]) for name in partners}
        yield measure, mine, {name: Fraction(period.measure(name, measure)) for name in partners}


def _paid(result):
    names = result.network.names
    return {names[member]: bonuses for member, bonuses in result.payout().items()}


def _nonzero(payout):
    kept = {m: {b: a for b, a in bonuses.items() if a} for m, bonuses in payout.items()}
    return {member: bonuses for member, bonuses in kept.items() if bonuses}


def _lines(result, period):
    """Lines of both sides, as sorted lists of (earner, bonus, row, level, amount made).

    Lines that come to nothing are left out. Caps decide sums; which of its lines of a bonus gives
    a member the last cent is left open.
    """
    names, lines = result.network.names, result.lines
    codes = [(bonus.code, bonus.name in LEVELS) for bonus in result.plan.bonuses]
    counted = {code for code, has_levels in codes if has_levels}
    columns = (lines.earner, lines.bonus, lines.source, lines.level, lines.before)
    mine = [
        (
            names[earner],
            codes[bonus][0],
            source,
            level * codes[bonus][1],
            Decimal(units).scaleb(-result.amount_digits),
        )
        for earner, bonus, source, level, units in zip(
            *map(np.ndarray.tolist, columns), strict=True
        )
        if units
    ]
    other = [
        (
            line.earner,
            line.bonus,
            -1 if line.volume is None else line.volume,
            line.level if line.bonus in counted else 0,
            line.made,
        )
        for line in period.lines
        if line.made
    ]
    return sorted(mine), sorted(other)


def plain(value):
    """A document that YAML can write: Decimals as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


def dump(document):
    """The document as YAML."""
    return yaml.safe_dump(plain(document), sort_keys=False, width=100)
