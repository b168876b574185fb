# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

import pytest
from engine.language import LanguageError, load, to_bool, to_day
from engine.plan import canonical, compile_plan
from engine_support import payout, problems


def test_numbers_are_read_from_their_text():
    document = load("plan: {a: 0.10, b: 1e2, c: 010, d: -3, e: '0.1', f: 1.0}")["plan"]
    assert document["a"] == Decimal("0.10")
    assert str(document["a"]) == "0.10"
    assert document["b"] == Decimal(100)
    assert document["c"] == 10
    assert document["d"] == -3
    assert document["e"] == "0.1"
    assert not any(isinstance(value, float) for value in document.values())


def test_thousands_may_be_grouped_by_underscores():
    found = payout("plan: {bonuses: [{code: f, kind: fixed, amount: 1_000.50}]}\nmembers: {A: {}}")
    assert found == {"A": {"f": "1000.50"}}
    assert problems("plan: {point_value: '1,000'}") == ["plan.point_value: '1,000' is not a number"]


def test_words_stay_words():
    document = load("plan: {country: NO, on: yes, t: 12:30, inf: .inf, d: 2026-01-10, n: [~]}")
    assert document["plan"] == {
        "country": "NO",
        "on": "yes",
        "t": "12:30",
        "inf": ".inf",
        "d": date(2026, 1, 10),
        "n": [None],
    }


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("plan: {a: 1, a: 2}", "the key 'a' stands twice"),
        ("plan: [", "no valid YAML"),
        ("- plan", "a document is a mapping"),
        ("", "empty"),
        ("plan: 2026-02-30x\nb: 2026-02-30", "no date"),
        ("plan: " + "9" * 100, "digits"),
        ("plan: 1e999999999", "digits"),
        ("a: &a [*a]", "contains itself"),
        ("[" * 5000, "nested too deeply"),
        ("plan: !!python/object:os.system x", "no valid YAML"),
    ],
)
def test_unreadable_text_is_refused(text, part):
    with pytest.raises(LanguageError, match=part):
        load(text)


def test_alias_bombs_are_refused():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [
        f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * 10) + "]" for level in range(1, 9)
    ]
    with pytest.raises(LanguageError, match="more than"):
        load("\n".join(lines))


def test_bytes_with_mark_and_wrong_encoding():
    assert load("plan: {x: ü}".encode("utf-8-sig")) == {"plan": {"x": "ü"}}
    with pytest.raises(LanguageError, match="UTF-8"):
        load("plan: {x: ü}".encode("latin-1"))


def test_converters():
    assert to_bool("Yes") is True
    assert to_day("1970-01-02") == 1
    assert to_day(date(1969, 12, 31)) == -1
    for convert, value in ((to_bool, 1), (to_bool, "ja"), (to_day, "10.01.2026"), (to_day, 5)):
        with pytest.raises(ValueError, match=r"neither|no date"):
            convert(value)


PLAN = "plan: {currency: EUR, bonuses: [{code: u, kind: level, rates: [5]}]}\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("plans: {}", "plans: unknown key (did you mean 'plan'?)"),
        ("members: {}", "plan: the key 'plan' is missing"),
        (
            "plan: {bonuses: [{code: u, kind: levle, rates: [5]}]}",
            "plan.bonuses[0].kind: unknown bonus kind 'levle' (did you mean 'level'?)",
        ),
        (
            "plan: {bonuses: [{code: u, kind: level, rates: [5], compresion: none}]}",
            "plan.bonuses[0].compresion: unknown key (did you mean 'compression'?)",
        ),
        (
            "plan: {bonuses: [{code: u, kind: level, rates: {gold: [5]}}]}",
            "plan.bonuses[0].rates.gold: the plan has no rank 'gold'",
        ),
        (
            "plan: {bonuses: [{code: u, kind: level, rates: [5, -1]}]}",
            "plan.bonuses[0].rates[1]: -1 is below 0",
        ),
        (
            "plan: {bonuses: [{code: u, kind: level}]}",
            "plan.bonuses[0]: the key 'rates' is missing",
        ),
        (
            "plan: {bonuses: [&u {code: u, kind: level, rates: [5]}, *u]}",
            "plan.bonuses[1].code: the bonus 'u' stands twice",
        ),
        (
            "plan: {bonuses: [{code: u, kind: level, rates: [5], compression: skip_below_rank}]}",
            "plan.bonuses[0]: compression skip_below_rank needs 'threshold'",
        ),
        (
            "plan: {bonuses: [{code: u, kind: level, rates: [5], tree: bin}]}",
            "plan.bonuses[0].tree: the plan has no tree 'bin' (known: sponsor)",
        ),
        (
            "plan: {active: [{measure: grup_volume, min: 1}]}",
            "plan.active[0].measure: unknown measure 'grup_volume' (did you mean 'group_volume'?)",
        ),
        (
            "plan: {active: [{measure: own_volume}]}",
            "plan.active[0]: the condition states neither 'min' nor 'max'",
        ),
        (
            "plan: {active: [{measure: own_volume, min: lots}]}",
            "plan.active[0].min: 'lots' is not a number",
        ),
        (
            "plan: {active: [{measure: own_volume, min: 1, depth: 2}]}",
            "plan.active[0].depth: unknown key (known: max, measure, min)",
        ),
        (
            "plan: {ranks: [{code: a}], active: [{measure: legs_with_rank, rank: a, min: 1}]}",
            "plan.active: legs_with_rank depends on ranks, which are worked out after activity",
        ),
        (
            "plan: {ranks: [{code: a, require: [{measure: depth_volume, min: 1}]}]}",
            "plan.ranks[0].require[0]: the key 'depth' is missing",
        ),
        (
            "plan: {ranks: [{code: a, require: [{measure: open_volume, min: 1}]}]}",
            "plan.ranks: open_volume needs 'plan.breakaway', the rank that breaks away",
        ),
        (
            "plan: {ranks: [{code: any}]}",
            "plan.ranks[0].code: 'any' has a meaning of its own and cannot be a rank",
        ),
        ("plan: {rounding: {to: 0}}", "plan.rounding.to: 0 must be above 0"),
        (
            "plan: {caps: [{per_member: 5, company: 3}]}",
            "plan.caps[0]: exactly one of per_member, per_owner, company is expected",
        ),
        ("plan: {trees: {t: {kind: matrix}}}", "plan.trees.t: the key 'width' is missing"),
        (
            PLAN + "members: {A: {sponsor: Z}}",
            "members.A.sponsor: there is no member 'Z' (known: A)",
        ),
        (
            PLAN + "members: {A: {sponsor: B}, B: {sponsor: A}}",
            "members: the sponsor line runs in a circle: A → B → A",
        ),
        (PLAN + "members: {A: {sponsor: A}}", "members: the sponsor line runs in a circle: A → A"),
        (
            PLAN + "members: {A: {type: client}}",
            "members.A.type: 'client' is not one of: partner, customer",
        ),
        (PLAN + "members: {A: {rank: gold}}", "members.A.rank: the plan has no rank 'gold'"),
        (
            PLAN + "members: {A: {}}\nvolumes: [{member: A}]",
            "volumes[0]: state 'volume', or 'pv' and 'cv'",
        ),
        (
            PLAN + "members: {A: {}}\nvolumes: [{member: A, volume: 1, cv: 2}]",
            "volumes[0]: 'volume' states pv and cv; it excludes both",
        ),
        (
            PLAN + "members: {A: {}}\nexpect: {payout: {A: {v: 1}}}",
            "expect.payout.A.v: the plan has no bonus 'v' (known: u)",
        ),
        (
            PLAN + "members: {A: {}}\nexpect: {measures: {A: {gv: 1}}}",
            "expect.measures.A.gv: unknown measure 'gv'",
        ),
        (
            PLAN + "members: {A: {}}\nperiods: []\nvolumes: []",
            "volumes: 'volumes' and 'periods' exclude each other",
        ),
        (
            PLAN + "members: {A: {}}\nexpect: {payouts: {}}",
            "expect.payouts: unknown key (did you mean 'payout'?)",
        ),
    ],
)
def test_mistakes_are_named_with_their_place(text, problem):
    assert any(found.startswith(problem) for found in problems(text)), problems(text)


def test_several_mistakes_are_all_named():
    text = "plan: {currencie: EUR, bonuses: [{code: u, kind: level, rates: [x]}, {kind: levl}]}"
    assert len(problems(text)) == 3


def test_compile_refuses_a_wrong_plan():
    with pytest.raises(LanguageError, match="unknown key"):
        compile_plan({"bonusses": []})


def test_equal_plans_have_equal_fingerprints():
    one = load("plan: {point_value: 0.40, bonuses: [{code: u, kind: level, rates: [5, 3]}]}")[
        "plan"
    ]
    two = load("plan:\n  point_value: '0.4'\n  bonuses: [{code: u, kind: level, rates: [5.0, 3]}]")
    three = load("plan: {point_value: 0.41, bonuses: [{code: u, kind: level, rates: [5, 3]}]}")
    assert compile_plan(one).fingerprint() != compile_plan(three["plan"]).fingerprint()
    two["plan"]["point_value"] = Decimal("0.4")
    assert canonical(one) == canonical(two["plan"])


@pytest.mark.parametrize(
    ("plan", "place"),
    [
        ("trees: {t: {kind: [binary]}}", "plan.trees.t"),
        ("active: [{measure: {a: 1}, min: 1}]", "plan.active[0].measure"),
        (
            "ranks: [{code: r, require: [{measure: [x], min: 1}]}]",
            "plan.ranks[0].require[0].measure",
        ),
        ("caps: 7", "plan.caps"),
        (
            "bonuses: [{code: b, kind: binary, mode: [cycle], tree: sponsor}]",
            "plan.bonuses[0].mode",
        ),
    ],
)
def test_values_of_the_wrong_shape_are_named_with_their_place(plan, place):
    found = problems(f"plan: {{{plan}}}")
    assert any(line.startswith(f"{place}: ") for line in found), found


def test_boundless_steps_and_units_are_computed_or_refused_with_words():
    text = "{plan: {%s}, members: {A: {}}, volumes: [{member: A, volume: 5}]}"
    slab = "{measure: own_volume, steps: [[1, 2], [%s, 3]]}"
    far = f"bonuses: [{{code: b, kind: personal, slab: {slab}}}]"
    assert payout(text % (far % ("9" * 39))) == {"A": {"b": "0.10"}}
    coarse = "rounding: {to: %s}, bonuses: [{code: b, kind: personal, rate: 10}]"
    assert payout(text % (coarse % ("9" * 39))) == {}
