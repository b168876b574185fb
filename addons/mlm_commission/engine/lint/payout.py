# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The largest and the typical share of the commissionable volume that a plan pays.

The bound is worked out from the rates (:mod:`.bounds`). The maximum is found by example: the
engine computes many small networks, the best ones are changed step by step while that helps. What
it finds is proof of itself; what it doesn't find may exist, up to the bound.
"""

import copy
import random
from dataclasses import dataclass
from fractions import Fraction

from ..plan import Plan
from .bounds import Bound, split_plan
from .figures import PlanFigures
from .networks import as_scenario, pay
from .numbers import percent, plain
from .shapes import candidates
from .typical import typical_payout

MEMBERS_PER_STEP = 60  # a network of so many members costs the search one more step
KEPT = 3


@dataclass
class Witness:
    """A network that is paid ``ratio`` percent of its volume; ``document``: as a scenario."""

    ratio: Fraction
    document: dict


@dataclass
class Payout:
    """What a plan can pay.

    ``bound``: :class:`~.bounds.Bound`. ``stated``: witness whose members' ranks and activity are
    stated; ``earned``: witness whose members earn them in that one period. ``typical``: percent on
    a plausible network, ``typical_members`` its size. ``per_head``: code -> most money a member
    can get from a bonus that has no relation to volume; those are part of no ratio.
    """

    bound: Bound
    stated: Witness
    earned: Witness
    typical: Fraction
    typical_members: int
    per_head: dict

    @property
    def best(self):
        """The witness with the larger ratio."""
        return max(self.earned, self.stated, key=lambda witness: witness.ratio)


def examine_payout(definition, options):
    """Bound, witnesses and typical payout of a plan.

    :param dict definition: the part ``plan`` of a sound document
    :param Options options: ``search`` says how long to search
    :rtype: Payout
    """
    volume_plan, per_head = split_plan(definition)
    plan = Plan(volume_plan)
    figures = PlanFigures(plan, volume_plan)
    bound = Bound(plan)
    witnesses = []
    for stated in (True, False):
        search = _Search(volume_plan, figures, stated, options.search // 2, bound.total)
        witnesses.append(search.witness())
    typical, members = typical_payout(volume_plan, figures)
    return Payout(bound, *witnesses, typical, members, per_head)


class _Search:
    """Best of the candidates, then changes one by one."""

    def __init__(self, definition, figures, stated, steps, bound):
        self.definition, self.figures, self.stated = definition, figures, stated
        self.steps, self.bound = steps, bound
        self.random = random.Random(1)
        self.best = []

    def witness(self):
        """The best network found, as scenario."""
        for_changes = self.steps // 3
        for sketch in candidates(self.figures, self.stated):
            self._try(sketch.document(self.definition))
            if self.steps <= for_changes or self._proven():
                break
        while self.steps > 0 and self.best and not self._proven():
            document = self.random.choice(self.best)[1]
            self._try(self._changed(document))
        if not self.best:
            return Witness(Fraction(0), {"plan": self.definition, "members": {}, "volumes": []})
        paid, document, _size = self.best[0]
        what = "ranks and activity as stated" if self.stated else "ranks and activity as earned"
        title = f"Maximum payout: {percent(paid.ratio)} % of the volume, {what}"
        source = "found by the plan linter; bonuses per head are left out"
        return Witness(paid.ratio, as_scenario(document, title, source, paid))

    def _proven(self):
        """Nothing can be better than the bound."""
        return bool(self.best) and self.bound is not None and self.best[0][0].ratio >= self.bound

    def _is_rounding(self, paid):
        """Tiny volumes seem to be paid beyond the bound, by cents rounded up."""
        if self.bound is None or paid.ratio <= self.bound:
            return False
        return paid.amount - paid.rounding <= self.bound * paid.volume / 100

    def _try(self, document):
        self.steps -= 1 + len(document["members"]) // MEMBERS_PER_STEP
        paid = pay(document)
        if paid is None or paid.volume <= 0 or self._is_rounding(paid):
            return
        # of equal ratios the network that is easier to read
        size = (len(document["members"]), len(document["volumes"]), paid.volume)
        self.best = [
            entry for entry in self.best if entry[0].ratio != paid.ratio or entry[2] < size
        ]
        if paid.ratio in {entry[0].ratio for entry in self.best}:
            return
        self.best.append((paid, document, size))
        self.best.sort(key=lambda entry: (-entry[0].ratio, entry[2]))
        del self.best[KEPT:]

    # === CHANGES === #

    def _changed(self, document):
        """A copy with one or two things changed."""
        document = {
            **document,
            "members": copy.deepcopy(document["members"]),
            "volumes": copy.deepcopy(document["volumes"]),
        }
        changes = [self._change_volume, self._drop_volume, self._add_volume]
        if self.stated:
            changes.append(self._change_activity)
            if self.figures.plan.rank_codes:
                changes += [self._change_rank] * 2
        for _each in range(self.random.choice((1, 1, 2))):
            self.random.choice(changes)(document)
        return document

    def _partner(self, document):
        members = document["members"]
        return self.random.choice([n for n, facts in members.items() if "type" not in facts])

    def _change_volume(self, document):
        if document["volumes"]:
            entry = self.random.choice(document["volumes"])
            entry["volume"] = plain(self.random.choice(self.figures.volumes))

    def _drop_volume(self, document):
        if len(document["volumes"]) > 1:
            document["volumes"].remove(self.random.choice(document["volumes"]))

    def _add_volume(self, document):
        if document["volumes"]:
            entry = dict(self.random.choice(document["volumes"]))
            entry["member"] = self._partner(document)
            document["volumes"].append(entry)

    def _change_activity(self, document):
        facts = document["members"][self._partner(document)]
        facts["active"] = not facts["active"]

    def _change_rank(self, document):
        facts = document["members"][self._partner(document)]
        facts["rank"] = self.random.choice(["none", *self.figures.plan.rank_codes])
