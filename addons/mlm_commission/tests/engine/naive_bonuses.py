# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plain Python twin's bonus kinds, volume by volume."""

from fractions import Fraction
from math import floor

from naive import NaiveFigures

F = Fraction


class Naive(NaiveFigures):
    """Adds the kinds that look at one period only."""

    KINDS = (
        "level",
        "fast_start",
        "differential",
        "generation",
        "infinity",
        "personal",
        "fixed",
        "pool",
        "matching",
    )

    # === BONUSES: yield (earner, base, exact amount) === #

    def sees(self, bonus):
        for row in self.rows:
            if row["owner"] >= 0 and ("kinds" not in bonus or row["kind"] in bonus["kinds"]):
                taken = any(
                    bonus["code"] in other.get("instead_of", []) and self.is_fast(other, row)
                    for other in self.plan["bonuses"]
                )
                if not taken:
                    yield row, row[bonus.get("base", "cv")]

    def is_fast(self, bonus, row):
        if "kinds" in bonus and row["kind"] not in bonus["kinds"]:
            return False
        if "orders" in bonus:
            return row["kind"] == "first_order"
        joined, day = self.facts[row["owner"]].get("joined"), row["entry"].get("date")
        if joined is None or day is None:
            return False
        return 0 <= int(day[-2:]) - int(joined[-2:]) <= bonus["window_days"]

    def pay(self, base, rate):
        return base * F(rate) / 100 * F(self.plan["point_value"])

    def walk_levels(self, bonus, start, self_level):
        """Yield (earner, rate)."""
        path = [start] * self_level + self.line(start, bonus.get("tree", "sponsor"))
        rates = bonus["rates"]
        longest = max(map(len, rates.values())) if isinstance(rates, dict) else len(rates)
        mode, level, position = bonus.get("compression", "none"), 1, 0
        rate_at = lambda m, k: F(([*(self.by_rank(rates, m) or []), *[0] * k])[k - 1])  # noqa: E731
        if mode == "pay_to_qualified":
            for k in range(1, longest + 1):
                for i in range(position, len(path)):
                    if self.eligible(bonus, path[i]) and rate_at(path[i], k):
                        yield path[i], rate_at(path[i], k)
                        position = i + 1
                        break
            return
        for m in path:
            if level > longest:
                break
            below = mode == "skip_below_rank" and self.rank[m] < self.ranks.index(
                bonus["threshold"]
            )
            if mode != "none" and (not self.active[m] or below):
                continue
            if self.eligible(bonus, m) and rate_at(m, level):
                yield m, rate_at(m, level)
            level += 1

    def bonus_level(self, bonus, chosen=lambda _row: True):
        for row, base in self.sees(bonus):
            if base and chosen(row):
                own = bonus.get("include_self") or (
                    bonus.get("customer_is_level") and row["buyer"] != row["owner"]
                )
                for m, rate in self.walk_levels(bonus, row["owner"], bool(own)):
                    yield m, base, self.pay(base, rate)

    def bonus_fast_start(self, bonus):
        return self.bonus_level(bonus, lambda row: self.is_fast(bonus, row))

    def bonus_matching(self, bonus):
        for m, code, _base, units in [x for x in self.lines if x[1] in bonus["of"] and x[3]]:
            del code
            for earner, rate in self.walk_levels(bonus, m, bool(bonus.get("include_self"))):
                yield earner, units, units * self.unit * rate / 100

    def share(self, bonus, member):
        slab = bonus.get("slab")
        if not slab:
            return F(self.by_rank(bonus.get("rates", bonus.get("rate")), member) or 0)
        value = self.measure(slab, member)
        return max(
            [F(0), *(F(rate) for start, rate in slab["steps"] if value >= F(start))],
            key=lambda rate: rate,
        )

    def bonus_personal(self, bonus):
        for row, base in self.sees(bonus):
            bought = row["buyer"] != row["owner"]
            if (
                bonus["of"] in ("personal", "customer" if bought else "own")
                and base
                and (self.eligible(bonus, row["owner"]))
            ):
                yield row["owner"], base, self.pay(base, self.share(bonus, row["owner"]))

    def bonus_differential(self, bonus):
        for row, base in self.sees(bonus):
            paid = F(0)
            for m in [row["owner"], *self.line(row["owner"], "sponsor")]:
                if not self.eligible(bonus, m):
                    continue
                if self.share(bonus, m) > paid:
                    yield m, base, self.pay(base, self.share(bonus, m) - paid)
                    paid = self.share(bonus, m)
                if "stop_at" in bonus and self.rank[m] >= self.ranks.index(bonus["stop_at"]):
                    break

    def bonus_generation(self, bonus):
        leader = self.ranks.index(bonus["leader"])
        shift = 0 if bonus.get("own_group") else 1
        for row, base in self.sees(bonus):
            path, met = [row["owner"], *self.line(row["owner"], "sponsor")], 0
            for place, m in enumerate(path):
                if not self.eligible(bonus, m) or self.rank[m] < leader:
                    continue
                if "boundary" in bonus:
                    met = sum(self.rank[x] >= self.rank[m] for x in path[:place])
                rates = self.by_rank(bonus["rates"], m) or []
                if 0 <= met - shift < len(rates):
                    yield m, base, self.pay(base, rates[met - shift])
                met += 1

    def bonus_infinity(self, bonus):
        for row, base in self.sees(bonus):
            path, paid = [row["owner"], *self.line(row["owner"], "sponsor")], F(0)
            for place, m in enumerate(path):
                free = all(self.rank[x] < self.rank[m] for x in path[:place])
                if place > bonus["from_level"] and free and self.eligible(bonus, m):
                    rate = F(self.by_rank(bonus["rate"], m) or 0)
                    rest = rate - paid if bonus.get("differential") else rate
                    if rest > 0:
                        yield m, base, self.pay(base, rest)
                        paid = rate

    def bonus_fixed(self, bonus):
        for m in range(self.count):
            amount = self.by_rank(bonus["amount"], m)
            if self.eligible(bonus, m) and amount:
                yield m, 0, F(amount)

    def bonus_pool(self, bonus):
        taken = [o for o in self.plan["bonuses"] if bonus["code"] in o.get("instead_of", [])]
        points = sum(
            row[bonus.get("base", "cv")]
            for row in self.rows
            if ("kinds" not in bonus or row["kind"] in bonus["kinds"])
            and not any(row["owner"] >= 0 and self.is_fast(o, row) for o in taken)
        )
        fund = floor(self.pay(points, bonus["fund"]) / self.unit)
        holders = [
            [m, "", 0, F(self.by_rank(bonus["shares"], m) or 0)]
            for m in range(self.count)
            if self.eligible(bonus, m) and F(self.by_rank(bonus["shares"], m) or 0)
        ]
        if fund > 0 and holders:
            for line, units in zip(holders, self.divide(fund, holders), strict=True):
                yield line[0], 0, units * self.unit
