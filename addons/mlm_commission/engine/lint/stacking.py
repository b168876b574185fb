# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stacking: does one person behind several positions earn more than with one, for the same buys?

The person's purchases and everybody else's are the same in both networks; only the person's own
positions differ. All positions name the same ``owner``, so that caps per owner hold.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..plan import Plan
from .figures import PlanFigures
from .networks import Sketch, as_scenario, pay
from .numbers import percent

ME = "P1"
SHARES = ("even", "top", "bottom")


@dataclass
class Stacking:
    """A gain: ``single`` and ``stacked`` money for the same purchases, with ``positions``."""

    single: Fraction
    stacked: Fraction
    positions: int
    document: dict

    @property
    def gain(self):
        """What the further positions are worth."""
        return self.stacked - self.single


def best_stacking(definition, _options):
    """The largest relative gain by own positions above each other or side by side.

    :param dict definition: the part ``plan`` of a sound document
    :rtype: Stacking or None
    """
    plan = Plan(definition)
    figures = PlanFigures(plan, definition)
    best = None
    for world in _worlds(figures):
        single = _earnings(definition, figures, world, ("line", 1, "top"))
        if single is None:
            continue
        for form, count, shares in _forms(figures):
            stacked = _earnings(definition, figures, world, (form, count, shares))
            # what rounding of lines can explain is no gain
            if stacked is None or stacked[0] - single[0] <= stacked[2].rounding:
                continue
            gain = (stacked[0] - single[0]) / world.money(plan)
            if best is None or gain > best[0]:
                best = gain, single[0], stacked, count
    if best is None:
        return None
    _gain, single, (money, document, paid), count = best
    title = f"Stacking: {count} positions of one person earn {percent(money)}"
    source = f"found by the plan linter; one position with the same purchases: {percent(single)}"
    return Stacking(single, money, count, as_scenario(document, title, source, paid))


@dataclass(frozen=True)
class _World:
    """Everything but the person's positions: own purchases, and legs of others below."""

    own: Fraction
    fronts: int
    length: int
    volume: Fraction

    def money(self, plan):
        """All volume in money."""
        points = self.own + self.fronts * self.length * self.volume
        return points * plan.point_value


def _worlds(figures):
    least = figures.personal or Fraction(100)
    volumes = {least, least * 10, *figures.some_volumes(4)[1:3]}
    for own, (fronts, length), volume in product(
        (least, least * 12), ((1, 1), (1, 4), (2, 2), (4, 1)), sorted(volumes)
    ):
        yield _World(own, fronts, length, volume)


def _forms(figures):
    forms = [("line", count, shares) for count in (2, 3, 4) for shares in SHARES]
    if figures.plan.binary_tree or len(figures.plan.ranks) > 0:
        forms += [("fork", 3, shares) for shares in SHARES]
    return forms


def _earnings(definition, figures, world, form):
    """(what the person earns, document, what was paid), or None."""
    shape, count, shares = form
    sketch = Sketch(figures, False)
    sketch.add("above")
    sketch.buy("above", world.own)
    mine = []
    for index in range(count):
        parent = "above" if not mine else ME if shape == "fork" else mine[-1]
        place = (ME, index - 1) if shape == "fork" and mine else None
        mine.append(sketch.add(f"P{index + 1}", parent, place=place))
        sketch.members[mine[-1]]["attributes"] = {**figures.facts, "owner": ME}
    _own_purchases(sketch, mine, world.own, shares)
    ends = mine[1:] if shape == "fork" else mine[-1:]
    for front in range(world.fronts):
        above = ends[front % len(ends)]
        for depth in range(world.length):
            above = sketch.add(f"d{front}_{depth}", above)
            sketch.buy(above, world.volume)
    document = sketch.document(definition)
    paid = pay(document)
    if paid is None:
        return None
    return sum((paid.totals.get(name, Fraction(0)) for name in mine), Fraction(0)), document, paid


def _own_purchases(sketch, mine, own, shares):
    if shares == "even":
        part = Fraction(int(own * 100) // len(mine), 100)
        for name in mine[1:]:
            sketch.buy(name, part)
        sketch.buy(mine[0], own - part * (len(mine) - 1))
    else:
        sketch.buy(mine[0] if shares == "top" else mine[-1], own)
