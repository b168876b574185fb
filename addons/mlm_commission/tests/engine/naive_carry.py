# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plain Python twin's bonus kinds that hand something to the next period."""

from fractions import Fraction

from naive_bonuses import Naive

F = Fraction


class NaiveCarry(Naive):
    """Adds ``binary`` and ``rank_advancement``; ``carried``: {(bonus, member): [left, right]}."""

    KINDS = (*Naive.KINDS, "binary", "rank_advancement")

    def __init__(self, plan):
        super().__init__(plan)
        self.carried, self.awarded = {}, set()

    def bonus_rank_advancement(self, bonus):
        for rank, code in enumerate(self.ranks):
            for m in range(self.count):
                held = self.streak(m, rank, own_rank=False) > bonus["hold"]
                if code in bonus["amounts"] and held and self.eligible(bonus, m):
                    if (m, rank, bonus["code"]) not in self.awarded:
                        yield m, 0, F(bonus["amounts"][code])
                    self.awarded.add((m, rank, bonus["code"]))

    def bonus_binary(self, bonus):
        seen = list(self.sees(bonus))
        for m in range(self.count):
            legs = self.carried.get((bonus["code"], m), [F(0), F(0)])
            for child in self.children(m, bonus["tree"]):
                team = self.team(child, bonus["tree"])
                legs[self.legs[bonus["tree"]][child] - 1] += sum(
                    base for row, base in seen if row["owner"] in team
                )
            able = self.eligible(bonus, m)
            if able:
                mode = self.by_percent if bonus["mode"] == "percent" else self.by_cycles
                paid = mode(bonus, m, legs)
                if paid:
                    yield m, 0, paid
            if bonus.get("carry") == "flush" or (bonus.get("ineligible") == "flush" and not able):
                legs = [F(0), F(0)]
            most = F(bonus["carry_cap"]) if "carry_cap" in bonus else max(legs)
            self.carried[bonus["code"], m] = [min(volume, most) for volume in legs]

    def by_percent(self, bonus, member, legs):
        rate = F(self.by_rank(bonus["rate"], member) or 0)
        matched = max(min(legs), 0) if rate else 0
        legs[0] -= matched
        legs[1] -= matched
        return self.pay(matched, rate)

    def by_cycles(self, bonus, member, legs):
        amount = F(self.by_rank(bonus["amount"], member) or 0)
        paid = F(0)
        while amount and max(legs) >= bonus["strong"] and min(legs) >= bonus["weak"]:
            larger = 0 if legs[0] >= legs[1] else 1
            legs[larger] -= bonus["strong"]
            legs[1 - larger] -= bonus["weak"]
            paid += amount
        return paid
