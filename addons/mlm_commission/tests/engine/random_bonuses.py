# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Random plans: ranks, conditions, bonuses of every kind, caps, extensions of the language."""

EXTENSIONS = (
    "weeks",
    "terminated",
    "volume_roll_up",
    "rank_by_date",
    "binary_table",
    "binary_ratio",
    "pay_cut",
    "owner_cap_by_rank",
    "blocked",
    "markets",
    "rewards",
)
PERCENTS = ["0", "5", "12.5", "3.333", "20", "0.01", "100", "33.33"]
AMOUNTS = ["0", "1", "7.77", "20", "33.333", "100"]
RARE = ("binary", "binary", "matching", "infinity", "generation")  # that seldom pay anything
BY_DATE = ("personal", "level", "differential", "generation", "infinity", "fast_start")


class RandomPlan:
    """Draws the part ``plan``; the trees are drawn before."""

    def __init__(self, rng, kinds, extensions):
        self.rng, self.extensions = rng, extensions
        self.kinds = [kind for kind in sorted(kinds) if hasattr(self, f"_kind_{kind}")]
        self.ranks = ["low", "mid", "top"][: rng.randint(0, 3)]
        self.breakaway = self.pick(self.ranks) if self.ranks and self.maybe(0.4) else None
        self.markets = ["DE", "CH"] if "markets" in extensions else []
        self.trees, self.bonuses = {}, []

    def maybe(self, chance=0.5):
        """True with a chance."""
        return self.rng.random() < chance

    def pick(self, options):
        """One of some options."""
        return self.rng.choice(options)

    def some(self, options):
        """A part of some options, at least one."""
        return [option for option in options if self.maybe(0.6)] or [self.pick(options)]

    def plan(self):
        """The whole plan."""
        plan = {
            "currency": "EUR",
            "trees": self.trees,
            "ranks": [self._rank(index) for index in range(len(self.ranks))],
            "rank_mode": self.pick(["best", "ladder"]),
            "customer_volume": self.maybe(0.8),
            "point_value": self.pick([1, 1, "0.4", "1.075"]),
            "rounding": {
                "to": self.pick(["0.01", "0.01", "0.05", 1]),
                "method": self.pick(["half_up", "half_even", "down"]),
            },
        }
        if self.breakaway:
            plan["breakaway"] = self.breakaway
        if self.ranks and self.maybe(0.2):
            plan["demotion"] = {"after_periods": self.pick([1, 2])}
        if self.maybe(0.25):
            plan["active"] = self._conditions(self._activity)
        if "volume_roll_up" in self.extensions:
            plan["volume_roll_up"] = True
        if self.markets:
            swiss = {"point_value": "0.9", "currency": "CHF", "rate": "1.0573"}
            plan["markets"] = {"DE": {}, "CH": swiss}
        plan["bonuses"] = self._draw_bonuses()
        if self.maybe(0.4):
            plan["caps"] = [self._cap() for _count in range(self.rng.randint(1, 3))]
        return plan

    # === CONDITIONS === #

    def _binary_tree(self):
        found = [name for name, tree in self.trees.items() if tree["kind"] == "binary"]
        return self.pick(found) if found else None

    def _in_tree(self, stated):
        trees = sorted(name for name, tree in self.trees.items() if tree["kind"] != "board")
        return {**stated, "tree": self.pick(trees)} if trees and self.maybe(0.3) else stated

    def _plain(self):
        points = self.pick([1, 50, 100, 200, "250.5"])
        name = self.pick(
            ["group_volume", "downline_volume", "side_volume", "lifetime_group_volume"]
        )
        options = [
            {"measure": "personal_volume", "min": points},
            {"measure": "own_volume", "min": 10, "max": 240},
            {"measure": "customer_volume", "max": points},
            {"measure": "customers", "min": 1},
            {"measure": "lifetime_personal_volume", "min": points},
            self._in_tree({"measure": name, "min": points}),
            self._in_tree(
                {"measure": "depth_volume", "depth": self.pick([0, 1, 2]), "min": points}
            ),
            self._in_tree({"measure": "group_volume", "min": points, "leg_cap": self._leg_cap()}),
            {"measure": "group_volume", "max": 300},
            {"attribute": "kyc", "is": self.maybe()},
            {"attribute": "owner", "is": "x"},
        ]
        if self._binary_tree():
            options.append({"measure": "weaker_leg_volume", "tree": self._binary_tree(), "min": 10})
        return self.pick(options)

    def _leg_cap(self):
        return self.pick(
            [
                {"of_requirement": self.pick([40, "66.67"])},
                {"strongest_counts": self.pick([50, "33.3"])},
                {"without_strongest": True},
            ]
        )

    def _activity(self):
        if self.maybe(0.8):
            return self._plain()
        return {"measure": self.pick(["active_directs", "active_legs"]), "min": 1}

    def _status(self):
        counts = self.pick([1, 1, 2])
        options = [
            self._plain(),
            {"measure": "active_directs", "min": counts},
            {"measure": "active_legs", "min": counts},
            {"any": [self._plain(), [self._plain(), {"attribute": "kyc", "is": True}]]},
        ]
        if self.ranks:
            rank = self.pick(self.ranks)
            options += [
                {"measure": "directs_with_rank", "rank": rank, "min": counts},
                {"measure": "legs_with_rank", "rank": rank, "min": counts},
                {"measure": "legs_with_rank", "rank": rank, "min": 1, "depth": self.pick([1, 2])},
                {"measure": "periods_at_rank", "rank": rank, "min": self.pick([1, 1, 2])},
            ]
        if self.breakaway:
            options.append({"measure": "open_volume", "min": self.pick([50, 100])})
        return self.pick(options)

    def _require(self):
        """A condition of a bonus: like those of ranks, and legs of a binary tree."""
        if self._binary_tree() and self.maybe(0.3):
            condition = {"measure": "active_directs", "per_leg": 1}
            if self.maybe():
                condition["tree"] = self._binary_tree()
            if self.maybe(0.3):
                condition["min"] = 3
            if self.ranks and self.maybe(0.3):
                condition.update(measure="directs_with_rank", rank=self.pick(self.ranks))
            return condition
        return self._status()

    def _conditions(self, draw):
        return [draw() for _count in range(self.rng.randint(1, 2))]

    def _rank(self, index):
        rank = {"code": self.ranks[index]}
        if self.maybe(0.75):
            rank["require"] = self._conditions(self._status)
        return rank

    # === BONUSES === #

    def _by_rank(self, entry):
        if not self.ranks or self.maybe(0.4):
            return entry()
        return {key: entry() for key in self.some(["any", *self.ranks])}

    def _percent(self):
        return self.pick(PERCENTS)

    def _amount(self):
        return self.pick(AMOUNTS)

    def _list(self):
        return [self._percent() for _count in range(self.rng.randint(1, 4))]

    def _draw_bonuses(self):
        for index in range(self.rng.randint(1, 4)):
            period = "week" if "weeks" in self.extensions and self.maybe() else "month"
            codes = [one["code"] for one in self.bonuses if one.get("period", "month") == period]
            kind = self.pick([*self.kinds, *RARE])
            kind = kind if kind in self.kinds else self.pick(self.kinds)
            options = getattr(self, f"_kind_{kind}")(codes)
            if options is None:
                kind, options = "level", self._kind_level(codes)
            bonus = {"code": f"b{index}", "kind": kind, **options}
            if period == "week":
                bonus["period"] = period
            self._common(bonus)
            self.bonuses.append(bonus)
        return self.bonuses

    def _common(self, bonus):
        if self.maybe(0.2):
            bonus["require"] = self._conditions(self._require)
        if self.maybe(0.2):
            bonus["base"] = "pv"
        if self.maybe(0.2):
            bonus["kinds"] = self.some(["retail", "purchase", "autoship"])
        if self.markets and self.maybe(0.3):
            bonus["markets"] = self.some(self.markets)
        if "rank_by_date" in self.extensions and bonus["kind"] in BY_DATE and self.maybe(0.7):
            bonus["rank_by"] = "date"
        rewards = "rewards" in self.extensions and bonus["kind"] in ("fixed", "rank_advancement")
        if rewards and self.maybe(0.7):
            bonus["reward"] = "Watch"
        elif self.maybe(0.3):
            bonus["cap"] = self._by_rank(self._amount)

    def _kind_level(self, _codes):
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
        return self._in_tree(options)

    def _slab(self, kind):
        slab = {
            "measure": self.pick(["group_volume", "personal_volume", "side_volume", "own_volume"]),
            "steps": [[50, 3], [100, "6.5"], [300, 21]],
        }
        if kind == "personal" and self.maybe(0.4):
            return {**slab, "mode": "marginal"}
        if self.maybe(0.3):
            slab["mode"] = "whole"
        if slab["measure"] == "group_volume" and self.maybe(0.3):
            slab["leg_cap"] = self.pick([{"strongest_counts": 50}, {"without_strongest": True}])
        return slab

    def _kind_personal(self, _codes):
        rate = {"rate": self._by_rank(self._percent)}
        if self.maybe():
            rate = {"slab": self._slab("personal")}
        return {**rate, "of": self.pick(["own", "customer", "personal"])}

    def _kind_differential(self, _codes):
        rates = {"rates": self._by_rank(self._percent)}
        if self.maybe():
            rates = {"slab": self._slab("differential")}
        if self.ranks and self.maybe(0.3):
            rates["stop_at"] = self.pick(self.ranks)
        return self._in_tree(rates)

    def _kind_generation(self, _codes):
        if not self.ranks:
            return None
        options = {"rates": self._by_rank(self._list)}
        if self.maybe(0.6):
            options["leader"] = self.pick(self.ranks)
        if "leader" not in options or self.maybe(0.3):
            options["boundary"] = "same_or_higher"
        if self.maybe(0.4):
            options["own_group"] = True
        return self._in_tree(options)

    def _kind_infinity(self, _codes):
        options = {"rate": self._by_rank(self._percent)}
        if self.maybe(0.7):
            options["from_level"] = self.pick([0, 1, 2])
        if self.maybe():
            options["differential"] = True
        return self._in_tree(options)

    def _kind_pool(self, _codes):
        shares = self._by_rank(lambda: self.pick([0, 1, 2, "2.5"]))
        return {"fund": self._percent(), "shares": shares}

    def _kind_fixed(self, _codes):
        return {"amount": self._by_rank(self._amount)}

    def _kind_rank_advancement(self, _codes):
        if not self.ranks:
            return None
        amounts = {rank: self._amount() for rank in self.some(self.ranks)}
        return {"amounts": amounts, "hold": self.pick([0, 0, 1])}

    def _kind_fast_start(self, codes):
        options = {**self._kind_level([]), "window_days": self.pick([0, 5, 20])}
        if self.maybe(0.3):
            del options["window_days"]
            options["orders"] = "first"
        if self.bonuses and self.maybe():
            options["instead_of"] = [self.pick(self.bonuses)["code"]]
        return options

    def _kind_matching(self, codes):
        if not codes:
            return None
        options = self._kind_level([])
        options.pop("customer_is_level", None)
        return {**options, "of": self.some(codes)}

    def _kind_board(self, _codes):
        if "cycler" not in self.trees:
            return None
        options = {"tree": "cycler", "amount": self._by_rank(self._amount)}
        if self.maybe():
            options["entry"] = {"min_cv": self.pick([1, 50, 100])}
        if self.maybe(0.7):
            options["re_entry"] = self.pick(["sponsor_board", "bottom", "none"])
        return options

    def _steps(self):
        return [[10, self._amount()], [50, self._amount()], [100, self._amount()]]

    def _kind_binary(self, _codes):
        tree = self._binary_tree()
        if tree is None:
            return None
        modes = ["percent", "cycle", *["table"] * ("binary_table" in self.extensions)]
        options = {"mode": self.pick(modes)}
        if self.maybe(0.8):
            options["tree"] = tree
        if options["mode"] == "percent":
            options["rate"] = self._by_rank(self._percent)
        elif options["mode"] == "cycle":
            options.update(strong=self.pick([50, 100]), weak=self.pick([25, 50]))
            options["amount"] = self._by_rank(self._amount)
        else:
            options.update(steps=self._by_rank(self._steps), repeat=self.maybe())
        for key, values in {
            "carry": ["keep", "flush"],
            "ineligible": ["keep", "flush"],
            "carry_cap": [0, 40],
        }.items():
            if self.maybe(0.3):
                options[key] = self.pick(values)
        ratio = "binary_ratio" in self.extensions and options["mode"] == "percent"
        if ratio and self.maybe(0.7):
            options["penalty"] = "ratio"
        elif options["mode"] != "table" and self.maybe(0.3):
            options["over_cap"] = self.pick(["keep", "keep", "flush"])
        return options

    # === CAPS === #

    def _cap(self):
        by_rank = "owner_cap_by_rank" in self.extensions
        cap = self.pick(
            [
                {"per_member": self._by_rank(self._amount)},
                {"per_owner": self._by_rank(self._amount) if by_rank else self._amount()},
                {"company": self.pick(["1", "5", "12.34"])},
            ]
        )
        if "pay_cut" in self.extensions and self.maybe():
            cap["of"] = self.some([bonus["code"] for bonus in self.bonuses])
        return cap
