# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon


@tagged("post_install", "-at_install")
class TestHolding(GenealogyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.tree"].search([]).auto_enrol = False
        cls.binary = cls.tree("binary", strategy="left", holding_days=7, auto_enrol=True)
        cls.top = cls.member("Top")
        cls.clerk = new_test_user(cls.env, "gen_clerk", "mlm_base.group_mlm_clerk")
        cls.reader = new_test_user(cls.env, "gen_reader2", "mlm_base.group_mlm_user")

    def waiting(self, tree=None):
        return self.env["mlm.holding"].search(
            [("tree_id", "=", (tree or self.binary).id), ("state", "=", "waiting")], order="id"
        )

    def test_new_partner_waits_for_its_sponsor(self):
        self.assertTrue(self.place_of(self.binary, self.top))  # nobody above: a root at once
        new = self.member("New", self.top)
        self.member("Customer", self.top, self.type_customer)
        today = fields.Date.context_today(self.env.user)
        self.assertRecordValues(
            self.waiting(),
            [
                {
                    "partner_id": new.id,
                    "sponsor_id": self.top.id,
                    "deadline": today + timedelta(days=7),
                }
            ],
        )

    def test_staff_chooses(self):
        new = self.member("New", self.top)
        holding = self.waiting().with_user(self.clerk)
        action = holding.action_choose_place()
        form = Form(
            self.env["mlm.holding.place"].with_user(self.clerk).with_context(**action["context"])
        )
        form.parent_id = self.place_of(self.binary, self.top).with_user(self.clerk)
        self.assertEqual(form.free_legs, "1 (Left), 2 (Right)")
        form.leg = 2
        form.save().action_place()
        self.assertEqual(self.place_of(self.binary, new).leg, 2)
        self.assertRecordValues(
            holding,
            [
                {
                    "state": "placed",
                    "method": "staff",
                    "placed_by_id": self.clerk.id,
                    "place_id": self.place_of(self.binary, new).id,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "not waiting"):
            holding.action_place_by_strategy()

    def test_sponsor_chooses_in_the_own_team_only(self):
        a, b = self.member("A", self.top), self.member("B", self.top)
        self.binary._place_members([a.id, b.id])
        self.waiting().sudo().write({"state": "cancelled"})
        new = self.member("New", a)
        holding = self.waiting()
        tops, place_a, place_b = (self.place_of(self.binary, who) for who in (self.top, a, b))
        for sponsor, parent in ((a, tops), (b, place_b), (self.top, place_a)):
            with self.assertRaisesRegex(UserError, "own team"):
                holding._place_by_hand(parent, 2, sponsor=sponsor)
        # B stands outermost left, below A: that is A's own team
        place = holding._place_by_hand(place_b, 1, sponsor=a)
        self.assertEqual((place.partner_id, holding.method), (new, "sponsor"))

    def test_sponsor_is_too_late(self):
        self.member("New", self.top)
        holding = self.waiting()
        holding.sudo().deadline = fields.Date.context_today(holding)
        with self.assertRaisesRegex(UserError, "over"):
            holding._place_by_hand(self.place_of(self.binary, self.top), 1, sponsor=self.top)

    def test_strategy_places_at_the_end_of_the_window(self):
        people = [self.member(f"N{number}", self.top) for number in range(3)]
        today = fields.Date.context_today(self.env.user)
        self.waiting()[:2].sudo().write({"deadline": today})
        with self.enter_registry_test_mode():
            self.env.ref("mlm_genealogy.ir_cron_place").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.waiting().partner_id, people[2])
        self.assertEqual(self.layout(self.binary)["N0"], ("Top", 1))
        self.assertEqual(self.layout(self.binary)["N1"], ("N0", 1))
        self.assertEqual(
            self.env["mlm.holding"].search([("partner_id", "=", people[0].id)]).method, "strategy"
        )

    def test_more_than_the_tree_lets_wait(self):
        self.binary.holding_max = 2
        people = [self.member(f"N{number}", self.top) for number in range(4)]
        self.assertEqual(self.waiting().partner_id, people[2] | people[3])
        self.assertTrue(self.place_of(self.binary, people[1]))

    def test_registration_goes_below_a_full_matrix(self):
        matrix = self.tree("matrix", width=1, depth=1, auto_enrol=True)
        first = self.member("First")
        self.member("Second", first)
        self.member("Third", first)
        self.assertFalse(self.waiting(matrix))
        self.assertEqual(self.layout(matrix)["Third"], ("Second", 1))

    def test_manual_tree_waits_without_deadline(self):
        manual = self.tree("binary", auto_enrol=True, holding_days=3)
        first = self.member("First")
        self.member("Second", first)
        self.assertRecordValues(self.waiting(manual), [{"deadline": False, "problem": False}])

    def test_rights(self):
        self.member("New", self.top)
        holding = self.waiting()
        with self.assertRaises(AccessError):
            holding.with_user(self.reader).action_place_by_strategy()
        with self.assertRaises(AccessError):
            holding.with_user(self.reader).action_cancel()
        for change in ({"state": "placed"}, {"deadline": False}, {"partner_id": self.top.id}):
            with self.assertRaises(AccessError):
                holding.with_user(self.clerk).write(change)
        holding.with_user(self.clerk).action_cancel()
        self.assertEqual(holding.state, "cancelled")

    def test_nobody_waits_twice(self):
        new = self.member("New", self.top)
        self.Tree._enrol([new.id])
        self.env["mlm.holding"]._enter(self.binary, [new.id])
        self.assertEqual(len(self.waiting()), 1)
