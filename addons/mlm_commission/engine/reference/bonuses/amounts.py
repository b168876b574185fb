# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bonuses that are not paid per volume: pool, rank_advancement, fixed."""

from fractions import Fraction

from ..exact import number


def pool(bonus):
    """A share of the company's volume, divided among the eligible holders of shares."""
    volume = sum((bonus.points(one) * one.point_value for one in bonus.volumes), Fraction(0))
    fund = bonus.plan.rounding.floor(volume * number(bonus.spec["fund"]) / 100)
    shares = {}
    for member in bonus.network.partners:
        if bonus.eligible(member):
            share = bonus.figure(bonus.spec["shares"], member)
            if share > 0:
                shares[member] = share
    if fund <= 0 or not shares:
        return []
    amounts = bonus.plan.rounding.divide(fund, list(shares.values()))
    return [
        bonus.money(member, amount, Fraction(100))
        for member, amount in zip(shares, amounts, strict=True)
    ]


def fixed(bonus):
    """An amount per period for every eligible member."""
    lines = []
    for member in bonus.network.partners:
        amount = bonus.figure(bonus.spec["amount"], member)
        if amount and bonus.eligible(member):
            lines.append(bonus.money(member, amount))
    return lines


def rank_advancement(bonus):
    """Once in a lifetime for each rank held now and in the `hold` periods before."""
    hold = int(number(bonus.spec.get("hold") or 0))
    lines = []
    for member in bonus.network.partners:
        if not bonus.eligible(member):
            continue
        for code in bonus.plan.codes:
            key = (bonus.code, member, code)
            if bonus.spec["amounts"].get(code) is None or key in bonus.history.awarded:
                continue
            rank = bonus.plan.rank_index(code)
            if bonus.rank(member) < rank or bonus.history.streak(member, rank) < hold:
                continue
            bonus.history.awarded.add(key)
            lines.append(bonus.money(member, number(bonus.spec["amounts"][code])))
    return lines


KINDS = {
    "pool": pool,
    "rank_advancement": rank_advancement,
    "fixed": fixed,
}
