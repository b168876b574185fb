# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``binary``: pay for volume that both legs have, by percent or by cycles, and carry the rest."""

from fractions import Fraction

import numpy as np

from .. import schema
from ..cycles import take_cycles
from ..exact import (
    LIMIT,
    MagnitudeError,
    ceil_scaled,
    floor_scaled,
    largest,
    rounded_products,
    rounded_quotients,
    sum_at,
)
from ..increments import Increments
from ..language import read_number, to_bool, to_fraction, to_name
from ..run import LineBlock
from ..tables import AmountTable, RateTable, by_rank
from ..words import _
from . import register
from .base import BonusKind

POINT = 10**4  # the volume that makes a cap is rounded up to this part of a point
MODE_KEYS = {"percent": ("rate",), "cycle": ("strong", "weak", "amount"), "table": ("steps",)}


@register
class Binary(BonusKind):
    """Percent of the weaker leg, or an amount per cycle or step; one line per member.

    ``base`` of a line is the matched volume in percent mode and 0 in the others, where ``level``
    is the number of cycles or steps. With ``over_cap: keep`` in percent mode the volume that makes
    the cap is rounded up to 0.0001 points.
    """

    name = "binary"
    KEYS = {
        "mode": schema.choice(*MODE_KEYS),
        "rate": schema.by_rank(schema.percent),
        "strong": schema.number(above=0),
        "weak": schema.number(above=0),
        "amount": schema.by_rank(schema.amount),
        "steps": schema.by_rank(schema.increments),
        "repeat": schema.boolean,
        "penalty": schema.choice("ratio"),
        "over_cap": schema.choice("flush", "keep"),
        "carry": schema.choice("keep", "flush"),
        "carry_cap": schema.number(minimum=0),
        "ineligible": schema.choice("keep", "flush"),
    }
    REQUIRED = ("mode",)
    HELP = {
        "mode": _("Percent of the weaker leg, an amount per cycle, or a table of whole increments"),
        "rate": _("Percent of the matched volume"),
        "strong": _("Points a cycle takes from the larger leg"),
        "weak": _("Points a cycle takes from the smaller leg"),
        "amount": _("Money per cycle"),
        "steps": _("Pairs [points, amount]: the last step reached is paid and leaves both legs"),
        "repeat": _("Take steps again from what is left, until none is reached"),
        "penalty": _("Pay in proportion of the weaker to the stronger leg (ratio)"),
        "over_cap": _("What becomes of volume beyond the cap: gone (flush) or kept"),
        "carry": _("Whether unmatched volume passes on to the next period"),
        "carry_cap": _("Most points per leg that pass on"),
        "ineligible": _("What becomes of the legs of a member that is not eligible"),
    }
    DEFAULTS = {
        "over_cap": "flush",
        "carry": "keep",
        "ineligible": "keep",
    }

    @classmethod
    def check(cls, checker, spec, path):
        """The keys of the mode, all of them and no others; a binary tree."""
        keys = MODE_KEYS.get(str(spec.get("mode")), ())
        for key in (key for keys_of_mode in MODE_KEYS.values() for key in keys_of_mode):
            if keys and (key in spec) != (key in keys):
                template = (
                    _("a binary bonus in mode %(mode)s needs '%(key)s'")
                    if key in keys
                    else _("a binary bonus in mode %(mode)s has no '%(key)s'")
                )
                checker.error(path, template, mode=spec["mode"], key=key)
        for key, mode in (("repeat", "table"), ("penalty", "percent")):
            if key in spec and keys and spec["mode"] != mode:
                checker.error(
                    f"{path}.{key}", _("'%(key)s' belongs to mode %(mode)s"), key=key, mode=mode
                )
        if spec.get("over_cap") == "keep" and (spec.get("mode") == "table" or "penalty" in spec):
            template = _("with a table or a penalty, volume beyond the cap cannot be kept")
            checker.error(f"{path}.over_cap", template)
        if "tree" not in spec and "binary" not in checker.trees.values():
            checker.error(path, _("the plan has no binary tree"))
        if checker.trees.get(to_name(spec.get("tree")), "binary") != "binary":
            checker.error(
                f"{path}.tree", _("the tree %(tree)s is not binary"), tree=repr(spec["tree"])
            )
        try:
            rises = read_number(spec.get("strong", 1)) < read_number(spec.get("weak", 0))
        except ValueError:
            return
        if rises:
            checker.error(f"{path}.weak", _("the weak leg cannot need more than the strong one"))

    def __init__(self, spec, plan, index):
        super().__init__({"tree": plan.binary_tree, **spec}, plan, index)
        self.mode = spec["mode"]
        self.table = RateTable(spec["rate"], plan) if self.mode == "percent" else None
        self.amounts = AmountTable(spec["amount"], plan) if self.mode == "cycle" else None
        repeat = to_bool(spec.get("repeat", False))
        rows = by_rank(spec.get("steps"), plan.rank_codes)
        self.increments = [None if row is None else Increments(row, repeat) for row in rows]
        self.by_ratio = spec.get("penalty") == "ratio"
        self.strong, self.weak = (to_fraction(spec.get(key, 1)) for key in ("strong", "weak"))
        self.keeps_over_cap = spec.get("over_cap") == "keep"
        self.flushes = spec.get("carry") == "flush"
        self.carry_cap = to_fraction(spec["carry_cap"]) if "carry_cap" in spec else None
        self.flushes_ineligible = spec.get("ineligible") == "flush"

    def rates(self):
        """Rates of the table, in percent mode."""
        return self.table.all_rates() if self.table else ()

    def lines(self, run):
        """One line per member that is paid; leaves the legs to the next period."""
        legs, eligible = self._legs(run), run.eligible(self)
        pay = {"percent": self._percent, "cycle": self._cycles, "table": self._steps}[self.mode]
        block, taken = pay(run, legs, eligible)
        left = legs - taken
        if self.flushes_ineligible:
            left[~eligible] = 0
        if self.flushes:
            left[:] = 0
        if self.carry_cap is not None:
            most = min(floor_scaled(self.carry_cap, run.figures.point), LIMIT)
            left = np.minimum(left, most)
        run.next_carry.legs[self.code] = left
        return block

    def _legs(self, run):
        """Volume of the left and the right leg: this period's and what was carried."""
        tree, rows = run.trees[self.tree], run.rows(self)
        owned = sum_at(run.volumes.owner[rows], run.base(self)[rows], len(tree))
        legs = tree.leg_values(tree.group_sum(owned))
        before = run.carry.legs.get(self.code)
        if before is None:
            return legs
        if largest(legs.ravel()) + largest(before.ravel()) >= LIMIT:
            raise MagnitudeError("a leg with its carried volume", largest(before.ravel()))
        return legs + before

    # === PERCENT === #

    def _percent(self, run, legs, eligible):
        plan = run.plan
        table = self.table.scaled(plan.rate_digits)
        rate = np.where(eligible, table[run.rank + 1, 0], 0)
        matched = np.where(rate > 0, np.maximum(legs.min(axis=1), 0), 0)
        earner = np.flatnonzero(matched)
        zero = np.zeros(len(earner), dtype=np.int64)
        if self.keeps_over_cap and self.cap:
            most = self._volume_of_cap(run)[run.rank[earner] + 1]
            matched[earner] = np.minimum(matched[earner], most)
        block = LineBlock(
            earner, np.full(len(earner), -1), zero, zero, matched[earner], rate[earner]
        )
        if self.by_ratio:
            block.units = self._by_ratio(run, block, legs[earner].max(axis=1))
        return block, matched[:, None]

    @staticmethod
    def _by_ratio(run, block, stronger):
        """Amounts in proportion of the weaker leg to the stronger one; exact, rounded once."""
        factor = run.plan.amount_factor(run.volumes.digits)
        pairs = zip(block.base.tolist(), block.rate.tolist(), strict=True)
        upper = [base * base * rate * factor.numerator for base, rate in pairs]
        lower = [leg * factor.denominator for leg in stronger.tolist()]
        return rounded_quotients(upper, lower, run.plan.method)

    def _volume_of_cap(self, run):
        """Per rank row the volume that makes the bonus's cap."""
        table = self.table.scaled(run.plan.rate_digits)
        most = []
        for row, cap in enumerate(self.cap.rows):
            rate = Fraction(int(table[row, 0]), 10**run.plan.rate_digits)
            if cap is None or not rate:
                most.append(LIMIT)
                continue
            volume = cap * 100 / rate / run.plan.point_value
            rounded = Fraction(ceil_scaled(volume, POINT), POINT)
            most.append(min(ceil_scaled(rounded, run.figures.point), LIMIT))
        return np.array(most, dtype=np.int64)

    # === TABLE === #

    def _steps(self, run, legs, eligible):
        matched = np.maximum(legs.min(axis=1), 0)
        taken = np.zeros(len(matched), dtype=np.int64)
        earner, units, counts = (np.zeros(0, dtype=np.int64) for _part in range(3))
        for row, increments in enumerate(self.increments):
            here = np.flatnonzero(eligible & (matched > 0) & (run.rank == row - 1))
            if increments is None or not len(here):
                continue
            plan, point = run.plan, run.figures.point
            amounts, times, volume = increments.take(matched[here], point, plan.unit, plan.method)
            taken[here] = volume
            earner = np.concatenate([earner, here[times > 0]])
            units = np.concatenate([units, amounts[times > 0]])
            counts = np.concatenate([counts, times[times > 0]])
        order = np.argsort(earner, kind="stable")
        block = LineBlock.of_members(earner[order], units[order])
        block.level = counts[order]
        return block, taken[:, None]

    # === CYCLES === #

    def _cycles(self, run, legs, eligible):
        plan, point = run.plan, run.figures.point
        scale = (self.strong * point).denominator * (self.weak * point).denominator
        strong, weak = int(self.strong * point * scale), int(self.weak * point * scale)
        if largest(legs.ravel()) * scale >= LIMIT or strong >= LIMIT:
            raise MagnitudeError("a leg", max(largest(legs.ravel()) * scale, strong))
        units = [(amount or 0) / plan.unit for amount in self.amounts.rows]
        most = self._most_cycles(run)[run.rank + 1]
        able = eligible & np.array([bool(unit) for unit in units])[run.rank + 1]
        counts, taken = take_cycles(legs * scale, strong, weak, np.where(able, most, 0))
        earner = np.flatnonzero(counts)
        paid = counts[earner]
        block = LineBlock.of_members(earner, self._amounts(plan, units, run.rank[earner], paid))
        block.level = paid
        return block, taken // scale

    @staticmethod
    def _amounts(plan, units, rank, counts):
        result = np.zeros(len(counts), dtype=np.int64)
        one = np.ones(len(counts), dtype=np.int64)
        for row in np.unique(rank).tolist():
            here = rank == row
            factor = Fraction(units[row + 1])
            result[here] = rounded_products(counts[here], one[here], factor, plan.method)
        return result

    def _most_cycles(self, run):
        """Per rank row how many cycles the cap allows, where volume beyond it is kept."""
        most = []
        for row, amount in enumerate(self.amounts.rows):
            cap = self.cap.rows[row] if self.cap and self.keeps_over_cap else None
            most.append(LIMIT if cap is None or not amount else min(int(cap / amount), LIMIT))
        return np.array(most, dtype=np.int64)
