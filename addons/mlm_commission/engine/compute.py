# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One period from inputs to result: figures, activity, ranks, bonuses, caps, totals, carry."""

from dataclasses import replace

import numpy as np

from .caps import cap_bonus, cap_plan
from .exact import LIMIT, MagnitudeError, check_sum, sum_at
from .measures import Figures
from .model import NO_DAY, Carry, Lines, Result, Totals
from .run import LineBlock, Run
from .status import solve_activity, solve_ranks
from .tree import Tree, partner_legs, partner_parents

ENGINE_VERSION = "1.0"

PASSED_ON = ("periods_at_rank", "open_volume", "directs_with_rank", "legs_with_rank")


def compute(plan, network, volumes, carry=None, *, with_lines=True):
    """Compute one period.

    :param Plan plan: from :func:`.plan.compile_plan`
    :param Network network: members and trees at the end of the period
    :param Volumes volumes: the period's rows
    :param Carry carry: what the period before handed over; None before the first one
    :param bool with_lines: keep the lines; without them a run needs less memory and has the same
        totals and fingerprint
    :rtype: Result
    :raise CycleError: a tree runs in a circle
    :raise MagnitudeError: figures beyond the documented bounds; nothing is computed
    """
    trees = build_trees(network)
    digits = volumes.digits
    if carry is None:
        carry = Carry.empty(network.ids, len(plan.ranks), digits)
    carry = carry.aligned(network.ids, digits)
    figures = Figures(plan, network, volumes, trees, carry)
    figures.active = solve_activity(figures)
    if plan.volume_roll_up:
        volumes = replace(volumes, owner=_rolled_up(volumes.owner, figures.roll_up()))
    figures.rank = solve_ranks(figures)
    figures.streak = np.where(
        figures.rank[:, None] >= np.arange(len(plan.ranks)), carry.streak + 1, 0
    )
    figures.forget(PASSED_ON)
    run = Run(plan, network, volumes, trees, figures, carry)
    run.next_carry = next_carry(plan, figures, carry, run.period != plan.main_period)
    lines = make_lines(run)
    sponsor = trees["sponsor"]
    return Result(
        plan=plan,
        network=network,
        volumes=volumes,
        figures=figures,
        active=figures.active,
        rank=figures.rank,
        title=run.next_carry.title,
        position=sponsor.position,
        size=sponsor.size,
        depth=sponsor.depth,
        totals=make_totals(lines, len(network), len(plan.bonuses)),
        carry=run.next_carry,
        lines=lines if with_lines else None,
    )


def _rolled_up(owner, collector):
    """Owner per volume row after the volume of inactive partners has rolled up."""
    return np.where(owner >= 0, collector[owner], owner)


def build_trees(network):
    """All trees of the network by name; only partners have a place.

    :return: dict name -> :class:`~.tree.Tree`, the sponsor tree first
    """
    customers, terminated = network.is_customer, network.terminated
    trees = {"sponsor": Tree(partner_parents(network.sponsor, customers, terminated))}
    for name, places in network.trees.items():
        parent = np.asarray(places.parent)
        line = partner_parents(parent, customers, terminated)
        leg = partner_legs(parent, np.asarray(places.leg), customers | terminated)
        trees[name] = Tree(line, leg, places.kind)
    return trees


def make_lines(run):
    """Let every bonus make its lines, in order, and apply the caps.

    :rtype: Lines
    """
    plan = run.plan
    for bonus in plan.bonuses:
        bonus.before(run)
    blocks = []
    for bonus in plan.bonuses:
        block = run.make_amounts(_lines_of(run, bonus))
        cap_bonus(run, bonus, block)
        if bonus.is_reward:
            block.units = np.zeros(len(block), dtype=np.int64)
        run.blocks[bonus.code] = block
        blocks.append(block)
    earner = _column(blocks, "earner")
    number = np.arange(len(blocks), dtype=np.int16)
    bonus = np.repeat(number, [len(block) for block in blocks])
    units = _column(blocks, "units")
    uncapped = all(block.made is block.units for block in blocks)
    made = units if uncapped else _column(blocks, "made")
    check_sum(made, "the commission")
    money = int(plan.unit * 10**plan.amount_digits)
    capped = cap_plan(run, earner, bonus, units)
    before = _money(made, money)
    amount = before if capped is made else _money(capped, money)
    return Lines(
        earner=earner,
        bonus=bonus,
        source=_column(blocks, "source"),
        level=_column(blocks, "level"),
        skipped=_column(blocks, "skipped"),
        base=_column(blocks, "base"),
        rate=_column(blocks, "rate"),
        before=before,
        amount=amount,
    )


def _lines_of(run, bonus):
    """The lines of a bonus of this period; with ``rank_by: date`` those of one day after another.

    A row is paid with the ranks that come out of the rows up to its day and the undated ones.
    """
    if bonus.period != run.period:
        return LineBlock.join([])
    if not bonus.by_date:
        return bonus.lines(run)
    parts = []
    for day in np.unique(run.volumes.day[run.sees(bonus)]).tolist():
        rank = run.rank if day == NO_DAY else _ranks_on(run.figures, day)
        parts.append(bonus.lines(run.on_day(day, rank)))
    block = LineBlock.join([part for part in parts if len(part)])
    return block.taken(np.argsort(block.source, kind="stable"))


def _ranks_on(figures, day):
    """Ranks of a day; who is active is decided for the whole period."""
    volumes = figures.volumes
    counts = (volumes.day <= day) | (volumes.day == NO_DAY)
    rows = replace(volumes, pv=np.where(counts, volumes.pv, 0), cv=np.where(counts, volumes.cv, 0))
    then = Figures(figures.plan, figures.network, rows, figures.trees, figures.carry)
    then.active = figures.active
    if figures.plan.volume_roll_up:
        then.roll_up()
    return solve_ranks(then)


def _column(blocks, name):
    parts = [getattr(block, name) for block in blocks]
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _money(units, money):
    """Smallest units of the plan to amounts at its digits."""
    if money == 1:
        return units
    total = sum(abs(unit) for unit in (int(units.max(initial=0)), int(units.min(initial=0))))
    if not total:
        return units
    if total * money * max(len(units), 1) >= LIMIT:
        raise MagnitudeError("the commission", total * money)
    return units * money


def make_totals(lines, members, bonuses):
    """Sums of the lines per earner and bonus.

    :rtype: Totals
    """
    key = lines.earner.astype(np.int64) * max(bonuses, 1) + lines.bonus
    if members * bonuses <= 4 * len(key) + 1000:
        amount = sum_at(key, lines.amount, members * bonuses)
        count = np.bincount(key, minlength=members * bonuses)
        found = np.flatnonzero(count)
        amount, count = amount[found], count[found]
    else:
        found, where, count = np.unique(key, return_inverse=True, return_counts=True)
        amount = sum_at(where, lines.amount, len(found))
    return Totals(
        earner=found // max(bonuses, 1), bonus=found % max(bonuses, 1), amount=amount, lines=count
    )


def next_carry(plan, figures, carry, is_part=False):
    """What the period hands on, before any bonus adds to it.

    A title is the highest rank ever held; with ``demotion`` it falls to the present rank after so
    many consecutive periods below it. A part of a period (a week of the month) changes none of it.

    :rtype: Carry
    """
    if is_part:
        return replace(
            carry, legs=dict(carry.legs), awarded=dict(carry.awarded), boards=dict(carry.boards)
        )
    rank = figures.rank
    title = np.maximum(carry.title, rank)
    below = np.where(rank < title, carry.below + 1, 0)
    if plan.demotion:
        falls = below >= plan.demotion
        title, below = np.where(falls, rank, title), np.where(falls, 0, below)
    return Carry(
        ids=carry.ids,
        digits=carry.digits,
        lifetime_pv=figures.array("lifetime_personal_volume"),
        lifetime_gv={
            name: figures.array("lifetime_group_volume", tree=name) for name in figures.trees
        },
        streak=figures.streak,
        title=title,
        below=below,
        legs=dict(carry.legs),
        awarded=dict(carry.awarded),
        boards=dict(carry.boards),
    )
