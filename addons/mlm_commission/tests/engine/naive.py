# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A plain Python twin of the engine, member by member and with fractions, for its tests.

It walks lines and adds figures up as a person would. Places in trees are taken as given; so is the
document, which must be free of problems. The bonus kinds
are in ``naive_bonuses``.
"""

from fractions import Fraction
from math import floor

F = Fraction


class NaiveFigures:
    """One period after the other; ``payout`` is {member index: {bonus: Fraction}}."""

    def __init__(self, plan):
        self.plan = plan
        self.ranks = [rank["code"] for rank in plan.get("ranks") or []]
        self.history = []
        self.lifetime = []

    # === ONE PERIOD === #

    def period(self, facts, sponsor, trees, volumes, legs=None):
        """Compute a period.

        :param facts: per member its keys in the document
        :param sponsor: index of the sponsor per member, -1 for none
        :param trees: name -> parents, besides the sponsor tree
        :param volumes: entries with ``member`` as index
        :param legs: name -> leg under the parent, for binary trees
        """
        self.legs = legs
        self.facts, self.count = facts, len(facts)
        self.customer = [f.get("type") == "customer" for f in facts]
        self.parents = {"sponsor": [self.partner_above(sponsor, m) for m in range(self.count)]}
        self.parents.update(trees)
        self.read_volumes(sponsor, volumes)
        self.active = [None] * self.count
        self.rank = [None] * self.count
        self.settle()
        self.lines = []
        for bonus in self.plan["bonuses"]:
            made = [
                [m, bonus["code"], base, self.rounded(amount)]
                for m, base, amount in getattr(self, "bonus_" + bonus["kind"])(bonus)
            ]
            if "cap" in bonus:
                for member in {line[0] for line in made}:
                    self.cap(
                        [x for x in made if x[0] == member], self.by_rank(bonus["cap"], member)
                    )
            self.lines += made
        for cap in self.plan.get("caps") or []:
            self.apply(cap)
        payout = {}
        for member, code, _base, units in self.lines:
            mine = payout.setdefault(member, {})
            mine[code] = mine.get(code, 0) + units * self.unit
        self.lifetime.append((self.pv, self.parents))
        self.history.append(self.rank)
        return {
            m: {c: a for c, a in paid.items() if a}
            for m, paid in payout.items()
            if any(paid.values())
        }

    def partner_above(self, sponsor, member):
        """The first partner above on the sponsor line; nobody for customers."""
        if self.customer[member]:
            return -1
        above = sponsor[member]
        while above >= 0 and self.customer[above]:
            above = sponsor[above]
        return above

    def read_volumes(self, sponsor, volumes):
        """Rows with owner, points and whether a customer bought."""
        self.rows = []
        for entry in volumes:
            buyer = owner = entry["member"]
            while owner >= 0 and self.customer[owner]:
                owner = sponsor[owner]
            both = entry.get("volume", 0)
            self.rows.append(
                {
                    "buyer": buyer,
                    "owner": owner,
                    "pv": F(entry.get("pv", both)),
                    "cv": F(entry.get("cv", both)),
                    "entry": entry,
                    "kind": entry.get("kind", "purchase"),
                }
            )
        keeps = self.plan.get("customer_volume", True)
        self.own = [sum(r["pv"] for r in self.rows if r["buyer"] == m) for m in range(self.count)]
        self.bought = [
            sum(r["pv"] for r in self.rows if r["owner"] == m != r["buyer"])
            for m in range(self.count)
        ]
        self.pv = [own + bought * keeps for own, bought in zip(self.own, self.bought, strict=True)]

    # === LINES AND MEASURES === #

    def children(self, member, tree="sponsor"):
        return [m for m in range(self.count) if self.parents[tree][m] == member]

    def team(self, member, tree="sponsor", depth=10**9):
        """The member and all at most so many levels below."""
        found, layer = [member], [member]
        while layer and depth:
            layer = [child for above in layer for child in self.children(above, tree)]
            found, depth = found + layer, depth - 1
        return found

    def line(self, member, tree):
        """Everybody above, nearest first."""
        above = []
        while self.parents[tree][member] >= 0:
            member = self.parents[tree][member]
            above.append(member)
        return above

    def group(self, member):
        return sum(self.pv[m] for m in self.team(member))

    def measure(self, spec, member, own_rank=False):
        name, legs = spec["measure"], self.children(member)
        rank = self.ranks.index(spec["rank"]) if "rank" in spec else None
        groups = [self.group(leg) for leg in legs]
        holds = lambda m: self.rank[m] >= rank  # noqa: E731
        if name == "group_volume" and "leg_cap" in spec:
            return self.capped(spec, member, groups)
        return {
            "own_volume": lambda: self.own[member],
            "customer_volume": lambda: self.bought[member],
            "personal_volume": lambda: self.pv[member],
            "group_volume": lambda: self.group(member),
            "downline_volume": lambda: sum(groups),
            "side_volume": lambda: sum(groups) - max(groups, default=0),
            "depth_volume": lambda: sum(self.pv[m] for m in self.team(member, depth=spec["depth"])),
            "customers": lambda: len(
                {
                    r["buyer"]
                    for r in self.rows
                    if r["owner"] == member != r["buyer"]
                    and sum(x["pv"] for x in self.rows if x["buyer"] == r["buyer"]) > 0
                }
            ),
            "active_directs": lambda: sum(self.active[leg] for leg in legs),
            "active_legs": lambda: sum(any(self.active[m] for m in self.team(leg)) for leg in legs),
            "directs_with_rank": lambda: sum(map(holds, legs)),
            "legs_with_rank": lambda: sum(
                any(map(holds, self.team(leg, depth=spec.get("depth", 10**9) - 1))) for leg in legs
            ),
            "lifetime_personal_volume": lambda: (
                self.pv[member]
                + sum(pv[member] for pv, _parents in self.lifetime if member < len(pv))
            ),
            "lifetime_group_volume": lambda: self.group(member) + self.past_groups(member),
            "periods_at_rank": lambda: self.streak(member, rank, own_rank),
        }[name]()

    def past_groups(self, member):
        """Group volumes of the periods before, in the networks of those periods."""
        total = 0
        for pv, parents in self.lifetime:
            for m in range(len(pv)):
                above = m
                while above >= 0 and above != member:
                    above = parents["sponsor"][above]
                total += pv[m] if above == member else 0
        return total

    def streak(self, member, rank, own_rank):
        now = [] if own_rank else [self.rank]
        count = 0
        for ranks in reversed(self.history + now):
            if member >= len(ranks) or ranks[member] < rank:
                break
            count += 1
        return count

    def capped(self, spec, member, groups):
        ((rule, value),) = spec["leg_cap"].items()
        if rule == "of_requirement":
            cap = F(value) / 100 * F(spec["min"])
            return sum(min(volume, cap) for volume in [self.pv[member], *groups])
        share = 0 if rule == "without_strongest" else F(value) / 100
        strongest = max(groups, default=0)
        return self.pv[member] + sum(groups) - strongest + strongest * share

    def holds(self, condition, member, own_rank=False):
        if isinstance(condition, list):
            return all(self.holds(item, member, own_rank) for item in condition)
        if "any" in condition:
            return any(self.holds(item, member, own_rank) for item in condition["any"])
        if "attribute" in condition:
            stated = self.facts[member].get("attributes") or {}
            return stated.get(condition["attribute"]) is condition["is"]
        value = self.measure(condition, member, own_rank)
        return value >= F(condition.get("min", value)) and value <= F(condition.get("max", value))

    # === STATUS === #

    def settle(self):
        bottom_up = sorted(range(self.count), key=lambda m: -len(self.line(m, "sponsor")))
        for m in bottom_up:
            stated = self.facts[m].get("active")
            holds = self.holds(self.plan.get("active") or [], m) if stated is None else stated
            self.active[m] = bool(holds) and not self.customer[m]
        for m in bottom_up:
            self.rank[m] = self.rank_of(m)

    def rank_of(self, member):
        if self.customer[member]:
            return -1
        if "rank" in self.facts[member]:
            stated = self.facts[member]["rank"]
            return -1 if stated == "none" else self.ranks.index(stated)
        best = -1
        for index, rank in enumerate(self.plan.get("ranks") or []):
            if self.active[member] and self.holds(rank.get("require") or [], member, True):
                best = index
            elif self.plan.get("rank_mode") == "ladder":
                break
        return best

    def eligible(self, bonus, member):
        return self.active[member] and self.holds(bonus.get("require") or [], member)

    def by_rank(self, spec, member):
        """The member's entry, or None."""
        if not isinstance(spec, dict):
            return spec
        for index in range(self.rank[member], -1, -1):
            if self.ranks[index] in spec:
                return spec[self.ranks[index]]
        return spec.get("any")

    # === MONEY === #

    @property
    def unit(self):
        return F(self.plan["rounding"]["to"])

    def rounded(self, amount):
        """Units of the smallest amount."""
        exact = abs(amount) / self.unit
        whole, rest = floor(exact), exact - floor(exact)
        method = self.plan["rounding"]["method"]
        up = method == "half_up" and rest >= F(1, 2)
        up |= method == "half_even" and (rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1))
        return (whole + up) * (1 if amount >= 0 else -1)

    def cap(self, lines, amount):
        """Shrink the positive ones of some lines, in place."""
        if amount is None:
            return
        limit = floor(F(amount) / self.unit)
        if sum(line[3] for line in lines) <= limit:
            return
        positive = [line for line in lines if line[3] > 0]
        target = limit - sum(line[3] for line in lines if line[3] < 0)
        for line, share in zip(positive, self.divide(target, positive), strict=True):
            line[3] = share

    @staticmethod
    def divide(target, lines):
        """Largest remainder; ties to the member listed first, then to the earlier line."""
        total = sum(line[3] for line in lines)
        exact = [F(line[3]) * target / total for line in lines]
        shares = [floor(x) for x in exact]
        order = sorted(range(len(lines)), key=lambda i: (shares[i] - exact[i], lines[i][0], i))
        for i in order[: target - sum(shares)]:
            shares[i] += 1
        return shares

    def apply(self, cap):
        if "company" in cap:
            points = sum(r["cv"] for r in self.rows)
            money = points * F(self.plan["point_value"]) * F(cap["company"]) / 100
            return self.cap(self.lines, max(money, 0))
        person = self.person if "per_owner" in cap else lambda m: m
        for who in {person(line[0]) for line in self.lines}:
            mine = [line for line in self.lines if person(line[0]) == who]
            amount = cap.get("per_owner")
            self.cap(
                mine, self.by_rank(cap["per_member"], mine[0][0]) if amount is None else amount
            )
        return None

    def person(self, member):
        return (self.facts[member].get("attributes") or {}).get("owner", f"#{member}")
