# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What must hold for any plan and network, on random ones."""

import random

import numpy as np
from engine import language
from engine.scenario import results
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_documents import RandomDocument

KINDS = language.SUPPORTED_KINDS
RANDOM = st.integers(0, 2**32).map(random.Random)
MANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def payouts(document):
    """Per period {member name: {bonus: Decimal}}."""
    return [
        {result.network.names[member]: paid for member, paid in result.payout().items()}
        for result, _expect in results(document)
    ]


@MANY
@given(RANDOM)
def test_documents_are_clean_and_totals_are_sums_of_lines(rng):
    document = RandomDocument(rng, KINDS).build()
    assert [str(problem) for problem in language.check(document)] == []
    for result, _expect in results(document):
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
    document = RandomDocument(rng, KINDS).build()
    before = payouts(document)
    for part in [document, *document.get("periods", [])]:
        if "volumes" in part:
            random.Random(seed).shuffle(part["volumes"])
    assert payouts(document) == before


@MANY
@given(RANDOM)
def test_recruits_without_volume_change_no_payout(rng):
    kinds = set(KINDS) - {"fixed", "pool", "rank_advancement"}
    draw = RandomDocument(rng, kinds)
    document = draw.build()
    before = payouts(document)
    last = document["periods"][-1] if "periods" in document else document
    last["members"] = {**(last.get("members") or {})}
    for number in range(3):
        last["members"][f"new{number}"] = {
            "sponsor": draw.pick(draw.names),
            "active": False,
            **({"rank": "none"} if draw.ranks else {}),
        }
    assert payouts(document) == before


@MANY
@given(RANDOM)
def test_twice_gives_the_same_bytes(rng):
    document = RandomDocument(rng, KINDS).build()
    first = [(r.fingerprint(), r.lines_fingerprint()) for r, _expect in results(document)]
    assert first == [(r.fingerprint(), r.lines_fingerprint()) for r, _expect in results(document)]
