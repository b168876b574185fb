# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The engine against the reference, to the cent, on random plans and networks."""

import fuzz
import pytest
from comparison import difference, dump
from engine import language
from engine.reference import bonuses
from hypothesis import given, settings
from hypothesis import strategies as st
from random_documents import BUILT, document
from shrink import shrink

ONE = """
plan:
  bonuses:
    - {code: uni, kind: level, rates: [10, 5]}
    - {code: car, kind: fixed, amount: 7}
members: {A: {}, B: {sponsor: A}, C: {sponsor: B}, D: {sponsor: C, type: customer}}
volumes: [{member: B, volume: 100}, {member: C, volume: 40}, {member: C, volume: -10}]
"""


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_engine_and_reference_agree(seed):
    found = fuzz.find(seed)
    if found:
        pytest.fail(found, pytrace=False)


def test_every_kind_and_extension_is_drawn():
    drawn = [document(seed, language.SUPPORTED_KINDS, BUILT) for seed in range(600)]
    kinds = {bonus["kind"] for one in drawn for bonus in one["plan"]["bonuses"]}
    assert kinds == set(bonuses.KINDS)
    text = "".join(map(dump, drawn))
    for words in ("volume: -10", "type: customer", "active: false", "over_cap: keep", "periods:"):
        assert words in text


def test_most_random_documents_are_computed():
    drawn = [document(seed, language.SUPPORTED_KINDS, BUILT) for seed in range(200)]
    assert sum(not language.check(one) for one in drawn) > 150


def test_a_random_document_is_the_same_when_it_was_written_and_read():
    for seed in range(50):
        drawn = document(seed, language.SUPPORTED_KINDS, BUILT)
        assert language.load(dump(drawn)) == drawn


@pytest.fixture
def fault(monkeypatch):
    """The reference forgets that returns take back what levels paid."""
    right = bonuses.KINDS["level"]

    def wrong(bonus):
        return [line for line in right(bonus) if line.base > 0]

    monkeypatch.setitem(bonuses.KINDS, "level", wrong)


def test_a_planted_fault_gives_a_small_scenario(fault):
    found = difference(language.load(ONE))
    assert found == (
        "differs in period 1, payout: "
        "engine {'A': {'uni': Decimal('11.50'), 'car': Decimal('7.00')}, "
        "'B': {'uni': Decimal('3.00'), 'car': Decimal('7.00')}}, "
        "reference {'A': {'uni': Decimal('12'), 'car': Decimal('7')}, "
        "'B': {'uni': Decimal('4'), 'car': Decimal('7')}}"
    )
    smallest = shrink(language.load(ONE), difference)
    assert len(smallest["members"]) == 2
    assert smallest["volumes"] == [{"member": smallest["volumes"][0]["member"], "volume": -10}]
    (bonus,) = smallest["plan"]["bonuses"]
    assert (bonus["kind"], len(bonus["rates"])) == ("level", 1)


def test_a_planted_fault_in_random_documents(fault):
    found = next(text for text in map(fuzz.find, range(500)) if text)
    smallest = language.load(found)
    periods = smallest.get("periods", [])
    members = [name for part in [smallest, *periods] for name in part.get("members") or {}]
    assert len(set(members)) <= 3
    assert len(smallest["plan"]["bonuses"]) == 1
    assert len(found.splitlines()) < 40


def test_command_line(capsys, tmp_path):
    assert fuzz.main(["--cases", "6", "--seed", "11", "--folder", str(tmp_path)]) == 0
    assert "seeds 11 to 16: 6 cases in" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    fuzz._report(5, "# seed 5: differs", tmp_path / "found")
    assert (tmp_path / "found" / "seed_5.yaml").read_text() == "# seed 5: differs"
