# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The measures of the plan language, each for all members at once, computed when asked for."""

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from .conditions import Measure
from .exact import LIMIT, MagnitudeError, ceil_scaled, check_sum, largest, sum_at
from .tree import Tree

COUNTS = {
    "active_directs",
    "active_legs",
    "directs_with_rank",
    "legs_with_rank",
    "customers",
    "periods_at_rank",
}
# measures that stay with who bought, wherever the volume rolls up to
AS_BOUGHT = {"own_volume", "customer_volume", "customers"}


class Figures:
    """Measures of one period.

    ``active`` and ``rank`` are set when they are known; measures that need them may only be asked
    for then. A *figure* is a pair (int64 array, scale): the exact value is array / scale.
    """

    def __init__(self, plan, network, volumes, trees, carry):
        """
        :param plan: compiled plan
        :param network: :class:`~.model.Network`
        :param volumes: :class:`~.model.Volumes`
        :param dict trees: name -> :class:`~.tree.Tree` over all members
        :param carry: :class:`~.model.Carry` aligned with the network
        """
        self.plan, self.network, self.volumes = plan, network, volumes
        self.trees, self.carry = trees, carry
        self.count = len(network)
        self.point = 10**volumes.digits
        self.active = None
        self.rank = None
        self._collector = None
        self._known = {}
        self._highest = {}
        check_sum(volumes.pv, "the personal volume")
        check_sum(volumes.cv, "the commissionable volume")

    @cached_property
    def streak(self):
        """Consecutive periods at each rank up to this one, per member and rank; for known ranks."""
        streak = self.carry.streak + 1
        streak[self.rank[:, None] < np.arange(len(self.plan.ranks))] = 0
        return streak

    def figure(self, measure, minimum=None):
        """Value of a measure for all members.

        :param Measure measure: what to compute
        :param Fraction minimum: the requirement, for ``leg_cap: {of_requirement: …}``
        :return: (int64 array, scale)
        """
        key = (measure, minimum if measure.leg_cap else None)
        if key not in self._known:
            if measure.leg_cap:
                self._known[key] = self._capped_group(measure, minimum)
            else:
                scale = 1 if measure.name in COUNTS else self.point
                self._known[key] = (getattr(self, f"_{measure.name}")(measure), scale)
        return self._known[key]

    def of_member(self, measure, member, minimum=None):
        """Value of a measure for one member, as :meth:`figure` has it: (int, scale).

        What ranks ask for, one after the other, is worked out for the one member: legs that hold a
        rank from the own team, once for all ranks; volume under a leg cap from the own legs.
        """
        if measure.name == "legs_with_rank" and measure.depth is None:
            key = (measure.tree, member)
            if key not in self._highest:
                tree = self.trees[measure.tree]
                self._highest[key] = tree.highest_in_legs(self.rank, member)
            return int(np.count_nonzero(self._highest[key] >= measure.rank)), 1
        if measure.leg_cap:
            me, children = np.array([member]), self.trees[measure.tree].children_of(member)
            family = me[: len(children)], children, np.zeros(min(len(children), 1), dtype=np.int64)
            (value,), scale = self._capped_groups(measure, minimum, me, *family)
            return int(value), scale
        array, scale = self.figure(measure, minimum)
        return int(array[member]), scale

    def array(self, name, **keys):
        """The integers of a figure without leg cap: points at the volumes' digits, or counts."""
        return self.figure(Measure(name, **keys))[0]

    def exact(self, name, tree=None, **keys):
        """The figure as list of exact Decimals (of Fractions where a Decimal has no end).

        :param str name: measure; further keys as in the plan language, ranks by code, ``leg_cap``
            as (rule, Fraction)
        """
        if "rank" in keys:
            keys["rank"] = self.plan.rank_index(keys["rank"])
        default = self.plan.binary_tree if name == "weaker_leg_volume" else "sponsor"
        array, scale = self.figure(Measure(name, tree=tree or default, **keys))
        if keys.get("leg_cap"):
            return [Fraction(value, scale) for value in array.tolist()]
        digits = 0 if scale == 1 else self.volumes.digits
        return [Decimal(value).scaleb(-digits) for value in array.tolist()]

    def roll_up(self):
        """Make the volume of inactive partners that of the first active one above, if there is one.

        From now on; what was worked out before (activity) stays as it was.

        :return: per member who owns now what belonged to it
        """
        members = np.arange(self.count)
        above = self.trees["sponsor"].nearest(self.active)
        stays = self.active | self.network.is_customer | (above < 0)
        self._collector = np.where(stays, members, above)
        self._known = {key: x for key, x in self._known.items() if key[0].name in AS_BOUGHT}
        return self._collector

    # === VOLUMES === #

    def _own_volume(self, _measure):
        """A customer's own purchases are its own figure too, but part of nobody's group by it."""
        rows, network = self.volumes, self.network
        own = (rows.buyer >= 0) & ((rows.owner == rows.buyer) | network.is_customer[rows.buyer])
        return sum_at(rows.buyer[own], rows.pv[own], self.count)

    def _customer_volume(self, _measure):
        rows = self.volumes
        bought = (rows.owner >= 0) & (rows.owner != rows.buyer)
        return sum_at(rows.owner[bought], rows.pv[bought], self.count)

    def _personal_volume(self, _measure):
        own = self.array("own_volume")
        if self.plan.customer_volume:
            own = own + self.array("customer_volume")
        return own if self._collector is None else sum_at(self._collector, own, self.count)

    def _group_volume(self, measure):
        return self.trees[measure.tree].group_sum(self.array("personal_volume"))

    def _downline_volume(self, measure):
        return self.array("group_volume", tree=measure.tree) - self.array("personal_volume")

    def _depth_volume(self, measure):
        return self.trees[measure.tree].depth_sum(self.array("personal_volume"), measure.depth)

    def _open_volume(self, measure):
        tree = self.trees[measure.tree]
        broken = self.rank >= self.plan.breakaway
        stays = Tree(np.where(broken, -1, tree.parent))
        return stays.group_sum(self.array("personal_volume"))

    def _weaker_leg_volume(self, measure):
        group = self.array("group_volume", tree=measure.tree)
        return self.trees[measure.tree].leg_values(group).min(axis=1)

    def _side_volume(self, measure):
        group = self.array("group_volume", tree=measure.tree)
        strongest = self.trees[measure.tree].children_max(group)
        return group - self.array("personal_volume") - strongest

    def _lifetime_personal_volume(self, _measure):
        total = self.carry.lifetime_pv + self.array("personal_volume")
        check_sum(total, "the lifetime volume")
        return total

    def _lifetime_group_volume(self, measure):
        group = self.array("group_volume", tree=measure.tree)
        before = self.carry.lifetime_gv.get(measure.tree)
        if before is None:
            return group
        if largest(before) + largest(group) >= LIMIT:
            raise MagnitudeError("the lifetime group volume", largest(before) + largest(group))
        return before + group

    def reaches(self, measure, minimum):
        """Truth per member whether group volume under a leg cap makes a requirement.

        Where each leg counts up to a part of the requirement, nobody counts more than its whole
        group: only members whose group makes it are looked at, few at a high rank.
        """
        rule, _percent = measure.leg_cap
        if rule != "of_requirement" or (measure, minimum) in self._known:
            array, scale = self.figure(measure, minimum)
            return array >= ceil_scaled(minimum, scale)
        tree = self.trees[measure.tree]
        group = self.array("group_volume", tree=measure.tree)
        truth = group >= ceil_scaled(minimum, self.point)
        members = np.flatnonzero(truth)
        counted, scale = self._capped_groups(measure, minimum, members, *tree.families(truth))
        truth[members] = counted >= ceil_scaled(minimum, scale)
        return truth

    def _capped_group(self, measure, minimum):
        """Group volume under a leg cap of all members."""
        everybody = np.ones(self.count, dtype=bool)
        families = self.trees[measure.tree].families(everybody)
        return self._capped_groups(measure, minimum, np.arange(self.count), *families)

    def _capped_groups(self, measure, minimum, members, heads, children, starts):
        """Group volume of some members under a leg cap, see the three rules in the plan language.

        :param members: indexes, ascending
        :param heads: those with children; further as from :meth:`~.tree.Tree.families`
        :return: (int64 array of their values, scale)
        """
        rule, percent = measure.leg_cap
        group = self.array("group_volume", tree=measure.tree)
        legs, places = group[children], np.searchsorted(members, heads)
        if rule == "strongest_counts":
            whole, share = group[members], percent / 100
            factor = share.denominator
            self._check_scaled(max(largest(whole), largest(legs)), 2 * factor)
            strongest = np.zeros(len(members), dtype=np.int64)
            if len(heads):
                strongest[places] = np.maximum.reduceat(legs, starts)
            return whole * factor - strongest * (factor - share.numerator), self.point * factor
        own, cap = self.array("personal_volume")[members], minimum * percent / 100 * self.point
        factor, most = cap.denominator, max(min(cap.numerator, LIMIT), -LIMIT)
        self._check_scaled(largest(legs) + largest(own), 2 * factor)
        legs = np.minimum(legs * factor, most)
        check_sum(legs, "the legs' volume")
        counted = np.minimum(own * factor, most)
        if len(heads):
            counted[places] += np.add.reduceat(legs, starts)
        return counted, self.point * factor

    @staticmethod
    def _check_scaled(size, factor):
        if size * factor >= LIMIT:
            raise MagnitudeError("a capped leg", size * factor)

    # === COUNTS === #

    def _active_directs(self, measure):
        return self._directs(measure, self.active)

    def _directs_with_rank(self, measure):
        return self._directs(measure, self.rank >= measure.rank)

    def _directs(self, measure, wanted):
        if not measure.in_legs:
            return self.trees[measure.tree].children_sum(wanted.astype(np.int64))
        sponsor, legs = self.trees["sponsor"].parent, self.leg_under_sponsor(measure.tree)
        counts = [
            sum_at(sponsor[here], 1, self.count)
            for here in (np.flatnonzero(wanted & (legs == leg)) for leg in (1, 2))
        ]
        return np.minimum(*counts)

    def leg_under_sponsor(self, tree_name):
        """In which leg of its sponsor each member stands in a binary tree: 1, 2, or 0 in none."""
        tree, sponsor = self.trees[tree_name], self.trees["sponsor"].parent
        legs = np.zeros(self.count, dtype=np.int64)
        members = np.flatnonzero(sponsor >= 0)
        head = tree.head_towards(members, sponsor[members])
        members, head = members[head >= 0], head[head >= 0]
        legs[members] = tree.leg[head]
        return legs

    def _active_legs(self, measure):
        tree = self.trees[measure.tree]
        return tree.children_sum(
            (tree.group_sum(self.active.astype(np.int64)) > 0).astype(np.int64)
        )

    def _legs_with_rank(self, measure):
        tree = self.trees[measure.tree]
        holders = (self.rank >= measure.rank).astype(np.int64)
        if measure.depth is None:
            held = tree.group_sum(holders)
        elif measure.depth == 0:
            return np.zeros(self.count, dtype=np.int64)
        else:
            held = tree.depth_sum(holders, measure.depth - 1)
        return tree.children_sum((held > 0).astype(np.int64))

    def _customers(self, _measure):
        rows = self.volumes
        bought = np.flatnonzero((rows.owner >= 0) & (rows.buyer >= 0) & (rows.owner != rows.buyer))
        pairs, where = np.unique(
            rows.owner[bought] * self.count + rows.buyer[bought], return_inverse=True
        )
        volume = sum_at(where, rows.pv[bought], len(pairs))
        return sum_at(pairs[volume > 0] // max(self.count, 1), 1, self.count)

    def _periods_at_rank(self, measure):
        """Up to this period once the ranks are known, up to the one before while they are not."""
        streak = self.carry.streak if self.rank is None else self.streak
        return streak[:, measure.rank].astype(np.int64)

    def forget(self, names):
        """Drop figures that were asked for before the ranks were known, and those that only the
        ranks asked for: volumes under a leg cap, one per rank."""
        self._known = {
            key: x
            for key, x in self._known.items()
            if key[0].name not in names and not key[0].leg_cap
        }
