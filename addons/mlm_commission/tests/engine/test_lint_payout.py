# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Maximum and typical payout and stacking, on plans worked by hand; witnesses by both engines."""

import random
from fractions import Fraction
from types import SimpleNamespace

import pytest
from engine import language
from engine.dump import dump
from engine.lint import Options
from engine.lint.bounds import Bound, split_plan
from engine.lint.figures import PlanFigures
from engine.lint.networks import as_scenario, pay
from engine.lint.payout import examine_payout
from engine.lint.shapes import balanced
from engine.lint.stacking import best_stacking
from engine.plan import Plan
from engine.reference import run
from engine.scenario import verify
from engine_support import SCENARIOS
from random_documents import RandomDocument

UNI = "{code: uni, kind: level, rates: [10, 5, 3]}"
STEPS = "{code: steps, kind: differential, rates: {a: 10, b: 25}}"
BINARY = "{code: bin, kind: binary, tree: t, mode: percent, rate: 10}"
RANKS = "ranks: [{code: a}, {code: b, require: [{measure: group_volume, min: 5000}]}]"
TREE = "trees: {t: {kind: binary}}"


def payout(*parts):
    """What the linter finds about a plan out of some keys."""
    return examine_payout(plan(*parts), Options())


def plan(*parts):
    """A plan out of some keys."""
    return language.load("plan: {currency: EUR, " + ", ".join(parts) + "}")["plan"]


# keys of the plan, bound, largest payout in per cent
HAND_WORKED = [
    # 10 + 5 + 3, whoever stands above
    ([f"bonuses: [{UNI}]"], 18, 18),
    # the top rate, in as many steps as there are
    ([RANKS, f"bonuses: [{STEPS}]"], 25, 25),
    # both on one line of members of rank b
    ([RANKS, f"bonuses: [{UNI}, {STEPS}]"], 43, 43),
    # best column sum: 10 of a, then 8 and 4 of b
    ([RANKS, "bonuses: [{code: u, kind: level, rates: {a: [10, 1], b: [2, 8, 4]}}]"], 22, None),
    # 10 % of the level bonus's 18 %, and 5 % of it one level higher
    ([f"bonuses: [{UNI}, {{code: m, kind: matching, of: [uni], rates: [10, 5]}}]"], "20.7", "20.7"),
    # a pool pays its fund, whoever shares it
    ([f"bonuses: [{UNI}, {{code: p, kind: pool, fund: 2, shares: 1}}]"], 20, 20),
    # in the first days 20 % instead of 18 %
    (
        [
            f"bonuses: [{UNI}, {{code: f, kind: fast_start, window_days: 9, rates: [20],"
            " instead_of: [uni]}]"
        ],
        20,
        20,
    ),
    # a kind of volume of its own: 18 % and 30 % meet on retail only
    ([f"bonuses: [{UNI}, {{code: r, kind: personal, rate: 30, kinds: [retail]}}]"], 48, 48),
    # the cap beats the rates
    ([f"bonuses: [{UNI}]", "caps: [{company: 12}]"], 12, 12),
    # three generations above the leader of the group
    (
        [RANKS, "bonuses: [{code: g, kind: generation, leader: b, rates: [4, 3, 2]}]"],
        9,
        9,
    ),
]


@pytest.mark.parametrize(("parts", "bound", "most"), HAND_WORKED)
def test_maximum_by_hand(parts, bound, most):
    found = payout(*parts)
    assert found.bound.total == Fraction(bound)
    assert found.best.ratio <= found.bound.total
    if most is not None:
        assert found.stated.ratio == Fraction(most)
        assert found.earned.ratio == Fraction(most)


@pytest.mark.parametrize(("parts", "_bound", "_most"), HAND_WORKED)
def test_both_engines_confirm_the_witness(parts, _bound, _most):
    found = payout(*parts)
    for witness in (found.stated, found.earned):
        confirm(witness.document, witness.ratio)


def confirm(document, ratio=None):
    """The text of a witness, read again, holds in the engine and in the reference."""
    document = language.load(dump(document))
    assert verify(document) == []
    volume = sum(Fraction(str(entry["volume"])) for entry in document["volumes"])
    if len(document["members"]) > 300 or volume > 10**6:
        return  # the reference counts cycles one by one; smaller trees stand below
    expected = {name: Fraction(amount) for name, amount in document["expect"]["total"].items()}
    result = run(document)[0]
    assert {name: Fraction(sum_) for name, sum_ in result.total.items() if sum_} == expected
    if ratio is not None:
        points = Fraction(str(document["plan"].get("point_value", 1)))
        assert sum(expected.values()) * 100 / (volume * points) == ratio


def test_a_binary_bonus_pays_once_more_per_layer():
    """A full tree of depth d: on each layer half of the volume is weaker leg, 10 % of it."""
    found = payout(TREE, f"bonuses: [{BINARY}]")
    assert found.bound.total is None
    assert found.bound.layers == {"bin": 5}
    assert found.stated.ratio == 5 * 9  # the deepest tree that is tried has nine layers
    assert found.best.ratio % 5 == 0
    confirm(found.stated.document, found.stated.ratio)


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_layers_of_a_full_tree(depth):
    definition = plan(TREE, f"bonuses: [{BINARY}]")
    figures = PlanFigures(Plan(definition), definition)
    document = balanced(figures, True, depth, 100).document(definition)
    paid = pay(document)
    assert paid.ratio == 5 * depth
    confirm(as_scenario(document, "tree", "by hand", paid), paid.ratio)


def test_a_binary_bonus_in_cycles():
    """200 + 100 points give 14: at most 14/300 of the volume per layer."""
    bonus = "{code: c, kind: binary, tree: t, mode: cycle, strong: 200, weak: 100, amount: 14}"
    found = payout(TREE, f"bonuses: [{bonus}]")
    assert found.bound.layers == {"c": Fraction(14, 3)}
    assert found.stated.ratio == 42


def test_matching_of_a_binary_bonus_has_no_bound():
    match = "{code: m, kind: matching, of: [bin], rates: [10]}"
    found = payout(TREE, f"bonuses: [{BINARY}, {match}]")
    assert found.bound.total is None
    assert found.best.ratio > 45
    capped = payout(TREE, f"bonuses: [{BINARY}, {match}]", "caps: [{company: 42}]")
    assert capped.bound.total == 42
    assert capped.stated.ratio == 42


def test_amounts_per_head_are_no_part_of_the_ratio():
    found = payout(
        RANKS,
        f"bonuses: [{UNI}, {{code: car, kind: fixed, amount: {{a: 100, b: 300}}}},"
        " {code: up, kind: rank_advancement, amounts: {a: 10, b: 20}},"
        " {code: m, kind: matching, of: [car, up], rates: [10]}]",
    )
    assert found.stated.ratio == 18
    assert found.per_head == {"car": 300, "up": 30, "m": 33}


def test_the_typical_payout_is_below_the_maximum_and_the_same_again():
    parts = ["active: [{measure: personal_volume, min: 100}]", f"bonuses: [{UNI}]"]
    found, again = payout(*parts), payout(*parts)
    assert 0 < found.typical < found.best.ratio
    assert found.typical == again.typical
    assert found.best.document == again.best.document


def test_ranks_must_be_earned_in_one_witness():
    """Nobody reaches b in a month, so only the stated witness pays its rate."""
    waiting = (
        "ranks: [{code: a}, {code: b, require: [{measure: periods_at_rank, rank: a, min: 3}]}]"
    )
    found = payout(waiting, f"bonuses: [{STEPS}]")
    assert found.stated.ratio == 25
    assert found.earned.ratio == 10


PUBLISHED = sorted(SCENARIOS.glob("*.yaml"))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_plans(path):
    """What is found on plans of the field: below the bound, and confirmed by both engines."""
    definition = language.load(path.read_text(encoding="utf-8"))["plan"]
    found = examine_payout(definition, Options(search=200))
    for witness in (found.stated, found.earned):
        assert found.bound.total is None or witness.ratio <= found.bound.total
        confirm(witness.document, witness.ratio)


def test_no_random_plan_pays_beyond_its_bound():
    kinds = ["personal", "level", "differential", "generation", "infinity", "matching", "pool"]
    kinds += ["fast_start", "fixed"]
    compared = 0
    for seed in range(600):
        document = RandomDocument(random.Random(seed), kinds).build()
        definition, _heads = split_plan(document["plan"])
        entries = [
            v
            for part in [document, *document.get("periods", [])]
            for v in part.get("volumes") or []
        ]
        volumes = [
            {"member": e["member"], "volume": 1000}
            | {key: e[key] for key in ("kind", "date") if key in e}
            for e in entries
        ]
        if any(bonus.get("base") == "pv" for bonus in definition["bonuses"]):
            continue
        bound = Bound(Plan(definition)).total
        members = document["members"]
        volumes = [entry for entry in volumes if entry["member"] in members]
        paid = pay({"plan": definition, "members": members, "volumes": volumes})
        if not volumes or paid is None or not paid.amount:
            continue
        compared += 1
        assert paid.amount - paid.rounding <= bound * paid.volume / 100, seed
    assert compared > 100


# === STACKING === #


def test_level_bonuses_reward_stacking():
    """Each further own position above the group earns one more of 10, 5 and 3 percent."""
    found = best_stacking(plan(f"bonuses: [{UNI}]"), Options())
    assert found.gain > 0
    mine = [facts for facts in found.document["members"].values() if "attributes" in facts]
    assert len(mine) == found.positions > 1
    confirm(found.document)


def test_a_cap_per_owner_takes_the_gain():
    """One position earns 1 at most, and so do several of one owner."""
    keys = [f"bonuses: [{UNI}]", "caps: [{per_owner: 1}]"]
    assert best_stacking(plan(*keys), Options()) is None


def test_three_positions_in_a_binary_tree():
    found = best_stacking(plan(TREE, f"bonuses: [{BINARY}]"), Options())
    assert found.positions == 3
    assert found.stacked > found.single
    confirm(found.document)


def test_no_gain_in_a_differential_bonus_by_volume():
    slab = "slab: {measure: group_volume, steps: [[100, 3], [1000, 9]]}"
    keys = [f"bonuses: [{{code: d, kind: differential, {slab}}}]"]
    assert best_stacking(plan(*keys), Options()) is None


# === CAPS OF SOME BONUSES === #


@pytest.mark.parametrize(
    ("caps", "bound"),
    [
        ([], None),
        # a is unbounded, b and c add up to 15
        ([{"company": 30, "of": ["a"]}], 45),
        ([{"company": 30, "of": ["a", "b"]}], 35),
        ([{"company": 30}], 30),
        ([{"company": 30, "of": ["a"]}, {"company": 40}], 40),
        # of caps that overlap only the first one is sure
        ([{"company": 30, "of": ["a"]}, {"company": 1, "of": ["a", "b"]}], 45),
    ],
)
def test_the_bound_under_caps(caps, bound):
    found = Bound.__new__(Bound)
    found.plan = SimpleNamespace(definition={"caps": caps})
    parts = {"a": None, "b": Fraction(10), "c": Fraction(5)}
    assert found._capped(parts) == bound


# === EXTENSIONS === #


def test_a_table_pays_its_best_step_per_layer():
    """75 for 500 points of both legs: 7.5 % of the volume on each layer."""
    steps = "steps: [[100, 10], [300, 40], [500, 75]]"
    bonus = f"{{code: c, kind: binary, tree: t, mode: table, repeat: true, {steps}}}"
    found = payout(TREE, f"bonuses: [{bonus}]")
    assert found.bound.layers == {"c": Fraction(15, 2)}
    assert found.stated.ratio > 7 * Fraction(15, 2)
    assert found.stated.ratio <= 9 * Fraction(15, 2)


def test_a_penalty_spares_balanced_trees():
    bonus = "{code: c, kind: binary, tree: t, mode: percent, rate: 10, penalty: ratio}"
    found = payout(TREE, f"bonuses: [{bonus}]")
    assert found.bound.layers == {"c": 5}
    assert found.stated.ratio == 45


def test_a_pay_cut_bounds_its_bonuses():
    """18 % of the level bonus, and what 20 % leave of the binary one."""
    found = payout(TREE, f"bonuses: [{UNI}, {BINARY}]", "caps: [{company: 20, of: [bin]}]")
    assert found.bound.total == 38
    assert 33 < found.stated.ratio <= 38
    confirm(found.stated.document, found.stated.ratio)


def test_weekly_bonuses_are_paid_in_the_week_of_a_month():
    """20 % on first orders by the week, 5 and 5 % by the month: 30 % of a first order."""
    found = payout(
        "bonuses: [{code: first, kind: level, period: week, kinds: [first_order], rates: [20]},"
        " {code: uni, kind: level, rates: [5, 5]}]"
    )
    assert found.bound.total == 30
    assert found.stated.ratio == 30
    assert found.earned.ratio == 30
    document = language.load(dump(found.earned.document))
    assert [part["period"] for part in document["periods"]] == ["week", "month"]
    assert verify(document) == []
    paid = [{m: a for m, a in part.total.items() if a} for part in run(document)]
    expected = [part["expect"]["total"] for part in document["periods"]]
    assert [set(totals) for totals in paid] == [set(totals) for totals in expected]


def test_a_bonus_of_one_market_and_its_point_value():
    """10 + 5 % everywhere and 7 % in CH, where a point is worth less: 22 % of the money there."""
    found = payout(
        'markets: {DE: {}, CH: {point_value: "0.9"}}',
        "bonuses: [{code: uni, kind: level, rates: [10, 5]},"
        " {code: ch, kind: level, rates: [7], markets: [CH]}]",
    )
    assert found.bound.total == 22
    assert found.stated.ratio == 22
    assert {entry["market"] for entry in found.stated.document["volumes"]} == {"CH"}
    assert verify(language.load(dump(found.stated.document))) == []
