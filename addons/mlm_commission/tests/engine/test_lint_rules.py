# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each rule of the plan linter: a plan that it finds, and one nearby that it leaves alone."""

import pytest
from engine import language
from engine.lint import RULES, Options, lint

HEAD = "plan: {currency: EUR, "
UNI = "bonuses: [{code: uni, kind: level, rates: [10, 5, 3]}]}"

# rule: (severity, path, plan that it finds, plan that it leaves alone)
CASES = {
    "language": (
        "error",
        "plan.bonuses[0].rats",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [5], rats: [5]}]}",
        HEAD + UNI,
    ),
    "negative_rate": (
        "error",
        "plan.bonuses[0].rates[1]",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [5, -1]}]}",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [5, 0]}]}",
    ),
    "rate_over_100": (
        "error",
        "plan.bonuses[0].rate",
        HEAD + "bonuses: [{code: own, kind: personal, rate: 100.01}]}",
        HEAD + "bonuses: [{code: own, kind: personal, rate: 100}]}",
    ),
    "nobody_active": (
        "error",
        "plan.active",
        HEAD + "active: [{measure: active_directs, min: 1}], " + UNI,
        HEAD + "active: [{any: [{measure: active_directs, min: 1},"
        " {measure: personal_volume, min: 1}]}], " + UNI,
    ),
    "unreachable_rank": (
        "error",
        "plan.ranks[0].require",
        HEAD + "ranks: [{code: a, require: [{measure: group_volume, min: 10},"
        " {measure: group_volume, max: 9}]}], " + UNI,
        HEAD + "ranks: [{code: a, require: [{measure: group_volume, min: 10},"
        " {measure: group_volume, max: 10}]}], " + UNI,
    ),
    "shadowed_rank": (
        "warning",
        "plan.ranks[0].require",
        HEAD + "ranks: [{code: a, require: [{measure: group_volume, min: 20}]},"
        " {code: b, require: [{measure: group_volume, min: 10}]}], " + UNI,
        HEAD + "ranks: [{code: a, require: [{measure: group_volume, min: 10}]},"
        " {code: b, require: [{measure: group_volume, min: 20}]}], " + UNI,
    ),
    "worthless_rank": (
        "warning",
        "plan.ranks[1]",
        HEAD + "ranks: [{code: a}, {code: b, require: [{measure: group_volume, min: 1}]}],"
        " bonuses: [{code: uni, kind: level, rates: {a: [5, 5], b: [5, 4]}}]}",
        HEAD + "ranks: [{code: a}, {code: b, require: [{measure: group_volume, min: 1}]}],"
        " bonuses: [{code: uni, kind: level, rates: {a: [5, 5], b: [6, 4]}}]}",
    ),
    "own_purchase_only": (
        "warning",
        "plan.active[0]",
        HEAD + "active: [{measure: own_volume, min: 100}], " + UNI,
        HEAD + "active: [{measure: personal_volume, min: 100}], " + UNI,
    ),
    "own_use_cap": (
        "info",
        "plan.active[0]",
        HEAD + "active: [{measure: personal_volume, min: 201}], " + UNI,
        HEAD + "active: [{measure: personal_volume, min: 200}], " + UNI,
    ),
    "autoship_condition": (
        "warning",
        "plan.ranks[0].require[0]",
        HEAD + "ranks: [{code: a, require: [{attribute: autoship, is: true}]}], " + UNI,
        HEAD + "ranks: [{code: a, require: [{attribute: kyc, is: true}]}], " + UNI,
    ),
    "gated_retail": (
        "warning",
        "plan.bonuses[0]",
        HEAD + "active: [{measure: own_volume, min: 1}],"
        " bonuses: [{code: shop, kind: personal, of: customer, rate: 20}]}",
        HEAD + "bonuses: [{code: shop, kind: personal, of: customer, rate: 20}]}",
    ),
    "commission_on_fees": (
        "error",
        "plan.bonuses[0].kinds[1]",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [5], kinds: [retail, starter_kit]}]}",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [5], kinds: [retail, first_order]}]}",
    ),
    "recruitment_pay": (
        "error",
        "plan.bonuses[0]",
        HEAD + "bonuses: [{code: car, kind: fixed, amount: 300,"
        " require: [{measure: active_directs, min: 5}]}]}",
        HEAD + "active: [{measure: personal_volume, min: 1}],"
        " bonuses: [{code: car, kind: fixed, amount: 300,"
        " require: [{measure: active_directs, min: 5}]}]}",
    ),
    "entry_orders": (
        "warning",
        "plan.bonuses[0]",
        HEAD + "bonuses: [{code: fast, kind: fast_start, window_days: 30, rates: [20]}]}",
        HEAD + "bonuses: [{code: fast, kind: fast_start, window_days: 30, rates: [20],"
        " kinds: [retail]}]}",
    ),
    "lapsing_volume": (
        "warning",
        "plan.bonuses[0].carry",
        HEAD + "trees: {t: {kind: binary}}, bonuses: [{code: bin, kind: binary, tree: t,"
        " mode: percent, rate: 1, carry: flush}]}",
        HEAD + "trees: {t: {kind: binary}}, bonuses: [{code: bin, kind: binary, tree: t,"
        " mode: percent, rate: 1, carry: keep}]}",
    ),
    "unpaid_levels": (
        "info",
        "plan.bonuses[0]",
        HEAD + "active: [{measure: personal_volume, min: 1}], " + UNI,
        HEAD + UNI,
    ),
    "payout_over_100": (
        "error",
        "plan.bonuses",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [60, 41]}]}",
        HEAD + "bonuses: [{code: uni, kind: level, rates: [60, 40]}]}",
    ),
    "payout_unbounded": (
        "warning",
        "plan.bonuses[0]",
        HEAD + "trees: {t: {kind: binary}}, bonuses: [{code: bin, kind: binary, tree: t,"
        " mode: percent, rate: 10}]}",
        HEAD + "trees: {t: {kind: binary}}, bonuses: [{code: bin, kind: binary, tree: t,"
        " mode: percent, rate: 10}], caps: [{company: 40}]}",
    ),
    "board_places": (
        "error",
        "plan.bonuses[0]",
        HEAD + "trees: {b: {kind: board, width: 2, height: 2}}, bonuses: [{code: board,"
        " kind: board, tree: b, amount: 401, entry: {min_cv: 100}}]}",
        HEAD + "trees: {b: {kind: board, width: 2, height: 2}}, bonuses: [{code: board,"
        " kind: board, tree: b, amount: 400, entry: {min_cv: 100}}]}",
    ),
    "stacking": (
        "warning",
        "plan",
        HEAD + UNI,
        HEAD + "bonuses: [{code: steps, kind: differential, slab: {measure: group_volume,"
        " steps: [[100, 3], [1000, 9]]}}]}",
    ),
}


def found(text, *only, **options):
    """{(rule, path): severity} of a plan's findings, the worst one of a rule at a place."""
    findings = lint(language.load(text), Options(**options), only or None)
    assert all(finding.message and finding.reason for finding in findings)
    return {(x.rule, x.path): x.severity for x in reversed(findings)}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_finds_and_leaves_alone(rule):
    severity, path, bad, good = CASES[rule]
    assert found(bad, rule).get((rule, path)) == severity
    assert severity not in found(good, rule).values()


def test_every_rule_has_its_case():
    elsewhere = {"payout_limit", "country_limit"}
    assert set(RULES) == set(CASES) | elsewhere


def test_errors_come_first():
    severities = [x.severity for x in lint(language.load(CASES["recruitment_pay"][2]))]
    assert severities[0] == "error"
    assert severities == sorted(severities, key=["error", "warning", "info"].index)


# === RANKS === #


@pytest.mark.parametrize(
    ("ranks", "code"),
    [
        # more legs than a binary tree has
        ("[{code: a, require: [{measure: legs_with_rank, rank: a, tree: t, min: 3}]}]", "a"),
        # needs itself first, whatever the tree
        ("[{code: a, require: [{measure: directs_with_rank, rank: a, min: 1}]}]", "a"),
        ("[{code: a, require: [{measure: periods_at_rank, rank: a, min: 1}]}]", "a"),
        # two ranks that wait for each other
        (
            "[{code: a, require: [{measure: directs_with_rank, rank: b, min: 1}]},"
            " {code: b, require: [{measure: directs_with_rank, rank: a, min: 1}]}]",
            "b",
        ),
        # own volume is part of the group volume
        (
            "[{code: a, require: [{measure: own_volume, min: 50},"
            " {measure: group_volume, max: 49}]}]",
            "a",
        ),
        # own volume and two legs, each at most 30 % of what is required
        (
            "[{code: a, require: [{measure: group_volume, min: 100, tree: t,"
            " leg_cap: {of_requirement: 30}}]}]",
            "a",
        ),
        # a line has nothing beside its only leg
        ("[{code: a, require: [{measure: side_volume, tree: l, min: 1}]}]", "a"),
        (
            "[{code: a, require: [{attribute: level, is: 1}, {attribute: level, is: 2}]}]",
            "a",
        ),
    ],
)
def test_unreachable(ranks, code):
    trees = "trees: {t: {kind: binary}, l: {kind: monoline}}"
    text = f"{HEAD}{trees}, ranks: {ranks}, {UNI}"
    messages = [x.message for x in lint(language.load(text), only=["unreachable_rank"])]
    assert any(f"the rank {code}:" in message for message in messages)


@pytest.mark.parametrize(
    "ranks",
    [
        "[{code: a, require: [{measure: legs_with_rank, rank: a, tree: t, max: 3}]}]",
        "[{code: a}, {code: b, require: [{measure: directs_with_rank, rank: a, min: 9}]}]",
        "[{code: a, require: [{measure: group_volume, min: 100, leg_cap: {of_requirement: 1}}]}]",
        "[{code: a, require: [{any: [{measure: periods_at_rank, rank: a, min: 1},"
        " {measure: group_volume, min: 9}]}]}]",
    ],
)
def test_reachable(ranks):
    text = f"{HEAD}trees: {{t: {{kind: binary}}}}, ranks: {ranks}, {UNI}"
    assert not found(text, "unreachable_rank")


def test_a_ladder_needs_the_steps_below():
    ranks = (
        "ranks: [{code: a, require: [{measure: own_volume, max: 5}]},"
        " {code: b, require: [{measure: own_volume, min: 6}]}]"
    )
    climb = f"{HEAD}rank_mode: ladder, {ranks}, {UNI}"
    assert ("unreachable_rank", "plan.ranks[1].require") in found(climb)
    assert "unreachable_rank" not in {rule for rule, _path in found(f"{HEAD}{ranks}, {UNI}")}


# === LAW === #


def test_own_purchases_beside_an_alternative_are_no_condition():
    active = (
        "active: [{any: [{measure: own_volume, min: 50}, {measure: customer_volume, min: 50}]}], "
    )
    assert "own_purchase_only" not in {rule for rule, _path in found(HEAD + active + UNI)}


def test_personal_volume_without_customers_is_own_purchase():
    plan = HEAD + "customer_volume: false, active: [{measure: personal_volume, min: 50}], " + UNI
    assert found(plan)["own_purchase_only", "plan.active[0]"] == "warning"


def test_a_rank_bonus_for_recruits_of_recruits_is_pay_for_recruiting():
    plan = (
        HEAD + "ranks: [{code: a, require: [{measure: active_directs, min: 2}]},"
        " {code: b, require: [{measure: directs_with_rank, rank: a, min: 2}]}],"
        " bonuses: [{code: up, kind: rank_advancement, amounts: {b: 100}}]}"
    )
    assert found(plan)["recruitment_pay", "plan.bonuses[0]"] == "error"


def test_an_amount_for_everybody_is_a_warning():
    plan = HEAD + "bonuses: [{code: gift, kind: fixed, amount: 1}]}"
    assert found(plan)["recruitment_pay", "plan.bonuses[0]"] == "warning"


def test_countries_and_limits():
    plan = HEAD + "bonuses: [{code: uni, kind: level, rates: [20, 16]}]}"
    assert not {rule for rule, _path in found(plan)} & {"country_limit", "payout_limit"}
    assert found(plan, countries=("KR",))["country_limit", "plan.bonuses"] == "warning"
    china = found(plan, countries=("CN",))
    assert china["country_limit", "plan.bonuses[0]"] == "warning"
    assert found(plan, limit=35)["payout_limit", "plan.bonuses"] == "warning"
    assert ("payout_limit", "plan.bonuses") not in found(plan, limit=36)
    assert (
        found(plan, market_limits=(("Austria", 30),))["payout_limit", "plan.bonuses"] == "warning"
    )
    flat = HEAD + "bonuses: [{code: shop, kind: personal, rate: 30}]}"
    assert "country_limit" not in {rule for rule, _path in found(flat, countries=("CN", "KR"))}


def test_hostile_documents_give_findings_not_errors():
    for text in (
        "plan: 7",
        "plan: {bonuses: 7}",
        "plan: {bonuses: [7, {kind: level}]}",
        "plan: {ranks: {a: 1}}",
        "scenario: x",
        "plan: {bonuses: [{code: a, kind: level, rates: {x: {y: -1}}, slab: {steps: [[1]]}}]}",
    ):
        assert "error" in found(text).values()
