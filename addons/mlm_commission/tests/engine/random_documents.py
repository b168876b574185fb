# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Random scenarios of the plan language, small and nasty, to compare two engines on."""

from decimal import Decimal

RANKS = ["one", "two", "three"]
PERCENTS = ["0", "5", "12.5", "3.333", "20", "0.01", "100"]
POINTS = [0, 1, 10, 25, 50, 99, 100, 100, 101, 250, "0.05", "33.3333", -10, -100, "-0.05"]
STRATEGIES = ["left", "right", "weaker", "balanced", "balanced", "balanced"]
AMOUNTS = ["0", "1", "7.77", "20", "33.333", "100"]


class RandomDocument:
    """Draws one document.

    :param rng: a ``random.Random``, or hypothesis's, which can shrink what it drew
    :param kinds: names of bonus kinds to draw from
    """

    def __init__(self, rng, kinds):
        self.rng, self.kinds = rng, sorted(kinds)
        self.ranks = RANKS[: rng.randint(0, 3)]
        self.trees = {}
        self.names, self.partners = [], []

    def maybe(self, chance=0.5):
        """True with a chance."""
        return self.rng.random() < chance

    def pick(self, options):
        """One of some options."""
        return self.rng.choice(options)

    def build(self):
        """The document, as ``language.load`` would give it."""
        for name, kind in (("placement", self._binary_tree), ("second", self._other_tree)):
            if self.maybe(0.4):
                self.trees[name] = kind()
        plan = {
            "currency": "EUR",
            "trees": self.trees,
            "ranks": [self._rank(index) for index in range(len(self.ranks))],
            "rank_mode": self.pick(["best", "ladder"]),
            "customer_volume": self.maybe(0.8),
            "point_value": self.pick([1, 1, "0.4", "1.075"]),
            "rounding": {
                "to": self.pick(["0.01", "0.01", "0.05", "1"]),
                "method": self.pick(["half_up", "half_even", "down"]),
            },
        }
        if self.maybe(0.4):
            plan["active"] = self._conditions(self._plain_condition)
        plan["bonuses"] = self._bonuses()
        if self.maybe(0.4):
            plan["caps"] = [self._cap() for _number in range(self.rng.randint(1, 2))]
        document = {"plan": plan, "members": self._members(self.rng.randint(1, 14))}
        if self.maybe(0.6):
            document["volumes"] = self._volumes()
            return document
        document["periods"] = [{"volumes": self._volumes()}]
        for _number in range(self.rng.randint(1, 2)):
            period = {"volumes": self._volumes()}
            if self.maybe():
                period["members"] = self._changes()
            document["periods"].append(period)
        return document

    # === TREES AND MEMBERS === #

    def _binary_tree(self):
        return {"kind": "binary", "strategy": self.pick(STRATEGIES)}

    def _other_tree(self):
        return self.pick(
            [
                {"kind": "monoline"},
                {"kind": "x_up", "pattern": ["up", "keep", "up"]},
                {"kind": "matrix", "width": 2, "depth": 9},
                {"kind": "unilevel"},
            ]
        )

    def _member(self):
        keys = {}
        if self.names and self.maybe(0.9):
            keys["sponsor"] = self.pick(self.names[-3:] if self.maybe() else self.names)
        if self.maybe(0.2):
            keys["type"] = "customer"
            return keys
        keys.update(self._stated())
        if self.maybe(0.4):
            keys["joined"] = f"2026-01-{self.rng.randint(1, 28):02d}"
        if self.maybe(0.4):
            keys["attributes"] = {"kyc": self.maybe(), "owner": self.pick(["x", "y"])}
        return keys

    def _stated(self):
        keys = {}
        if self.maybe(0.2):
            keys["active"] = self.maybe()
        if self.ranks and self.maybe(0.4):
            keys["rank"] = self.pick([*self.ranks, "none"])
        return keys

    def _members(self, count):
        members = {}
        for _number in range(count):
            keys = self._member()
            name = f"m{len(self.names)}"
            members[name] = keys
            self.names.append(name)
            if keys.get("type") != "customer":
                self.partners.append(name)
        return members

    def _changes(self):
        changes = {}
        if self.partners and self.maybe():
            changes[self.pick(self.partners)] = self._stated()
        changes.update(self._members(self.rng.randint(0, 2)))
        return changes

    def _volumes(self):
        volumes = []
        for _number in range(self.rng.randint(0, 12)):
            entry = {"member": self.pick(self.names)}
            if self.maybe(0.8):
                entry["volume"] = self._points()
            else:
                entry.update(pv=self._points(), cv=self._points())
            if self.maybe(0.3):
                entry["kind"] = self.pick(["retail", "first_order"])
            if self.maybe(0.5):
                entry["date"] = f"2026-01-{self.rng.randint(1, 28):02d}"
            volumes.append(entry)
        return volumes

    def _points(self):
        points = self.pick(POINTS)
        return Decimal(points) if isinstance(points, str) else points

    # === CONDITIONS === #

    def _plain_condition(self):
        return self.pick(
            [
                {"measure": "personal_volume", "min": self.pick([1, 50, 100])},
                {"measure": "own_volume", "min": 10},
                {"measure": "customer_volume", "max": 50},
                {"measure": "customers", "min": 1},
                {"measure": "group_volume", "min": self.pick([100, 200, "250.5"])},
                {"measure": "downline_volume", "min": 50},
                {"measure": "side_volume", "min": 50},
                {"measure": "depth_volume", "depth": self.pick([0, 1, 2]), "min": 100},
                {"measure": "lifetime_personal_volume", "min": 150},
                {"measure": "lifetime_group_volume", "min": 300},
                {"measure": "group_volume", "min": 120, "leg_cap": self._leg_cap(True)},
                {"attribute": "kyc", "is": True},
                {"any": [{"measure": "own_volume", "min": 100}, {"attribute": "kyc", "is": True}]},
            ]
        )

    def _status_condition(self):
        if not self.ranks or self.maybe(0.4):
            return self.pick(
                [
                    self._plain_condition(),
                    {"measure": "active_directs", "min": self.pick([1, 2])},
                    {"measure": "active_legs", "min": self.pick([1, 2])},
                ]
            )
        rank = self.pick(self.ranks)
        return self.pick(
            [
                {"measure": "directs_with_rank", "rank": rank, "min": 1},
                {"measure": "legs_with_rank", "rank": rank, "min": self.pick([1, 2])},
                {"measure": "legs_with_rank", "rank": rank, "min": 1, "depth": self.pick([1, 2])},
                {"measure": "periods_at_rank", "rank": rank, "min": 1},
                {
                    "any": [
                        {"measure": "directs_with_rank", "rank": rank, "min": 1},
                        [{"measure": "own_volume", "min": 50}, self._plain_condition()],
                    ]
                },
            ]
        )

    def _leg_cap(self, of_requirement):
        caps = [{"strongest_counts": self.pick([50, "33.3"])}, {"without_strongest": True}]
        return self.pick(caps + [{"of_requirement": self.pick([40, "66.67"])}] * of_requirement)

    def _conditions(self, condition):
        return [condition() for _number in range(self.rng.randint(1, 2))]

    def _rank(self, index):
        rank = {"code": self.ranks[index]}
        if self.maybe(0.75):
            rank["require"] = self._conditions(self._status_condition)
        return rank

    # === BONUSES === #

    def _by_rank(self, entry):
        if not self.ranks or self.maybe(0.4):
            return entry()
        keys = [key for key in ["any", *self.ranks] if self.maybe(0.6)]
        return {key: entry() for key in keys or ["any"]}

    def _percent(self):
        return self.pick(PERCENTS)

    def _list(self):
        return [self._percent() for _number in range(self.rng.randint(1, 4))]

    def _bonuses(self):
        bonuses, codes = [], []
        for index in range(self.rng.randint(1, 3)):
            kind = self.pick(self.kinds)
            options = getattr(self, f"_{kind}")(codes)
            if options is None:
                kind, options = "level", self._level(codes)
            bonus = {"code": f"b{index}", "kind": kind, **options}
            if self.maybe(0.3):
                bonus["require"] = self._conditions(self._status_condition)
            if self.maybe(0.2):
                bonus["base"] = "pv"
            if self.maybe(0.2) and kind != "matching":
                bonus["kinds"] = ["retail", "purchase"]
            if self.maybe(0.3) and kind != "binary":
                bonus["cap"] = self._by_rank(lambda: self.pick(AMOUNTS))
            bonuses.append(bonus)
            codes.append(bonus["code"])
        return bonuses

    def _level(self, _codes):
        options = {"rates": self._by_rank(self._list)}
        compression = self.pick(["none", "skip_inactive", "skip_below_rank", "pay_to_qualified"])
        if compression != "skip_below_rank":
            options["compression"] = compression
        elif self.ranks:
            options.update(compression=compression, threshold=self.pick(self.ranks))
        if self.maybe(0.3):
            options["include_self"] = True
        if self.maybe(0.3):
            options["customer_is_level"] = True
        if self.trees and self.maybe():
            options["tree"] = self.pick(sorted(self.trees))
        return options

    def _slab(self):
        slab = {
            "measure": self.pick(["group_volume", "personal_volume", "side_volume"]),
            "steps": [[50, 3], [100, "6.5"], [300, 21]],
        }
        if slab["measure"] == "group_volume" and self.maybe(0.3):
            slab["leg_cap"] = self._leg_cap(False)
        return slab

    def _personal(self, _codes):
        rate = {"slab": self._slab()} if self.maybe() else {"rate": self._by_rank(self._percent)}
        return {**rate, "of": self.pick(["own", "customer", "personal"])}

    def _differential(self, _codes):
        rate = {"slab": self._slab()} if self.maybe() else {"rates": self._by_rank(self._percent)}
        if self.ranks and self.maybe(0.3):
            rate["stop_at"] = self.pick(self.ranks)
        return rate

    def _generation(self, _codes):
        if not self.ranks:
            return None
        options = {"leader": self.pick(self.ranks), "rates": self._by_rank(self._list)}
        if self.maybe(0.4):
            options["own_group"] = True
        if self.maybe(0.4):
            options["boundary"] = "same_or_higher"
            options["leader"] = self.ranks[0]
            options["rates"] = {rank: self._list() for rank in self.ranks}
        return options

    def _infinity(self, _codes):
        options = {"rate": self._by_rank(self._percent), "from_level": self.pick([0, 1, 2])}
        return {**options, "differential": True} if self.maybe() else options

    def _pool(self, _codes):
        shares = self._by_rank(lambda: self.pick([0, 1, 2, "2.5"]))
        return {"fund": self._percent(), "shares": shares}

    def _fixed(self, _codes):
        return {"amount": self._by_rank(lambda: self.pick(AMOUNTS))}

    def _rank_advancement(self, _codes):
        if not self.ranks:
            return None
        amounts = {rank: self.pick(AMOUNTS) for rank in self.ranks if self.maybe(0.7)}
        return {"amounts": amounts or {self.ranks[0]: 5}, "hold": self.pick([0, 0, 1])}

    def _fast_start(self, codes):
        options = {**self._level([]), "window_days": self.pick([0, 5, 20])}
        if self.maybe(0.3):
            options.pop("window_days")
            options["orders"] = "first"
        if codes and self.maybe():
            options["instead_of"] = [self.pick(codes)]
        return options

    def _matching(self, codes):
        if not codes:
            return None
        options = self._level([])
        options.pop("customer_is_level", None)
        options.pop("tree", None)
        return {**options, "of": [code for code in codes if self.maybe(0.7)] or [codes[0]]}

    def _binary_bonus(self):
        if self.maybe():
            return {"mode": "percent", "rate": self._by_rank(lambda: self.pick(["10", "12.5"]))}
        return {
            "mode": "cycle",
            "strong": self.pick([50, 100]),
            "weak": self.pick([25, 50]),
            "amount": self._by_rank(lambda: self.pick(AMOUNTS)),
        }

    def _binary(self, _codes):
        if "placement" not in self.trees:
            return None
        options = {**self._binary_bonus(), "tree": "placement"}
        for key, values in {
            "carry": ["keep", "flush"],
            "ineligible": ["keep", "flush"],
            "carry_cap": [0, 40],
            "cap": ["10", "33.33"],
        }.items():
            if self.maybe(0.3):
                options[key] = self.pick(values)
        return options

    def _cap(self):
        return self.pick(
            [
                {"per_member": self._by_rank(lambda: self.pick(AMOUNTS))},
                {"per_owner": self.pick(AMOUNTS)},
                {"company": self.pick(["1", "5", "12.34"])},
            ]
        )
