# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Conditions; who is active; who holds which rank."""

import contextlib
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .exact import PlanError, number
from .spelling import truth


def holds(conditions, member, measures, network, default_tree=None):
    """Whether conditions hold for a member.

    :param conditions: a condition, or a list of which all must hold; None always holds
    :param default_tree: binary tree that `per_leg` means where the condition names none
    """
    if not conditions:
        return True
    if isinstance(conditions, (list, tuple)):
        return all(holds(one, member, measures, network, default_tree) for one in conditions)
    if "any" in conditions:
        return any(holds(one, member, measures, network, default_tree) for one in conditions["any"])
    if "attribute" in conditions:
        return _same(network.attribute(member, conditions["attribute"]), conditions["is"])
    legs_meant = "per_leg" in conditions or conditions.get("measure") == "weaker_leg_volume"
    if default_tree and legs_meant and "tree" not in conditions:
        conditions = {**conditions, "tree": default_tree}
    return _within(conditions, member, measures)


def _same(stated, wanted):
    """Whether a fact is as wanted; a quoted truth value, number or date is what it writes."""
    if isinstance(stated, str) and isinstance(wanted, str):
        return stated == wanted
    return bool(_meanings(stated) & _meanings(wanted))


def _meanings(fact):
    """What a fact may mean; 1 == True in Python, but a number is no truth value."""
    if isinstance(fact, bool):
        return {("truth", fact)}
    if isinstance(fact, date):
        return {("date", fact.isoformat())}
    if isinstance(fact, str):
        found = {("date", fact), ("truth", truth(fact))}
        with contextlib.suppress(PlanError):
            found.add(("number", number(fact)))
        return found
    if isinstance(fact, float):  # a fact of the database
        fact = Decimal(repr(fact))
    return {("number", Fraction(fact))} if isinstance(fact, (int, Decimal)) else set()


def _within(condition, member, measures):
    """A measure against `min`, `max` and `per_leg`."""
    if "per_leg" in condition:
        if measures.value(member, condition) < number(condition["per_leg"]):
            return False
        whole = {k: v for k, v in condition.items() if k not in ("per_leg", "tree")}
        return not {"min", "max"} & set(whole) or _within(whole, member, measures)
    value = measures.value(member, condition)
    if "min" in condition and value < number(condition["min"]):
        return False
    return "max" not in condition or value <= number(condition["max"])


class Status:
    """Active and rank of every partner, worked out when asked for and kept.

    A rank is its index in the plan's ranks, -1 for none.
    """

    def __init__(self, plan, network, measures):
        self.plan, self.network, self.measures = plan, network, measures
        self._active, self._rank = {}, {}
        self.working = True
        measures.status = self

    def work_out(self):
        """All members: children before parents on the sponsor tree."""
        order = self.network.tree("sponsor").bottom_up()
        for member in order:
            self.active(member)
        self._rank_all(order)

    def _rank_all(self, order):
        if self.plan.spec.get("volume_roll_up"):
            self.measures.roll_up()
        for member in order:
            self.rank(member)
        self.working = False

    def of_day(self, measures):
        """Who is active as here, with the ranks that other measures give.

        :param Measures measures: those of the rows up to a day
        """
        day = Status(self.plan, self.network, measures)
        day._active = self._active
        day._rank_all(self.network.tree("sponsor").bottom_up())
        return day

    def first_active(self, member):
        """The first active partner above on the sponsor line, None if there is none."""
        line = self.network.tree("sponsor").path(member)[1:]
        return next((one for one in line if self.active(one)), None)

    def _once(self, known, member, work):
        if member not in known:
            known[member] = None
            known[member] = work(member)
        elif known[member] is None:
            raise PlanError(f"{member}: its status depends on itself")
        return known[member]

    def active(self, member):
        """Whether a member is active; customers never are."""
        return self._once(self._active, member, self._work_active)

    def _work_active(self, member):
        if self.network.is_customer(member) or self.network.is_terminated(member):
            return False
        stated = self.network.members[member].get("active")
        if stated is not None:
            return stated
        return holds(self.plan.spec.get("active"), member, self.measures, self.network)

    def rank(self, member):
        """Index of the paid-as rank, -1 for none."""
        return self._once(self._rank, member, self._work_rank)

    def _work_rank(self, member):
        if self.network.is_customer(member) or self.network.is_terminated(member):
            return -1
        stated = self.network.members[member].get("rank")
        if stated is not None:
            return self.plan.rank_index(stated)
        if not self.active(member):
            return -1
        met = [
            holds(rank.get("require"), member, self.measures, self.network)
            for rank in self.plan.ranks
        ]
        if self.plan.rank_mode == "ladder":
            return next((index for index, one in enumerate(met) if not one), len(met)) - 1
        return max((index for index, one in enumerate(met) if one), default=-1)
