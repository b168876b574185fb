# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words for people for the names of the plan language: the one place where they stand.

A name without an entry here is shown as it reads: ``rank_advancement`` as "Rank advancement".
"""

from odoo.tools.translate import LazyTranslate

from .engine.words import Message, message_of

_lt = LazyTranslate(__name__)

KINDS = {
    "binary": _lt("Binary bonus"),
    "board": _lt("Board bonus"),
    "differential": _lt("Differential bonus"),
    "fast_start": _lt("Fast start bonus"),
    "fixed": _lt("Fixed amount"),
    "generation": _lt("Generation bonus"),
    "infinity": _lt("Infinity bonus"),
    "level": _lt("Level bonus"),
    "matching": _lt("Matching bonus"),
    "personal": _lt("Personal bonus"),
    "pool": _lt("Pool"),
    "rank_advancement": _lt("Rank advancement bonus"),
}
TREES = {
    "binary": _lt("Binary tree"),
    "board": _lt("Board"),
    "matrix": _lt("Matrix"),
    "monoline": _lt("Monoline"),
    "sponsor": _lt("Sponsor tree"),
    "unilevel": _lt("Unilevel tree"),
    "x_up": _lt("X-up tree"),
}
MEASURES = {
    "active_directs": _lt("Active members directly below"),
    "active_legs": _lt("Legs with an active member"),
    "customer_volume": _lt("Customers' volume"),
    "customers": _lt("Customers who bought"),
    "depth_volume": _lt("Volume down to a depth"),
    "directs_with_rank": _lt("Members directly below with a rank"),
    "downline_volume": _lt("Downline volume (without own)"),
    "group_volume": _lt("Group volume"),
    "legs_with_rank": _lt("Legs with a rank"),
    "lifetime_group_volume": _lt("Group volume since joining"),
    "lifetime_personal_volume": _lt("Personal volume since joining"),
    "open_volume": _lt("Group volume without broken-away legs"),
    "own_volume": _lt("Own volume"),
    "periods_at_rank": _lt("Periods in a row at a rank"),
    "personal_volume": _lt("Personal volume"),
    "side_volume": _lt("Volume without the largest leg"),
    "weaker_leg_volume": _lt("Volume of the weaker leg"),
}
KEYS = {
    "active": _lt("Active is who"),
    "after_periods": _lt("After periods below"),
    "amount": _lt("Amount"),
    "amounts": _lt("Amounts"),
    "any": _lt("At least one of"),
    "attribute": _lt("Attribute"),
    "base": _lt("Base"),
    "bonuses": _lt("Bonuses"),
    "boundary": _lt("Generation ends at"),
    "breakaway": _lt("Rank that breaks away"),
    "cap": _lt("Cap per earner"),
    "caps": _lt("Caps"),
    "carry": _lt("Unmatched volume"),
    "carry_cap": _lt("Most points carried per leg"),
    "code": _lt("Code"),
    "company": _lt("Percent of the company's volume"),
    "compression": _lt("Compression"),
    "currency": _lt("Currency"),
    "customer_is_level": _lt("Customer's sponsor is level 1"),
    "customer_volume": _lt("Customers' purchases count for the sponsor"),
    "demotion": _lt("Demotion of the title"),
    "depth": _lt("Depth"),
    "differential": _lt("Differential"),
    "entry": _lt("Entry"),
    "fill": _lt("Filled"),
    "from_level": _lt("Above level"),
    "fund": _lt("Fund in percent"),
    "height": _lt("Height"),
    "hold": _lt("Held for periods before"),
    "include_self": _lt("The owner is level 1"),
    "ineligible": _lt("Legs of the ineligible"),
    "instead_of": _lt("Instead of"),
    "is": _lt("is"),
    "kind": _lt("Kind"),
    "kinds": _lt("Kinds of volume"),
    "leader": _lt("Leaders from rank"),
    "leg_cap": _lt("Largest leg counts"),
    "markets": _lt("Markets"),
    "markets.rate": _lt("Rate of exchange"),  # a key of a market, not of a bonus
    "max": _lt("at most"),
    "measure": _lt("Measure"),
    "method": _lt("Method"),
    "min": _lt("at least"),
    "min_cv": _lt("Least volume of an entry"),
    "mode": _lt("Mode"),
    "name": _lt("Name"),
    "of": _lt("Of"),
    "of_requirement": _lt("Per leg at most percent of the requirement"),
    "orders": _lt("Orders"),
    "over_cap": _lt("Volume beyond the cap"),
    "own_group": _lt("Own group is generation 0"),
    "pattern": _lt("Pattern"),
    "penalty": _lt("Penalty"),
    "per_leg": _lt("Per leg at least"),
    "per_member": _lt("Amount per member"),
    "per_owner": _lt("Amount per person"),
    "period": _lt("Worked out per"),
    "point_value": _lt("Value of a point"),
    "rank": _lt("Rank"),
    "rank_by": _lt("Rank of"),
    "rank_mode": _lt("Ranks are reached"),
    "ranks": _lt("Ranks"),
    "rate": _lt("Percent"),
    "rates": _lt("Rates in percent"),
    "re_entry": _lt("Re-entry"),
    "repeat": _lt("Repeated"),
    "require": _lt("Conditions"),
    "reward": _lt("Reward in kind"),
    "rounding": _lt("Rounding"),
    "shares": _lt("Shares"),
    "slab": _lt("Steps by a measure"),
    "steps": _lt("Steps"),
    "stop_at": _lt("Ends at rank"),
    "strategy": _lt("Placement"),
    "strong": _lt("Points of the stronger leg"),
    "strongest_counts": _lt("Strongest leg counts percent"),
    "threshold": _lt("Threshold rank"),
    "to": _lt("Smallest amount"),
    "tree": _lt("Tree"),
    "trees": _lt("Trees"),
    "volume_roll_up": _lt("Inactive members' volume rolls up"),
    "weak": _lt("Points of the weaker leg"),
    "width": _lt("Width"),
    "window_days": _lt("Days after joining"),
    "without_strongest": _lt("Without the strongest leg"),
}
CHOICES = {
    "balanced": _lt("balanced"),
    "best": _lt("each by its own conditions"),
    "breadth_first": _lt("level by level"),
    "customer": _lt("customers' purchases"),
    "cv": _lt("commission points (CV)"),
    "cycle": _lt("amount per cycle"),
    "date": _lt("the day of the order"),
    "depth_first": _lt("leg by leg"),
    "down": _lt("down"),
    "first": _lt("first orders only"),
    "flush": _lt("is lost"),
    "half_even": _lt("half to even"),
    "half_up": _lt("half up"),
    "keep": _lt("is kept"),
    "ladder": _lt("step by step, one after the other"),
    "left": _lt("left"),
    "manual": _lt("by hand"),
    "marginal": _lt("each block at its own rate"),
    "month": _lt("month"),
    "none": _lt("none"),
    "own": _lt("own purchases"),
    "pay_to_qualified": _lt("levels go to the next who is qualified"),
    "percent": _lt("percent of the weaker leg"),
    "period": _lt("the period"),
    "personal": _lt("own and customers' purchases"),
    "pv": _lt("qualification points (PV)"),
    "ratio": _lt("by the ratio of the legs"),
    "right": _lt("right"),
    "same_or_higher": _lt("members of the same or a higher rank"),
    "skip_below_rank": _lt("skip members below a rank"),
    "skip_inactive": _lt("skip inactive members"),
    "sponsor_board": _lt("the sponsor's board"),
    "bottom": _lt("the oldest open board"),
    "table": _lt("table of steps"),
    "up": _lt("pass up"),
    "weaker": _lt("weaker leg"),
    "week": _lt("week"),
    "whole": _lt("whole volume at one rate"),
}
TABLES = {
    "kinds": KINDS,
    "trees": TREES,
    "measures": MEASURES,
    "keys": KEYS,
    "choices": CHOICES,
}


def label(env, table, name):
    """The word for a name in the user's language.

    :param str table: one of ``TABLES``
    """
    known = TABLES[table].get(name)
    return env._(known) if known else str(name).replace("_", " ").capitalize()


def translated(env, text):
    """What the engine says, in the user's language.

    :param text: a text or message of the engine, or an error of it; texts are marked where they
        stand, and a text of its own (a name, a number) comes back as it is
    """
    if isinstance(text, Exception):
        text = message_of(text)
    if not isinstance(text, Message):
        return text
    translate = env._
    values = {name: translated(env, value) for name, value in text.values.items()}
    return translate(text.template, **values)


def problem_text(env, problem):
    """A :class:`Problem` with its place, in the user's language."""
    message = translated(env, problem.message)
    return f"{problem.path}: {message}" if problem.path else message


def translate_helps(env, shapes):
    """Put the user's language in place of the English help of each key of a bonus kind."""
    translate = env._
    for keys in shapes["kinds"].values():
        for key in keys:
            key["help"] = key["help"] and translate(key["help"])


def words(env, shapes):
    """All words that a form needs: dict table -> name -> label."""
    names = {
        table: set(known) | set(shapes.get(table, ()) if table in ("kinds", "measures") else ())
        for table, known in TABLES.items()
    }
    return {
        table: {name: label(env, table, name) for name in sorted(entries)}
        for table, entries in names.items()
    }
