# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Numbers read from their text, rounding, and exact division."""

from decimal import Decimal, localcontext
from fractions import Fraction

METHODS = ("half_up", "half_even", "down")


class PlanError(ValueError):
    """A document that states something the plan language has no meaning for."""


def number(value):
    """Return a figure of the document as an exact fraction.

    :param value: int, Decimal, Fraction, or the text of a decimal
    :rtype: Fraction
    :raise PlanError: a binary float (its text is lost), a truth value, or no number

    >>> number("12.50")
    Fraction(25, 2)
    """
    if isinstance(value, (bool, float)):
        raise PlanError(f"{value!r} is no decimal; figures are read from their text")
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
        raise PlanError(f"{value!r} is no number") from error


def decimal(value):
    """Return a fraction as Decimal: exact where it has an end, else with 40 digits.

    >>> decimal(Fraction(25, 2))
    Decimal('12.5')
    """
    with localcontext() as context:
        context.prec = 40
        return Decimal(value.numerator) / Decimal(value.denominator)


class Rounding:
    """The plan's rounding of money.

    :param dict spec: the plan's ``rounding``: ``to`` (the smallest amount) and ``method``

    >>> Rounding({"to": "0.05"}).amount(Fraction("1.025"))
    Fraction(21, 20)
    >>> Rounding({"method": "down"}).amount(Fraction("-1.019"))
    Fraction(-101, 100)
    """

    def __init__(self, spec=None):
        spec = spec or {}
        self.unit = number(spec.get("to", "0.01"))
        self.method = spec.get("method", "half_up")
        if self.unit <= 0:
            raise PlanError("rounding.to must be above 0")
        if self.method not in METHODS:
            raise PlanError(f"rounding.method {self.method!r} is none of {', '.join(METHODS)}")

    def amount(self, value):
        """Round an amount once; halves away from zero (half_up), `down` towards zero."""
        units = value / self.unit
        sign = -1 if units < 0 else 1
        whole, rest = divmod(abs(units), 1)
        half = Fraction(1, 2)
        up = rest > half or (rest == half and whole % 2 == 1)
        if self.method == "half_up":
            up = rest >= half
        elif self.method == "down":
            up = False
        return sign * (whole + up) * self.unit

    def floor(self, value):
        """The largest amount not above a value: caps and funds are never exceeded."""
        return value // self.unit * self.unit

    def divide(self, total, weights):
        """Divide a whole amount in proportion to weights, by largest remainder.

        :param Fraction total: the amount, a multiple of the unit, not below 0
        :param list weights: not below 0, in the order in which ties are decided
        :return: as many amounts, which sum up to the total
        :rtype: list

        >>> [str(share) for share in Rounding({"to": 1}).divide(Fraction(100), [1, 1, 1])]
        ['34', '33', '33']
        """
        together = sum(weights, Fraction(0))
        if not together:
            return [Fraction(0) for _weight in weights]
        exact = [total * weight / together for weight in weights]
        shares = [self.floor(share) for share in exact]
        missing = int((total - sum(shares)) / self.unit)
        order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
        for index in order[:missing]:
            shares[index] += self.unit
        return shares
