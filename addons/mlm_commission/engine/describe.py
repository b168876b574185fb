# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a bonus kind can state, told so that forms and documents can be made from it.

Nothing here knows a kind by name: all comes from the kinds themselves and from the keys that every
bonus has.
"""

from dataclasses import dataclass

from .kinds import REGISTRY
from .kinds.base import COMMON_DEFAULTS, COMMON_HELP, COMMON_KEYS
from .schema import shape_of


@dataclass(frozen=True)
class Key:
    """One key of a bonus.

    ``type``: "number", "whole", "percent", "amount", "text", "boolean", "date", "choice", "rank",
    "tree", "bonus" (code of a bonus), "conditions", "slab", "increments" (pairs of
    points and amount) or "mapping". ``is_list``: a list of
    such values; ``by_rank``: one value for everybody or a map by rank (each entry a list if
    ``is_list``); ``is_map``: a map by name only. ``choices``: the words of a choice. ``keys``: the
    keys of a mapping. ``default``: what holds without the key, None for nothing. ``common``: every
    kind has it.
    """

    name: str
    type: str
    help: str
    required: bool = False
    default: object = None
    choices: tuple = ()
    keys: tuple = ()
    is_list: bool = False
    by_rank: bool = False
    is_map: bool = False
    common: bool = False


def bonus_kinds():
    """The bonus kinds that are built.

    :return: dict name -> first sentence of what the kind does, in alphabetical order of the names
    """
    return {name: REGISTRY[name].__doc__.split("\n\n")[0].strip() for name in sorted(REGISTRY)}


def bonus_keys(kind):
    """All keys that a bonus of a kind may state, those of every bonus first.

    :param str kind: name of the kind
    :return: list of :class:`Key`
    :raise KeyError: there is no such kind

    >>> [key.name for key in bonus_keys("fixed") if not key.common]
    ['amount', 'reward']
    >>> next(key.choices for key in bonus_keys("level") if key.name == "compression")
    ('none', 'skip_inactive', 'skip_below_rank', 'pay_to_qualified')
    """
    implementation = REGISTRY[kind]
    required = {"code", "kind", *implementation.REQUIRED}
    keys, helps = implementation.all_keys(), {**COMMON_HELP, **implementation.HELP}
    return [
        _key(
            name,
            rule,
            help=helps.get(name, ""),
            required=name in required,
            default={**COMMON_DEFAULTS, **implementation.DEFAULTS}.get(name),
            common=name in COMMON_KEYS,
        )
        for name, rule in keys.items()
    ]


def _key(name, rule, **facts):
    shape = shape_of(rule)
    inner = shape.get("keys", {})
    return Key(
        name=name,
        type=shape["type"],
        choices=tuple(shape.get("choices", ())),
        keys=tuple(_key(key, one, help="") for key, one in inner.items()),
        is_list=shape.get("is_list", False),
        by_rank=shape.get("by_rank", False),
        is_map=shape.get("is_map", False),
        **facts,
    )
