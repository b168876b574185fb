# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Conditions of one member: whether each is met, its value, and how much is missing."""

import copy
from decimal import Decimal
from fractions import Fraction

from ..conditions import AnyCondition, AttributeCondition, Conditions, same_fact


def exact_number(value):
    """A Fraction as Decimal where that has an end, at 4 decimals else.

    >>> exact_number(Fraction(81, 2)), exact_number(Fraction(3)), exact_number(Fraction(1, 3))
    (Decimal('40.5'), Decimal('3'), Decimal('0.3333'))
    """
    value = Fraction(value)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) != value:
        exact = exact.quantize(Decimal("0.0001"))
    return exact if exact % 1 else Decimal(int(exact))


def states(conditions, figures, member):
    """State of each of the conditions that must all hold.

    :param Conditions conditions: compiled
    :param figures: :class:`~..measures.Figures` with activity and ranks
    :param int member: index
    :return: list of dicts; see :func:`_measure`, :func:`_attribute`, :func:`_any`
    """
    result = []
    for item in conditions.items:
        if isinstance(item, AttributeCondition):
            result.append(_attribute(item, figures, member))
        elif isinstance(item, AnyCondition):
            result.append(_any(item, figures, member))
        elif isinstance(item, Conditions):
            result += states(item, figures, member)
        else:
            result += [_measure(part, figures, member) for part in item.parts]
    return result


def _measure(part, figures, member):
    """``{"kind": "measure", "measure", "value", "min", "max", "met", "missing", …}``; ``missing``
    is how far the value is from the bound, 0 if met."""
    measure, minimum, maximum = part
    value = Fraction(*figures.of_member(measure, member, minimum))
    missing = Fraction(0)
    if minimum is not None and value < minimum:
        missing = minimum - value
    if maximum is not None and value > maximum:
        missing = value - maximum
    codes = figures.plan.rank_codes
    return {
        "kind": "measure",
        "measure": measure.name,
        "tree": measure.tree,
        "depth": measure.depth,
        "rank": None if measure.rank is None or measure.rank < 0 else codes[measure.rank],
        "per_leg": measure.in_legs,
        "capped": bool(measure.leg_cap),
        "value": exact_number(value),
        "min": None if minimum is None else exact_number(minimum),
        "max": None if maximum is None else exact_number(maximum),
        "met": not missing,
        "missing": exact_number(missing),
    }


def _attribute(item, figures, member):
    """``{"kind": "attribute", "attribute", "value", "wanted", "met"}``."""
    stated = figures.network.attributes.get(item.name, {})
    value = stated.get(member)
    return {
        "kind": "attribute",
        "attribute": item.name,
        "value": value,
        "wanted": item.value,
        "met": member in stated and same_fact(value, item.value),
    }


def _any(item, figures, member):
    """``{"kind": "any", "options": [[state, …], …], "nearest": index, "met"}``."""
    options = [states(option, figures, member) for option in item.options]
    distances = [distance(option) for option in options]
    nearest = min(range(len(options)), key=lambda index: (distances[index], index))
    met = any(is_met(option) for option in options)
    return {"kind": "any", "options": options, "nearest": nearest, "met": met}


def is_met(found):
    """Whether all states hold."""
    return all(state["met"] for state in found)


def failed(found):
    """The states that fail, where one of several is enough those of the nearest option."""
    result = []
    for state in found:
        if state["met"]:
            continue
        if state["kind"] == "any":
            result += failed(state["options"][state["nearest"]])
        else:
            result.append(state)
    return result


def distance(found):
    """How far a list of states is from holding: the sum over the failing ones of what is missing
    in relation to what is needed; an attribute counts 1."""
    total = Fraction(0)
    for state in failed(found):
        needed = Fraction(0)
        if state["kind"] == "measure":
            bound = state["min"] if state["min"] is not None else state["max"]
            needed = abs(Fraction(bound or 0))
        total += Fraction(state["missing"]) / needed if needed else 1
    return total


def before_ranks(figures):
    """The figures as a rank's own conditions see them: periods at a rank up to the one before.

    Whoever asks for several members does so with one view: it keeps what was worked out.
    """
    view = copy.copy(figures)
    view.streak, view._known = figures.carry.streak, dict(figures._known)
    view.forget(("periods_at_rank",))
    return view


def rank_states(view, member):
    """Per rank, lowest first: ``{"rank", "met", "distance", "conditions"}``.

    :param view: from :func:`before_ranks`
    """
    result = []
    for rank in view.plan.ranks:
        found = states(rank.require, view, member)
        result.append(
            {
                "rank": rank.code,
                "met": is_met(found),
                "distance": distance(found),
                "conditions": found,
            }
        )
    return result
