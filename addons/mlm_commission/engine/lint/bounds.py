# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Upper bounds: what a bonus can pay at most, in percent of the commissionable volume.

Each volume is looked at by itself; a bonus's bound is the most that all its lines on one volume
can make together, whoever stands above. Rounding of single lines, returns and a ``base: pv`` that
differs from the CV are left out.
"""

from fractions import Fraction
from types import SimpleNamespace

from ..language import to_fraction, to_name
from ..tables import RateTable

ELSE = ""  # a kind of volume that no bonus names


class Bound:
    """The bound of a plan.

    ``total``: percent, or None where the plan has none. ``parts``: bonus code -> percent or None,
    for the kind of volume that gives the total. ``layers``: bonus code -> percent per layer, for
    bonuses that pay the same volume once more for each layer of the tree.
    """

    def __init__(self, plan):
        """
        :param Plan plan: compiled
        """
        self.plan = plan
        self.layers = {}
        choices = [
            self._parts(kind, window) for kind in self._kinds() for window in self._windows()
        ]
        totals = [self._capped(parts) for parts in choices]
        best = max(range(len(totals)), key=lambda i: (totals[i] is None, totals[i] or 0))
        self.parts, self.total = choices[best], totals[best]

    def _capped(self, parts):
        """Sum of the parts under the caps of the company, each on all bonuses or on some."""
        parts, limits, grouped = dict(parts), [], set()
        for cap in self.plan.definition.get("caps") or []:
            if "company" not in cap:
                continue
            percent = to_fraction(cap["company"])
            codes = [to_name(code) for code in cap.get("of") or ()]
            if not codes:
                limits.append(percent)
            elif not grouped & set(codes):
                # together at most this; of groups that overlap the first one counts
                grouped |= set(codes)
                together = _sum(parts[code] for code in codes)
                if together is None or together > percent:
                    parts |= dict.fromkeys(codes, Fraction(0)) | {codes[0]: percent}
        total = _sum(parts.values())
        return min([*limits, *([] if total is None else [total])], default=None)

    # === WHICH VOLUME === #

    def _kinds(self):
        named = {kind for bonus in self.plan.bonuses for kind in bonus.kinds or ()}
        if any(self._is_first_order(bonus) for bonus in self.plan.bonuses):
            named.add("first_order")
        return sorted(named | {ELSE})

    @staticmethod
    def _is_first_order(bonus):
        return bonus.name == "fast_start" and bonus.window is None

    def _windows(self):
        """Days since joining that matter: within each window, and after all of them."""
        windows = {bonus.window for bonus in self.plan.bonuses if bonus.name == "fast_start"}
        return [*sorted(windows - {None}), None]

    def _is_fast(self, bonus, kind, age):
        if bonus.window is None:
            return kind == "first_order"
        return age is not None and age <= bonus.window

    def _parts(self, kind, age):
        """Bonus code -> bound, for a volume of a kind, so many days after joining."""
        taken, parts = set(), {}
        fast = [b for b in self.plan.bonuses if b.name == "fast_start"]
        for bonus in fast:
            sees = bonus.kinds is None or kind in bonus.kinds
            if sees and self._is_fast(bonus, kind, age):
                taken |= set(bonus.instead_of)
        for bonus in self.plan.bonuses:
            seen = (bonus.kinds is None or kind in bonus.kinds) and bonus.code not in taken
            if bonus in fast:
                seen = seen and self._is_fast(bonus, kind, age)
            bound = getattr(self, f"_{bonus.name}", self._unknown)
            parts[bonus.code] = bound(bonus, parts) if seen else Fraction(0)
        return parts

    # === ONE BONUS === #

    @staticmethod
    def _unknown(bonus, parts):
        """A kind that has no method here may tell its bound itself, else there is none."""
        own = getattr(bonus, "payout_bound", None)
        return own(parts) if own else None

    def _personal(self, bonus, _parts):
        return max(bonus.rates(), default=Fraction(0))

    _differential = _personal

    def _level(self, bonus, _parts):
        return _best_columns(bonus.table)

    _fast_start = _level

    def _generation(self, bonus, _parts):
        """By rank, the generations of each rank are counted apart, so that all can be paid."""
        if not bonus.by_rank:
            return _best_columns(bonus.table)
        return sum((sum(row, Fraction(0)) for row in bonus.table.rows), Fraction(0))

    def _infinity(self, bonus, _parts):
        rates = [row[0] for row in bonus.table.rows[1:] if row]
        return max(rates, default=Fraction(0)) if bonus.differential else sum(rates, Fraction(0))

    def _pool(self, bonus, _parts):
        return bonus.fund

    def _matching(self, bonus, parts):
        matched = _sum(parts[code] for code in bonus.of)
        share = _best_columns(bonus.table) / 100
        return share * matched if matched is not None else None if share else Fraction(0)

    def _best_step(self, steps):
        """A step's amount for its points of both legs, where that is most."""
        shares = (to_fraction(pay) / to_fraction(points) / 2 for points, pay in steps_of(steps))
        return max(shares, default=Fraction(0)) * 100 / self.plan.point_value

    def _binary(self, bonus, _parts):
        """Half of a balanced tree's volume is the weaker leg, once more on each layer."""
        stated = self.plan.definition["bonuses"][bonus.index]
        if stated["mode"] == "table":
            layer = self._best_step(stated["steps"])
        elif stated["mode"] == "cycle":
            amount = max((row or Fraction(0) for row in bonus.amounts.rows), default=Fraction(0))
            layer = amount * 100 / (bonus.strong + bonus.weak) / self.plan.point_value
        else:
            layer = max(bonus.rates(), default=Fraction(0)) / 2
        if layer:
            self.layers[bonus.code] = layer
        return None if layer else Fraction(0)


def steps_of(steps):
    """All steps of a table, also of one by rank."""
    return [step for row in steps.values() for step in row] if isinstance(steps, dict) else steps


def _best_columns(table):
    """Sum over the levels of the best rate that any rank has there."""
    return sum(
        (max((row[k] for row in table.rows if len(row) > k), default=Fraction(0)))
        for k in range(table.levels)
    ) + Fraction(0)


def _sum(bounds):
    """Sum of bounds; None as soon as one of them is."""
    bounds = list(bounds)
    return None if None in bounds else sum(bounds, Fraction(0))


PER_HEAD = ("fixed", "rank_advancement", "board")


def split_plan(definition):
    """A plan without the bonuses that have no relation to volume, and what those pay per head.

    :param dict definition: the part ``plan`` of a sound document
    :return: (definition without them, dict code -> most that one member can get, Fraction)
    """
    heads, kept = {}, []
    for stated in definition.get("bonuses") or []:
        code, bonus = to_name(stated["code"]), dict(stated)
        if bonus["kind"] in PER_HEAD:
            heads[code] = _most_per_head(bonus)
            continue
        if bonus["kind"] == "matching":
            bonus["of"] = [of for of in bonus["of"] if to_name(of) not in heads]
            if not bonus["of"]:
                heads[code] = _matched_heads(stated, definition, heads)
                continue
        if "instead_of" in bonus:
            bonus["instead_of"] = [c for c in bonus["instead_of"] if to_name(c) not in heads]
        kept.append(bonus)
    known = {to_name(bonus["code"]) for bonus in kept}
    for bonus in kept:
        if "instead_of" in bonus:
            bonus["instead_of"] = [c for c in bonus["instead_of"] if to_name(c) in known]
    return {**definition, "bonuses": kept}, heads


def _most_per_head(bonus):
    paid = bonus.get("amounts", bonus.get("amount", 0))
    if not isinstance(paid, dict):
        return to_fraction(paid)
    values = [to_fraction(value) for value in paid.values()]
    once_each = bonus["kind"] == "rank_advancement"
    return sum(values, Fraction(0)) if once_each else max(values, default=Fraction(0))


def _matched_heads(bonus, definition, heads):
    """What one payment per head gives those above, all levels together."""
    codes = [to_name(rank["code"]) for rank in definition.get("ranks") or []]
    table = RateTable(bonus["rates"], SimpleNamespace(rank_codes=codes))
    paid = sum((heads[to_name(of)] for of in bonus["of"]), Fraction(0))
    return paid * _best_columns(table) / 100
