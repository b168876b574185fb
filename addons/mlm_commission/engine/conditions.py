# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Conditions of a plan, compiled: measures with bounds, attributes, `any`, lists meaning all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from .exact import ceil_scaled, floor_scaled
from .language import read_number, to_bool, to_fraction, to_name

LEG_MEASURES = ("active_directs", "directs_with_rank")


@dataclass(frozen=True)
class Measure:
    """A measure with its keys; equal ones are computed once.

    ``rank``: index. ``leg_cap``: (rule, Fraction) or None. ``in_legs``: count per leg of ``tree``
    and take the smaller of the two legs.
    """

    name: str
    tree: str = "sponsor"
    depth: int = None
    rank: int = None
    leg_cap: tuple = None
    in_legs: bool = False


def compile_measure(spec, plan, tree="sponsor"):
    """A :class:`Measure` from its mapping.

    :param dict spec: with ``measure`` and its keys
    :param plan: knows ranks and trees
    :param str tree: the tree of the bonus that asks, in which ``per_leg`` counts
    """
    name = spec["measure"]
    in_legs = "per_leg" in spec
    named = to_name(spec["tree"]) if "tree" in spec else None
    if named is None:
        named = "sponsor"
        if in_legs or name == "weaker_leg_volume":
            named = tree if plan.trees.get(tree, {}).get("kind") == "binary" else plan.binary_tree
    cap = spec.get("leg_cap")
    if cap is not None:
        ((rule, value),) = cap.items()
        if rule == "without_strongest":
            cap = ("strongest_counts", Fraction(0)) if to_bool(value) else None
        else:
            cap = (rule, to_fraction(value))
    return Measure(
        name=name,
        tree=named,
        depth=int(spec["depth"]) if "depth" in spec else None,
        rank=plan.rank_index(spec["rank"]) if "rank" in spec else None,
        leg_cap=cap,
        in_legs=in_legs,
    )


class MeasureCondition:
    """A measure within bounds; with ``per_leg`` at least so many in each of the two legs.

    Beside ``per_leg`` the bounds count all directly sponsored ones: ``tree`` tells whose legs.
    """

    def __init__(self, spec, plan, tree):
        self.parts = []
        bounds = [to_fraction(spec[key]) if key in spec else None for key in ("min", "max")]
        if any(bound is not None for bound in bounds):
            legs_alone = ("per_leg", "tree") if "per_leg" in spec else ()
            whole = {key: value for key, value in spec.items() if key not in legs_alone}
            self.parts.append((compile_measure(whole, plan, tree), *bounds))
        if "per_leg" in spec:
            per_leg = compile_measure(spec, plan, tree)
            self.parts.append((per_leg, to_fraction(spec["per_leg"]), None))

    def measures(self):
        """The measures that the condition asks for."""
        return [measure for measure, _minimum, _maximum in self.parts]

    def holds(self, figures):
        """Truth per member, from figures that are all known."""
        truth = np.ones(figures.count, dtype=bool)
        for measure, minimum, maximum in self.parts:
            if measure.leg_cap and minimum is not None and maximum is None:
                truth &= figures.reaches(measure, minimum)
                continue
            array, scale = figures.figure(measure, minimum)
            low, high = bounds_at(scale, minimum, maximum)
            truth &= (array >= low) & (array <= high)
        return truth


def bounds_at(scale, minimum, maximum):
    """Bounds as integers at a scale; missing ones are as wide as 64 bits."""
    widest = 2**63 - 1
    low = -widest if minimum is None else ceil_scaled(minimum, scale)
    high = widest if maximum is None else floor_scaled(maximum, scale)
    return low, high


class AttributeCondition:
    """An attribute of the member has a value; a missing attribute has none."""

    def __init__(self, spec):
        self.name, self.value = to_name(spec["attribute"]), spec["is"]

    def measures(self):
        """None: attributes are stated facts."""
        return []

    def holds(self, figures):
        """Truth per member."""
        truth = np.zeros(figures.count, dtype=bool)
        stated = figures.network.attributes.get(self.name, {})
        truth[[index for index, value in stated.items() if same_fact(value, self.value)]] = True
        return truth


def same_fact(stated, wanted):
    """Whether two attribute values are the same, bare or quoted; true is not 1.

    In the database facts are JSON, which knows no dates, and decimals only as floats.

    >>> same_fact(True, True), same_fact(1, True), same_fact("DE", "DE")
    (True, False, True)
    >>> same_fact(0.1, Decimal("0.10")), same_fact("2026-01-31", date(2026, 1, 31))
    (True, True)
    >>> same_fact("yes", True), same_fact(3, "3"), same_fact("NO", True)
    (True, True, False)
    """
    for one, other in ((stated, wanted), (wanted, stated)):
        if isinstance(other, str) and not isinstance(one, str):
            return _is_written(one, other)
    if isinstance(stated, float):
        stated = Decimal(repr(stated))
    is_fact = stated is not None and isinstance(stated, bool) == isinstance(wanted, bool)
    return is_fact and stated == wanted


def _is_written(value, text):
    """Whether a text is the way to write a truth value, a date or a number."""
    if isinstance(value, date):
        return value.isoformat() == text
    try:
        found = to_bool(text) if isinstance(value, bool) else read_number(text)
    except ValueError:
        return False
    return same_fact(value, found)


class AnyCondition:
    """At least one of several lists of conditions holds."""

    def __init__(self, options):
        self.options = options

    def measures(self):
        """The measures of all options."""
        return [measure for option in self.options for measure in option.measures()]

    def holds(self, figures):
        """Truth per member."""
        truth = np.zeros(figures.count, dtype=bool)
        for option in self.options:
            truth |= option.holds(figures)
        return truth


class Conditions:
    """Conditions that must all hold; none at all hold for everybody."""

    def __init__(self, items):
        self.items = items

    def measures(self):
        """The measures of all conditions."""
        return [measure for item in self.items for measure in item.measures()]

    def holds(self, figures):
        """Truth per member."""
        truth = np.ones(figures.count, dtype=bool)
        for item in self.items:
            truth &= item.holds(figures)
        return truth


def compile_conditions(spec, plan, tree="sponsor"):
    """Conditions from a list (all of them), a single mapping or nothing.

    :param spec: as in the document
    :param plan: knows ranks and trees
    :param str tree: the tree of the bonus that asks
    :rtype: Conditions
    """
    items = [] if spec is None else spec if isinstance(spec, list) else [spec]
    return Conditions([_compile_item(item, plan, tree) for item in items])


def _compile_item(item, plan, tree):
    if isinstance(item, list):
        return compile_conditions(item, plan, tree)
    if "any" in item:
        return AnyCondition([compile_conditions(option, plan, tree) for option in item["any"]])
    if "attribute" in item:
        return AttributeCondition(item)
    return MeasureCondition(item, plan, tree)
