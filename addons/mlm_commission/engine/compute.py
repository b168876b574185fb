# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One period from inputs to result: figures, activity, ranks, bonuses, caps, totals, carry."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from .caps import cap_bonus, cap_plan
from .exact import LIMIT, MagnitudeError, check_sums, largest, sum_at
from .measures import Figures
from .model import NO_DAY, Carry, Lines, Result, Totals
from .run import LineBlock, Run
from .status import solve_activity, solve_ranks
from .tree import Tree, partner_legs, partner_parents

ENGINE_VERSION = "1.0"

# From so many members on two trees are built at once: numpy lets threads work.
BUILT_AT_ONCE = 10_000
PASSED_ON = ("periods_at_rank", "open_volume", "directs_with_rank", "legs_with_rank")


def compute(plan, network, volumes, carry=None, *, with_lines=True, ready=None):
    """Compute one period.

    :param Plan plan: from :func:`.plan.compile_plan`
    :param Network network: members and trees at the end of the period
    :param Volumes volumes: the period's rows
    :param Carry carry: what the period before handed over; None before the first one
    :param bool with_lines: keep the lines; without them a run needs less memory and has the same
        totals and fingerprint
    :param ready: called with the :class:`~.run.LineBlock` of each bonus in their order, as soon as
        nothing changes it any more; what is raised later takes all of them back
    :rtype: Result
    :raise CycleError: a tree runs in a circle
    :raise MagnitudeError: figures beyond the documented bounds; nothing is computed
    """
    run = begin(plan, network, volumes, carry, details=with_lines)
    figures = run.figures
    lines = make_lines(run, ready)
    sponsor = run.trees["sponsor"]
    return Result(
        plan=plan,
        network=network,
        volumes=run.volumes,
        figures=figures,
        active=figures.active,
        rank=figures.rank,
        title=run.next_carry.title,
        position=sponsor.position,
        size=sponsor.size,
        depth=sponsor.depth,
        totals=make_totals(lines, len(network)),
        carry=run.next_carry,
        given=volumes,
        lines=lines if with_lines else None,
        funds=run.funds,
    )


def begin(plan, network, volumes, carry=None, *, details=True, hands_on=True):
    """Figures, activity and ranks of one period; no bonus has made lines yet.

    :param bool details: see :class:`~.run.Run`; further parameters and errors as in :func:`compute`
    :param bool hands_on: whether another period follows: work out what it gets beside what bonuses
        leave for it
    :rtype: Run
    """
    trees = build_trees(network)
    digits = volumes.digits
    if carry is None:
        carry = Carry.empty(network.ids, len(plan.ranks), digits)
    carry = carry.aligned(network.ids, digits)
    figures = Figures(plan, network, volumes, trees, carry)
    known = network.found
    figures.active = solve_activity(figures) if known is None else known[0]
    if plan.volume_roll_up:
        volumes = replace(volumes, owner=_rolled_up(volumes.owner, figures.roll_up()))
    figures.rank = solve_ranks(figures) if known is None else known[1]
    figures.forget(PASSED_ON)
    run = Run(plan, network, volumes, trees, figures, carry, details=details)
    # A part of a period (a week of the month) changes none of it.
    changes = hands_on and run.period == plan.main_period
    run.next_carry = next_carry(plan, figures, carry) if changes else carry.copy()
    return run


def _rolled_up(owner, collector):
    """Owner per volume row after the volume of inactive partners has rolled up."""
    return np.where(owner >= 0, collector[owner], owner)


def build_trees(network):
    """All trees of the network by name; only partners have a place.

    :return: dict name -> :class:`~.tree.Tree`, the sponsor tree first
    """
    if network.built is not None:
        return network.built
    customers, terminated = network.is_customer, network.terminated

    def build(places):
        if places is None:
            return Tree(partner_parents(network.sponsor, customers, terminated))
        parent = np.asarray(places.parent)
        line = partner_parents(parent, customers, terminated)
        leg = partner_legs(parent, np.asarray(places.leg), customers | terminated)
        return Tree(line, leg, places.kind)

    places = [None, *network.trees.values()]
    if len(network) < BUILT_AT_ONCE:
        built = list(map(build, places))
    else:
        with ThreadPoolExecutor(max_workers=2) as pool:
            built = list(pool.map(build, places))
    return dict(zip(["sponsor", *network.trees], built, strict=True))


def make_lines(run, ready=None):
    """Let every bonus make its lines, in order, and apply the caps.

    :param ready: see :func:`compute`
    :rtype: Lines
    """
    plan = run.plan
    for bonus in plan.bonuses:
        bonus.before(run)
    blocks, money = [], _money(plan)
    at_once = ready and not plan.caps and money == 1
    for bonus in plan.bonuses:
        blocks.append(make_block(run, bonus))
        if at_once:
            _state_amounts(blocks[-1], money)
            ready(blocks[-1])
    check_sums([block.made for block in blocks], "the commission")
    money = _money_that_fits(blocks, money)
    cap_plan(run, blocks)
    for block in blocks if not at_once else ():
        _state_amounts(block, money)
        if ready:
            ready(block)
    return Lines(blocks)


def make_block(run, bonus):
    """The lines of a bonus, before the plan's caps; amounts in the plan's smallest unit.

    The bonuses that it matches must have made theirs.

    :rtype: LineBlock
    """
    block = run.make_amounts(_lines_of(run, bonus))
    _limit(run, bonus, block)
    if not run.details:
        block.forget_details()
    run.blocks[bonus.code] = block
    return block


def _limit(run, bonus, block):
    """Apply what a bonus itself limits: its cap; and things are not paid in money."""
    cap_bonus(run, bonus, block)
    if bonus.is_reward:
        block.units = np.zeros(len(block), dtype=np.int64)


def capped_again(run, blocks):
    """Lines that were made under other caps, under those of the run's plan.

    :param blocks: a :class:`~.run.LineBlock` per bonus, which stays as it is
    :return: list of the same
    """
    blocks = [replace(block, units=block.made) for block in blocks]
    for bonus, block in zip(run.plan.bonuses, blocks, strict=True):
        _limit(run, bonus, block)
    money = _money_that_fits(blocks, _money(run.plan))
    cap_plan(run, blocks)
    for block in blocks:
        _state_amounts(block, money)
    return blocks


def finish_block(plan, block):
    """State the amounts of a block that no cap of the plan changes."""
    _state_amounts(block, _money_that_fits([block], _money(plan)))
    return block


def _money(plan):
    """The plan's smallest unit as amount."""
    return int(plan.unit * 10**plan.amount_digits)


def _state_amounts(block, money):
    """Amounts as made and after the caps, at the plan's digits.

    :param int money: the plan's smallest unit as amount
    """
    uncapped = block.units is block.made
    block.before = block.made if money == 1 else block.made * money
    block.amount = block.before if uncapped else block.units * money


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


def _money_that_fits(blocks, money):
    """The plan's smallest unit as amount; proves that all amounts fit as such.

    Where there is nothing to pay, a unit beyond all bounds does no harm: 1 serves as well.
    """
    total = sum(largest(block.made) * len(block) for block in blocks)
    if not total:
        return 1
    if money > 1 and total * money >= LIMIT:
        raise MagnitudeError("the commission", total * money)
    return money


def make_totals(lines, members):
    """Sums of the lines per earner and bonus.

    :rtype: Totals
    """
    parts = [_sums_by_earner(block, members) for block in lines.blocks]
    bonus = np.repeat(np.arange(len(parts)), [len(earner) for earner, __, __ in parts])
    columns = zip(*parts, strict=True) if parts else [[np.zeros(0, dtype=np.int64)]] * 3
    earner, amount, count = (np.concatenate(list(column)) for column in columns)
    order = np.argsort(earner, kind="stable")
    return Totals(
        earner=earner[order], bonus=bonus[order], amount=amount[order], lines=count[order]
    )


def _sums_by_earner(block, members):
    """(earners in order, sums of their amounts, numbers of their lines) of one bonus."""
    if 4 * len(block) < members:
        found, where, count = np.unique(block.earner, return_inverse=True, return_counts=True)
        return found.astype(np.int64), sum_at(where, block.amount, len(found)), count
    count = np.bincount(block.earner, minlength=members)
    found = np.flatnonzero(count)
    return found, sum_at(block.earner, block.amount, members)[found], count[found]


def next_carry(plan, figures, carry):
    """What the period hands on, before any bonus adds to it.

    A title is the highest rank ever held; with ``demotion`` it falls to the present rank after so
    many consecutive periods below it.

    :rtype: Carry
    """
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
