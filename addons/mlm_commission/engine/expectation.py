# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hold what an engine found against the part ``expect`` of a document, figure by figure."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .exact import digits_of
from .language import to_bool, to_fraction, to_name


@dataclass(frozen=True)
class Difference:
    """One expectation that does not hold; ``str`` gives a sentence."""

    period: int
    what: str
    expected: object
    found: object

    def __str__(self):
        where = f"period {self.period}, " if self.period else ""
        return f"{where}{self.what}: expected {self.expected}, found {self.found}"


@dataclass
class Outcome:
    """What an engine found for a period, by names, to compare with expectations.

    ``payout``: {member: {bonus: Decimal}}; ``rank``: {member: code or None}; ``active``:
    {member: bool}; ``rewards``: like payout, values of things; ``converted``: {member: Decimal},
    the total in the currency of the member's market; ``measure``: function (member,
    measure) -> number; ``carry``: function (member, bonus) -> (left, right); ``parent``: function
    (member, tree) -> member or None.
    """

    payout: dict
    rank: dict
    active: dict
    measure: object
    carry: object
    parent: object
    rewards: dict = field(default_factory=dict)
    converted: dict = field(default_factory=dict)


def outcome_of(result, names):
    """The outcome behind a :class:`~.model.Result`.

    :param list names: name per member index
    """
    codes = result.plan.rank_codes
    index = {name: number for number, name in enumerate(names)}
    known = {}

    def measure(member, name):
        if name not in known:
            known[name] = result.measure(name)
        return known[name][index[member]]

    def carry(member, bonus):
        legs = result.carry.legs.get(bonus)
        pair = (0, 0) if legs is None else legs[index[member]].tolist()
        return tuple(Decimal(value).scaleb(-result.carry.digits) for value in pair)

    def parent(member, tree):
        above = int(result.figures.trees[tree].parent[index[member]])
        return None if above < 0 else names[above]

    return Outcome(
        payout={names[member]: paid for member, paid in result.payout().items()},
        rank={
            n: codes[r] if r >= 0 else None
            for n, r in zip(names, result.rank.tolist(), strict=True)
        },
        active=dict(zip(names, result.active.tolist(), strict=True)),
        measure=measure,
        carry=carry,
        parent=parent,
        rewards={names[member]: given for member, given in result.rewards().items()},
        converted={names[member]: paid for member, paid in result.converted().items()},
    )


def compare(expect, outcome, plan, period=0):
    """Hold an outcome against the part ``expect`` of a document.

    :param dict expect: as in the document
    :param Outcome outcome: what was found
    :param Plan plan: knows the trees
    :param int period: number for the messages, 0 if there is only one
    :rtype: list[Difference]
    """
    differences = []

    def hold(what, wanted, found):
        if wanted != found:
            differences.append(Difference(period, what, _show(wanted), _show(found)))

    _compare_payout(expect, outcome, hold)
    _compare_figures(expect, outcome, hold)
    _compare_status(expect, outcome, plan, hold)
    return differences


def _compare_payout(expect, outcome, hold):
    payout = {member: dict(_items(bonuses)) for member, bonuses in _items(expect, "payout")}
    totals = dict(_items(expect, "total"))
    for member, bonuses in payout.items():
        for bonus, wanted in bonuses.items():
            paid = outcome.payout.get(member, {}).get(bonus, 0)
            hold(f"{bonus} of {member}", to_fraction(wanted), Fraction(paid))
    for member, wanted in totals.items():
        paid = sum(map(Fraction, outcome.payout.get(member, {}).values()))
        hold(f"total of {member}", to_fraction(wanted), Fraction(paid))
    for member, bonuses in _items(expect, "rewards"):
        for bonus, wanted in _items(bonuses):
            given = outcome.rewards.get(member, {}).get(bonus, 0)
            hold(f"reward {bonus} of {member}", to_fraction(wanted), Fraction(given))
    for member, wanted in _items(expect, "converted"):
        paid = Fraction(outcome.converted.get(member, 0))
        hold(f"converted total of {member}", to_fraction(wanted), paid)
    if not to_bool(expect.get("strict", False)):
        return
    for member, bonuses in outcome.payout.items():
        for bonus, paid in bonuses.items():
            if member not in totals and bonus not in payout.get(member, {}):
                hold(f"{bonus} of {member} (not named, strict)", Fraction(0), Fraction(paid))


def _compare_figures(expect, outcome, hold):
    for member, measures in _items(expect, "measures"):
        for name, wanted in _items(measures):
            found = Fraction(outcome.measure(member, name))
            hold(f"{name} of {member}", to_fraction(wanted), found)
    for member, bonuses in _items(expect, "carry"):
        for bonus, pair in _items(bonuses):
            found = tuple(map(Fraction, outcome.carry(member, bonus)))
            hold(f"carry of {bonus} of {member}", tuple(map(to_fraction, pair)), found)


def _compare_status(expect, outcome, plan, hold):
    for member, wanted in _items(expect, "rank"):
        hold(f"rank of {member}", _name_or_none(wanted), outcome.rank.get(member) or "none")
    for member, wanted in _items(expect, "active"):
        hold(f"active of {member}", to_bool(wanted), bool(outcome.active.get(member)))
    tree = to_name(expect.get("tree") or placement_tree(plan.trees) or "sponsor")
    for member, wanted in _items(expect, "parent"):
        found = outcome.parent(member, tree) or "none"
        hold(f"parent of {member} in tree {tree}", _name_or_none(wanted), found)


def _name_or_none(value):
    return "none" if value is None else to_name(value)


def _items(mapping, key=None):
    mapping = mapping or {}
    if key is not None:
        mapping = mapping.get(key) or {}
    return [(to_name(name), value) for name, value in mapping.items()]


def _show(value):
    """A number as people write it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_show, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return f"{value.numerator}"
    try:
        digits = digits_of(value)
    except ValueError:
        return f"{value.numerator}/{value.denominator}"
    return format(Decimal(value.numerator * 10**digits // value.denominator).scaleb(-digits), "f")


def placement_tree(trees):
    """Name of the tree to which ``parent`` and ``leg`` of members belong, or None.

    The one named ``placement``, else the first one of the plan.
    """
    return "placement" if "placement" in trees else next(iter(trees), None)
