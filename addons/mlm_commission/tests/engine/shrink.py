# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Make a document on which two engines differ as small as possible."""

import copy


def shrink(document, differs):
    """Drop members, volumes, bonuses, keys, as long as the difference stays.

    :param dict document: a scenario
    :param differs: function of a document: a text that names what differs, or None
    :return: a smaller document, of which nothing can be dropped alone
    :rtype: dict
    """
    sort = _sort(differs(document))
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(document):
            if _sort(differs(candidate)) == sort:
                document, smaller = candidate, True
                break
    return document


def _sort(text):
    """A refusal or a crash must not take the place of a differing figure."""
    return None if text is None else text.split(" ", 1)[0]


def _smaller(document):
    """Yield the document with one thing less, large things first."""
    for name in _member_names(document):
        yield _without_member(document, name)
    if "periods" in document and len(document["periods"]) == 1:
        (period,) = document["periods"]
        rest = {key: value for key, value in document.items() if key != "periods"}
        yield {**rest, **{key: value for key, value in period.items() if key != "members"}}
    paths = sorted(_paths(document), key=len)
    for path in paths:
        candidate = copy.deepcopy(document)
        at = candidate
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]
        yield candidate


def _paths(value, path=()):
    """Paths of everything that can be dropped; not of what a mapping cannot do without."""
    steps = value.keys() if isinstance(value, dict) else range(len(value))
    for step in steps:
        if path or step not in ("plan", "members"):
            yield (*path, step)
        if isinstance(value[step], dict | list):
            yield from _paths(value[step], (*path, step))


def _member_names(document):
    parts = [document, *document.get("periods", [])]
    return [name for part in reversed(parts) for name in reversed(list(part.get("members") or {}))]


def _without_member(document, gone):
    """Whoever stood below the member comes below whoever stood above it."""
    document = copy.deepcopy(document)
    parts = [document, *document.get("periods", [])]
    above = {}
    for part in parts:
        above.update((part.get("members") or {}).get(gone) or {})
    for part in parts:
        members = part.get("members") or {}
        members.pop(gone, None)
        for keys in members.values():
            for key in ("sponsor", "parent"):
                if keys and keys.get(key) == gone:
                    del keys[key]
                    if above.get(key) is not None:
                        keys[key] = above[key]
            if keys and "parent" not in keys:
                keys.pop("leg", None)
        if "volumes" in part:
            rows = part["volumes"] or []
            part["volumes"] = [entry for entry in rows if entry["member"] != gone]
    return document
