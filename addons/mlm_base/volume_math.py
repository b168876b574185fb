# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much of earlier volume rows a credit note line takes back. Pure Python, exact decimals."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

QUANTUM = Decimal("0.0001")
ZERO = Decimal(0)


@dataclass
class Figures:
    """Quantity (product unit), points and net amounts of one row; signs as in the ledger."""

    quantity: Decimal = ZERO
    pv: Decimal = ZERO
    cv: Decimal = ZERO
    net: Decimal = ZERO
    net_currency: Decimal = ZERO


@dataclass
class Target:
    """A ledger row that a credit can take back.

    ``original`` are its frozen figures, ``left`` what earlier credits left of them, ``price`` its
    price and discount on the invoice (to tell a return from a price reduction).
    """

    row_id: int
    original: Figures
    left: Figures
    price: tuple = ()


@dataclass
class Part:
    """One ledger row to write: ``taken`` (signed like the credit) from ``target``."""

    target: Target
    taken: Figures = field(default_factory=Figures)


def quantize(value):
    """Round a Decimal to the ledger's four places, half up.

    >>> quantize(Decimal("3.33335"))
    Decimal('3.3334')
    """
    return value.quantize(QUANTUM, rounding=ROUND_HALF_UP)


def allocate(credit, price, targets, money="net_currency"):
    """Split one credit line over the rows it takes back, oldest first.

    A credit at the original price is a return: it takes points by quantity. Any other price is a
    price reduction: it takes points by money (document currency), and no quantity. Whoever takes
    all that is left takes the exact remainder; nobody takes more. A credit larger than everything
    left keeps its full net amount, on the last row, without further points.

    ``left`` of the targets is reduced in place, so that several credit lines can follow.

    :param Figures credit: the credit line; only quantity, net and net_currency are read
    :param tuple price: price and discount of the credit line
    :param list targets: :class:`Target` rows, oldest first, at least one
    :param str money: the amount that measures a price reduction; ``net`` (company currency) when
        the documents have different currencies
    :return: list of :class:`Part`, points rounded to four places half up

    Two of five pieces worth 50 points come back:

    >>> row = Figures(Decimal(5), Decimal(50), Decimal(50), Decimal(100), Decimal(100))
    >>> target = Target(1, row, Figures(**vars(row)), (Decimal(20), ZERO))
    >>> credit = Figures(Decimal(-2), net=Decimal(-40), net_currency=Decimal(-40))
    >>> [part.taken.pv for part in allocate(credit, (Decimal(20), ZERO), [target])]
    [Decimal('-20.0000')]
    >>> target.left.pv
    Decimal('30.0000')
    """
    by_quantity = bool(credit.quantity) and price == targets[0].price
    measure = "quantity" if by_quantity else money
    whole = abs(getattr(credit, measure))
    wanted = whole
    parts = []
    for target in targets:
        available = abs(getattr(target.left, measure))
        take = min(wanted, available)
        if not take:
            continue
        parts.append(_take(target, take, take == available, measure, credit, whole))
        wanted -= take
        if not wanted:
            break
    if not parts:
        parts.append(Part(targets[-1]))
    _give_rest(parts, credit, by_quantity)
    return parts


def _take(target, take, is_all, measure, credit, whole):
    """Take ``take`` of ``measure`` from ``target``; return the part, reduce what is left."""
    base = abs(getattr(target.original, measure))
    taken = Figures()
    for name in ("pv", "cv"):
        left = getattr(target.left, name)
        share = left if is_all else quantize(getattr(target.original, name) * take / base)
        if abs(share) > abs(left):
            share = left
        setattr(taken, name, -share)
        setattr(target.left, name, left - share)
    sign = -1 if credit.quantity < 0 or (not credit.quantity and credit.net < 0) else 1
    if measure == "quantity":
        taken.quantity = sign * take
    for name in ("net", "net_currency"):
        setattr(taken, name, quantize(getattr(credit, name) * take / whole))
    for name in ("quantity", "net", "net_currency"):
        setattr(target.left, name, getattr(target.left, name) + getattr(taken, name))
    return Part(target, taken)


def _give_rest(parts, credit, by_quantity):
    """Give the last part what is missing to the credit's net amount (and quantity)."""
    last = parts[-1]
    for name in ("net", "net_currency") + (("quantity",) if by_quantity else ()):
        rest = getattr(credit, name) - sum(getattr(part.taken, name) for part in parts)
        setattr(last.taken, name, getattr(last.taken, name) + rest)
        setattr(last.target.left, name, getattr(last.target.left, name) + rest)
