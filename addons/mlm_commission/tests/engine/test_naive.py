# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The engine against its plain Python twin, to the cent."""

import random
from decimal import Decimal
from fractions import Fraction

import yaml
from engine.compute import compute
from engine.scenario import Scenario
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_carry import NaiveCarry
from random_documents import RandomDocument


def plain(value):
    """A document that YAML can write: Decimals as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


def compare(seed):
    """Compute a random document both ways; return a report of the first difference, or None."""
    document = RandomDocument(random.Random(seed), NaiveCarry.KINDS).build()
    scenario, naive, carry = Scenario(document), NaiveCarry(document["plan"]), None
    for number, network, volumes, _expect in scenario.periods():
        result = compute(scenario.plan, network, volumes, carry)
        carry = result.carry
        entries = scenario.parts[number - 1].get("volumes") or []
        paid = naive.period(
            [dict(facts) for facts in scenario.facts],
            network.sponsor.tolist(),
            {name: tree.parent.tolist() for name, tree in network.trees.items()},
            [{**entry, "member": network.names.index(entry["member"])} for entry in entries],
            {name: tree.leg.tolist() for name, tree in network.trees.items()},
        )
        found = {
            member: {code: Fraction(amount) for code, amount in bonuses.items()}
            for member, bonuses in result.payout().items()
        }
        carried = {
            (code, member): [Fraction(volume, 10**carry.digits) for volume in pair]
            for code, legs in carry.legs.items()
            for member, pair in enumerate(legs.tolist())
        }
        status = (naive.active, naive.rank), (result.active.tolist(), result.rank.tolist())
        if found != paid or status[0] != status[1] or carried != naive.carried:
            text = yaml.safe_dump(plain(document), sort_keys=False, width=120)
            return f"seed {seed}, period {number}\n{text}\ntwin {paid}, {status[0]}\nengine {found}"
    return None


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_engine_and_twin_agree(seed):
    assert compare(seed) is None
