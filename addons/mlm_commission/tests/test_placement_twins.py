# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The genealogy places members in the company's trees, the engine in scenarios: one behaviour."""

import random
from itertools import product

from odoo.tests import BaseCase, tagged

from odoo.addons.mlm_commission.engine.placement import NOBODY, Places
from odoo.addons.mlm_genealogy.session import PlacingSession

MATRICES = [
    {"kind": "matrix", "width": width, "depth": depth, "fill": fill}
    for width, depth, fill in product((1, 2, 3), (0, 1, 2, 3), ("breadth_first", "depth_first"))
]
OTHERS = [
    {"kind": "unilevel"},
    {"kind": "binary", "strategy": "left"},
    {"kind": "binary", "strategy": "right"},
    {"kind": "binary", "strategy": "balanced"},
    {"kind": "monoline"},
    {"kind": "x_up", "pattern": ["up", "keep", "up"]},
]


@tagged("post_install", "-at_install")
class TestPlacementTwins(BaseCase):
    def test_both_placers_build_the_same_trees(self):
        for seed, options in enumerate([*MATRICES, *OTHERS]):
            with self.subTest(seed=seed, **options):
                rng = random.Random(seed)
                sponsors = [NOBODY] + [rng.randrange(number) for number in range(1, 80)]
                self.assertEqual(self.genealogy(options, sponsors), self.engine(options, sponsors))

    def engine(self, options, sponsors):
        places = Places(options)
        for member, sponsor in enumerate(sponsors):
            places.place(member, sponsor)
        # Where legs have no number, the engine leaves them out.
        return [(places.parent[member], places.leg[member] or 0) for member in range(len(sponsors))]

    def genealogy(self, options, sponsors):
        """Partners have the ids 1, 2, …: 0 is nobody there."""
        options = dict(options)
        kind = options.pop("kind")
        above = {member + 1: sponsor + 1 for member, sponsor in enumerate(sponsors) if sponsor >= 0}
        session = PlacingSession(kind, [], above, options=options)
        for member in range(len(sponsors)):
            session.place(member + 1)
        return list(zip(session.forest.parent, session.forest.leg, strict=True))
