# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a plan can state, as plain data from which a form is drawn.

All of it comes from the rules that check documents, so that a new bonus kind or key appears in the
form by being there.
"""

from dataclasses import asdict

from .. import check, describe, schema

# keys that a new bonus of a kind starts with, beyond those it must have
STARTS = {
    "binary": ["rate"],
    "differential": ["rates"],
    "fast_start": ["window_days"],
    "generation": ["leader"],
    "personal": ["rate"],
}
# what holds where a plan says nothing
DEFAULTS = {
    "customer_volume": True,
    "point_value": "1",
    "rank_by": "period",
    "rank_mode": "best",
    "to": "0.01",
    "method": "half_up",
    "strategy": "manual",
    "fill": "breadth_first",
}
# drawn by parts of the form made for them
PARTS = ("trees", "ranks", "bonuses", "caps")


def plan_shapes():
    """Keys of plan, ranks, trees, caps, measures and bonus kinds.

    :return: dict with lists of keys; a key is a dict with ``name``, ``type``, ``is_list``,
        ``by_rank``, ``is_map``, ``choices``, ``keys``, ``required``, ``default``, ``help``,
        ``common``, as :class:`~..describe.Key` explains
    """
    return {
        "plan": _keys({k: r for k, r in check.PLAN_KEYS.items() if k not in PARTS}),
        "rank": _keys(check.RANK_KEYS, ("code",)),
        "trees": {
            kind: _keys(keys, check.TREE_REQUIRED.get(kind, ()))
            for kind, keys in check.TREE_KEYS.items()
        },
        "caps": _keys(check.CAP_KEYS),
        "starts": STARTS,
        "measures": {
            name: _keys({k: r for k, r in keys.items() if k != "leg_cap"}, required)
            for name, (keys, required) in schema.MEASURES.items()
        },
        "leg_cap_measures": [k for k, (keys, _req) in schema.MEASURES.items() if "leg_cap" in keys],
        "kinds": {
            kind: [_described(key) for key in describe.bonus_keys(kind)]
            for kind in describe.bonus_kinds()
        },
    }


def _described(key):
    facts = asdict(key)
    if facts["default"] is None:
        facts["default"] = DEFAULTS.get(key.name)
    return facts


def _keys(rules, required=()):
    return [_key(name, rule, name in required) for name, rule in rules.items()]


def _key(name, rule, is_required=False):
    shape = schema.shape_of(rule)
    return {
        "name": name,
        "type": shape["type"],
        "choices": list(shape.get("choices", ())),
        "keys": _keys(shape.get("keys", {}), shape.get("required", ())),
        "is_list": shape.get("is_list", False),
        "by_rank": shape.get("by_rank", False),
        "is_map": shape.get("is_map", False),
        "required": is_required,
        "default": DEFAULTS.get(name),
        "help": "",
        "common": False,
    }
