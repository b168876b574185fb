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
    sum_at,
)
from ..language import read_number, to_fraction
from ..run import LineBlock
from ..tables import AmountTable, RateTable
from . import register
from .base import BonusKind

PERCENT_KEYS = ("rate",)
CYCLE_KEYS = ("strong", "weak", "amount")


@register
class Binary(BonusKind):
    """Percent of the weaker leg, or an amount per cycle; one line per member.

    ``base`` of a line is the matched volume in percent mode and 0 in cycle mode, where ``level``
    is the number of cycles. With ``over_cap: keep`` in percent mode the volume that makes the cap
    is rounded up to the smallest part of a point.
    """

    name = "binary"
    KEYS = {
        "mode": schema.choice("percent", "cycle"),
        "rate": schema.by_rank(schema.percent),
        "strong": schema.number(above=0),
        "weak": schema.number(above=0),
        "amount": schema.by_rank(schema.amount),
        "over_cap": schema.choice("flush", "keep"),
        "carry": schema.choice("keep", "flush"),
        "carry_cap": schema.number(minimum=0),
        "ineligible": schema.choice("keep", "flush"),
    }
    REQUIRED = ("mode", "tree")
    HELP = {
        "mode": "Percent of the weaker leg, or an amount per cycle",
        "rate": "Percent of the matched volume",
        "strong": "Points a cycle takes from the larger leg",
        "weak": "Points a cycle takes from the smaller leg",
        "amount": "Money per cycle",
        "over_cap": "What becomes of volume beyond the cap: gone (flush) or kept",
        "carry": "Whether unmatched volume passes on to the next period",
        "carry_cap": "Most points per leg that pass on",
        "ineligible": "What becomes of the legs of a member that is not eligible",
    }
    DEFAULTS = {
        "over_cap": "flush",
        "carry": "keep",
        "ineligible": "keep",
    }

    @classmethod
    def check(cls, checker, spec, path):
        """The keys of the mode, all of them and no others; a binary tree."""
        keys = {"percent": PERCENT_KEYS, "cycle": CYCLE_KEYS}.get(spec.get("mode"), ())
        for key in (*PERCENT_KEYS, *CYCLE_KEYS):
            if keys and (key in spec) != (key in keys):
                word = "needs" if key in keys else "has no"
                checker.error(path, f"a binary bonus in mode {spec['mode']} {word} '{key}'")
        if checker.trees.get(str(spec.get("tree")), "binary") != "binary":
            checker.error(f"{path}.tree", f"the tree {spec['tree']!r} is not binary")
        try:
            rises = read_number(spec.get("strong", 1)) < read_number(spec.get("weak", 0))
        except ValueError:
            return
        if rises:
            checker.error(f"{path}.weak", "the weak leg cannot need more than the strong one")

    def __init__(self, spec, plan, index):
        super().__init__(spec, plan, index)
        self.cycles = spec["mode"] == "cycle"
        self.table = None if self.cycles else RateTable(spec["rate"], plan)
        self.amounts = AmountTable(spec["amount"], plan) if self.cycles else None
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
        pay = self._cycles if self.cycles else self._percent
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
        return block, matched[:, None]

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
            most.append(min(ceil_scaled(volume, run.figures.point), LIMIT))
        return np.array(most, dtype=np.int64)

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
