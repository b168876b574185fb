# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Six months of orders, decided beforehand: who buys what and when, pays, and sends back."""

import calendar
import datetime
import random
from collections import Counter
from dataclasses import dataclass

from .catalog import GOODS
from .network import PIONEERS

SEED = 20260502
MONTHS = tuple((2026, month) for month in range(5, 11))
CLOSED_MONTHS = MONTHS[:-1]
LAST_DAY = datetime.date(2026, 10, 31)
# Chance of an order in a month, and how many units of how many products.
HABITS = {
    "distributor": (0.5, (2, 4), (1, 4)),
    "reseller": (0.6, (2, 4), (4, 9)),
    "preferred_customer": (0.2, (1, 3), (1, 3)),
    "customer": (0.09, (1, 2), (1, 3)),
}
# The bank's statements come on Tuesdays and Fridays.
PAYMENT_WEEKDAYS = (1, 4)
RETURN_CHANCE = 0.045
UNPAID_CHANCE = 0.02
# Postal codes up to this one are served from Hamburg, the others from Munich.
NORTH = "59999"


@dataclass(slots=True)
class Sale:
    """One order. Days after the last day of the story are None: not yet.

    :param list lines: [(product code, quantity)]
    :param list returned: [(product code, quantity)] that come back
    """

    member: int
    day: datetime.date
    lines: list
    warehouse: int
    shipped: datetime.date | None
    paid: datetime.date | None
    returned: list
    returned_on: datetime.date | None


def _later(rng, day, first, last):
    """Return a day some days later, None if that lies behind the story."""
    day += datetime.timedelta(rng.randint(first, last))
    return day if day <= LAST_DAY else None


def _next_payment_day(day):
    """Return the first day of payments from `day` on, None if that lies behind the story."""
    while day and day.weekday() not in PAYMENT_WEEKDAYS:
        day += datetime.timedelta(1)
    return day if day and day <= LAST_DAY else None


def plan_sales(people, seed=SEED):
    """Return the orders of all months, in the order of their days.

    :param people: list of network.Person
    :return: list of Sale
    """
    rng = random.Random(seed)
    sales = [
        sale
        for year, month in MONTHS
        for person in people
        for sale in [_plan_sale(rng, person, year, month)]
        if sale
    ]
    return sorted(sales, key=lambda sale: (sale.day, sale.member))


def _plan_sale(rng, person, year, month):
    chance, kinds, units = HABITS[person.type]
    days = calendar.monthrange(year, month)[1]
    day = datetime.date(year, month, rng.randint(1, days - 1))
    joins_now = (person.joined.year, person.joined.month) == (year, month)
    # The first partners live from it; they never miss a month.
    buys = rng.random() < chance or person.index < PIONEERS
    if person.ended or person.state == "suspended":
        return None
    if joins_now:
        day = max(day, person.joined)
    elif person.joined > day or not buys:
        return None
    items = rng.sample(GOODS, rng.randint(*kinds))
    lines = [(item.code, rng.randint(*units)) for item in items]
    if joins_now and person.type == "distributor":
        lines = [("KIT-900", 1), ("SCH-950", 1), *lines]
    sale = Sale(
        member=person.index,
        day=day,
        lines=lines,
        warehouse=0 if person.zip <= NORTH else 1,
        shipped=_later(rng, day, 1, 3),
        paid=None,
        returned=[],
        returned_on=None,
    )
    if sale.shipped:
        _plan_afterwards(rng, sale)
    return sale


def _plan_afterwards(rng, sale):
    """Payment, and perhaps a return of everything or of some units."""
    sale.paid = _next_payment_day(_later(rng, sale.shipped, 0, 12))
    if rng.random() < UNPAID_CHANCE:
        sale.paid = None
    if not sale.paid or rng.random() >= RETURN_CHANCE:
        return
    sale.returned_on = _later(rng, max(sale.paid, sale.shipped), 3, 12)
    goods = [line for line in sale.lines if line[0][:3] not in ("KIT", "SCH")]
    if sale.returned_on:
        code, quantity = rng.choice(goods)
        whole = rng.random() < 0.4
        sale.returned = goods if whole else [(code, rng.randint(1, quantity))]


def plan_purchases(sales):
    """Return what to buy ahead of each month so that everything can be shipped.

    :return: {(year, month): {warehouse: Counter(product code -> quantity)}}
    """
    needs = {month: {0: Counter(), 1: Counter()} for month in MONTHS}
    for sale in sales:
        counter = needs[sale.day.year, sale.day.month][sale.warehouse]
        for code, quantity in sale.lines:
            if code != "SCH-950":
                counter[code] += quantity
    for warehouses in needs.values():
        for counter in warehouses.values():
            for code in counter:
                # A tenth more than needed, in boxes of ten.
                counter[code] = -(-counter[code] * 11 // 100) * 10
    return needs
