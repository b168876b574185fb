# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from engine.caps import NO_CAP, shrink
from engine.exact import (
    METHODS,
    MagnitudeError,
    check_sum,
    divide_exactly,
    multiply_divide,
    round_fraction,
    rounded_products,
)
from hypothesis import given, settings
from hypothesis import strategies as st

DECIMAL_METHODS = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
}


@given(
    st.lists(st.integers(0, 2**60), min_size=1, max_size=8),
    st.integers(0, 2**58),
    st.integers(1, 2**60),
)
def test_multiply_divide_is_exact_or_refuses(values, factor, divisor):
    expected = [divmod(value * factor, divisor) for value in values]
    try:
        quotient, remainder = multiply_divide(np.array(values), factor, divisor)
    except MagnitudeError:
        assert max(q for q, _r in expected) >= 2**62
        return
    assert list(zip(quotient.tolist(), remainder.tolist(), strict=True)) == expected


@given(
    st.lists(st.tuples(st.integers(-(10**14), 10**14), st.integers(0, 10**7)), max_size=8),
    st.fractions(min_value=0, max_value=1, max_denominator=10**25),
    st.sampled_from(METHODS),
)
def test_products_are_rounded_like_decimals(pairs, factor, method):
    base = np.array([b for b, _r in pairs], dtype=np.int64)
    rate = np.array([r for _b, r in pairs], dtype=np.int32)
    expected = [round_fraction(Fraction(b) * r * factor, method) for b, r in pairs]
    if max(map(abs, expected), default=0) >= 2**62:
        with pytest.raises(MagnitudeError):
            rounded_products(base, rate, factor, method)
        return
    assert rounded_products(base, rate, factor, method).tolist() == expected


@given(st.decimals(-1000, 1000, places=4, allow_nan=False), st.sampled_from(METHODS))
def test_rounding_is_that_of_decimals(value, method):
    with localcontext() as context:
        context.prec = 60
        expected = value.quantize(Decimal(1), rounding=DECIMAL_METHODS[method])
    assert round_fraction(Fraction(value), method) == expected


def test_returns_mirror_purchases():
    base = np.array([25, -25, 35, -35])
    rate = np.ones(4, dtype=np.int64)
    tenth = Fraction(1, 10)
    assert rounded_products(base, rate, tenth, "half_up").tolist() == [3, -3, 4, -4]
    assert rounded_products(base, rate, tenth, "half_even").tolist() == [2, -2, 4, -4]
    assert rounded_products(base, rate, tenth, "down").tolist() == [2, -2, 3, -3]


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 10**15)), min_size=1, max_size=12),
    st.lists(st.integers(0, 10**15), min_size=3, max_size=3),
)
def test_exact_division_is_largest_remainder(elements, targets):
    group = np.array([g for g, _w in elements])
    weights = np.array([w for _g, w in elements])
    found = divide_exactly(weights, np.array(targets), group, np.arange(len(group))).tolist()
    for number, target in enumerate(targets):
        here = [i for i, (g, _w) in enumerate(elements) if g == number]
        total = sum(elements[i][1] for i in here)
        if not total:
            assert not any(found[i] for i in here)
            continue
        exact = {i: Fraction(elements[i][1] * target, total) for i in here}
        shares = {i: exact[i].__floor__() for i in here}
        order = sorted(here, key=lambda i: (shares[i] - exact[i], i))
        for i in order[: target - sum(shares.values())]:
            shares[i] += 1
        assert [found[i] for i in here] == [shares[i] for i in here]
        assert sum(found[i] for i in here) == target


def test_shrinking_keeps_returns_and_meets_the_cap():
    units = np.array([500, 300, -100, 7, 8])
    group = np.array([0, 0, 0, 1, 1])
    capped = shrink(units, group, np.array([350, NO_CAP]), group)
    assert capped.tolist() == [281, 169, -100, 7, 8]
    capped = shrink(units, group, np.array([-60, -1]), group)
    assert capped.tolist() == [25, 15, -100, 0, 0]
    assert shrink(units, group, np.array([700, 15]), group) is units


def test_bounds_are_guarded():
    check_sum(np.array([2**61, -(2**61) + 1]), "x")
    with pytest.raises(MagnitudeError, match="the volume reaches"):
        check_sum(np.array([2**61, 2**61]), "the volume")
