# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dates and amounts of a termination by German law: plain arithmetic, no database."""

from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

CENT = Decimal("0.01")


def notice_months(start, notice, part_time=False):
    """Return the months of notice (§ 89 Abs. 1, § 92b Abs. 1 HGB).

    :param date start: first day of the contract
    :param date notice: day on which notice is given
    """
    years = relativedelta(notice, start).years
    if part_time or years < 1:
        return 1
    if years < 2:
        return 2
    return 3 if years < 5 else 6


def earliest_end(start, notice, part_time=False):
    """Return the earliest end of the contract: the end of a calendar month."""
    return notice + relativedelta(months=notice_months(start, notice, part_time), day=31)


def contract_months(start, end, most=60):
    """Return the begun months of a contract, at most the last ``most``.

    :param date end: last day of the contract
    """
    length = relativedelta(end + relativedelta(days=1), start)
    months = length.years * 12 + length.months + bool(length.days)
    return max(1, min(most, months))


def annual_average(total, months):
    """Return the average annual commission of ``months`` (§ 89b Abs. 2 HGB), to the cent."""
    return (total * 12 / months).quantize(CENT, ROUND_HALF_UP)


def compensation(base, churn, years, discount, equity, cap):
    """Return the likely compensation (§ 89b HGB), never more than the cap.

    :param Decimal base: commissions of the last twelve months from own customers
    :param Decimal churn: percent of them that is lost each year
    :param int years: forecast
    :param Decimal discount: percent a year
    :param Decimal equity: percent that is fair
    :param Decimal cap: average annual commission
    """
    keep, interest = 1 - churn / 100, 1 + discount / 100
    value = sum((base * (keep / interest) ** year for year in range(1, years + 1)), Decimal(0))
    return max(min(value * equity / 100, cap), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
