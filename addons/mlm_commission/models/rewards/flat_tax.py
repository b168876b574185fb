# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of a gift § 37b EStG lets the giver tax flat; pure figures."""

from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def flat_base(cost, before, cap):
    """Return what of a thing's cost may be taxed flat.

    A single thing that costs more than the cap may not at all (§ 37b Abs. 1 S. 3 Nr. 2); of all
    things of a year only what lies within the cap (Nr. 1).

    :param Decimal cost: of the thing, value-added tax included
    :param Decimal before: cost of the recipient's earlier things of the business year
    :param Decimal cap: per recipient and year, and per thing
    """
    if cost > cap:
        return Decimal(0)
    return max(min(cost, cap - before), Decimal(0))


def flat_tax(base, rate, solidarity, church):
    """Return (income tax, solidarity surcharge, church tax); parts of a cent are dropped.

    :param Decimal base: what is taxed flat
    :param Decimal rate: percent of the base
    :param Decimal solidarity: percent of the tax
    :param Decimal church: percent of the tax
    """
    tax = (base * rate / 100).quantize(CENT, rounding=ROUND_DOWN)
    return (
        tax,
        (tax * solidarity / 100).quantize(CENT, rounding=ROUND_DOWN),
        (tax * church / 100).quantize(CENT, rounding=ROUND_DOWN),
    )
