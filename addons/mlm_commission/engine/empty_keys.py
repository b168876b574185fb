# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A key written without a value (``caps:``) is not stated."""

PLAN_MAPPINGS, PLAN_COLLECTIONS = ("rounding", "demotion"), ("trees", "ranks", "bonuses", "caps")
MEANT_EMPTY = ("sponsor", "parent", "rank")  # of a member: nobody above, no rank
EXPECTED_BY_MEMBER = ("payout", "measures", "carry", "rewards")


def drop_empty_keys(document):
    """Take the keys without a value out of a document, in place.

    Only where keys are known by their names: an empty entry of a map by rank remains, and is an
    error.

    >>> document = {"plan": {"caps": None, "bonuses": [{"code": "a", "cap": None}]}}
    >>> drop_empty_keys(document)
    >>> document
    {'plan': {'bonuses': [{'code': 'a'}]}}
    """
    _drop(document)
    plan = document.get("plan")
    if isinstance(plan, dict):
        _drop(plan)
        for key in PLAN_MAPPINGS:
            _drop(plan.get(key))
        for key in PLAN_COLLECTIONS:
            _drop_each(plan.get(key))
    for part in [document, *_items(document.get("periods"))]:
        _drop(part)
        if not isinstance(part, dict):
            continue
        _drop_each(part.get("members"), MEANT_EMPTY)
        _drop_each(part.get("volumes"))
        expect = part.get("expect")
        _drop(expect)
        for key in EXPECTED_BY_MEMBER if isinstance(expect, dict) else ():
            _drop(expect.get(key))


def _items(value):
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _drop(mapping, meant=()):
    if isinstance(mapping, dict):
        for key in [key for key, item in mapping.items() if item is None and key not in meant]:
            del mapping[key]


def _drop_each(collection, meant=()):
    for item in _items(collection):
        _drop(item, meant)
