# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the plan language itself refuses, and rates that no company means."""

from ...language import check, to_fraction
from ...words import _
from ..base import rule

RATE_KEYS = ("rates", "rate", "fund", "amount", "amounts", "shares")
PERCENT_KEYS = ("rates", "rate", "fund")


@rule("language", _("A plan that the engine can't read can't be paid."), needs_sound=False)
def language_problems(subject):
    """Unknown keys, missing parts, names that don't exist."""
    negative = {path for path, value in _figures(subject, RATE_KEYS) if value < 0}
    for problem in check({"plan": subject.document.get("plan")}):
        if problem.path not in negative:
            yield problem.path, "error", "%(problem)s", {"problem": problem.message}


@rule("negative_rate", _("A negative rate would take money from members."), needs_sound=False)
def negative_rates(subject):
    """Rates and amounts below zero."""
    for path, value in _figures(subject, RATE_KEYS):
        if value < 0:
            yield path, "error", _("The rate %(rate)s is negative."), {"rate": str(value)}


@rule("rate_over_100", _("A rate above 100 percent pays more than was sold."))
def rates_over_100(subject):
    """A single rate that pays out more than its base."""
    for path, value in _figures(subject, PERCENT_KEYS):
        if value > 100:
            yield path, "error", _("The rate %(rate)s %% is above 100 %%."), {"rate": str(value)}


def _figures(subject, keys):
    """(path, value) of every figure under some keys of the bonuses, and of slabs' steps."""
    for bonus, path in subject.bonuses:
        for key in keys:
            if key in bonus:
                yield from _leaves(bonus[key], f"{path}.{key}")
        slab = bonus.get("slab")
        steps = slab.get("steps") if isinstance(slab, dict) else None
        for index, step in enumerate(steps if isinstance(steps, list) else []):
            if isinstance(step, list) and len(step) == 2:
                yield from _leaves(step[1], f"{path}.slab.steps[{index}]")


def _leaves(value, path):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        try:
            yield path, to_fraction(value)
        except ValueError:
            return
