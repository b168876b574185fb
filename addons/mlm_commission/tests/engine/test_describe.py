# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bonus kinds describe themselves; a new one needs no other file of the engine."""

import pytest
from engine import describe, language
from engine.kinds import REGISTRY, register
from engine.kinds.base import BonusKind
from engine.run import LineBlock
from engine.schema import amount
from engine.tables import AmountTable
from engine_support import payout, problems


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_key_has_a_help_line_and_defaults_are_allowed(kind):
    keys = describe.bonus_keys(kind)
    assert [key.name for key in keys if not key.help] == []
    for key in keys:
        if key.type == "choice" and key.default is not None:
            assert key.default in key.choices
    names = {key.name for key in keys}
    assert set(REGISTRY[kind].HELP) | set(REGISTRY[kind].DEFAULTS) <= names
    assert {key.name for key in keys if key.required} >= {"code", "kind"}


def test_shapes():
    level = {key.name: key for key in describe.bonus_keys("level")}
    assert (level["rates"].type, level["rates"].is_list, level["rates"].by_rank) == (
        "percent",
        True,
        True,
    )
    assert level["require"].type == "conditions"
    assert level["threshold"].type == "rank"
    matching = {key.name: key for key in describe.bonus_keys("matching")}
    assert (matching["of"].type, matching["of"].is_list) == ("bonus", True)
    board = {key.name: key for key in describe.bonus_keys("board")}
    assert [key.name for key in board["entry"].keys] == ["min_cv"]


@pytest.fixture
def birthday():
    """A kind of nobody's plan: an amount for the first member."""

    @register
    class Birthday(BonusKind):
        """The first member gets a cake."""

        name = "birthday"
        KEYS = {"cake": amount}
        REQUIRED = ("cake",)
        HELP = {"cake": "What the cake costs"}

        def lines(self, run):
            units = AmountTable(self.spec["cake"], run.plan).rounded_units(run.plan)[:1]
            return LineBlock.of_members(units * 0, units)

        def __init__(self, spec, plan, index):
            super().__init__(spec, plan, index)
            self.spec = spec

    yield
    del REGISTRY["birthday"]


def test_a_new_kind_needs_no_other_file(birthday):
    text = "{plan: {bonuses: [{code: b, kind: birthday, cake: '7.50'}]}, members: {A: {}}}"
    assert payout(text) == {"A": {"b": "7.50"}}
    assert problems("plan: {bonuses: [{code: b, kind: birthday}]}") == [
        "plan.bonuses[0]: the key 'cake' is missing"
    ]
    assert "birthday" in language.SUPPORTED_KINDS
    assert describe.bonus_kinds()["birthday"] == "The first member gets a cake."
