# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a plan's own figures suggest for networks that show what it pays."""

from fractions import Fraction

from ..expectation import placement_tree
from ..language import to_fraction, to_name
from .bounds import steps_of
from .conditions import alternatives, least

MOST_SIDES = 12
MOST_LABELS = 12
ROUND = (10, 100)


class PlanFigures:
    """Volumes, counts, facts and kinds that occur in a plan.

    ``volumes``: amounts of points at which something changes, rising. ``personal``: the personal
    volume that activity asks for. ``sides``: how many directs or customers conditions ask for.
    ``facts``: attributes that make every condition on attributes hold. ``labels``: kinds and
    markets of volume that bonuses name, as keys of an entry, nothing first. ``window``: whether
    days since joining matter. ``binary``: the tree that members' stated places belong to is binary.
    """

    def __init__(self, plan, definition):
        """
        :param Plan plan: compiled
        :param dict definition: its document
        """
        self.plan, self.definition = plan, definition
        self.asked = list(self._all_conditions())
        self.facts = {to_name(c["attribute"]): c["is"] for c in self.asked if "attribute" in c}
        measured = [c for c in self.asked if "measure" in c]
        self.personal = max(
            (least(c) for c in self._active() if c.get("measure") in self._personal_names),
            default=Fraction(0),
        )
        counts = ("directs", "legs", "customers", "legs_with_rank", "directs_with_rank")
        self.sides = min(
            MOST_SIDES,
            max((int(least(c)) for c in measured if c["measure"].endswith(counts)), default=0),
        )
        self.customers = any(c["measure"] in ("customers", "customer_volume") for c in measured)
        self.volumes = self._volumes(measured)
        kinds = sorted({kind for bonus in plan.bonuses for kind in bonus.kinds or ()})
        fast = [bonus for bonus in plan.bonuses if bonus.name == "fast_start"]
        self.window = any(bonus.window is not None for bonus in fast)
        if any(bonus.window is None for bonus in fast) and "first_order" not in kinds:
            kinds.append("first_order")
        self.labels = self._labels(kinds)
        self.tree = placement_tree(plan.trees)
        self.binary = bool(self.tree) and plan.trees[self.tree]["kind"] == "binary"
        self.levels = max(
            (bonus.table.levels for bonus in plan.bonuses if getattr(bonus, "table", None)),
            default=1,
        )

    _personal_names = ("personal_volume", "own_volume")

    def _labels(self, kinds):
        bonuses = self.definition.get("bonuses") or []
        markets = sorted({to_name(m) for bonus in bonuses for m in bonus.get("markets") or ()})
        of_kind = [{}, *({"kind": kind} for kind in kinds)]
        of_market = [{}, *({"market": market} for market in markets)]
        return [kind | market for market in of_market for kind in of_kind][:MOST_LABELS]

    def _active(self):
        ways = alternatives(self.definition.get("active") or [])
        return ways[0] if ways else []

    def _all_conditions(self):
        parts = [self.definition.get("active")]
        parts += [rank.get("require") for rank in self.definition.get("ranks") or []]
        parts += [bonus.get("require") for bonus in self.definition.get("bonuses") or []]
        for part in parts:
            for way in alternatives(part or [])[:4]:
                yield from way

    def _volumes(self, measured):
        # small enough for caps not to bind, large enough for rounding not to matter
        small = 1000 * self.plan.unit / self.plan.point_value
        found = {small * value for value in ROUND}
        if any(bonus.cap for bonus in self.plan.bonuses) or self.plan.caps:
            found.add(small)
        found |= {least(c) for c in measured if c["measure"].endswith("_volume")}
        for bonus in self.definition.get("bonuses") or []:
            if isinstance(bonus.get("slab"), dict):
                found |= {to_fraction(start) for start, _rate in bonus["slab"]["steps"]}
            if "strong" in bonus and "weak" in bonus:
                strong, weak = to_fraction(bonus["strong"]), to_fraction(bonus["weak"])
                found |= {strong + weak, strong, strong * 10}
            if bonus.get("mode") == "table":
                found |= {to_fraction(points) for points, _pay in steps_of(bonus["steps"])}
        found = sorted(value for value in found if value > 0)
        return [*found, found[-1] * 10, found[-1] * 1000]

    def some_volumes(self, most):
        """At most so many of the volumes, the smallest and the largest among them."""
        if len(self.volumes) <= most:
            return list(self.volumes)
        step = Fraction(len(self.volumes) - 1, most - 1)
        return [self.volumes[round(index * step)] for index in range(most)]

    def rank_orders(self):
        """Ways in which ranks may stand on a line, from its bottom upwards; codes or None.

        Each is a function of the place on the line, 1 at the bottom.
        """
        codes = self.plan.rank_codes
        orders = [lambda _place: None] if not codes else []
        picked = codes if len(codes) <= 6 else [codes[0], codes[len(codes) // 2], *codes[-4:]]
        orders += [lambda _place, code=code: code for code in reversed(picked)]
        for repeats in (1, 2, self.levels + 1) if len(codes) > 1 else ():
            orders.append(lambda place, n=repeats: codes[min((place - 1) // n, len(codes) - 1)])
        for bonus in self.plan.bonuses if len(codes) > 1 else ():
            if getattr(bonus, "table", None) and bonus.table.levels > 1:
                orders.append(self._best_by_level(bonus.table))
        return orders

    def _best_by_level(self, table):
        best = []
        for level in range(table.levels):
            rates = [row[level] if len(row) > level else 0 for row in table.rows[1:]]
            best.append(self.plan.rank_codes[rates.index(max(rates))])
        return lambda place: best[min(max(place - 2, 0), len(best) - 1)]
