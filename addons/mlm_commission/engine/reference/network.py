# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Members, who owns which volume, and the trees of one period."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from .exact import PlanError, number
from .placement import Places

SPONSOR = "sponsor"


def as_date(value):
    """Return a stated date as date, None stays None."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, str):
        return datetime.date.fromisoformat(value.strip()[:10])
    return value


@dataclass
class Volume:
    """One entry of the period's volumes; `index` is its place in the list.

    `point_value` is that of its market; a row that is not `fresh` belongs to an earlier week: it
    counts for measures, not for bonuses. `booked`: whose it was when it was first seen.
    """

    index: int
    member: str
    owner: str | None
    pv: Fraction
    cv: Fraction
    net: Fraction
    date: datetime.date | None
    kind: str
    market: str | None
    point_value: Fraction
    fresh: bool
    booked: str | None = None


class Tree:
    """One tree in one period; partners only.

    :param dict parent: parent of each partner, None for a root; in enrolment order
    :param dict leg: number of the leg in which a partner stands, None where legs have no number
    """

    def __init__(self, parent, leg, kind):
        self.parent, self.leg, self.kind = parent, leg, kind
        self.children = {member: [] for member in parent}
        for member, above in parent.items():
            if above is not None:
                self.children[above].append(member)

    def path(self, member):
        """The member itself, its parent, and so on up to the root."""
        line = []
        while member is not None:
            line.append(member)
            member = self.parent.get(member)
        return line

    def below(self, member, depth=None):
        """Everybody below a member, at most `depth` levels; without the member itself."""
        found, row = [], [member]
        while row and depth != 0:
            row = [child for node in row for child in self.children.get(node, ())]
            found += row
            depth = None if depth is None else depth - 1
        return found

    def leg_members(self, member, number_of_leg):
        """Everybody in one numbered leg."""
        heads = [c for c in self.children.get(member, ()) if self.leg[c] == number_of_leg]
        return [one for head in heads for one in [head, *self.below(head)]]

    def bottom_up(self):
        """All members, children before their parents."""
        roots = [member for member, above in self.parent.items() if above is None]
        order = [member for root in roots for member in [root, *self.below(root)]]
        return order[::-1]


class Network:
    """All members, changed from period to period.

    :param dict plan: the plan; its ``trees`` are built
    """

    def __init__(self, plan):
        specs = plan.get("trees") or {}
        self.members = {}
        self.places = {n: Places(n, s) for n, s in specs.items() if s.get("kind") != "board"}
        named = "placement" if "placement" in self.places else next(iter(self.places), None)
        self.stated_tree = named
        self.trees = {}

    def enrol(self, changes, volume_of):
        """Add members or change given keys, then place newcomers in file order.

        :param dict changes: a map of members as in the document
        :param volume_of: function of a member: its personal volume in the periods before
        """
        changes = {name: dict(keys or {}) for name, keys in (changes or {}).items()}
        for keys in changes.values():
            for above in ("sponsor", "parent"):
                if keys.get(above) == "none":
                    keys[above] = None
        for name, keys in changes.items():
            self.members.setdefault(name, {}).update(keys)
        for name in changes:
            self._check(name)
        for name, keys in changes.items():
            if self.is_customer(name):
                continue
            for tree, places in self.places.items():
                parent, leg = self._stated(name)
                if name not in places.parent:
                    self._place(tree, name, volume_of, [])
                elif tree == self.stated_tree and {"parent", "leg"} & set(keys) and parent:
                    self._place(tree, parent, volume_of, [])
                    places.move(name, (parent, leg))
        self.build_trees()

    def build_trees(self):
        """The trees of the period, from who sponsored whom and the places found."""
        self.trees = {SPONSOR: self._sponsor_tree()}
        self.trees.update((tree, self._view(places)) for tree, places in self.places.items())

    def _place(self, tree, name, volume_of, waiting):
        """Place a newcomer in a tree; who stands above it is placed first."""
        places = self.places[tree]
        if name is None or name in places.parent:
            return
        if self.is_customer(name) or name in waiting:
            raise PlanError(f"{waiting[-1]} cannot be placed below {name} in {tree}")
        stated = self._stated(name) if tree == self.stated_tree else (None, None)
        sponsor = self.partner_above(name)
        above = stated[0]
        if above is None and places.kind != "monoline":
            above = sponsor
        self._place(tree, above, volume_of, [*waiting, name])
        places.place(name, sponsor, stated, volume_of)

    def _check(self, name):
        for key in ("sponsor", "parent"):
            other = self.members[name].get(key)
            if other is not None and other not in self.members:
                raise PlanError(f"{name}: {key} {other} is no member")
        keys = self.members[name]
        if keys.get("leg") is not None and keys.get("sponsor") is keys.get("parent") is None:
            raise PlanError(f"{name}: leg {keys['leg']} of whom?")
        seen, one = {name}, self.members[name].get("sponsor")
        while one is not None:
            if one in seen:
                raise PlanError(f"the sponsors above {name} form a circle")
            seen.add(one)
            one = self.members[one].get("sponsor")

    def _stated(self, name):
        keys = self.members[name]
        return keys.get("parent"), keys.get("leg")

    def is_customer(self, name):
        """Whether a member is a customer: earns nothing and has no place in a tree."""
        kind = self.members[name].get("type") or "partner"
        if kind not in ("partner", "customer"):
            raise PlanError(f"{name}: type {kind!r} is neither partner nor customer")
        return kind == "customer"

    @property
    def partners(self):
        """All partners, in enrolment order."""
        return [name for name in self.members if not self.is_customer(name)]

    def is_terminated(self, name):
        """Whether a member has left: nobody stands below it."""
        return bool(self.members[name].get("terminated"))

    def is_blocked(self, name):
        """Whether a member is eligible for nothing."""
        return bool(self.members[name].get("blocked"))

    def _holds_nobody(self, name):
        return self.is_customer(name) or self.is_terminated(name)

    def partner_above(self, name):
        """The first partner above on the sponsor line, None if there is none."""
        above = self.members[name].get("sponsor")
        while above is not None and self.is_customer(above):
            above = self.members[above].get("sponsor")
        return above

    def _upline(self, name):
        """The first partner above that has not left, None if there is none."""
        above = self.members[name].get("sponsor")
        while above is not None and self._holds_nobody(above):
            above = self.members[above].get("sponsor")
        return above

    def owner(self, name):
        """Whose volume a purchase of a member is: its own, or the first partner's above."""
        return self._upline(name) if self.is_customer(name) else name

    def owner_now(self, booked, buyer):
        """Whose a volume is now: what customers of a member bought that left goes up."""
        if booked in (None, buyer) or not self.is_terminated(booked):
            return booked
        return self._upline(booked)

    def _sponsor_tree(self):
        parent = {name: self._upline(name) for name in self.partners}
        return Tree(parent, dict.fromkeys(parent), SPONSOR)

    def _view(self, places):
        """The tree in which whoever stands below a customer or a member that left moves up."""
        parent, leg = {}, {}
        for name in self.partners:
            above, number_of_leg = places.parent.get(name), places.leg.get(name)
            while above is not None and self._holds_nobody(above):
                above, number_of_leg = places.parent.get(above), places.leg.get(above)
            parent[name], leg[name] = above, number_of_leg
        return Tree(parent, leg, places.kind)

    def tree(self, name):
        """A tree by its name.

        :raise PlanError: the plan has no such tree, or it is a board
        """
        if name not in self.trees:
            raise PlanError(f"there is no tree {name!r} to walk in")
        return self.trees[name]

    def binary_tree(self):
        """Name of the first binary tree of the plan, None if there is none."""
        return next((n for n, places in self.places.items() if places.kind == "binary"), None)

    def attribute(self, name, attribute):
        """A stated fact about a member, None where it is not stated."""
        return (self.members[name].get("attributes") or {}).get(attribute)

    def joined(self, name):
        """The day a member joined, None where it is not stated."""
        return as_date(self.members[name].get("joined"))


def read_volumes(entries, network, plan, booked=(), fresh_from=0):
    """Return the period's volumes with their owners.

    :param list entries: the document's entries
    :param plan: tells the point value of each market
    :param list booked: owners of the first entries, which weeks have seen
    :param int fresh_from: entries before this one belong to earlier weeks
    """
    volumes = []
    for index, entry in enumerate(entries or []):
        name = entry["member"]
        if name not in network.members:
            raise PlanError(f"volumes[{index}]: {name} is no member")
        both = entry.get("volume", 0)
        cv = number(entry.get("cv", both))
        market = entry.get("market") or network.members[name].get("market")
        point_value = plan.market(market).point_value
        owner = booked[index] if index < len(booked) else network.owner(name)
        volumes.append(
            Volume(
                index=index,
                member=name,
                owner=network.owner_now(owner, name),
                pv=number(entry.get("pv", both)),
                cv=cv,
                net=number(entry["net"]) if "net" in entry else cv * point_value,
                date=as_date(entry.get("date")),
                kind=entry.get("kind", "purchase"),
                market=market,
                point_value=point_value,
                fresh=index >= fresh_from,
                booked=owner,
            ),
        )
    return volumes
