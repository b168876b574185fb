# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The plan as stated, with what several parts of the engine ask it for."""

from .exact import PlanError, Rounding, number


class Plan:
    """One plan.

    :param dict spec: the document's ``plan``
    """

    def __init__(self, spec):
        self.spec = spec or {}
        self.rounding = Rounding(self.spec.get("rounding"))
        self.point_value = number(self.spec.get("point_value", 1))
        self.ranks = self.spec.get("ranks") or []
        self.codes = [rank["code"] for rank in self.ranks]
        self.rank_mode = self.spec.get("rank_mode") or "best"
        if self.rank_mode not in ("best", "ladder"):
            raise PlanError(f"rank_mode {self.rank_mode!r} is neither best nor ladder")
        self.bonuses = self.spec.get("bonuses") or []
        self.caps = self.spec.get("caps") or []

    def rank_index(self, code):
        """Index of a rank by its code, -1 for `none`."""
        if code is None or code == "none":
            return -1
        if code not in self.codes:
            raise PlanError(f"{code!r} is no rank of this plan")
        return self.codes.index(code)

    def rank_code(self, index):
        """Code of a rank by its index, None for -1."""
        return None if index < 0 else self.codes[index]

    def by_rank(self, stated, rank):
        """The entry that a rank gets: its own, the nearest lower one's, `any`, or None.

        :param stated: a map by rank, or a bare value that serves everybody
        :param int rank: index of the rank, -1 for none

        >>> plan = Plan({"ranks": [{"code": "one"}, {"code": "two"}]})
        >>> plan.by_rank({"one": 5, "any": 1}, 1), plan.by_rank({"two": 5, "any": 1}, 0)
        (5, 1)
        """
        if not isinstance(stated, dict):
            return stated
        for code in reversed(self.codes[: rank + 1]):
            if stated.get(code) is not None:
                return stated[code]
        return stated.get("any")
