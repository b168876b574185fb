# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The payout ratio on a plausible network: skewed, mostly inactive, a few strong legs."""

import random
from fractions import Fraction

from .networks import Sketch, pay

MEMBERS = 1000
CUSTOMERS = 0.25  # of all who buy
ACTIVE = 0.45


def typical_payout(definition, figures):
    """What a plan pays on a network of 1,000 partners, the same one at each call.

    New members prefer sponsors who have recruited before; 45 % of the partners buy one to three
    times what activity asks for (100 points where it asks for nothing), a third of them have a
    customer who buys as well. Ranks and activity are worked out, nothing is stated.

    :return: (percent of the volume as Fraction, number of partners)
    """
    draw = random.Random(2026)
    sketch = Sketch(figures, False)
    sketch.add("p0")
    urn = ["p0"]
    for index in range(1, MEMBERS):
        sponsor = draw.choice(urn)
        name = sketch.add(f"p{index}", sponsor)
        urn += [name, sponsor] if draw.random() < 0.6 else [name]
    order = max(figures.personal, Fraction(100))
    for index in range(MEMBERS):
        if draw.random() >= ACTIVE:
            continue
        sketch.buy(f"p{index}", order * draw.choice((1, 1, 1, 2, 3)))
        if draw.random() < CUSTOMERS / (1 - CUSTOMERS):
            sketch.buy(sketch.add_customer(f"c{index}", f"p{index}"), order / 2)
    paid = pay(sketch.document(definition))
    return (paid.ratio if paid else Fraction(0)), MEMBERS
