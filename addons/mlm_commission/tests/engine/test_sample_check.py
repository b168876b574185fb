# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from dataclasses import replace

import numpy as np
import pytest
from comparison import REFUSALS
from engine import language, sample_check
from engine.compute import compute
from engine.sample_check import SampleCheck
from engine.scenario import Scenario
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_documents import BUILT, document


def computed(stated):
    """(definition, network, volumes, carry before, result) of each period."""
    scenario, carry = Scenario(stated), None
    found = []
    for _number, network, volumes, _expect in scenario.periods():
        result = compute(scenario.plan, network, volumes, carry)
        found.append((stated["plan"], network, volumes, carry, result))
        carry = result.carry
    return found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_random_periods_agree_as_a_whole(seed):
    try:
        periods = computed(document(seed, language.SUPPORTED_KINDS, BUILT))
    except REFUSALS:
        assume(False)
    for period in periods:
        check = sample_check.sample_check(*period)
        assert check == SampleCheck(len(period[1]), True, ())


@pytest.fixture
def large(monkeypatch):
    """Everything counts as too large to be compared as a whole."""
    is_small = sample_check._is_small

    def of_parts(network, volumes, result, inside=None):
        return inside is not None and is_small(network, volumes, result, inside)

    monkeypatch.setattr(sample_check, "_is_small", of_parts)


def test_random_members_agree(large):
    compared = 0
    for seed in range(150):
        drawn = document(seed, language.SUPPORTED_KINDS, BUILT)
        try:
            periods = computed(drawn)
        except REFUSALS:
            continue
        for period in periods:
            check = sample_check.sample_check(*period)
            assert check.differences == ()
            compared += check.members
    assert compared > 200


TEAM = """
plan:
  ranks: [{code: one}]
  bonuses:
    - {code: uni, kind: level, rates: [10, 5]}
    - {code: pool, kind: pool, fund: 10, shares: 1}
    - {code: car, kind: fixed, amount: 7}
members: {A: {}, B: {sponsor: A}, C: {sponsor: B}}
volumes: [{member: C, volume: 100}]
"""


def tampered(**changes):
    ((plan, network, volumes, carry, result),) = computed(language.load(TEAM))
    return (
        plan,
        network,
        volumes,
        carry,
        replace(result, **{k: f(result) for k, f in changes.items()}),
    )


def more(result):
    totals = result.totals
    return replace(totals, amount=totals.amount + (np.arange(len(totals.amount)) == 0))


def test_a_wrong_total_is_named():
    check = sample_check.sample_check(*tampered(totals=more))
    assert not check
    assert check.differences == ("uni of A: 5.01, by the reference 5",)


def test_a_wrong_rank_is_named():
    check = sample_check.sample_check(*tampered(rank=lambda result: result.rank - 1))
    assert check.differences[0] == "rank of A: -1, by the reference 0"


def test_a_wrong_line_is_found_in_the_sample(large):
    def lines(result):
        first, *others = result.lines.blocks
        return type(result.lines)([replace(first, before=first.before + 1), *others])

    check = sample_check.sample_check(*tampered(lines=lines), sample=[1])
    assert (check.members, check.is_whole) == (1, False)
    assert check.differences == ("uni of B: 10.01, by the reference 10",)
    assert sample_check.sample_check(*tampered(lines=lines), sample=[2]).differences == ()


def test_what_the_reference_does_not_know_is_not_compared(monkeypatch):
    monkeypatch.delitem(sample_check.KINDS, "fixed")
    check = sample_check.sample_check(*tampered(totals=more))
    assert (check.members, check.is_whole, check.differences) == (3, False, ())


def test_members_with_too_many_below_are_passed_over(large, monkeypatch):
    monkeypatch.setattr(sample_check, "MAX_MEMBERS", 2)
    check = sample_check.sample_check(*tampered(), sample=[0, 1, 2])
    assert (check.members, check.differences) == (2, ())


def test_a_sample_is_spread_over_those_who_earn(monkeypatch):
    rng = random.Random(3)
    members = {f"m{n}": {"sponsor": f"m{rng.randrange(n)}"} if n else {} for n in range(2500)}
    rows = [{"member": f"m{rng.randrange(2500)}", "volume": 100} for _n in range(500)]
    plan = {"bonuses": [{"code": "uni", "kind": "level", "rates": [10, 5]}]}
    (period,) = computed({"plan": plan, "members": members, "volumes": rows})
    check = sample_check.sample_check(*period)
    assert not check.is_whole
    assert check.members >= 15
    assert check.differences == ()
