# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Edits of a plan's text change their place and nothing else; plans are compared key by key."""

from pathlib import Path

import pytest
from engine.forms import EditError, Source, compare_plans, edit, expanded, split_scenario
from engine.forms.example import EXAMPLE, try_example
from engine.language import LanguageError, load
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SCENARIOS = sorted((Path(__file__).parents[4] / "tests/scenarios").rglob("*.yaml"))
TEXTS = {path.name: path.read_text() for path in SCENARIOS}
MODELS = {name: Source(text).model() for name, text in TEXTS.items()}

PLAN = """# the plan of 2026
plan:
  currency: EUR      # euro
  point_value: 0.40
  ranks:
    - {code: bronze}   # everybody
    # the better ones
    - {code: silver, require: [{measure: group_volume, min: 1500.00}]}
    - code: gold
      require:
        - measure: directs_with_rank   # two silvers
          rank: silver
          min: 2
  bonuses:
    - code: level
      kind: level
      rates:
        bronze: [10, 5.00]
        silver: [10, 5.00, 3]
    - {code: match, kind: matching, of: [level], rates: [5]}
"""


def places(model, path=()):
    """All (path, value) of a model, itself first."""
    yield path, model
    if not isinstance(model, dict | list):
        return
    for step, value in model.items() if isinstance(model, dict) else enumerate(model):
        yield from places(value, (*path, step))


def at(model, path):
    for step in path:
        model = model[step]
    return model


@pytest.mark.parametrize("name", TEXTS)
def test_stating_what_stands_there_keeps_every_character(name):
    text = TEXTS[name]
    plan = MODELS[name]["plan"]
    edits = [{"do": "set", "path": ["plan", key], "value": value} for key, value in plan.items()]
    assert edit(text, edits) == text


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_a_new_figure_changes_only_its_own_characters(data):
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text, model = TEXTS[name], MODELS[name]
    leaves = [path for path, value in places(model["plan"], ("plan",)) if isinstance(value, str)]
    path = data.draw(st.sampled_from(leaves))
    new = edit(text, [{"do": "set", "path": list(path), "value": "77.70"}])
    node, _above = Source(text).find(path)
    start, end = node.start_mark.index, node.end_mark.index
    assert new[:start] == text[:start]
    assert new.endswith(text[end:])
    assert at(Source(new).model(), path) == "77.70"


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_every_entry_can_be_taken_away_moved_and_joined_by_another(data):
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text, model = TEXTS[name], MODELS[name]
    path, value = data.draw(st.sampled_from(list(places(model["plan"], ("plan",)))[1:]))
    new = {"code": "new one", "steps": [["1", "2.50"]]}
    one = {"do": "remove", "path": list(path)}
    if isinstance(value, list):
        where = data.draw(st.integers(0, len(value)))
        one = {"do": "insert", "path": list(path), "at": where, "value": new}
        if len(value) > 1 and data.draw(st.booleans()):
            one = {"do": "move", "path": list(path), "at": min(where, len(value) - 2)}
    elif isinstance(value, dict) and data.draw(st.booleans()):
        one = {"do": "set", "path": [*path, "another"], "value": new}
    changed = edit(text, [one])  # edit() itself holds the meaning against what was asked for
    assert changed != text or one["do"] == "move"
    if one["do"] == "remove":
        kept = [line for line in text.splitlines() if line.strip().startswith("#")]
        assert [line for line in changed.splitlines() if line.strip().startswith("#")] == kept
    elif one["do"] in ("insert", "set"):
        assert len(changed) > len(text)
        comments = [line[line.index("#") :] for line in text.splitlines() if "#" in line]
        assert all(comment in changed for comment in comments)


def test_edits_by_hand():
    text = edit(
        PLAN,
        [
            {"do": "set", "path": ["plan", "bonuses", 0, "rates", "silver"], "value": ["10", "6"]},
            {"do": "set", "path": ["plan", "point_value"], "value": "0.50"},
            {"do": "set", "path": ["plan", "ranks", 0, "name"], "value": "Bronze: all"},
            {"do": "insert", "path": ["plan", "ranks"], "at": 3, "value": {"code": "007"}},
            {"do": "remove", "path": ["plan", "ranks", 2, "require", 0, "min"]},
            {"do": "set", "path": ["plan", "caps"], "value": [{"company": "50"}]},
        ],
    )
    assert (
        text
        == PLAN.replace("silver: [10, 5.00, 3]", "silver: [10, 6]")
        .replace("0.40", "0.50")
        .replace("{code: bronze}", '{code: bronze, name: "Bronze: all"}')
        .replace(
            "          rank: silver\n          min: 2\n",
            '          rank: silver\n    - code: "007"\n',
        )
        + "  caps:\n    - {company: 50}\n"
    )


def test_rates_by_rank_become_one_list_and_come_back():
    path = ["plan", "bonuses", 0, "rates"]
    text = edit(PLAN, [{"do": "set", "path": path, "value": ["10", "5.00"]}])
    start, end = PLAN.index("rates:\n"), PLAN.index("    - {code: match")
    assert text == PLAN[:start] + "rates: [10, 5.00]\n" + PLAN[end:]
    text = edit(text, [{"do": "set", "path": path, "value": {"gold": ["7"]}}])
    assert text == PLAN[:start] + "rates: {gold: [7]}\n" + PLAN[end:]


def test_a_new_code_is_followed_by_all_that_name_it():
    edits = [
        {"do": "rename_code", "path": ["ranks", 1], "value": "argent"},
        {"do": "rename_code", "path": ["bonuses", 0], "value": "uni"},
    ]
    text = PLAN
    for one in edits:
        text = edit(text, expanded(Source(text).model(), ["plan"], [one]))
    expected = PLAN.replace("code: silver", "code: argent").replace("rank: silver", "rank: argent")
    expected = expected.replace("silver: [10", "argent: [10").replace("code: level", "code: uni")
    assert text == expected.replace("of: [level]", "of: [uni]")


def test_an_alias_is_not_changed_behind_the_writers_back():
    text = "plan:\n  bonuses:\n    - {code: a, amount: &x 5}\n    - {code: b, amount: *x}\n"
    with pytest.raises(EditError):
        edit(text, [{"do": "set", "path": ["plan", "bonuses", 1, "amount"], "value": "6"}])
    with pytest.raises(EditError):
        edit(text, [{"do": "remove", "path": ["plan", "ranks"]}])


def test_windows_line_ends_stay():
    text = PLAN.replace("\n", "\r\n")
    new = edit(text, [{"do": "insert", "path": ["plan", "ranks"], "at": 3, "value": {"code": "x"}}])
    assert new.replace("\r\n", "\n") == edit(
        PLAN, [{"do": "insert", "path": ["plan", "ranks"], "at": 3, "value": {"code": "x"}}]
    )
    assert "\n" not in new.replace("\r\n", "")


@pytest.mark.parametrize("name", TEXTS)
def test_a_scenario_parts_into_plan_and_example(name):
    plan, rest = split_scenario(TEXTS[name])
    assert load(plan) == {"plan": load(TEXTS[name])["plan"]}
    assert {**load(plan), **load(rest)} == load(TEXTS[name])
    assert sorted((plan + rest).splitlines()) == sorted(TEXTS[name].splitlines())


def test_the_example_shows_payout_rank_and_lines():
    plan = load(PLAN)["plan"] | {"active": [{"measure": "personal_volume", "min": 100}]}
    (period,), problems = try_example(plan, EXAMPLE)
    assert problems == []
    members = {member["name"]: member for member in period["members"]}
    # with their customers' purchases Ann has 200, Ben 400, Carla 300, Dora 500, Emil 250: 1650
    assert (members["Ann"]["rank"], members["Ben"]["rank"]) == ("silver", "bronze")
    # 10 % of Ben's 400 and Carla's 300, 5 % of Dora's 500, 3 % of Emil's 250
    # = 70 + 25 + 7.5 points of 0.40
    assert members["Ann"]["bonuses"]["level"] == "41.00"
    assert {"earner": "Ann", "buyer": "Dora", "rate": "5", "amount": "8.00"}.items() <= next(
        line for line in period["lines"] if (line["earner"], line["buyer"]) == ("Ann", "Dora")
    ).items()


def test_what_is_wrong_with_an_example_is_said():
    plan = load(PLAN)["plan"]
    _periods, problems = try_example(plan, "members: {A: {sponsor: B}}\nvolumes: []\nfoo: 1\n")
    assert [problem.path for problem in problems] == ["foo", "members.A.sponsor"]
    with pytest.raises(LanguageError):
        try_example(plan, "members: [")


def test_comparison():
    new = edit(
        PLAN,
        [
            {"do": "set", "path": ["plan", "bonuses", 0, "rates", "silver"], "value": ["10", "6"]},
            {"do": "set", "path": ["plan", "point_value"], "value": "0.400"},
            {"do": "set", "path": ["plan", "ranks", 1, "require", 0, "min"], "value": "2000"},
            {"do": "insert", "path": ["plan", "ranks"], "at": 3, "value": {"code": "ruby"}},
            {"do": "remove", "path": ["plan", "bonuses", 1]},
            {"do": "move", "path": ["plan", "ranks"], "at": 0},
        ],
    )
    changes = compare_plans(load(PLAN)["plan"], load(new)["plan"])
    found = [(change.path, change.change, str(change.old), str(change.new)) for change in changes]
    assert found == [
        (("ranks", "silver"), "moved", "2", "1"),
        (("ranks", "silver", "require", 1, "min"), "changed", "1500.00", "2000"),
        (("ranks", "bronze"), "moved", "1", "2"),
        (("ranks", "ruby"), "added", "None", "{'code': 'ruby'}"),
        (("bonuses", "level", "rates", "silver"), "changed", "[10, Decimal('5.00'), 3]", "[10, 6]"),
        (
            ("bonuses", "match"),
            "removed",
            "{'code': 'match', 'kind': 'matching', 'of': ['level'], 'rates': [5]}",
            "None",
        ),
    ]
