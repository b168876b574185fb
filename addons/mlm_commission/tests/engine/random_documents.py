# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Random scenarios over the whole plan language, small and nasty, to compare two engines on.

A seed always gives the same document. Some documents state what has no meaning (a leg that is
taken, a member moved below itself): both engines must refuse those.
"""

import random

from random_bonuses import RandomPlan

BUILT = (
    "binary_ratio",
    "binary_table",
    "blocked",
    "markets",
    "owner_cap_by_rank",
    "pay_cut",
    "rank_by_date",
    "rewards",
    "terminated",
    "volume_roll_up",
    "weeks",
)  # the extensions that the array engine computes

STRATEGIES = ["manual", "left", "right", "weaker", *["balanced"] * 5]
POINTS = [0, 1, 10, 25, 50, 99, 100, 100, 101, 250, 600, 1000, -10, -100]
POINTS += ["0.05", "33.3333", "7.00005", "-0.05"]
DAYS = 40
SHAPES = ["bushy", "bushy", "line", "front"]


class RandomDocument(RandomPlan):
    """Draws one document.

    :param rng: a ``random.Random``
    :param kinds: names of bonus kinds to draw from
    :param extensions: names of extensions of the language to draw from, of those in ``BUILT``
    """

    def __init__(self, rng, kinds, extensions=()):
        super().__init__(rng, kinds, [name for name in sorted(extensions) if rng.random() < 0.35])
        self.names, self.partners, self.customers = [], [], []
        self.shape = self.pick(SHAPES)
        self.scale = 5 if self.maybe(0.04) else 1  # a few are deep, wide or busy

    def build(self):
        """The document, as ``language.load`` would give it; decimals are texts."""
        self._draw_trees()
        drawn = {
            "plan": self.plan(),
            "members": self._members(self.rng.randint(1, 14) * self.scale),
        }
        if self.maybe(0.5) and "weeks" not in self.extensions:
            return {**drawn, **self._period({})}
        periods = [self._period({})]
        for _count in range(self.rng.randint(1, 3)):
            changes = {"members": self._changes()} if self.maybe(0.7) else {}
            periods.append(self._period(changes))
        return {**drawn, "periods": periods}

    def _period(self, stated):
        stated = {**stated, "volumes": self._volumes()}
        if "weeks" in self.extensions and self.maybe(0.6):
            stated["period"] = "week"
        if self.markets and self.maybe(0.3):
            stated["rates"] = {"CH": "1.06"}
        return stated

    # === TREES === #

    def _draw_trees(self):
        binary = {"kind": "binary", "strategy": self.pick(STRATEGIES)}
        matrix = {
            "kind": "matrix",
            "width": self.pick([2, 3]),
            "depth": self.pick([1, 2, 3]),
            "fill": self.pick(["breadth_first", "depth_first"]),
        }
        pattern = [self.pick(["up", "keep"]) for _count in range(self.rng.randint(1, 4))]
        others = [
            matrix,
            {"kind": "unilevel"},
            {"kind": "monoline"},
            {"kind": "x_up", "pattern": pattern},
        ]
        if self.maybe(0.7):
            self.trees["placement"] = binary if self.maybe(0.7) else self.pick(others)
        if self.maybe(0.3):
            self.trees["second"] = binary if self.maybe(0.3) else self.pick(others)
        if "board" in self.kinds and self.maybe(0.3):
            width, height = self.pick([2, 2, 3]), self.pick([1, 1, 2])
            self.trees["cycler"] = {"kind": "board", "width": width, "height": height}

    def _place(self):
        """A stated place; not every tree has it free."""
        tree = self.trees.get("placement") or next(iter(self.trees.values()), None)
        if not tree or tree["kind"] == "board" or not self.partners or self.maybe(0.5):
            return {}
        place = {"parent": self.pick(self.partners)}
        width = {"binary": 2}.get(tree["kind"], tree.get("width"))
        if width and self.maybe(0.5):
            leg = self.rng.randint(1, width)
            place["leg"] = {1: "left", 2: "right"}[leg] if tree["kind"] == "binary" else leg
            if self.maybe(0.2):
                del place["parent"]
        return place

    # === MEMBERS === #

    def _stated(self):
        keys = {}
        if self.maybe(0.2):
            keys["active"] = self.maybe()
        if self.ranks and self.maybe(0.4):
            keys["rank"] = self.pick([*self.ranks, "none"])
        if self.maybe(0.3):
            keys["attributes"] = {"kyc": self.maybe(), "owner": self.pick(["x", "m0", "m1"])}
        for key in ("terminated", "blocked"):
            if key in self.extensions and self.maybe(0.25):
                keys[key] = self.maybe(0.7)
        return keys

    def _sponsor(self):
        if self.shape == "line":
            return self.names[-1]
        if self.shape == "front":
            return self.names[0]
        return self.pick(self.names[-3:] if self.maybe() else self.names)

    def _members(self, count):
        members = {}
        for _count in range(count):
            name, keys = f"m{len(self.names)}", {}
            if self.names and self.maybe(0.9):
                keys["sponsor"] = self._sponsor()
            if self.maybe(0.2):
                keys["type"] = "customer"
                self.customers.append(name)
            else:
                keys.update(self._stated())
                if self.maybe(0.15):
                    keys.update(self._place())
                self.partners.append(name)
            if self.maybe(0.5):
                keys["joined"] = self._day()
            if self.markets and self.maybe(0.7):
                keys["market"] = self.pick(self.markets)
            self.names.append(name)
            members[name] = keys
        return members

    def _changes(self):
        changes = {}
        if self.partners and self.maybe(0.7):
            changes[self.pick(self.partners)] = self._stated()
        if self.customers and self.maybe(0.3):
            name = self.pick(self.customers)
            self.customers.remove(name)
            self.partners.append(name)
            changes[name] = {"type": "partner"}
        if len(self.partners) > 1 and self.maybe(0.15):
            name = self.pick(self.partners)
            self.partners.remove(name)
            self.customers.append(name)
            changes[name] = {"type": "customer"}
        if self.partners and self.maybe(0.2):
            changes.setdefault(self.pick(self.partners), {}).update(self._place())
        changes.update(self._members(self.rng.randint(0, 3)))
        return changes

    # === VOLUMES === #

    def _day(self):
        day = self.rng.randint(1, DAYS)
        return f"2026-01-{day:02d}" if day <= 31 else f"2026-02-{day - 31:02d}"

    def _volumes(self):
        volumes = []
        busy = any(bonus["kind"] == "binary" for bonus in self.bonuses)  # both legs need volume
        for _count in range(self.rng.randint(0, 12) * max(self.scale, 3 * busy)):
            entry = {"member": self.pick(self.names)}
            if self.maybe(0.7):
                entry["volume"] = self.pick(POINTS)
            else:
                entry.update({key: self.pick(POINTS) for key in self.some(["pv", "cv"])})
            if self.maybe(0.3):
                entry["kind"] = self.pick(["retail", "first_order", "autoship"])
            if self.maybe(0.6):
                entry["date"] = self._day()
            if self.markets and self.maybe(0.3):
                entry["market"] = self.pick(self.markets)
            volumes.append(entry)
        return volumes


def document(seed, kinds, extensions=()):
    """Draw the document of a seed.

    :param int seed: any number
    :rtype: dict
    """
    return RandomDocument(random.Random(seed), kinds, extensions).build()
