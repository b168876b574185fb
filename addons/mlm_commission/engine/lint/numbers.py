# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fractions as documents and people write them."""

from decimal import Decimal
from fractions import Fraction


def plain(value):
    """A number as int or as Decimal of at most four decimals.

    >>> plain(Fraction(3)), plain(Fraction(1, 3))
    (3, Decimal('0.3333'))
    """
    value = Fraction(value)
    if value.denominator == 1:
        return int(value)
    return Decimal(round(value * 10000)).scaleb(-4).normalize()


def number(value):
    """A number as text, with at most four decimals.

    >>> number(Fraction(1000)), number(Fraction(5, 2))
    ('1000', '2.5')
    """
    return format(plain(value), "f") if plain(value) % 1 else str(int(plain(value)))


def percent(value):
    """A ratio as text, with at most two decimals.

    >>> percent(Fraction(55, 3)), percent(Fraction(18))
    ('18.33', '18')
    """
    return number(round(Fraction(value), 2))
