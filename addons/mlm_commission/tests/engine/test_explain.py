# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations: by hand on small networks, and against whole computations on random ones."""

import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
from engine import language
from engine.compute import compute
from engine.conditions import Measure
from engine.exact import narrowed
from engine.explain.account import level_account
from engine.explain.case import Case
from engine.explain.member import explain_bonus, legs, next_rank
from engine.explain.path import path_of
from engine.explain.sharing import is_capped_with_shared, is_shared
from engine.explain.subnet import (
    closure,
    restrict,
    restrict_volumes,
    state,
    upline,
)
from engine.model import Lines, Network, TreePlaces
from engine.placement import PlacementError
from engine.run import Run
from engine.scenario import Scenario
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from random_documents import BUILT, RandomDocument

PLAN = """
plan:
  currency: EUR
  active: [{measure: personal_volume, min: 100}]
  ranks:
    - {code: bronze}
    - {code: silver, require: [{measure: group_volume, min: 1500}]}
    - {code: gold, require: [{any: [{measure: group_volume, min: 9000},
                                    {measure: active_directs, min: 3}]},
                             {attribute: kyc, is: true}]}
  bonuses:
    - {code: uni, kind: level, compression: skip_inactive,
       rates: {bronze: [10], silver: [10, 5, 2]}}
    - {code: lead, kind: level, require: [{measure: active_directs, min: 2}], rates: [1, 1], cap: 4}
members:
  A: {}
  B: {sponsor: A}
  C: {sponsor: B}
  D: {sponsor: C}
  E: {sponsor: D}
  Z: {}
volumes:
  - {member: A, volume: 100}
  - {member: B, volume: 60}
  - {member: C, volume: 100}
  - {member: D, volume: 1400}
  - {member: E, volume: 612}
"""


def case_of(text, name):
    """(Case of the network below a member, its index there, names there)."""
    scenario = Scenario(language.load(text))
    _number, network, volumes, _expect = next(iter(scenario.periods()))
    members = closure(network, [network.names.index(name)])
    part = restrict(network, members)
    rows, _kept = restrict_volumes(volumes, members)
    return Case(scenario.plan, part, rows), part.names.index(name), part.names


def bonus_of(text, name, code):
    """Explanation of a bonus of a member."""
    case, member, _names = case_of(text, name)
    return explain_bonus(case, member, next(b for b in case.plan.bonuses if b.code == code))


# === BY HAND === #


def test_an_inactive_member_learns_how_far_it_was_and_what_it_missed():
    found = bonus_of(PLAN, "B", "uni")
    assert found["made"] == 0
    (reason,) = found["reasons"]
    assert reason["reason"] == "inactive"
    (state,) = reason["failed"]
    assert (state["measure"], state["value"], state["missing"]) == ("personal_volume", 60, 40)
    # active, B would be silver (group 2172): 10 % of C, 5 % of D, 2 % of E
    assert found["missed"] == Fraction("92.24")
    assert [(row["level"], row["missed"]) for row in found["missed_rows"]] == [
        (2, 70),
        (3, Fraction("12.24")),
        (1, 10),
    ]


def test_failed_conditions_of_a_bonus_and_what_they_cost_under_its_cap():
    found = bonus_of(PLAN, "D", "lead")
    assert found["reasons"][0]["reason"] == "conditions"
    (state,) = found["reasons"][0]["failed"]
    assert (state["measure"], state["value"], state["missing"]) == ("active_directs", 1, 1)
    assert found["missed"] == 4  # 1 % of 612, capped at 4


def test_a_cap_says_what_it_took():
    text = PLAN.replace("min: 2}], rates: [1, 1], cap: 4", "min: 1}], rates: [1, 1], cap: 4")
    found = bonus_of(text, "D", "lead")
    assert (found["made"], found["paid"]) == (Fraction("6.12"), 4)
    assert found["reasons"][0] == {
        "reason": "capped",
        "cap": {"kind": "bonus", "amount": 4},
        "made": Fraction("6.12"),
    }


def test_what_the_next_rank_would_pay():
    text = PLAN.replace("silver: [10, 5, 2]}", "silver: [10, 5, 2], gold: [12, 5, 2]}")
    found = bonus_of(text, "C", "uni")
    assert found["next_rank"] == {"rank": "gold", "more": 28}  # 2 % more of 1400
    assert bonus_of(text, "B", "uni")["next_rank"] is None


def test_no_volume_below():
    found = bonus_of(PLAN, "Z", "uni")
    assert [reason["reason"] for reason in found["reasons"]] == ["inactive", "no_volume"]
    assert found["missed"] == 0


BINARY = """
plan:
  currency: EUR
  trees: {placement: {kind: binary}}
  bonuses:
    - {code: pairs, kind: binary, tree: placement, mode: percent, rate: 10, cap: 5}
members:
  A: {}
  B: {sponsor: A, parent: A, leg: left}
  C: {sponsor: A, parent: A, leg: right}
  D: {sponsor: B, parent: B, leg: left}
volumes:
  - {member: B, volume: 50}
  - {member: C, volume: 80}
  - {member: D, volume: 70.5}
"""


def test_a_binary_bonus_shows_its_legs():
    found = bonus_of(BINARY, "A", "pairs")
    legs_found = {"period": [Decimal("120.5"), 80], "carried": [0, 0], "left": [Decimal("40.5"), 0]}
    assert found["legs"] == legs_found
    assert (found["made"], found["paid"]) == (8, 5)
    assert found["reasons"][0]["reason"] == "capped"
    found = bonus_of(BINARY, "B", "pairs")
    assert found["reasons"] == [{"reason": "one_leg", "legs": [Decimal("70.5"), 0]}]


def test_the_path_names_everybody_and_the_reason():
    case, member, names = case_of(PLAN, "A")
    row = [names[owner] for owner in case.volumes.owner].index("E")
    uni, lead = case.plan.bonuses
    steps = path_of(case, uni, row, until=member)
    assert [(names[s["member"]], s["reason"], s["level"], s["uses_level"]) for s in steps] == [
        ("D", "paid", 1, True),
        ("C", "paid", 2, True),
        ("B", "inactive", None, False),
        ("A", "paid", 3, True),
    ]
    assert steps[2]["failed"][0]["missing"] == 40
    steps = path_of(case, lead, row, until=member)
    assert [(names[s["member"]], s["reason"], s["level"]) for s in steps] == [
        ("D", "conditions", 1),
        ("C", "conditions", 2),
        ("B", "inactive", 3),
        ("A", "conditions", 4),
    ]


def test_rows_that_pay_nothing_are_counted_by_reason():
    text = PLAN.replace("silver: [10, 5, 2]", "silver: [10]")
    found = bonus_of(text, "A", "uni")
    (passed,) = [reason for reason in found["reasons"] if reason["reason"] == "passed"]
    # B is inactive and uses no level: C pays A at 1, D is level 2, E level 3; A's own row has none
    assert passed["by_reason"] == {"past_end": 2}
    assert passed["rows"] == 3


def test_distance_to_the_next_rank_takes_the_nearest_way():
    case, member, _names = case_of(PLAN, "A")
    found = next_rank(case, member)
    assert (found["rank"], found["next"], found["active"]) == ("silver", "gold", True)
    # group volume 2272 of 9000 (75 % missing) is further than 0 of 3 directs? 3/3 = 100 %: nearer
    assert [(s.get("measure") or s["attribute"], s.get("missing")) for s in found["failed"]] == [
        ("group_volume", 6728),
        ("kyc", None),
    ]
    assert [rank["met"] for rank in found["ranks"]] == [True, True, False]


def test_legs_tell_volume_rank_and_activity():
    case, member, names = case_of(PLAN, "A")
    count, (leg,) = legs(case, member)
    assert count == 1
    assert names[leg["member"]] == "B"
    assert leg["group_volume"] == 2172 * 10**4
    assert (leg["rank"], leg["active"], leg["size"], leg["head_rank"]) == (1, 3, 4, -1)


def test_of_many_legs_the_largest_are_shown(monkeypatch):
    case, member, names = case_of(PLAN.replace("sponsor: C", "sponsor: A"), "A")
    monkeypatch.setattr("engine.explain.member.SHOWN_LEGS", 1)
    count, (leg,) = legs(case, member)
    assert (count, names[leg["member"]]) == (2, "D")


def test_what_is_stated_of_a_part_stays_with_it():
    """Also if the part is everybody."""
    case, member, _names = case_of(PLAN, "A")
    network, everybody = case.network, np.arange(len(case.network))
    before = network.stated_active.tolist(), network.stated_rank.tolist()
    part = restrict(network, everybody)
    state(part, everybody, 1 - case.active, case.rank - 1)
    assert part.stated_active[member] != network.stated_active[member]
    assert (network.stated_active.tolist(), network.stated_rank.tolist()) == before


def test_where_the_money_of_a_level_bonus_went():
    text = PLAN.replace("\n    - {code: lead", "\n    #").replace("rates: [1, 1], cap: 4}", "")
    scenario = Scenario(language.load(text[: text.index("    #")] + text[text.index("members:") :]))
    _number, network, volumes, _expect = next(iter(scenario.periods()))
    case = Case(scenario.plan, network, volumes)
    account = level_account(case.run, case.plan.bonuses[0], all_lines(case))
    # rows 100 + 60 + 100 + 1400 + 612 = 2272 points at 10, 5, 2 %
    assert account.potential.tolist() == [22720, 11360, 4544]
    # level 1: A of B, A of C (B passed over), C of D, D of E; A's own row has nobody above
    assert account.paid.tolist() == [600 + 1000 + 14000 + 6120, 7000 + 3060, 1224]
    assert account.breakage.tolist() == [1000, 500 + 300 + 500, 200 + 120 + 200 + 2800]
    assert account.missed.tolist() == [0, 0, 0]


# === AGAINST WHOLE COMPUTATIONS === #


def drawn(rng, kinds, extensions=BUILT):
    """(plan, [(network, volumes), …]) of a random document; one without meaning is not counted."""
    try:
        scenario = Scenario(RandomDocument(rng, kinds, extensions).build())
        periods = [(network, volumes) for _number, network, volumes, _e in scenario.periods()]
    except (PlacementError, language.LanguageError):
        reject()
    return scenario.plan, periods


def all_lines(case):
    """What a case makes for all bonuses, as a whole computation states it."""
    return Lines([case.block(bonus) for bonus in case.plan.bonuses])


def lines_of(lines, member, bonus, source_of=None):
    """Amounts as made of a member's lines of a bonus, by source row and level."""
    found = np.flatnonzero((lines.earner == member) & (lines.bonus == bonus))
    sources = lines.source[found].tolist()
    if source_of is not None:
        sources = [source_of[source] if source >= 0 else -1 for source in sources]
    return sorted(
        zip(sources, lines.level[found].tolist(), lines.before[found].tolist(), strict=True)
    )


# Columns of rows that are 64 bits wide wherever they come from.
WIDE = ("owner", "buyer", "pv", "cv")


def make_narrow(network, volumes):
    """Make columns as narrow as those that a run has frozen."""
    for owner in (network, volumes, *network.trees.values()):
        for name, value in vars(owner).items():
            if isinstance(value, np.ndarray) and value.dtype != bool and name not in WIDE:
                setattr(owner, name, narrowed(value))


def legs_measures(plan):
    """Legs that hold each rank, in each tree."""
    names, ranks = ("sponsor", *plan.trees), range(len(plan.ranks))
    return [Measure("legs_with_rank", tree=name, rank=rank) for name in names for rank in ranks]


def in_short(explained):
    """What an explanation says, without the indexes of rows and members."""
    names = ("made", "paid", "lines", "missed", "next_rank", "legs")
    reasons = [
        {key: value for key, value in reason.items() if key != "examples"}
        for reason in explained["reasons"]
    ]
    return [explained.get(name) for name in names] + [len(explained["missed_rows"]), reasons]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_the_network_below_decides(seed):
    rng = random.Random(seed)
    (plan, periods), carry = drawn(rng, language.SUPPORTED_KINDS), None
    for network, volumes in periods:
        whole = compute(plan, network, volumes, carry)
        member = rng.randrange(len(network))
        members = closure(network, [member])
        above = upline(network, members) if plan.volume_roll_up else members[:0]
        members = np.union1d(members, above)
        part, places = restrict(network, members), np.searchsorted(members, above)
        state(part, places, whole.active[above], whole.rank[above])
        rows, kept = restrict_volumes(volumes, members)
        if seed % 2:
            part.found = whole.active[members], whole.rank[members]
            make_narrow(part, rows)
        case, everybody = Case(plan, part, rows, carry), Case(plan, network, volumes, carry)
        me = int(np.searchsorted(members, member))
        for measure in legs_measures(plan):
            array, scale = whole.figures.figure(measure)
            assert case.figures.of_member(measure, me) == (array[member], scale)
        assert case.active.tolist() == whole.active[members].tolist()
        assert case.rank.tolist() == whole.rank[members].tolist()
        for bonus in case.plan.bonuses:
            explained = explain_bonus(case, me, bonus)
            if is_shared(case.plan, bonus):
                continue
            mine = lines_of(all_lines(case), me, bonus.index, kept)
            assert mine == lines_of(whole.lines, member, bonus.index)
            made = sum(before for _source, _level, before in mine)
            assert explained["made"] == Fraction(made, 10**whole.amount_digits)
            if is_capped_with_shared(plan, bonus):
                assert not explained["missed"]
                continue
            assert in_short(explained) == in_short(explain_bonus(everybody, member, bonus))
            if not made and not explained["lines"] and bonus.name in ("level", "differential"):
                assert explained["reasons"] or not explained["volume_rows"]
        carry = whole.carry


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_a_computed_result_tells_the_same_as_its_network(seed):
    rng = random.Random(seed)
    (plan, periods), carry = drawn(rng, language.SUPPORTED_KINDS), None
    for network, volumes in periods:
        result = compute(plan, network, volumes, carry)
        computed, again = Case.of_result(result), Case(plan, network, volumes, carry)
        member = rng.randrange(len(network))
        assert next_rank(computed, member) == next_rank(again, member)
        assert legs(computed, member) == legs(again, member)
        for bonus in plan.bonuses:
            told = explain_bonus(computed, member, bonus)
            assert told == explain_bonus(again, member, bonus)
            block = result.lines.blocks[bonus.index]
            paid = int(block.amount[block.earner == member].sum()) * again.unit
            untold = is_shared(plan, bonus) or is_capped_with_shared(plan, bonus)
            assert untold or told["shared_caps"] or told["paid"] == paid
        carry = result.carry


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_a_sale_alone_has_the_same_lines_and_paths(seed):
    """Unless caps, or rates that go by the sum of the sales, look at the others."""
    rng = random.Random(seed)
    plan, periods = drawn(rng, language.SUPPORTED_KINDS)
    network, volumes = periods[0]
    whole = Case(plan, network, volumes)
    for row in rng.sample(range(len(volumes)), min(3, len(volumes))):
        alone = whole.paying([row])
        for bonus in whole.plan.bonuses:
            if is_shared(whole.plan, bonus):
                continue
            found = alone.lines_of_row(bonus, row)
            for earner, line in whole.lines_of_row(bonus, row):
                same = [
                    one
                    for who, one in found
                    if who == earner
                    and (one["level"], one["base"]) == (line["level"], line["base"])
                    and (one["rate"], one["made"]) == (line["rate"], line["paid"])
                ]
                if not same:
                    assert line["paid"] != line["made"] or bonus.name in ("personal", "matching")
                elif bonus.name != "matching":
                    assert same[0]["skipped"] == line["skipped"]
                    assert path_of(alone, bonus, row, until=earner) == path_of(
                        whole, bonus, row, until=earner
                    )


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_every_paid_line_has_a_path_that_ends_at_its_earner(seed):
    rng = random.Random(seed)
    kinds = ("level", "fast_start", "differential", "generation", "infinity")
    plan, periods = drawn(rng, kinds, set(BUILT) - {"rank_by_date"})
    case = Case(plan, *periods[0])
    lines = all_lines(case)
    for earner, number, source, level in zip(
        lines.earner.tolist(),
        lines.bonus.tolist(),
        lines.source.tolist(),
        lines.level.tolist(),
        strict=True,
    ):
        bonus = case.plan.bonuses[number]
        steps = path_of(case, bonus, source, until=earner)
        assert steps[-1]["member"] == earner
        assert steps[-1]["reason"] == "paid"
        assert all(step["reason"] for step in steps)
        if bonus.name == "level" and bonus.compression != "pay_to_qualified":
            assert sum(step["uses_level"] for step in steps) == level
        for step in steps:
            if step["reason"] == "inactive":
                assert not case.active[step["member"]]
            if step["reason"] in ("conditions", "blocked"):
                assert not case.eligible(bonus)[step["member"]]


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_paid_missed_and_breakage_make_what_the_plan_could_pay(seed):
    rng = random.Random(seed)
    plan, periods = drawn(rng, ("level", "fast_start"), set(BUILT) - {"rank_by_date"})
    for network, volumes in periods:
        case = Case(plan, network, volumes)
        for bonus in case.plan.bonuses:
            if bonus.period != case.run.period:
                continue
            account = level_account(case.run, bonus, all_lines(case))
            assert by_hand(case, bonus) == [
                account.potential.tolist(),
                account.paid.tolist(),
                account.missed.tolist(),
                account.breakage.tolist(),
            ]


def by_hand(case, bonus):
    """The four figures per level, row by row and step by step along the explained paths."""
    plan, levels = case.plan, bonus.table.levels
    rows = bonus.rows(case.run).tolist()
    potential, paid, missed, nobody = ([Fraction(0)] * levels for _figure in range(4))
    best = [
        max((row[level] for row in bonus.table.rows if level < len(row)), default=0)
        for level in range(levels)
    ]
    lines = {}
    for row in rows:
        for _earner, line in case.lines_of_row(bonus, row):
            lines[row, line["level"]] = line["made"]
        standing = {step["level"] for step in path_of(case, bonus, row) if step["uses_level"]}
        points = Fraction(int(case.run.base(bonus)[row]), 10**case.volumes.digits)
        for level in range(1, levels + 1):
            could = rounded(points * best[level - 1] / 100 * case.run.point_value(row), plan)
            got = lines.get((row, level), Fraction(0))
            potential[level - 1] += could
            paid[level - 1] += got
            if level in standing:
                missed[level - 1] += could - got
            else:
                nobody[level - 1] += could
    digits = 10**plan.amount_digits
    return [[int(value * digits) for value in part] for part in (potential, paid, missed, nobody)]


def rounded(amount, plan):
    """Rounding of the plan, by Decimal."""
    method = {"half_up": "ROUND_HALF_UP", "half_even": "ROUND_HALF_EVEN", "down": "ROUND_DOWN"}
    units = amount / plan.unit
    exact = Decimal(units.numerator) / Decimal(units.denominator)
    return int(exact.to_integral_value(method[plan.method])) * plan.unit


def test_the_measure_of_a_slab_is_told():
    slab = "slab: {measure: lifetime_personal_volume, steps: [[0, 5]]}"
    own = f"    - {{code: own, kind: personal, {slab}}}\n    - {{code: lead"
    text = PLAN.replace("    - {code: lead", own)
    case, _member, _names = case_of(text, "A")
    assert "lifetime_personal_volume" in [measure.name for measure in case.plan.measures()]


def test_trees_with_narrow_parents_are_looked_at():
    parent = np.array([-1, *range(128)], dtype=np.int8)
    network = Network(
        ids=np.arange(129),
        sponsor=np.full(129, -1),
        is_customer=np.zeros(129, dtype=bool),
        trees={"placement": TreePlaces(parent, np.zeros(129, dtype=np.int8))},
    )
    assert closure(network, [126]).tolist() == [126, 127, 128]


def test_run_is_the_engines_own():
    case, _member, _names = case_of(PLAN, "A")
    assert isinstance(case.run, Run)
