# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Exact arithmetic on arrays of 64-bit integers: bounded sums, rounding, division to the unit.

Nothing here, or anywhere in the engine, is a binary float. Where a product may pass 64 bits the
functions split it or fall back to Python's integers; where a result itself would not fit, they
raise :class:`MagnitudeError` instead of wrapping around.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np

LIMIT = 2**62
CHUNK = 2**17  # elements at a time, so that intermediate results stay in the cache
METHODS = ("half_up", "half_even", "down")


class MagnitudeError(ArithmeticError):
    """A figure is too large to be computed exactly in 64 bits."""

    def __init__(self, what, size):
        super().__init__(
            f"{what} reaches {size:,} units, more than the {LIMIT:,} that the engine computes "
            "exactly; state the figures in a larger unit or split the network"
        )


def largest(array):
    """Largest absolute value of an int64 array as Python int, 0 for an empty one."""
    if not len(array):
        return 0
    return max(int(array.max()), -int(array.min()))


def check_sum(array, what):
    """Prove that no partial sum of an array can leave 64 bits.

    :raise MagnitudeError: the absolute values sum up to 2**62 or more
    """
    check_sums([array], what)


def check_sums(arrays, what):
    """The same for the sum of several arrays."""
    if sum(largest(array) * len(array) for array in arrays) < LIMIT:
        return
    total = sum(abs(value) for array in arrays for value in array.tolist())
    if total >= LIMIT:
        raise MagnitudeError(what, total)


def narrowed(array):
    """The same whole numbers as the narrowest integers that hold them; other arrays as they are.

    >>> narrowed(np.array([300, -2])).dtype
    dtype('int16')
    """
    if array.dtype.kind != "i" or not array.size:
        return array
    low, high = array.min(), array.max()
    for kind in (np.int8, np.int16, np.int32):
        bounds = np.iinfo(kind)
        if bounds.min <= low and high <= bounds.max:
            return array.astype(kind, copy=False)
    return array.astype(np.int64, copy=False)


def sum_at(index, values, size):
    """Sum values by index, exactly (``numpy.bincount`` with weights would use floats).

    >>> sum_at(np.array([0, 2, 0]), np.array([5, 7, 1]), 3).tolist()
    [6, 0, 7]
    """
    result = np.zeros(size, dtype=np.int64)
    np.add.at(result, index, values)
    return result


def ceil_scaled(value, scale):
    """Smallest integer at or above value x scale."""
    scaled = Fraction(value) * scale
    return -((-scaled.numerator) // scaled.denominator)


def floor_scaled(value, scale):
    """Largest integer at or below value x scale.

    >>> floor_scaled("0.129", 100)
    12
    """
    scaled = Fraction(value) * scale
    return scaled.numerator // scaled.denominator


def digits_of(fraction):
    """Decimals needed to write a decimal fraction exactly.

    >>> digits_of(Fraction("0.125")), digits_of(Fraction(20))
    (3, 0)
    """
    digits, denominator = 0, Fraction(fraction).denominator
    while (10**digits) % denominator:
        digits += 1
        if digits > 100:
            raise ValueError(f"{fraction} is no decimal fraction")
    return digits


def exact_decimal(fraction):
    """The Decimal that is exactly a decimal fraction.

    >>> exact_decimal(Fraction(5, 4))
    Decimal('1.25')
    """
    digits = digits_of(fraction)
    return Decimal(int(fraction * 10**digits)).scaleb(-digits)


# === MULTIPLY AND DIVIDE === #


def multiply_divide(values, factor, divisor):
    """Whole quotient and remainder of ``values x factor / divisor`` without overflow.

    :param values: int64 array, none negative
    :param factor: int or int64 array, none negative, below 2**61
    :param divisor: int or int64 array, above 0, below 2**61
    :return: (quotients, remainders)
    :raise MagnitudeError: a quotient does not fit

    >>> q, r = multiply_divide(np.array([10**17]), 10**17, 3 * 10**16)
    >>> q.tolist(), r.tolist()
    ([333333333333333333], [10000000000000000])
    """
    values = np.asarray(values, dtype=np.int64)
    factor = np.asarray(factor, dtype=np.int64)
    divisor = np.asarray(divisor, dtype=np.int64)
    if not len(values):
        return values.copy(), values.copy()
    highest, most = largest(values), int(factor.max())
    if highest * most < LIMIT:
        product = values * factor
        return product // divisor, product % divisor
    bound = highest * most // int(divisor.min())
    if bound >= LIMIT:
        _check_quotients(values, factor, divisor)
    chunk = 62 - max(most, int(divisor.max())).bit_length()
    if chunk < 1:
        raise MagnitudeError("a division", max(most, int(divisor.max())))
    quotient, remainder = np.zeros_like(values), np.zeros_like(values)
    mask = (1 << chunk) - 1
    for shift in range((highest.bit_length() - 1) // chunk * chunk, -1, -chunk):
        remainder = (remainder << chunk) + ((values >> shift) & mask) * factor
        quotient = (quotient << chunk) + remainder // divisor
        remainder %= divisor
    return quotient, remainder


def _check_quotients(values, factor, divisor):
    """Look at each quotient where the cheap bound was not enough."""
    shape = values.shape
    triples = zip(
        values.tolist(),
        np.broadcast_to(factor, shape).tolist(),
        np.broadcast_to(divisor, shape).tolist(),
        strict=True,
    )
    highest = max(value * up // down for value, up, down in triples)
    if highest >= LIMIT:
        raise MagnitudeError("an amount", highest)


# === ROUNDING === #


def round_fraction(value, method):
    """Round one exact fraction to a whole number.

    ``half_up``: halves away from zero, so that a return mirrors its purchase; ``half_even``:
    halves to the even neighbour; ``down``: towards zero.

    >>> [round_fraction(Fraction(x, 2), "half_up") for x in (1, -1, 5)]
    [1, -1, 3]
    >>> [round_fraction(Fraction(x, 2), "half_even") for x in (1, -1, 3)]
    [0, 0, 2]
    """
    sign = -1 if value < 0 else 1
    up, down = abs(value.numerator), value.denominator
    whole, rest = divmod(up, down)
    if method == "half_up":
        whole += 2 * rest >= down
    elif method == "half_even":
        whole += 2 * rest > down or (2 * rest == down and whole % 2 == 1)
    return sign * whole


def _round_quotients(quotient, remainder, divisor, method):
    if method == "half_up":
        return quotient + (remainder >= divisor - remainder)
    if method == "half_even":
        rest = divisor - remainder
        return quotient + ((remainder > rest) | ((remainder == rest) & (quotient % 2 == 1)))
    return quotient


def rounded_products(base, rate, factor, method):
    """``base x rate x factor`` rounded to whole units, once per element.

    :param base: whole numbers, may be negative
    :param rate: whole numbers, as many, none negative
    :param Fraction factor: not negative
    :param str method: see :func:`round_fraction`
    :raise MagnitudeError: a product does not fit

    >>> one = np.array([1, 1])
    >>> rounded_products(np.array([105, -105]), one, Fraction(1, 10), "half_up").tolist()
    [11, -11]
    """
    up, down = factor.numerator, factor.denominator
    result = np.zeros(len(base), dtype=np.int64)
    if largest(base) * largest(rate) * up + down < LIMIT:
        for low in range(0, len(base), CHUNK):
            part = slice(low, low + CHUNK)
            product = np.abs(base[part].astype(np.int64)) * (rate[part].astype(np.int64) * up)
            quotient = product // down
            quotient = _round_quotients(quotient, product - quotient * down, down, method)
            result[part] = np.where(base[part] < 0, -quotient, quotient)
        return result
    size = np.abs(base.astype(np.int64))
    for value in np.unique(rate).tolist():
        here = np.flatnonzero(rate == value)
        exact = factor * value
        result[here] = _rounded_part(size[here], exact, method)
    return np.where(base < 0, -result, result)


def rounded_quotients(upper, lower, method):
    """Quotients of large integers rounded to whole units, once per element.

    :param upper: Python integers, none negative
    :param lower: as many, all positive
    :rtype: numpy.ndarray
    :raise MagnitudeError: a quotient does not fit

    >>> rounded_quotients([5, 2**80], [2, 2**79], "half_even").tolist()
    [2, 2]
    """
    exact = []
    for size, down in zip(upper, lower, strict=True):
        quotient, remainder = divmod(size, down)
        if method == "half_up":
            quotient += 2 * remainder >= down
        elif method == "half_even":
            quotient += 2 * remainder + (quotient & 1) > down
        exact.append(quotient)
    if max(exact, default=0) >= LIMIT:
        raise MagnitudeError("an amount", max(exact))
    return np.array(exact, dtype=np.int64)


def _rounded_part(size, factor, method):
    up, down = factor.numerator, factor.denominator
    if max(up, down) < 2**60:
        quotient, remainder = multiply_divide(size, up, down)
        return _round_quotients(quotient, remainder, down, method)
    exact = [round_fraction(value * factor, method) for value in size.tolist()]
    highest = max(exact, default=0)
    if highest >= LIMIT:
        raise MagnitudeError("an amount", highest)
    return np.array(exact, dtype=np.int64)


# === EXACT DIVISION === #


def divide_exactly(weights, targets, group, first):
    """Largest remainder, for several groups at once.

    Each share of a target is rounded down; the missing units go one by one to the largest
    fractions, ties to the element that stands first.

    :param weights: int64 array, none negative
    :param targets: int64 array, whole units to hand out per group, none negative
    :param group: group index per element
    :param first: per element, what decides ties (smaller wins); ties of ties go by position
    :return: int64 array of shares; each group's shares sum up to its target

    >>> one = np.zeros(3, dtype=np.int64)
    >>> divide_exactly(np.array([1, 1, 1]), np.array([10000]), one, np.arange(3)).tolist()
    [3334, 3333, 3333]
    """
    totals = sum_at(group, weights, len(targets))
    share, fraction = multiply_divide(weights, targets[group], np.maximum(totals, 1)[group])
    missing = np.where(totals > 0, targets, 0) - sum_at(group, share, len(targets))
    order = np.lexsort((np.arange(len(weights)), first, -fraction, group))
    sorted_group = group[order]
    starts = np.searchsorted(sorted_group, np.arange(len(targets)))
    turn = np.arange(len(order)) - starts[sorted_group]
    share[order] += turn < missing[sorted_group]
    return share
