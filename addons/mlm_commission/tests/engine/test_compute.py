# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from engine import language
from engine.compute import compute
from engine.exact import MagnitudeError
from engine.model import Carry, Network, Volumes
from engine.placement import PlacementError
from engine.plan import compile_plan
from engine.tree import CycleError
from engine_support import computed, differences, payout

LINE = """
plan:
  ranks: [{code: silver}, {code: gold}]
  bonuses: [{code: uni, kind: level, compression: skip_inactive, rates: [10, 5, 2]}]
members:
  A: {rank: gold}
  B: {sponsor: A, active: false}
  C: {sponsor: B, rank: silver}
  D: {sponsor: C, active: false, rank: gold}
  E: {sponsor: D}
  F: {sponsor: A, rank: silver}
volumes: [{member: E, volume: 100}, {member: C, volume: 10}, {member: F, volume: 7}]
"""


def test_lines_tell_how_they_came_about():
    lines = computed(LINE).lines
    found = [
        tuple(int(getattr(lines, name)[row]) for name in lines.COLUMNS) for row in range(len(lines))
    ]
    assert found == [
        # earner, bonus, source, level, skipped, base, rate, before, amount
        (2, 0, 0, 1, 1, 1000000, 100000, 1000, 1000),
        (0, 0, 0, 2, 2, 1000000, 50000, 500, 500),
        (0, 0, 1, 1, 1, 100000, 100000, 100, 100),
        (0, 0, 2, 1, 0, 70000, 100000, 70, 70),
    ]


def test_measures_with_keys():
    result = computed(LINE)
    assert result.measure("depth_volume", depth=0)[2] == Decimal(10)
    assert result.measure("depth_volume", depth=1) == [7, 10, 10, 100, 100, 7]
    assert result.measure("depth_volume", depth=2) == [17, 10, 110, 100, 100, 7]
    assert result.measure("depth_volume", depth=99)[0] == Decimal(117)
    assert result.measure("directs_with_rank", rank="silver") == [1, 1, 1, 1, 0, 0]
    assert result.measure("legs_with_rank", rank="silver")[0] == 2
    assert result.measure("legs_with_rank", rank="gold") == [1, 1, 1, 1, 0, 0]
    assert result.measure("legs_with_rank", rank="gold", depth=2) == [0, 1, 1, 1, 0, 0]
    assert result.measure("legs_with_rank", rank="gold", depth=0)[2] == 0
    half = ("strongest_counts", Fraction(50))
    assert result.measure("group_volume", leg_cap=half)[0] == Fraction(62)


def test_teams_are_ranges():
    result = computed(LINE)
    assert result.position.tolist() == [0, 1, 2, 3, 4, 5]
    assert result.size.tolist() == [6, 4, 3, 2, 1, 1]
    assert result.depth.tolist() == [0, 1, 2, 3, 4, 1]


def test_without_lines_nothing_else_changes():
    document = language.load(LINE)
    from engine.scenario import Scenario

    (_number, network, volumes, _expect) = next(iter(Scenario(document).periods()))
    plan = compile_plan(document["plan"])
    full = compute(plan, network, volumes)
    short = compute(plan, network, volumes, with_lines=False)
    assert short.lines is None
    assert short.fingerprint() == full.fingerprint()
    assert (
        short.payout()
        == full.payout()
        == {2: {"uni": Decimal("10.00")}, 0: {"uni": Decimal("6.70")}}
    )
    assert full.lines_fingerprint() == compute(plan, network, volumes).lines_fingerprint()


def test_per_leg_counts_directs_on_both_sides():
    text = """
plan:
  trees: {placement: {kind: binary}}
  ranks: [{code: a}]
  bonuses:
    - {code: uni, kind: level, rates: [10], require: [{measure: active_directs, per_leg: 1}]}
    - code: two
      kind: level
      rates: [1]
      require: [{measure: directs_with_rank, rank: a, per_leg: 1, min: 3}]
members:
  You: {}
  Up: {sponsor: You, parent: You, leg: left, rank: a}
  L: {sponsor: You, parent: Up, leg: right, rank: a}
  R: {sponsor: Up, parent: You, leg: right}
  RR: {sponsor: You, parent: R, leg: left, rank: a}
periods:
  - volumes: [{member: L, volume: 100}]
    expect: {strict: true, payout: {You: {uni: 10, two: 1}}}
  - members: {RR: {active: false, rank: none}}
    volumes: [{member: L, volume: 100}]
    expect: {strict: true}
"""
    assert differences(text) == []


def test_ranks_that_need_ranks_in_both_legs():
    text = """
plan:
  trees: {placement: {kind: binary}}
  ranks:
    - {code: a, require: [{measure: own_volume, min: 10}]}
    - {code: b, require: [{measure: directs_with_rank, rank: a, per_leg: 1}]}
    - {code: c, require: [{measure: legs_with_rank, rank: b, tree: placement, min: 1}]}
members:
  You: {}
  L: {sponsor: You, parent: You, leg: left}
  R: {sponsor: You, parent: You, leg: right}
  LL: {sponsor: L, parent: L, leg: left}
  LR: {sponsor: L, parent: L, leg: right}
volumes: [{member: LL, volume: 10}, {member: LR, volume: 10}, {member: R, volume: 10}]
expect: {rank: {You: c, L: b, R: a, LL: a, LR: a}}
"""
    assert differences(text) == []


def test_activity_that_needs_active_members_below():
    text = """
plan:
  active: [{any: [{measure: own_volume, min: 10}, {measure: active_directs, min: 2}]}]
members: {A: {}, B: {sponsor: A}, C: {sponsor: A}, D: {sponsor: B}, E: {sponsor: B}}
volumes: [{member: D, volume: 10}, {member: E, volume: 10}, {member: C, volume: 10}]
expect: {active: {A: true, B: true, C: true, D: true, E: true}}
"""
    assert differences(text) == []
    assert differences(text.replace("member: E", "member: D")) == [
        "active of A: expected true, found false",
        "active of B: expected true, found false",
        "active of E: expected true, found false",
    ]


def test_titles_and_demotion():
    text = """
plan:
  {demotion}
  ranks: [{{code: a, require: [{{measure: own_volume, min: 10}}]}},
          {{code: b, require: [{{measure: own_volume, min: 20}}]}}]
members: {{A: {{}}}}
periods:
  - {{volumes: [{{member: A, volume: 20}}]}}
  - {{volumes: [{{member: A, volume: 10}}]}}
  - {{volumes: []}}
"""
    assert computed(text.format(demotion="")).title.tolist() == [1]
    assert computed(text.format(demotion="demotion: {after_periods: 2}")).title.tolist() == [-1]
    assert computed(text.format(demotion="demotion: {after_periods: 3}")).title.tolist() == [1]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            "L: {sponsor: A, parent: A, leg: left}, M: {sponsor: A, parent: A, leg: left}",
            "M: leg 1 of A is taken by L",
        ),
        ("L: {sponsor: A, parent: A, leg: 3}", "L: there is no leg 3 in a tree of width 2"),
        ("L: {parent: A}, M: {parent: A}, N: {parent: A}", "N: all legs of A are taken"),
    ],
)
def test_impossible_places_are_refused(members, message):
    text = f"plan: {{trees: {{t: {{kind: binary}}}}}}\nmembers: {{A: {{}}, {members}}}\nvolumes: []"
    with pytest.raises(PlacementError, match=message):
        computed(text)


def test_a_stated_parent_moves_a_member_with_its_team():
    text = """
plan:
  trees: {t: {kind: unilevel}}
  bonuses: [{code: uni, kind: level, tree: t, rates: [10, 5]}]
members: {A: {}, B: {parent: A}, C: {parent: B}, D: {sponsor: C}}
periods:
  - volumes: [{member: D, volume: 100}]
    expect: {strict: true, parent: {D: C}, payout: {C: {uni: 10}, B: {uni: 5}}}
  - members: {C: {parent: A}}
    volumes: [{member: D, volume: 100}]
    expect: {strict: true, parent: {C: A}, payout: {C: {uni: 10}, A: {uni: 5}}}
"""
    assert differences(text) == []
    with pytest.raises(PlacementError, match="below itself"):
        computed(text.replace("C: {parent: A}", "B: {parent: D}"))


PAIR = """
plan: {{bonuses: [{{code: u, kind: level, rates: [{rate}]}}]}}
members: {{A: {{}}, B: {{sponsor: A}}}}
volumes: [{{member: B, volume: {volume}}}]
"""


def test_more_decimals_than_the_ledger_has():
    assert payout(PAIR.format(rate="12.34567", volume="81.0000008")) == {"A": {"u": "10.00"}}


def test_absurd_figures_are_refused_and_not_wrapped():
    assert payout(PAIR.format(rate=100, volume=10**13)) == {"A": {"u": "10000000000000.00"}}
    for rate, volume in ((1, 10**15), (1, 10**30), (10**20, 1), (10**8, 10**13)):
        with pytest.raises(MagnitudeError, match="units"):
            payout(PAIR.format(rate=rate, volume=volume))


def test_circles_between_trees_are_refused():
    plan = compile_plan(
        language.load("""
plan:
  trees: {t: {kind: unilevel}}
  ranks:
    - {code: a}
    - code: b
      require:
        - {measure: legs_with_rank, rank: a, min: 1}
        - {measure: legs_with_rank, rank: a, tree: t, min: 1}
""")["plan"]
    )
    from engine.model import TreePlaces

    network = Network(ids=[1, 2], sponsor=[-1, 0], is_customer=[False, False])
    network.trees["t"] = TreePlaces(np.array([1, -1]), np.array([0, 0]))
    with pytest.raises(CycleError):
        compute(plan, network, Volumes([], [], [], []))


def shuffled(document, seed):
    """The same scenario with members and volumes in another order."""
    generator = random.Random(seed)
    members, volumes = list(document["members"].items()), list(document["volumes"])
    generator.shuffle(members)
    generator.shuffle(volumes)
    return {**document, "members": dict(members), "volumes": volumes}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_and_members_changes_nothing(seed):
    from engine.scenario import results

    document = language.load(LINE)
    ((other, _expect),) = results(shuffled(document, seed))
    found = {other.network.names[m]: paid for m, paid in other.payout().items()}
    assert found == {"C": {"uni": Decimal("10.00")}, "A": {"uni": Decimal("6.70")}}


def test_state_is_found_again_by_id():
    carry = Carry.empty([5, 9], 1)
    carry.lifetime_pv[:] = [50, 90]
    carry.title[:] = 0
    carry.legs["bin"] = np.array([[1, 2], [3, 4]])
    moved = carry.aligned(np.array([9, 7, 5]), 6)
    assert moved.lifetime_pv.tolist() == [9000, 0, 5000]
    assert moved.title.tolist() == [0, -1, 0]
    assert moved.legs["bin"].tolist() == [[300, 400], [0, 0], [100, 200]]
    assert Carry.empty([], 1).aligned(np.array([3]), 4).lifetime_pv.tolist() == [0]


RANKED = """
plan:
  active: [{measure: personal_volume, min: 50}]
  ranks:
    - {code: a, require: [{measure: group_volume, min: 500}]}
    - code: b
      require:
        - {measure: legs_with_rank, rank: a, min: 1}
        - {measure: group_volume, min: 900, leg_cap: {of_requirement: 60}}
    - {code: c, require: [{measure: legs_with_rank, rank: b, depth: 5, min: 2}]}
  bonuses:
    - code: u
      kind: level
      compression: pay_to_qualified
      rates: {any: [5, 4], a: [5, 4, 3], b: [5, 4, 3, 2]}
"""


def grown(parent):
    """A network with three rows per member on average, computed; seconds and result."""
    size = len(parent)
    generator = np.random.default_rng(7)
    owner = generator.integers(0, size, 2 * size)
    points = generator.integers(-20, 200, 2 * size) * 10000
    network = Network(np.arange(size), parent, np.zeros(size, dtype=bool))
    plan = compile_plan(language.load(RANKED)["plan"])
    start = time.perf_counter()
    result = compute(plan, network, Volumes(owner, owner, points, points))
    return time.perf_counter() - start, result


def test_deep_lines_and_wide_fronts_compute_in_time():
    numbers = np.arange(50_000)
    usual, _result = grown((numbers - 1) // 3)
    deep, line = grown(numbers - 1)
    wide, front = grown(np.where(numbers > 0, 0, -1))
    total = int(line.figures.array("personal_volume").sum())
    for result in (line, front):
        assert int(result.figures.array("group_volume")[0]) == total
        assert result.active.any()
        assert int(result.totals.amount.sum()) == int(result.lines.amount.sum())
    assert deep < 10 * usual + 1
    assert wide < 10 * usual + 1


def test_wide_and_narrow_levels_give_the_same_ranks():
    """The same broom once as one wide network and once with every level kept narrow."""
    import engine.status as status

    size = 400
    generator = np.random.default_rng(3)
    parent = np.array([-1, *(int(generator.integers(max(0, i - 40), i)) for i in range(1, size))])
    wide = status.WIDE
    try:
        status.WIDE = 1
        _seconds, by_level = grown(parent)
        status.WIDE = 10**9
        _seconds, by_member = grown(parent)
    finally:
        status.WIDE = wide
    assert by_level.rank.max() >= 1
    assert by_level.fingerprint() == by_member.fingerprint()


def test_ranks_pass_on_by_their_codes():
    carry = Carry.empty([7, 8], 3)
    carry.title = np.array([2, 1])
    carry.streak = np.array([[5, 4, 3], [2, 1, 0]])
    carry.awarded = {"up": np.array([[1, 1, 1], [1, 0, 0]])}
    passed = carry.with_ranks(["low", "mid", "top"], ["low", "new", "top"])
    assert passed.title.tolist() == [2, 0]  # mid is gone: the nearest lower one that is left
    assert passed.streak.tolist() == [[5, 0, 3], [2, 0, 0]]
    assert passed.awarded["up"].tolist() == [[1, 0, 1], [1, 0, 0]]
    assert carry.with_ranks(["a"], ["a"]) is carry


def test_no_rank_stays_no_rank():
    carry = Carry.empty([7], 1)
    assert carry.with_ranks(["old"], ["new", "newer"]).title.tolist() == [-1]


WEEK = """
plan:
  volume_roll_up: true
  bonuses: [{code: first, kind: level, period: week, rates: [10]}, %s]
members: {A: {}}
periods: [{period: week, rates: {CH: 1}}]
"""


def test_bonuses_of_different_periods_are_not_matched():
    document = WEEK % "{code: match, kind: matching, of: [first], rates: [5]}"
    assert [str(problem) for problem in language.check(language.load(document))] == [
        "plan.bonuses[1].of[0]: the bonus 'first' is worked out in another period than this one; "
        "state the same 'period'",
        "periods[0].rates.CH: the plan has no market 'CH'",
    ]
