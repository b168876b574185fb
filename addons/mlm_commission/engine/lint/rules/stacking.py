# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Gains by several positions of one person."""

from ...words import _
from ..base import rule
from ..numbers import percent


@rule(
    "stacking",
    _(
        "Who gains by own positions above each other will open them: they take the company's "
        "money without one sale more."
    ),
)
def stacking(subject):
    """The plan pays a person more for the same purchases on several positions."""
    found = subject.stacking
    if found:
        yield (
            "plan",
            "warning",
            _(
                "A person with %(positions)s positions earns %(stacked)s instead of %(single)s for "
                "the same purchases. A cap per owner, or one position per person by contract, "
                "prevents it."
            ),
            {
                "positions": str(found.positions),
                "stacked": percent(found.stacked),
                "single": percent(found.single),
            },
        )
