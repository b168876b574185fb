# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commission on what is no goods, and pay for enrolments (LEGAL.md D3.1, D3.2)."""

import re

from ...language import to_fraction, to_name
from ...words import _
from ..base import rule
from ..conditions import alternatives, least
from ..numbers import number
from ..reach import ACTIVES, RANKS_BELOW, Reach

NO_GOODS = re.compile(
    r"(^|[_\- ])(fee|fees|kit|kits|starter|training|trainings|seminar|event|events|ticket|"
    r"tickets|membership|marketing|gift|giftcard|voucher|shipping|registration|enrol\w*|signup|"
    r"gebühr\w*|\w*gebühr|startpaket\w*|starterset\w*|schulung\w*|mitgliedschaft|gutschein\w*)"
    r"($|[_\- ])",
    re.I,
)
CLASS_KEYS = ("kinds", "classes", "product_classes", "product_class", "class")
NO_SALE_REASON = _(
    "Pay for mere enrolment makes a pyramid scheme (UCPD and UWG Annex no. 14; Koscot; "
    "§ 27 öUWG; Art. 3 (1) r Swiss UWG): any number of recruits without product sales must leave "
    "the payout unchanged."
)


@rule(
    "commission_on_fees",
    _(
        "Registration fees, starter kits, training, events, memberships, marketing material, "
        "gift cards and shipping carry no commission: pay for entering is pay for recruiting "
        "(§ 16 (2) UWG, BGH 5 StR 514/09; Koscot)."
    ),
)
def commission_on_fees(subject):
    """Bonuses that aim at what is no goods."""
    for bonus, path in subject.bonuses:
        for key in CLASS_KEYS:
            named = bonus.get(key) or []
            for index, name in enumerate(named if isinstance(named, list) else [named]):
                if NO_GOODS.search(to_name(name)):
                    yield (
                        f"{path}.{key}[{index}]",
                        "error",
                        _("%(bonus)s pays commission on %(kind)s."),
                        {"bonus": to_name(bonus["code"]), "kind": to_name(name)},
                    )


@rule("recruitment_pay", NO_SALE_REASON)
def recruitment_pay(subject):
    """Amounts per head that enrolments alone can earn."""
    reach = Reach(subject.plan)
    for bonus, path in subject.bonuses:
        if bonus["kind"] not in ("fixed", "rank_advancement"):
            continue
        ways = reach.saleless_ways(_ways_to_pay(bonus, reach))
        if not ways:
            continue
        code = to_name(bonus["code"])
        recruits = [w for w in ways if any(_counts_heads(c) for c in w)]
        if len(recruits) == len(ways):
            yield (
                path,
                "error",
                _("%(bonus)s is paid for enrolling people: no condition asks for any sale."),
                {"bonus": code},
            )
        else:
            yield (
                path,
                "warning",
                _("%(bonus)s is paid to members although nobody has bought anything."),
                {"bonus": code},
            )


def _counts_heads(condition):
    return condition.get("measure") in ACTIVES | RANKS_BELOW and least(condition) > 0


def _ways_to_pay(bonus, reach):
    """All ways to the amounts of a bonus: activity, its own conditions, the ranks that it pays."""
    paid = bonus.get("amounts", bonus.get("amount"))
    ranks = [None]
    if isinstance(paid, dict) and "any" not in paid:
        ranks = [reach.codes.index(to_name(code)) for code in paid if to_fraction(paid[code]) > 0]
    ways = []
    for rank in ranks:
        for way in [[]] if rank is None else reach.ways(rank):
            for own in alternatives(bonus.get("require")):
                ways += [[*way, *own, *active] for active in reach.active_ways]
    return ways


@rule("entry_orders", NO_SALE_REASON)
def entry_orders(subject):
    """Fast start bonuses on what new members themselves buy."""
    for bonus, path in subject.bonuses:
        if bonus["kind"] == "fast_start" and set(bonus.get("kinds") or []) != {"retail"}:
            yield (
                path,
                "warning",
                _(
                    "%(bonus)s pays for the first orders of new members themselves. Let it see "
                    "sales to end users only (kinds: [retail])."
                ),
                {"bonus": to_name(bonus["code"])},
            )


@rule(
    "board_places",
    _(
        "Money for filled places comes from those who enter last, not from sales to end users "
        "(§ 16 (2) UWG; UWG Annex no. 14)."
    ),
)
def board_places(subject):
    """Boards, the kind of plan that courts have looked at most, and what their places bring."""
    for index, (bonus, path) in enumerate(subject.bonuses):
        if bonus["kind"] != "board":
            continue
        code, amount = to_name(bonus["code"]), _largest(bonus["amount"])
        entry = to_fraction((bonus.get("entry") or {}).get("min_cv", 0))
        places = _new_places(subject.compiled.bonuses[index])
        volume = places * entry * subject.point_value
        text = _("%(bonus)s pays for filled places; each must be a sale to an end user.")
        yield path, "warning", text, {"bonus": code}
        values = {"bonus": code, "amount": number(amount), "places": str(places)}
        if entry <= 0 < amount:
            text = _(
                "%(bonus)s pays %(amount)s for a full board, however little its %(places)s new "
                "places have bought: entry.min_cv is missing."
            )
            yield path, "error", text, values
        elif amount > volume:
            text = _(
                "%(bonus)s pays %(amount)s for a full board, whose %(places)s new places need buy "
                "for %(volume)s only."
            )
            yield path, "error", text, values | {"volume": number(volume)}


def _largest(amount):
    values = amount.values() if isinstance(amount, dict) else [amount]
    return max((to_fraction(value) for value in values), default=0)


def _new_places(board):
    """Orders that fill a board after a split: its lowest row, less the place of who re-enters."""
    return board.width**board.height - (board.re_entry != "none")
