# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What must hold for any plan and network, on random ones."""

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from comparison import REFUSALS
from engine import language
from engine.compute import compute
from engine.exact import MagnitudeError
from engine.scenario import Scenario, results
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_documents import BUILT, RandomDocument

KINDS = set(language.SUPPORTED_KINDS)
RANDOM = st.integers(0, 2**32).map(random.Random)
MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize=True,
)


def computed(document):
    """Results of all periods; random documents without meaning are passed over."""
    try:
        return [result for result, _expect in results(document)]
    except REFUSALS:
        assume(False)


def paid(result):
    """{member name: {bonus: Decimal}}."""
    return {result.network.names[member]: amounts for member, amounts in result.payout().items()}


def payouts(document):
    """Per period {member name: {bonus: Decimal}}."""
    return [paid(result) for result in computed(document)]


def parts(document):
    """The parts with volumes."""
    return document.get("periods") or [document]


@MANY
@given(RANDOM)
def test_totals_are_sums_of_lines(rng):
    for result in computed(RandomDocument(rng, KINDS, BUILT).build()):
        lines, totals = result.lines, result.totals
        for earner, bonus, amount, count in zip(
            totals.earner, totals.bonus, totals.amount, totals.lines, strict=True
        ):
            mine = (lines.earner == earner) & (lines.bonus == bonus)
            assert int(lines.amount[mine].sum()) == amount
            assert int(mine.sum()) == count
        assert int(lines.amount.sum()) == int(totals.amount.sum())
        assert not result.network.is_customer[lines.earner].any()
        assert result.active[lines.earner].all()
        assert (np.sign(lines.amount) * np.sign(lines.before) >= 0).all()
        assert (np.abs(lines.amount) <= np.abs(lines.before)).all()
        assert (lines.skipped >= 0).all()


@MANY
@given(RANDOM, st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(rng, seed):
    document = RandomDocument(rng, KINDS - {"board"}, BUILT).build()
    before = payouts(document)
    for part in parts(document):
        random.Random(seed).shuffle(part["volumes"])
    assert payouts(document) == before


@MANY
@given(RANDOM, st.integers(0, 1000))
def test_the_order_of_enrolment_changes_nothing_but_ties(rng, seed):
    document = RandomDocument(rng, KINDS - {"board", "pool", "binary"}, BUILT).build()
    assume(not document["plan"]["trees"])
    document["plan"].pop("caps", None)
    for bonus in document["plan"]["bonuses"]:
        bonus.pop("cap", None)
    before = payouts(document)
    members = list(document["members"].items())
    random.Random(seed).shuffle(members)
    document["members"] = dict(members)
    assert payouts(document) == before


@MANY
@given(RANDOM)
def test_recruits_without_volume_change_no_payout(rng):
    draw = RandomDocument(rng, KINDS - {"fixed", "pool", "rank_advancement"}, BUILT)
    document = draw.build()
    before = payouts(document)
    last = parts(document)[-1]
    last["members"] = {**(last.get("members") or {})}
    for number in range(3):
        last["members"][f"new{number}"] = {
            "sponsor": draw.pick(draw.names),
            "active": False,
            **({"rank": "none"} if draw.ranks else {}),
        }
    after = payouts(document)
    assert after == before


@MANY
@given(RANDOM, st.integers(0, 1000))
def test_splitting_an_order_changes_nothing_but_rounding(rng, seed):
    document = RandomDocument(rng, KINDS - {"board"}, BUILT).build()
    document["plan"].pop("caps", None)
    for bonus in document["plan"]["bonuses"]:
        bonus.pop("cap", None)
    part = random.Random(seed).choice(parts(document))
    assume(part["volumes"])
    before = computed(document)
    entry = part["volumes"].pop(random.Random(seed).randrange(len(part["volumes"])))
    halves = {key: entry[key] for key in ("volume", "pv", "cv") if key in entry}
    halves = {key: str(Decimal(str(points)) / 2) for key, points in halves.items()}
    part["volumes"] += [{**entry, **halves}, {**entry, **halves}]
    for one, two in zip(before, computed(document), strict=True):
        lines = Counter(one.lines.earner.tolist()) + Counter(two.lines.earner.tolist())
        for member in lines:
            sums = [sum(result.payout().get(member, {}).values()) for result in (one, two)]
            # every rounding that went into a sum, here and in the lines matched for it
            assert abs(sums[0] - sums[1]) <= 2 * len(one.lines.earner) * one.plan.unit


@MANY
@given(RANDOM)
def test_pools_are_paid_out_exactly(rng):
    document = RandomDocument(rng, {"pool"}).build()
    document["plan"].pop("caps", None)
    for bonus in document["plan"]["bonuses"]:
        for key in ("cap", "kinds"):
            bonus.pop(key, None)
    for result in computed(document):
        for bonus in result.plan.bonuses:
            points = result.volumes.pv if bonus.base == "pv" else result.volumes.cv
            percent = language.to_fraction(document["plan"]["bonuses"][bonus.index]["fund"])
            volume = Fraction(int(points.sum()), 10**result.volumes.digits)
            fund = volume * percent / 100 * result.plan.point_value
            fund = max(0, fund // result.plan.unit * result.plan.unit)
            out = sum(Fraction(bonuses.get(bonus.code, 0)) for bonuses in paid(result).values())
            assert out in (0, fund)
            assert out == fund or not (result.lines.bonus == bonus.index).any()


@MANY
@given(RANDOM, st.sampled_from(["none", "skip_inactive"]))
def test_level_paid_lost_and_out_of_reach_make_what_the_plan_could_pay(rng, compression):
    """Per volume and level exactly one of: a line, a level used up unpaid, nobody above."""
    document = RandomDocument(rng, {"level"}).build()
    rates = [10, "2.5", 1]
    uni = {"code": "uni", "kind": "level", "rates": rates, "compression": compression}
    document["plan"]["bonuses"] = [
        {**uni, "require": [{"measure": "own_volume", "min": 25}]},
    ]
    for result in computed(document):
        lines, tree = result.lines, result.figures.trees["sponsor"]
        own = result.measure("own_volume")
        points = result.volumes.cv.tolist()
        possible = sum(cv * Fraction(rate) for cv in points for rate in map(Fraction, rates))
        lost = Fraction(0)
        for cv, owner in zip(points, result.volumes.owner.tolist(), strict=True):
            line = _upline(tree, owner) if owner >= 0 else []
            if compression == "skip_inactive":
                line = [one for one in line if result.active[one]]
            for rate, above in zip(map(Fraction, rates), [*line, None, None, None], strict=False):
                if above is None or not (result.active[above] and own[above] >= 25):
                    lost += cv * rate
        out = sum(
            base * Fraction(rate, 10**result.rate_digits)
            for base, rate in zip(lines.base.tolist(), lines.rate.tolist(), strict=True)
        )
        assert out + lost == possible


def _upline(tree, member):
    line, member = [], int(tree.parent[member])
    while member >= 0:
        line.append(member)
        member = int(tree.parent[member])
    return line


@MANY
@given(RANDOM)
def test_twice_gives_the_same_bytes(rng):
    document = RandomDocument(rng, KINDS, BUILT).build()
    first = [(r.fingerprint(), r.lines_fingerprint()) for r in computed(document)]
    assert first == [(r.fingerprint(), r.lines_fingerprint()) for r in computed(document)]


@MANY
@given(RANDOM)
def test_without_lines_the_same_is_paid(rng):
    document = RandomDocument(rng, KINDS, BUILT).build()
    full, carry = computed(document), None
    scenario = Scenario(document)
    for result, (__, network, volumes, _expect) in zip(full, scenario.periods(), strict=True):
        short = compute(scenario.plan, network, volumes, carry, with_lines=False)
        assert short.fingerprint() == result.fingerprint()
        carry = short.carry


@pytest.mark.parametrize("points", ["99999999999999", "-99999999999999"])
def test_figures_within_the_bounds_are_exact(points):
    document = {
        "plan": {"bonuses": [{"code": "own", "kind": "personal", "rate": "0.01"}]},
        "members": {"A": {}},
        "volumes": [{"member": "A", "volume": points}, {"member": "A", "volume": 1}],
    }
    exact = (Decimal(points) / 10000).quantize(Decimal("0.01"))
    assert payouts(document) == [{"A": {"own": exact}}]


@pytest.mark.parametrize("points", ["1000000000000000", "-1000000000000000"])
def test_figures_beyond_the_bounds_are_refused_with_words(points):
    document = {
        "plan": {"bonuses": [{"code": "own", "kind": "personal", "rate": 5}]},
        "members": {"A": {}},
        "volumes": [{"member": "A", "volume": points}],
    }
    with pytest.raises(MagnitudeError, match="state the figures in a larger unit"):
        results(document)
