# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who takes how much of a payout: plain arithmetic, no database."""

from collections import namedtuple
from decimal import ROUND_DOWN, Decimal

ZERO = Decimal(0)

# ``key``: whose claim; ``garnishes``: of a third party; ``open``: what it may still take;
# ``month_left``: of its instalment in this month, None for no limit; ``rule``, ``fixed``, ``free``,
# ``percent``: what can be attached in a month.
Claim = namedtuple("Claim", "key garnishes open month_left rule fixed free percent")


def attachable(claim, month_total):
    """Return what a creditor may take in a month.

    :param Claim claim: "all", "fixed" (so much a month) or "above" (a share of what exceeds the
        protected amount, as § 850c ZPO has it for a number of dependants)
    :param Decimal month_total: what the partner would be paid in the month
    """
    if claim.rule == "fixed":
        return claim.fixed
    if claim.rule == "above":
        return max(month_total - claim.free, ZERO) * claim.percent / 100
    return month_total


def share(available, month_before, garnished, claims, digits=Decimal("0.01")):
    """Divide a payout among claims by rank: first come, first served (§ 804 Abs. 3 ZPO).

    The company's own claims take part in the same order: what it advanced before a garnishment was
    served comes first, what it advanced later comes after it (§ 392 BGB), and never out of the
    amount that is protected from creditors (§ 394 BGB).

    :param Decimal available: what is to be paid now
    :param Decimal month_before: what was paid or deducted in the same month before
    :param Decimal garnished: what creditors took in the same month before
    :param list claims: :class:`Claim`, in their rank
    :return: list of (key, amount), amounts above zero
    """
    month_total = available + month_before
    shares, protected = [], False
    for claim in claims:
        most = min(available, claim.open)
        if claim.month_left is not None:
            most = min(most, claim.month_left)
        if claim.garnishes:
            most = min(most, attachable(claim, month_total) - garnished)
            protected = protected or claim.rule != "all"
        elif protected:
            continue
        amount = most.quantize(digits, ROUND_DOWN) if most > 0 else ZERO
        if amount <= 0:
            continue
        shares.append((claim.key, amount))
        available -= amount
        garnished += amount if claim.garnishes else ZERO
    return shares
