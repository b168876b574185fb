# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Conditions, looked at without a network: alternatives, ranges, what contradicts and implies."""

from ..language import to_fraction, to_name
from ..plan import canonical
from .numbers import number

MOST_ALTERNATIVES = 64

# the first is never more than the second, on the same tree, as long as nothing is returned
NEVER_MORE = (
    ("own_volume", "personal_volume"),
    ("own_volume", "group_volume"),
    ("customer_volume", "group_volume"),
    ("personal_volume", "depth_volume"),
    ("personal_volume", "group_volume"),
    ("personal_volume", "open_volume"),
    ("personal_volume", "lifetime_personal_volume"),
    ("depth_volume", "group_volume"),
    ("open_volume", "group_volume"),
    ("downline_volume", "group_volume"),
    ("side_volume", "downline_volume"),
    ("side_volume", "group_volume"),
    ("weaker_leg_volume", "downline_volume"),
    ("group_volume", "lifetime_group_volume"),
    ("active_directs", "active_legs"),
)
NO_TREE = {"own_volume", "customer_volume", "personal_volume", "lifetime_personal_volume"}


def alternatives(conditions):
    """The ways to meet conditions: lists of single conditions, any one of which is enough.

    >>> alternatives([{"attribute": "a", "is": 1}, {"any": [{"measure": "x"}, {"measure": "y"}]}])
    ... # doctest: +NORMALIZE_WHITESPACE
    [[{'attribute': 'a', 'is': 1}, {'measure': 'x'}],
     [{'attribute': 'a', 'is': 1}, {'measure': 'y'}]]
    """
    if not conditions:
        return [[]]
    if isinstance(conditions, dict):
        if "any" not in conditions:
            return [[conditions]]
        found = [way for option in conditions["any"] for way in alternatives(option)]
        return found[:MOST_ALTERNATIVES]
    ways = [[]]
    for condition in conditions:
        ways = [way + more for way in ways for more in alternatives(condition)]
        ways = ways[:MOST_ALTERNATIVES]
    return ways


def measure_key(condition):
    """What a condition measures, equal for equal measures."""
    keys = {k: v for k, v in condition.items() if k not in ("min", "max", "per_leg")}
    if keys.get("measure") not in NO_TREE:
        keys.setdefault("tree", "sponsor")
    return canonical(dict(sorted(keys.items())))


def least(condition):
    """The least value that meets a condition, 0 if it states none."""
    return max(to_fraction(condition.get(key, 0)) for key in ("min", "per_leg"))


def ranges(way):
    """dict measure key -> [condition, least or None, most or None] of one alternative."""
    found = {}
    for condition in way:
        if "measure" not in condition:
            continue
        entry = found.setdefault(measure_key(condition), [condition, None, None])
        for place, key, choose in ((1, "min", max), (2, "max", min)):
            if key in condition:
                bound = to_fraction(condition[key])
                entry[place] = bound if entry[place] is None else choose(entry[place], bound)
    return found


def contradiction(way):
    """Two conditions of one alternative that can't both hold, as a pair of texts, or None."""
    entries = list(ranges(way).values())
    for condition, low, high in entries:
        if low is not None and high is not None and low > high:
            return f"{condition['measure']} >= {number(low)}", f"<= {number(high)}"
        if high is not None and high < 0:
            return f"{condition['measure']} >= 0", f"<= {number(high)}"
    for small, low, _high in entries:
        for large, _low, high in entries:
            if low is None or high is None or low <= high:
                continue
            if (small["measure"], large["measure"]) in NEVER_MORE and same_tree(small, large):
                return (
                    f"{small['measure']} >= {number(low)}",
                    f"{large['measure']} <= {number(high)}",
                )
    return _contrary_facts(way)


def _contrary_facts(way):
    stated = {}
    for condition in way:
        if "attribute" not in condition:
            continue
        name, value = to_name(condition["attribute"]), condition["is"]
        if name in stated and canonical(stated[name]) != canonical(value):
            return f"{name} is {stated[name]}", f"{name} is {value}"
        stated[name] = value
    return None


def same_tree(one, other):
    """Whether two conditions count on the same tree, or one of them on none."""
    if {one["measure"], other["measure"]} & NO_TREE:
        return "leg_cap" not in other
    trees = {to_name(each.get("tree", "sponsor")) for each in (one, other)}
    return len(trees) == 1 and "leg_cap" not in other


def implies(way, other):
    """Whether whoever meets one alternative always meets another."""
    given, facts = ranges(way), {canonical(c) for c in way if "measure" not in c}
    for condition in other:
        if "measure" not in condition or "per_leg" in condition:
            if canonical(condition) not in facts | {canonical(c) for c in way}:
                return False
            continue
        _condition, low, high = given.get(measure_key(condition), (None, None, None))
        if "min" in condition and (low is None or low < to_fraction(condition["min"])):
            return False
        if "max" in condition and (high is None or high > to_fraction(condition["max"])):
            return False
    return True
