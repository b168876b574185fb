# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Findings, the register of rules, and what a rule sees of a plan."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..language import to_bool, to_fraction, to_name
from ..plan import Plan

SEVERITIES = ("error", "warning", "info")
RULES = {}


@dataclass(frozen=True)
class Finding:
    """Something about a plan that somebody should know before it goes live.

    ``path``: its place, like ``plan.ranks[2].require``. ``severity``: "error" (the plan must not
    go live), "warning" (only with a reason), "info". ``rule``: name of the rule. ``template`` and
    ``values`` make ``message``; ``reason``: why the rule exists, with its source in the law.
    """

    path: str
    severity: str
    rule: str
    template: str
    reason: str
    values: dict = field(default_factory=dict, hash=False)

    @property
    def message(self):
        """The message in English, complete."""
        return self.template % self.values if self.values else self.template

    def __str__(self):
        return f"{self.severity} {self.rule} at {self.path}: {self.message}"


@dataclass(frozen=True)
class Options:
    """What the plan does not say itself.

    ``limit``: percent of the commissionable volume that the company wants to pay at most;
    ``market_limits``: pairs (name of a market, percent). ``countries``: ISO codes of the countries
    in which the plan pays. ``own_use_cap``: money per month up to which own purchases may count
    (LEGAL D3.3). ``search``: how many small networks the search for a witness may compute; a count
    and no time, so that it finds the same again.
    """

    limit: Fraction = Fraction(100)
    market_limits: tuple = ()
    countries: tuple = ()
    own_use_cap: Fraction = Fraction(200)
    search: int = 900


def rule(name, reason, *, needs_sound=True):
    """Register a rule.

    The function gets a :class:`Subject` and yields tuples (path, severity, template, values).

    :param str name: the rule's name in findings
    :param str reason: why the rule exists
    :param bool needs_sound: run it only on documents that the language accepts
    """

    def decorate(function):
        def run(subject):
            for path, severity, template, values in function(subject):
                yield Finding(path, severity, name, template, reason, values)

        run.needs_sound = needs_sound
        if name in RULES:
            raise ValueError(f"the rule {name!r} is registered twice")
        RULES[name] = run
        return function

    return decorate


class Subject:
    """A document under examination: its parts with their places, and what is worked out once."""

    def __init__(self, document, options):
        self.document, self.options = document, options
        plan = document.get("plan")
        self.plan = plan if isinstance(plan, dict) else {}

    @cached_property
    def compiled(self):
        """The engine's plan; only for sound documents."""
        return Plan(self.plan)

    @cached_property
    def payout(self):
        """:class:`~.payout.Payout`: bound, witnesses and typical ratio."""
        from .payout import examine_payout

        return examine_payout(self.plan, self.options)

    @cached_property
    def stacking(self):
        """The best gain that several own positions give, or None."""
        from .stacking import best_stacking

        return best_stacking(self.plan, self.options)

    @property
    def ranks(self):
        """(code, conditions, path) of the ranks, lowest first."""
        return [
            (to_name(rank["code"]), rank.get("require"), f"plan.ranks[{index}].require")
            for index, rank in enumerate(self.plan.get("ranks") or [])
        ]

    @property
    def bonuses(self):
        """(bonus, path) in order."""
        bonuses = self.plan.get("bonuses")
        return [
            (bonus, f"plan.bonuses[{index}]")
            for index, bonus in enumerate(bonuses if isinstance(bonuses, list) else [])
            if isinstance(bonus, dict)
        ]

    @property
    def requirements(self):
        """(what it decides, conditions, path) of everything that asks conditions."""
        found = [("active", self.plan.get("active"), "plan.active")]
        found += [(code, require, path) for code, require, path in self.ranks]
        found += [
            (to_name(bonus["code"]), bonus.get("require"), f"{path}.require")
            for bonus, path in self.bonuses
        ]
        return [entry for entry in found if entry[1]]

    @property
    def customers_count(self):
        """Whether purchases by customers are personal volume of their partner."""
        return to_bool(self.plan.get("customer_volume", True))

    @property
    def point_value(self):
        """Money per point."""
        return to_fraction(self.plan.get("point_value", 1))
