# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Short ways to check and compute documents."""

from pathlib import Path

from engine import language
from engine.scenario import results, verify

MODULE = Path(__file__).resolve().parents[2]
SCENARIOS = MODULE.parents[1] / "tests" / "scenarios"


def problems(text):
    """Problems of a document as text."""
    return [str(problem) for problem in language.check(language.load(text))]


def differences(text):
    """What a scenario's expectations miss, as text."""
    return [str(difference) for difference in verify(language.load(text))]


def computed(text):
    """Result of the last period of a document."""
    return results(language.load(text))[-1][0]


def payout(text):
    """{member: {bonus: amount as text}} of the last period."""
    result = computed(text)
    names = result.network.names
    return {
        names[member]: {bonus: str(amount) for bonus, amount in paid.items()}
        for member, paid in result.payout().items()
    }
