# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A journal entry as rows of one account against another. Amounts are exact decimals."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Part:
    """What an entry books on one account: above zero is debit.

    A part with a tax key carries its tax with it (gross); `tax` says how much of it that is.
    """

    account: str
    amount: Decimal
    key: str = ""
    case: str = ""
    text: str = ""
    tax: Decimal = Decimal(0)
    is_personal: bool = False


@dataclass(frozen=True)
class Row:
    """`amount` is above zero; `is_debit` belongs to `account`."""

    amount: Decimal
    is_debit: bool
    account: str
    contra: str
    key: str
    case: str
    text: str


def merge(parts):
    """Add up parts that differ in amount only; drop what comes to nothing."""
    sums, taxes = defaultdict(Decimal), defaultdict(Decimal)
    first = {}
    for part in parts:
        place = (part.account, part.key, part.case)
        first.setdefault(place, part)
        sums[place] += part.amount
        taxes[place] += part.tax
    return [
        Part(
            part.account,
            sums[place],
            part.key,
            part.case,
            part.text,
            taxes[place],
            part.is_personal,
        )
        for place, part in first.items()
        if sums[place]
    ]


def pair(parts):
    """Return the rows of an entry whose parts add up to zero.

    If one part stands against all others, each of them becomes one row against it, so that a part
    with a tax key is never cut: a creditor first, else the largest. Otherwise debit meets credit
    in their order.

    :raise ValueError: the parts don't add up to zero
    """
    parts = merge(parts)
    if sum(part.amount for part in parts):
        raise ValueError("the parts of an entry don't add up to zero")
    pivot = _pivot(parts)
    if pivot:
        return [_row(part, pivot, part.amount) for part in parts if part is not pivot]
    rows = []
    debit = [[part, part.amount] for part in parts if part.amount > 0]
    credit = [[part, -part.amount] for part in parts if part.amount < 0]
    while debit and credit:
        amount = min(debit[0][1], credit[0][1])
        first, second = debit[0][0], credit[0][0]
        if second.key or (first.is_personal and not first.key):
            rows.append(_row(second, first, -amount))
        else:
            rows.append(_row(first, second, amount))
        for side in (debit, credit):
            side[0][1] -= amount
            if not side[0][1]:
                side.pop(0)
    return rows


def _pivot(parts):
    """Return the part against which all others can stand: it has no key."""
    personal = [part for part in parts if part.is_personal and not part.key]
    if len(personal) == 1:
        return personal[0]
    for sign in (1, -1):
        side = [part for part in parts if part.amount * sign > 0]
        if len(side) == 1 and not side[0].key:
            return side[0]
    return None


def _row(part, contra, amount):
    return Row(
        abs(amount), amount > 0, part.account, contra.account, part.key, part.case, part.text
    )
