# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When which part of a document flowed to the partner. Amounts are exact decimals, no rounding
error is left: the portions of a document add up to it."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Group:
    """The part of a document with one tax treatment: "taxed", "exempt" or "reverse"."""

    treatment: str
    rate: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Payment:
    """What was paid of a document; an offset is no payment of the bank."""

    day: date
    amount: Decimal
    reference: str = ""
    is_offset: bool = False


@dataclass(frozen=True)
class Portion:
    """A part of a group with the day of its payment (None: unpaid) and of its inflow."""

    group: Group
    net: Decimal
    tax: Decimal
    payment: Payment | None
    inflow: date


def portions(groups, payments, credited, due):
    """Split a document by its payments.

    Inflow is the day of payment, or the day on which the amount was both credited in the company's
    books and due, if that was earlier (§ 11 Abs. 1 EStG; BFH IV 267/64, X R 55/91).

    :param groups: list of Group
    :param payments: list of Payment; for a document below zero the amounts are below zero
    :param date credited: date of the document
    :param date due: day on which it is due
    :return: list of Portion
    """
    total = sum(group.net + group.tax for group in groups)
    available = max(credited, due)
    steps, paid = [], Decimal(0)
    for payment in sorted(payments, key=lambda payment: payment.day):
        paid += payment.amount
        steps.append((paid, payment, min(payment.day, available)))
    if not steps or paid != total:
        steps.append((total, None, available))
    result = []
    for group in groups:
        before = (Decimal(0), Decimal(0))
        for until, payment, inflow in steps:
            after = _share(group, until, total)
            net, tax = after[0] - before[0], after[1] - before[1]
            if net or tax:
                result.append(Portion(group, net, tax, payment, inflow))
            before = after
    return result


def _share(group, until, total):
    """What a group has of the first `until` of a document."""
    if until == total:
        return group.net, group.tax
    return tuple(
        (amount * until / total).quantize(CENT, ROUND_HALF_UP) for amount in (group.net, group.tax)
    )
