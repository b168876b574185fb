# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The measures of one member in one period, each as the language defines it."""

from fractions import Fraction

from .exact import PlanError, number
from .network import SPONSOR

MEASURES = (
    "own_volume",
    "customer_volume",
    "personal_volume",
    "group_volume",
    "downline_volume",
    "depth_volume",
    "open_volume",
    "weaker_leg_volume",
    "side_volume",
    "active_directs",
    "active_legs",
    "directs_with_rank",
    "legs_with_rank",
    "customers",
    "lifetime_personal_volume",
    "lifetime_group_volume",
    "periods_at_rank",
)


class Measures:
    """Works measures out.

    `status` is set from outside, since ranks need measures and some measures ranks. Each method
    takes a member and the spec: ``measure`` and its further keys (``tree``, ``rank``, ``depth``,
    ``leg_cap``, ``per_leg``, ``min``).
    """

    def __init__(self, plan, network, volumes, history):
        self.plan, self.network, self.history = plan, network, history
        self.status = None
        self.with_customers = plan.spec.get("customer_volume", True)
        self._own, self._by_customers, self._customer_pv = {}, {}, {}
        for volume in volumes:
            if volume.owner == volume.member or network.is_customer(volume.member):
                self._add(self._own, volume.member, volume.pv)
            if volume.owner is not None and volume.owner != volume.member:
                self._add(self._by_customers, volume.owner, volume.pv)
                self._add(self._customer_pv, (volume.owner, volume.member), volume.pv)
        self._groups, self._rolled = {}, {}

    def roll_up(self):
        """Make the personal volume of inactive partners that of the first active one above."""
        for member in self.network.partners:
            above = None if self.status.active(member) else self.status.first_active(member)
            if above is not None:
                volume = self.bought_volume(member)
                self._add(self._rolled, member, -volume)
                self._add(self._rolled, above, volume)
        self._groups = {}

    @staticmethod
    def _add(sums, key, value):
        sums[key] = sums.get(key, Fraction(0)) + value

    def value(self, member, spec):
        """One measure of one member.

        :param spec: name of the measure, or a map with ``measure`` and its further keys
        :rtype: Fraction
        """
        spec = {"measure": spec} if isinstance(spec, str) else spec
        name = spec["measure"]
        if name not in MEASURES:
            raise PlanError(f"{name!r} is no measure")
        return Fraction(getattr(self, name)(member, spec))

    def _tree(self, spec):
        return self.network.tree(spec.get("tree") or SPONSOR)

    def _binary(self, spec):
        """The tree whose legs are meant: the one named, else the first binary tree."""
        name = spec.get("tree") or self.network.binary_tree()
        tree = self.network.tree(name)
        if tree.kind != "binary":
            raise PlanError(f"tree {name!r} has no left and right leg")
        return tree

    # === Volumes === #

    def own_volume(self, member, _spec):
        return self._own.get(member, Fraction(0))

    def customer_volume(self, member, _spec):
        return self._by_customers.get(member, Fraction(0))

    def bought_volume(self, member):
        """Personal volume before any roll-up."""
        own = self._own.get(member, Fraction(0))
        return own + self._by_customers.get(member, Fraction(0)) if self.with_customers else own

    def personal_volume(self, member, _spec):
        return self.bought_volume(member) + self._rolled.get(member, Fraction(0))

    def _group(self, tree):
        """{member: Σ PV of itself and all below}, worked out once per tree."""
        if id(tree) not in self._groups:
            sums = {}
            for member in tree.bottom_up():
                legs = (sums[child] for child in tree.children[member])
                sums[member] = self.personal_volume(member, {}) + sum(legs)
            self._groups[id(tree)] = sums
        return self._groups[id(tree)]

    def _legs(self, member, tree):
        """Group volume of each leg."""
        sums = self._group(tree)
        return [sums[child] for child in tree.children.get(member, ())]

    def group_volume(self, member, spec):
        tree = self._tree(spec)
        cap = spec.get("leg_cap")
        if not cap:
            return self._group(tree).get(member, self.personal_volume(member, {}))
        own, legs = self.personal_volume(member, spec), self._legs(member, tree)
        strongest = max(legs, default=Fraction(0))
        if "of_requirement" in cap:
            if "min" not in spec:
                return own + sum(legs)
            most = number(spec["min"]) * number(cap["of_requirement"]) / 100
            return sum((min(leg, most) for leg in [own, *legs]), Fraction(0))
        if "strongest_counts" in cap:
            return own + sum(legs) - strongest * (1 - number(cap["strongest_counts"]) / 100)
        return own + sum(legs) - (strongest if cap.get("without_strongest") else 0)

    def downline_volume(self, member, spec):
        return sum(self._legs(member, self._tree(spec)), Fraction(0))

    def depth_volume(self, member, spec):
        below = self._tree(spec).below(member, int(number(spec["depth"])))
        return sum((self.personal_volume(one, spec) for one in [member, *below]), Fraction(0))

    def open_volume(self, member, spec):
        """PV of itself and of all that are reached without passing a broken-away leader."""
        tree, code = self._tree(spec), self.plan.spec.get("breakaway")
        breakaway = None if code is None else self.plan.rank_index(code)
        total, waiting = Fraction(0), [member]
        while waiting:
            one = waiting.pop()
            total += self.personal_volume(one, spec)
            waiting += [
                child
                for child in tree.children.get(one, ())
                if breakaway is None or self.status.rank(child) < breakaway
            ]
        return total

    def weaker_leg_volume(self, member, spec):
        tree = self._binary(spec)
        sums = dict.fromkeys((1, 2), Fraction(0))
        for child in tree.children.get(member, ()):
            sums[tree.leg[child]] += self._group(tree)[child]
        return min(sums.values())

    def side_volume(self, member, spec):
        legs = self._legs(member, self._tree(spec))
        return sum(legs, Fraction(0)) - max(legs, default=Fraction(0))

    def lifetime_personal_volume(self, member, spec):
        return self.history.personal[member] + self.personal_volume(member, spec)

    def lifetime_group_volume(self, member, spec):
        before = self.history.group[spec.get("tree") or SPONSOR][member]
        return before + self.group_volume(member, {"tree": spec.get("tree")})

    # === Counts === #

    def customers(self, member, _spec):
        return sum(1 for (owner, _c), pv in self._customer_pv.items() if owner == member and pv > 0)

    def _count_directs(self, member, spec, holds):
        """Directly sponsored partners, or those directly below in `tree`.

        With `per_leg`: directly sponsored ones in that leg of the binary tree which has fewer.
        """
        if "per_leg" in spec:
            directs = set(self.network.tree(SPONSOR).children.get(member, ()))
            tree = self._binary(spec)
            legs = [directs.intersection(tree.leg_members(member, n)) for n in (1, 2)]
            return min(sum(1 for one in leg if holds(one)) for leg in legs)
        return sum(1 for one in self._tree(spec).children.get(member, ()) if holds(one))

    def _count_legs(self, member, spec, holds):
        """Legs with at least one partner of whom something holds, at most `depth` levels below."""
        tree, depth = self._tree(spec), spec.get("depth")
        further = None if depth is None else int(number(depth)) - 1
        heads = tree.children.get(member, ()) if further is None or further >= 0 else ()
        return sum(
            1 for head in heads if any(holds(one) for one in [head, *tree.below(head, further)])
        )

    def _has_rank(self, spec):
        rank = self.plan.rank_index(spec["rank"])
        return lambda one: self.status.rank(one) >= rank

    def active_directs(self, member, spec):
        return self._count_directs(member, spec, self.status.active)

    def active_legs(self, member, spec):
        return self._count_legs(member, spec, self.status.active)

    def directs_with_rank(self, member, spec):
        return self._count_directs(member, spec, self._has_rank(spec))

    def legs_with_rank(self, member, spec):
        return self._count_legs(member, spec, self._has_rank(spec))

    def periods_at_rank(self, member, spec):
        """Up to this period; while status is being worked out, up to the one before."""
        rank = self.plan.rank_index(spec["rank"])
        before = self.history.streak(member, rank)
        if self.status.working:
            return before
        return before + 1 if self.status.rank(member) >= rank else 0
