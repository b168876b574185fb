# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which ranks anybody can reach, and which ways lead there without any sale."""

from functools import cached_property

from ..language import to_fraction, to_name
from .conditions import alternatives, contradiction, least
from .numbers import number

VOLUMES = {
    "own_volume",
    "customer_volume",
    "personal_volume",
    "group_volume",
    "downline_volume",
    "depth_volume",
    "open_volume",
    "weaker_leg_volume",
    "side_volume",
    "customers",
    "lifetime_personal_volume",
    "lifetime_group_volume",
}
RANKS_BELOW = {"directs_with_rank", "legs_with_rank"}
ACTIVES = {"active_directs", "active_legs"}
LEGS = {"active_legs", "legs_with_rank", "active_directs", "directs_with_rank"}


class Reach:
    """Reachability of ranks and activity, worked out from the conditions alone."""

    def __init__(self, plan):
        """
        :param dict plan: the part ``plan`` of a sound document
        """
        self.plan = plan
        ranks = plan.get("ranks") or []
        self.codes = [to_name(rank["code"]) for rank in ranks]
        self.requirements = [rank.get("require") or [] for rank in ranks]
        self.ladder = plan.get("rank_mode") == "ladder"
        self.active_ways = alternatives(plan.get("active") or [])

    def ways(self, index):
        """Alternatives that lead to a rank, with everything below it on a ladder."""
        first = 0 if self.ladder else index
        conditions = [c for r in range(first, index + 1) for c in _listed(self.requirements[r])]
        return alternatives(conditions)

    # === REACHABLE === #

    @cached_property
    def nobody_active(self):
        """Why nobody can ever be active, as (problem, values), or None."""
        problem = None
        for way in self.active_ways:
            problem = _contrary(way) or self._needs_actives(way)
            if problem is None:
                return None
        return problem

    @staticmethod
    def _needs_actives(way):
        for condition in way:
            if condition.get("measure") in ACTIVES and least(condition) > 0:
                return "needs_active", {"one": condition["measure"]}
        return None

    @cached_property
    def unreachable(self):
        """dict index of a rank -> why nobody can reach it, as (problem, values).

        Problems: "contrary" (values one, other), "needs_rank" (one, wanted), "too_wide" (one,
        legs), "leg_cap" (one, cap).
        """
        reached, problems = set(), {}
        while True:
            before = len(reached)
            for index in range(len(self.codes)):
                if index in reached:
                    continue
                problems[index] = self._problem(index, reached)
                if problems[index] is None:
                    reached.add(index)
            if len(reached) == before:
                return {i: problem for i, problem in problems.items() if i not in reached}

    def _problem(self, index, reached):
        problem = None
        for way in self.ways(index):
            for active in self.active_ways:
                problem = _contrary([*way, *active]) or self._impossible(way, reached)
                if problem is None:
                    return None
        return problem

    def _impossible(self, way, reached):
        for condition in way:
            name = condition.get("measure")
            if name is None:
                continue
            if name in RANKS_BELOW | {"periods_at_rank"} and least(condition) > 0:
                wanted = self.codes.index(to_name(condition["rank"]))
                if not any(rank >= wanted for rank in reached):
                    return "needs_rank", {"one": name, "wanted": to_name(condition["rank"])}
            problem = self._too_wide(condition) or self._cap_below_need(condition)
            if problem:
                return problem
        return None

    def _width(self, condition):
        """Most children a member has in the tree of a condition, or None."""
        options = (self.plan.get("trees") or {}).get(condition.get("tree", "sponsor")) or {}
        fixed = {"binary": 2, "monoline": 1}.get(options.get("kind"))
        return fixed or (int(options["width"]) if "width" in options else None)

    def _too_wide(self, condition):
        width, name = self._width(condition), condition["measure"]
        need = to_fraction(condition.get("min", 0))
        aside = name == "side_volume" and width == 1 and need > 0
        if aside or (width and name in LEGS and need > width):
            one = f"{condition['measure']} >= {number(need)}"
            return "too_wide", {"one": one, "legs": str(width)}
        return None

    def _cap_below_need(self, condition):
        """Own volume and each leg count at most a share; too few of them never make the whole."""
        cap, need = condition.get("leg_cap") or {}, to_fraction(condition.get("min", 0))
        if "of_requirement" not in cap or need <= 0:
            return None
        share, width = to_fraction(cap["of_requirement"]), self._width(condition)
        if share <= 0 or (width and share * (width + 1) < 100):
            one = f"{condition['measure']} >= {number(need)}"
            return "leg_cap", {"one": one, "cap": number(share)}
        return None

    # === WITHOUT A SALE === #

    def saleless_ways(self, ways):
        """Those alternatives that can be met by enrolments alone: nobody ever bought anything."""
        return [way for way in ways if not self.needs_sale(way)]

    def needs_sale(self, way):
        """Whether one of an alternative's conditions, or of those behind it, asks for volume."""
        return any(self._asks_sale(condition, frozenset()) for condition in way)

    def _asks_sale(self, condition, seen):
        name = condition.get("measure")
        if name is None or least(condition) <= 0:
            return False
        if name in VOLUMES:
            return True
        if name in ACTIVES:
            return self.activity_needs_sale
        wanted = self.codes.index(to_name(condition["rank"]))
        return self.rank_needs_sale(wanted, seen)

    @cached_property
    def activity_needs_sale(self):
        """Whether nobody is active without volume."""
        return all(
            any(c.get("measure") in VOLUMES and least(c) > 0 for c in way)
            for way in self.active_ways
        )

    def rank_needs_sale(self, index, seen=frozenset()):
        """Whether nobody can hold a rank or a higher one without volume somewhere."""
        if self.activity_needs_sale:
            return True
        for rank in range(index, len(self.codes)):
            if rank in seen:
                continue
            for way in self.ways(rank):
                if not any(self._asks_sale(c, seen | {rank}) for c in way):
                    return False
        return True


def _contrary(way):
    pair = contradiction(way)
    return pair and ("contrary", dict(zip(("one", "other"), pair, strict=True)))


def _listed(conditions):
    return conditions if isinstance(conditions, list) else [conditions]
