# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon

from .common_journey import JourneyCase

FRONTLINE = 5_000


class TreeJourney(GenealogyCommon, JourneyCase):
    """Rosa looks at her team in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Tree.search([("kind", "!=", "sponsor")]).action_archive()
        cls.rosa = cls.member("Rosa Root")
        new_test_user(cls.env, "tree_rosa", "base.group_portal", partner_id=cls.rosa.id)

    def look_at_five_thousand(self):
        """5,000 in the frontline; the one who came last has a team of her own."""
        self.Tree._follow_sponsors(self.crowd(FRONTLINE - 2, sponsor=self.rosa))
        leader = self.member("Last Leader", self.rosa)
        self.member("Deep Down", leader)
        self.start_tour("/my/team/tree", "mlm_portal_tree", login="tree_rosa")

    def place_nora(self, tour):
        """A binary tree with Anna below Rosa; Nora waits for Rosa's choice.

        :return: (is she below Anna, leg)
        """
        tree = self.tree(
            "binary", name="Placement", strategy="manual", holding_days=14, auto_enrol=True
        )
        anna = self.member("Anna Ahead", self.rosa)
        self.env["mlm.holding"].search([("tree_id", "=", tree.id)]).action_cancel()
        anna_place = tree._place(anna, tree._place(self.rosa, self.Place), 1)
        nora = self.member("Nora New", self.rosa)
        self.start_tour("/my/team/tree", tour, login="tree_rosa")
        self.env.invalidate_all()
        place = self.place_of(tree, nora)
        return place.parent_id == anna_place, place.leg


@tagged("post_install", "-at_install")
class TestTreeJourneyDesk(TreeJourney):
    def test_five_thousand(self):
        self.look_at_five_thousand()

    def test_placing_by_mouse(self):
        self.assertEqual(self.place_nora("mlm_portal_place_by_mouse"), (True, 2))

    def test_placing_by_keys(self):
        self.assertEqual(self.place_nora("mlm_portal_place_by_keys"), (True, 1))


@tagged("post_install", "-at_install")
class TestTreeJourneyPhone(TreeJourney):
    """Again at 390 pixels; places are chosen by a tap there."""

    browser_size = "390x844"
    touch_enabled = True

    def test_five_thousand(self):
        self.look_at_five_thousand()

    def test_placing_by_tap(self):
        self.assertEqual(self.place_nora("mlm_portal_place_by_tap"), (True, 1))
