# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the network below a member can tell of a plan's bonuses, and what only the whole company."""

import copy
from itertools import pairwise

# What is shared out among the whole company cannot be found in a part of its network.
SHARED_KINDS = ("pool", "board")
SHARED_CAPS = ("company", "per_owner")


def goes_past(bonus):
    """Whether a level may go to somebody above before a later level goes to who was passed over:
    under ``pay_to_qualified``, where a list has a rate above 0 after one that is 0."""
    if getattr(bonus, "compression", None) != "pay_to_qualified":
        return False
    pairs = [pair for row in bonus.table.rows for pair in pairwise(row)]
    return any(not first and second for first, second in pairs)


def matched_by(plan, bonus):
    """The bonuses whose lines a bonus looks at."""
    codes = bonus.of if bonus.name == "matching" else ()
    return [other for other in plan.bonuses if other.code in codes]


def is_shared(plan, bonus):
    """Whether more than the network below decides about a bonus: it is shared out among the
    whole company, or who stands above may come first, or it matches such a bonus."""
    if bonus.name in SHARED_KINDS or goes_past(bonus):
        return True
    return any(is_shared(plan, other) for other in matched_by(plan, bonus))


def is_capped(plan, bonus):
    """Whether any cap can change lines of a bonus, or its lines are things worth an amount."""
    has_own = bonus.cap is not None or bonus.is_reward
    return has_own or any(_adds_up(cap, bonus) for cap in plan.caps)


def is_capped_with_shared(plan, bonus):
    """Whether a member's cap adds up a bonus with one that only the whole company can tell: what it
    leaves of either can't be told otherwise. That is a shared one, or one from which a cap of
    several members takes what it doesn't take from this one."""
    untold = [
        other
        for other in plan.bonuses
        if is_shared(plan, other)
        or any(_adds_up(cap, other) and not _adds_up(cap, bonus) for cap in _shared_caps(plan))
    ]
    return any(
        _adds_up(cap, bonus) and any(_adds_up(cap, other) for other in untold)
        for cap in _own_caps(plan)
    )


def shared_caps(plan, bonus):
    """Kinds of the caps of several members together that add up a bonus, each once."""
    kinds = [cap.kind for cap in _shared_caps(plan) if _adds_up(cap, bonus)]
    return list(dict.fromkeys(kinds))


def has_shared_caps(plan):
    """Whether a plan caps what several members earn together."""
    return bool(_shared_caps(plan))


def without_shared_caps(plan):
    """The same plan, in which only caps of bonuses and members hold."""
    own = copy.copy(plan)
    own.caps = _own_caps(plan)
    return own


def _own_caps(plan):
    return [cap for cap in plan.caps if cap.kind not in SHARED_CAPS]


def _shared_caps(plan):
    return [cap for cap in plan.caps if cap.kind in SHARED_CAPS]


def _adds_up(cap, bonus):
    """Whether a cap counts the lines of a bonus."""
    return cap.bonuses is None or bonus.index in cap.bonuses
