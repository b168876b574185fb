# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Candidate networks for the largest payout: lines, wide fronts and balanced trees."""

from fractions import Fraction
from itertools import product, zip_longest

from .networks import MAX_MEMBERS, Sketch

DEPTHS = (1, 2, 3, 5, 7, 9)
MAX_LINE = 60


def candidates(figures, stated):
    """Yield networks that are likely to be paid much, families by turns, the plainest first.

    :param PlanFigures figures: what the plan's own figures suggest
    :param bool stated: ranks and activity are stated; else members must earn them
    """
    labels = figures.labels
    if stated:
        families = [_plain_lines(figures), _volume_lines(figures, labels), _full_lines(figures)]
    else:
        families = [_earned_lines(figures, labels), _earned_trees(figures, labels)]
    if figures.plan.binary_tree:
        families.append(_balanced(figures, stated, labels))
    missing = object()
    for turn in zip_longest(*families, fillvalue=missing):
        yield from (sketch for sketch in turn if sketch is not missing)


def line(figures, stated, order, volume, *, label=None, own=0, sides=0, by_customer=False):
    """A line with one large purchase at its bottom.

    :param order: function of the place from the bottom (1) that gives a rank
    :param own: what everybody on the line buys besides
    :param int sides: further directs (or customers, where the plan asks for them) of everybody
    """
    sketch = Sketch(figures, stated)
    length = min(MAX_LINE, max(len(figures.plan.rank_codes) * 2, figures.levels) + 3)
    length = length if len(figures.plan.rank_codes) < 2 else max(length, figures.levels * 3)
    for index in range(length):
        above = f"m{index - 1}" if index else None
        sketch.add(f"m{index}", above, order(length - index))
    for index in range(length):
        for side in range(sides):
            name = f"m{index}s{side}"
            if figures.customers:
                sketch.buy(sketch.add_customer(name, f"m{index}"), 1, label)
            else:
                top = figures.plan.rank_codes[-1] if figures.plan.rank_codes else None
                sketch.add(name, f"m{index}", top)
                sketch.buy(name, 0 if stated else own, label)
        sketch.buy(f"m{index}", own, label)
    buyer = f"m{length - 1}"
    sketch.buy(sketch.add_customer("c", buyer) if by_customer else buyer, volume, label)
    return sketch


def _plain_lines(figures):
    """One purchase at the bottom, ranks in every order."""
    for order, by_customer in product(figures.rank_orders(), (False, True)):
        yield line(figures, True, order, 1000, by_customer=by_customer)


def _volume_lines(figures, labels):
    """The same with every kind and size of purchase."""
    orders, volumes = figures.rank_orders(), figures.some_volumes(6)
    for label, order, volume in product(labels, orders[:4], volumes):
        yield line(figures, True, order, volume, label=label)
    for order, volume in product(orders[:6], volumes):
        yield line(figures, True, order, volume, own=max(figures.personal, Fraction(1)))


def _full_lines(figures):
    """Everybody has further directs, where conditions count them."""
    if figures.sides:
        for order, volume in product(figures.rank_orders(), figures.some_volumes(6)):
            yield line(figures, True, order, volume, sides=figures.sides, own=figures.personal)


def _earned_lines(figures, labels):
    def nothing(_place):
        return None

    volumes = figures.some_volumes(8)
    for label, volume, by_customer in product(labels, volumes, (False, True)):
        yield line(
            figures,
            False,
            nothing,
            volume,
            label=label,
            own=figures.personal,
            by_customer=by_customer,
        )
    if figures.sides:
        for volume, own in product(volumes, {figures.personal, Fraction(1), Fraction(100)}):
            yield line(figures, False, nothing, volume, own=own, sides=figures.sides)


def _earned_trees(figures, labels):
    """Even trees in which everybody buys the same, and the bottom may buy more."""
    own = [figures.personal or Fraction(100), *figures.some_volumes(4)]
    for width, depth in ((1, 12), (2, 5), (3, 4), (4, 3), (6, 3), (10, 2)):
        for volume, factor in product(own, (1, 20)):
            for label in labels[:2]:
                yield even_tree(figures, width, depth, volume, factor, label)


def even_tree(figures, width, depth, volume, factor=1, label=None):
    """A tree of one width; its lowest row buys ``factor`` times what the others buy."""
    sketch, row = Sketch(figures, False), ["t"]
    sketch.add("t")
    sketch.buy("t", volume, label)
    for level in range(1, depth + 1):
        row = [sketch.add(f"{above}{i}", above) for above in row for i in range(width)]
        for name in row:
            sketch.buy(name, volume * (factor if level == depth else 1), label)
        if len(sketch.members) * width > MAX_MEMBERS:
            break
    return sketch


def _balanced(figures, stated, labels):
    tops = list(reversed(figures.plan.rank_codes))[:2] or [None]
    volumes = figures.some_volumes(6)
    for depth, volume, top in product(DEPTHS[:5], volumes, tops):
        yield balanced(figures, stated, depth, volume, top)
    for volume, label in product(volumes[:3], labels):
        yield balanced(figures, stated, DEPTHS[-1], volume, tops[0], label)
    if figures.sides:
        for depth, volume in product((2, 4), volumes):
            yield balanced(figures, stated, depth, volume, tops[0], everybody=True)


def balanced(figures, stated, depth, volume, top=None, label=None, everybody=False):
    """A full binary tree whose lowest row buys, in the plan's first binary tree.

    :param bool everybody: all buy, not only the lowest row
    """
    sketch, row = Sketch(figures, stated), ["b"]
    sketch.add("b", None, top)
    if not everybody:
        sketch.buy("b", 0 if stated else figures.personal, label)
    for level in range(1, depth + 1):
        row = [
            sketch.add(f"{above}{'LR'[leg]}", above, top, (above, leg))
            for above in row
            for leg in range(2)
        ]
        for name in row:
            least = 0 if stated else figures.personal
            sketch.buy(name, volume if level == depth or everybody else least, label)
    return sketch
