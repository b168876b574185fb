# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Own purchases and standing orders as a condition of pay (LEGAL.md D3.3, D3.9)."""

import re

from ...language import to_name
from ...words import _
from ..base import rule
from ..conditions import least
from ..numbers import number
from ..reach import Reach

OWN_ALWAYS = {"own_volume"}
OWN_WITHOUT_CUSTOMERS = {"personal_volume", "lifetime_personal_volume"}
STANDING_ORDER = re.compile(
    r"auto.?ship|auto.?order|standing.?order|subscription|^abo($|[_-])", re.I
)
OWN_PURCHASE_REASON = _(
    "A monthly minimum purchase of one's own as condition of commission is a hidden entry fee "
    "(LG Hamburg 327 O 296/09; Vemma order 2016; § 16 (2) UWG): own volume may count up to own "
    "use, never alone."
)


@rule("own_purchase_only", OWN_PURCHASE_REASON)
def own_purchases_only(subject):
    """Activity, ranks and bonuses that nobody gets without buying."""
    own = OWN_ALWAYS | (set() if subject.customers_count else OWN_WITHOUT_CUSTOMERS)
    for what, conditions, path in subject.requirements:
        for place, condition in unavoidable(conditions, path, own):
            yield (
                place,
                "warning",
                _(
                    "%(what)s: %(measure)s of at least %(min)s can be met only by own "
                    "purchases. Let customers' purchases count as well."
                ),
                {
                    "what": what,
                    "measure": condition["measure"],
                    "min": number(least(condition)),
                },
            )


def unavoidable(conditions, path, measures):
    """(path, condition) of conditions on some measures that no alternative avoids."""
    if isinstance(conditions, list):
        found = []
        for index, condition in enumerate(conditions):
            found += unavoidable(condition, f"{path}[{index}]", measures)
        return found
    if "any" in conditions:
        options = [
            unavoidable(option, f"{path}.any[{index}]", measures)
            for index, option in enumerate(conditions["any"])
        ]
        return [entry for option in options for entry in option] if all(options) else []
    asked = conditions.get("measure") in measures and least(conditions) > 0
    return [(path, conditions)] if asked else []


@rule(
    "own_use_cap",
    _(
        "Own purchases should count at most up to a household's own use, by default 200 a month "
        "(Herbalife order 2016, FTC guidance 2024)."
    ),
)
def own_use_cap(subject):
    """Personal volume in which own purchases count beyond own use."""
    limit = subject.options.own_use_cap
    for what, conditions, path in subject.requirements:
        for place, condition in unavoidable(conditions, path, {"personal_volume"}):
            money = least(condition) * subject.point_value
            if subject.customers_count and money > limit:
                yield (
                    place,
                    "info",
                    _(
                        "%(what)s asks for a personal volume worth %(money)s; a member without "
                        "customers would buy more than own use (%(limit)s)."
                    ),
                    {"what": what, "money": number(money), "limit": number(limit)},
                )


@rule(
    "autoship_condition",
    _(
        "A standing order must never be a condition of a rank or of pay: it is a purchase to "
        "qualify (FTC guidance 2024; DSA code: no buying solely to qualify)."
    ),
)
def autoship_conditions(subject):
    """Conditions on facts that tell of a standing order."""
    for what, conditions, path in subject.requirements:
        for place, condition in _attributes(conditions, path):
            name = to_name(condition["attribute"])
            if STANDING_ORDER.search(name) and condition["is"] not in (False, "no", "none"):
                yield (
                    place,
                    "warning",
                    _("%(what)s asks for a standing order (%(name)s)."),
                    {"what": what, "name": name},
                )


def _attributes(conditions, path):
    if isinstance(conditions, list):
        for index, condition in enumerate(conditions):
            yield from _attributes(condition, f"{path}[{index}]")
    elif "any" in conditions:
        yield from _attributes(conditions["any"], f"{path}.any")
    elif "attribute" in conditions:
        yield path, conditions


@rule(
    "gated_retail",
    _(
        "Commission on sales to customers must not depend on being active or qualified; it is "
        "what tells a sales network from a pyramid (LG Frankfurt 3-12 O 108/10)."
    ),
)
def gated_retail(subject):
    """Retail commission that only active members get."""
    own = OWN_ALWAYS | (set() if subject.customers_count else OWN_WITHOUT_CUSTOMERS)
    active = subject.plan.get("active") or []
    bought = unavoidable(active, "plan.active", own)
    for bonus, path in subject.bonuses:
        if bonus["kind"] != "personal" or bonus.get("of") == "own":
            continue
        if bought:
            yield (
                path,
                "warning",
                _(
                    "%(bonus)s pays for customers' purchases, but only members who buy "
                    "themselves: activity asks for own purchases."
                ),
                {"bonus": to_name(bonus["code"])},
            )
        elif active and not Reach(subject.plan).nobody_active:
            yield (
                path,
                "info",
                _("%(bonus)s pays for customers' purchases to active members only."),
                {"bonus": to_name(bonus["code"])},
            )
