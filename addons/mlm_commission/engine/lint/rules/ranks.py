# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ranks that nobody can reach, that nobody can hold, or that are worth less than lower ones."""

from itertools import pairwise

from ...language import to_fraction, to_name
from ...tables import by_rank
from ...words import _
from ..base import rule
from ..conditions import alternatives, implies
from ..reach import Reach

UNREACHABLE = {
    "contrary": _("Nobody can reach the rank %(rank)s: %(one)s contradicts %(other)s."),
    "needs_rank": _(
        "Nobody can reach the rank %(rank)s: %(one)s asks for somebody at %(wanted)s first, and "
        "nobody can hold that."
    ),
    "too_wide": _("Nobody can reach the rank %(rank)s: %(one)s, but the tree has %(legs)s legs."),
    "leg_cap": _(
        "Nobody can reach the rank %(rank)s: %(one)s, but its legs count %(cap)s %% each at most."
    ),
}
TABLE_KEYS = ("rates", "rate", "shares")


@rule("nobody_active", _("Inactive members earn nothing; nobody would ever be paid."))
def nobody_active(subject):
    """Activity that needs the activity of others first."""
    found = Reach(subject.plan).nobody_active
    if found:
        problem, values = found
        text = (
            _("Nobody can ever be active: %(one)s contradicts %(other)s.")
            if problem == "contrary"
            else _("Nobody can ever be active: %(one)s asks for active members first.")
        )
        yield "plan.active", "error", text, values


@rule("unreachable_rank", _("A rank that nobody can reach promises what is never paid."))
def unreachable_ranks(subject):
    """Contradictions, a rank that needs itself, more legs than a tree has, a cap below need."""
    for index, (problem, values) in Reach(subject.plan).unreachable.items():
        code, _require, path = subject.ranks[index]
        yield path, "error", UNREACHABLE[problem], {"rank": code, **values}


@rule("shadowed_rank", _("Of several ranks whose conditions hold, the highest one is paid."))
def shadowed_ranks(subject):
    """Ranks that nobody holds, because a higher one asks no more."""
    if len(subject.ranks) > 1 and not any(require for _code, require, _path in subject.ranks):
        text = _("No rank asks for anything: everybody holds %(rank)s unless a rank is stated.")
        yield "plan.ranks", "warning", text, {"rank": subject.ranks[-1][0]}
        return
    if subject.plan.get("rank_mode") == "ladder":
        pairs = list(pairwise(subject.ranks))
    else:
        ranks = subject.ranks
        pairs = [(low, high) for i, low in enumerate(ranks) for high in ranks[i + 1 :]]
    told = set()
    for (low, require, path), (high, higher, _path) in pairs:
        ways, better = alternatives(require), alternatives(higher)
        if low not in told and all(any(implies(w, b) for b in better) for w in ways):
            told.add(low)
            yield (
                path,
                "warning",
                _("Nobody holds the rank %(low)s: who reaches it reaches %(high)s as well."),
                {"low": low, "high": high},
            )


@rule("worthless_rank", _("Members expect a higher rank to pay more than a lower one."))
def worthless_ranks(subject):
    """Higher ranks that pay less, or the same, in every bonus."""
    tables = [table for bonus, _path in subject.bonuses for table in _tables(bonus, subject)]
    asked = _ranks_asked_for(subject.plan)
    for index, ((low, *_rest), (high, _require, path)) in enumerate(pairwise(subject.ranks), 1):
        compared = [_compare(rows[index], rows[index + 1]) for rows in tables]
        if any(better for better, _worse in compared) or not compared:
            continue
        worse = any(worse for _better, worse in compared)
        if not worse and high in asked:
            continue
        text = (
            _("The rank %(high)s pays less than the lower rank %(low)s, and nowhere more.")
            if worse
            else _("The rank %(high)s pays nothing more than the lower rank %(low)s.")
        )
        values = {"high": high, "low": low}
        yield path.removesuffix(".require"), "warning" if worse else "info", text, values


def _tables(bonus, subject):
    """Rows by rank of everything in a bonus that pays more or less by rank."""
    codes = [code for code, _require, _path in subject.ranks]
    for key in (*TABLE_KEYS, "amount"):
        if key in bonus:
            yield by_rank(bonus[key], codes)
    if "amounts" in bonus:
        stated = {to_name(code): amount for code, amount in bonus["amounts"].items()}
        yield [None, *(stated.get(code) for code in codes)]


def _compare(low, high):
    """(whether the higher row is better anywhere, whether it is worse anywhere)."""
    rows = [[] if row is None else row if isinstance(row, list) else [row] for row in (low, high)]
    length = max(map(len, rows))
    below, above = ([to_fraction(x) for x in row] + [0] * (length - len(row)) for row in rows)
    pairs = list(zip(below, above, strict=True))
    return any(b < a for b, a in pairs), any(b > a for b, a in pairs)


def _ranks_asked_for(value):
    """Codes of ranks that conditions, caps, leaders or a breakaway refer to."""
    found = set()
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("rank", "leader", "threshold", "stop_at", "breakaway"):
                found.add(to_name(item))
            if key in ("cap", "per_member", "slab") and isinstance(item, dict):
                found |= {to_name(code) for code in item}
            found |= _ranks_asked_for(item)
    elif isinstance(value, list):
        for item in value:
            found |= _ranks_asked_for(item)
    return found
