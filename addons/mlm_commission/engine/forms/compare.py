# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What differs between two plans, key by key."""

from dataclasses import dataclass

from ..language import LanguageError, read_number, to_name

# lists whose entries are the same thing if they have the same code
CODED = ("ranks", "bonuses")


@dataclass(frozen=True)
class Change:
    """One difference.

    ``path``: keys, positions and, for ranks and bonuses, codes; ``change``: "added", "removed",
    "changed" or "moved" (``old`` and ``new`` are then positions from 1).
    """

    path: tuple
    change: str
    old: object = None
    new: object = None


def compare_plans(old, new):
    """Differences in the order of the newer plan, what was removed after it.

    :param dict old: part ``plan`` of a document, as from ``language.load``
    :param dict new: the same, newer
    :rtype: list[Change]

    >>> compare_plans({"point_value": 1, "ranks": [{"code": "a"}]}, {"point_value": 2})
    ... # doctest: +NORMALIZE_WHITESPACE
    [Change(path=('point_value',), change='changed', old=1, new=2),
     Change(path=('ranks', 'a'), change='removed', old={'code': 'a'}, new=None)]
    """
    return list(_compare_maps((), old, new))


def _compare_maps(path, old, new):
    old = {to_name(key): value for key, value in old.items()}
    new = {to_name(key): value for key, value in new.items()}
    for key, value in new.items():
        if not path and key in CODED:
            yield from _compare_coded((key,), _listed(old.get(key)), _listed(value))
        elif key in old:
            yield from _compare((*path, key), old[key], value)
        else:
            yield Change((*path, key), "added", new=value)
    for key, value in old.items():
        if key in new:
            continue
        if not path and key in CODED:
            yield from _compare_coded((key,), _listed(value), [])
        else:
            yield Change((*path, key), "removed", old=value)


def _listed(value):
    return [entry for entry in value or [] if isinstance(entry, dict)]


def _compare_coded(path, old, new):
    """Entries with codes; an entry that overtook others has moved."""
    before = {to_name(entry.get("code")): entry for entry in old}
    after = {to_name(entry.get("code")): entry for entry in new}
    kept_before = [code for code in before if code in after]
    kept_after = [code for code in after if code in before]
    for code, entry in after.items():
        if code not in before:
            yield Change((*path, code), "added", new=entry)
            continue
        places = kept_before.index(code) + 1, kept_after.index(code) + 1
        if places[0] != places[1]:
            yield Change((*path, code), "moved", *places)
        yield from _compare_maps((*path, code), before[code], entry)
    for code, entry in before.items():
        if code not in after:
            yield Change((*path, code), "removed", old=entry)


def _compare(path, old, new):
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compare_maps(path, old, new)
    elif _is_branching(old) and _is_branching(new) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True), start=1):
            yield from _compare((*path, at), one, other)
    elif not _equal(old, new):
        yield Change(path, "changed", old, new)


def _is_branching(value):
    """A list worth going into: of conditions or caps, not of plain figures."""
    return isinstance(value, list) and any(isinstance(entry, dict | list) for entry in value)


def _equal(one, other):
    """Equal in meaning: 5 and 5.00 and "5" are one number."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    try:
        return read_number(one) == read_number(other)
    except (ValueError, LanguageError):
        return one == other
