# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Volume and commission that lapse (LEGAL.md D3.7)."""

from ...language import to_name
from ...words import _
from ..base import rule

REASON = _(
    "Compression and breakage may not take away commission that was earned; such a clause is void "
    "(§ 87a (5) HGB)."
)


@rule("lapsing_volume", REASON)
def lapsing_volume(subject):
    """Binary bonuses whose legs are emptied unpaid."""
    for bonus, path in subject.bonuses:
        if bonus["kind"] != "binary":
            continue
        code = {"bonus": to_name(bonus["code"])}
        if bonus.get("ineligible") == "flush":
            text = _("%(bonus)s takes the stored volume of members who miss a condition once.")
            yield f"{path}.ineligible", "warning", text, code
        if bonus.get("carry") == "flush":
            text = _("%(bonus)s empties both legs after each period; unmatched volume lapses.")
            yield f"{path}.carry", "warning", text, code
        if "carry_cap" in bonus:
            text = _("%(bonus)s lets volume beyond the carry cap lapse.")
            yield f"{path}.carry_cap", "info", text, code
        if "cap" in bonus and bonus.get("over_cap", "flush") == "flush":
            text = _("%(bonus)s lets matched volume beyond the cap lapse (over_cap: flush).")
            yield f"{path}.cap", "info", text, code


@rule("unpaid_levels", REASON)
def unpaid_levels(subject):
    """Level bonuses in which whoever can't be paid uses up a level."""
    for bonus, path in subject.bonuses:
        if bonus["kind"] in ("level", "matching") and bonus.get("compression", "none") == "none":
            conditional = subject.plan.get("active") or bonus.get("require")
            if conditional:
                yield (
                    path,
                    "info",
                    _(
                        "%(bonus)s has no compression: levels of members who can't be paid stay "
                        "with the company."
                    ),
                    {"bonus": to_name(bonus["code"])},
                )
