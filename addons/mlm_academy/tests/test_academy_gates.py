# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.mlm_commission.tests.common_payout import PayoutCommon
from odoo.addons.mlm_portal.tests.common_registration import RegistrationCommon
from odoo.addons.mlm_portal.tests.test_tree_team import TreeCommon

from .common import AcademyMixin

CONDITION_PLAN = """plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  bonuses:
    - code: level
      kind: level
      compression: skip_inactive
      rates: [10, 5]
      require: [{attribute: training, is: true}]
"""


@tagged("post_install", "-at_install")
class TestGateRecruiting(AcademyMixin, RegistrationCommon):
    """Who is late takes on nobody: by link, by number, by staff, by registration."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_academy()
        (cls.anna | cls.bert).mlm_date_joined = "2026-01-01"
        cls.anna_user = cls.make_login(cls.anna, "gate_anna")
        cls.training = cls.make_training(gate_recruiting=True)

    def test_closed_opened_and_closed_again(self):
        offer = self.offer(self.visit(self.anna_code))
        self.assertIsNone(offer, "her link leads nowhere")
        with self.assertRaisesRegex(UserError, "takes on nobody"):
            self.offer(number=self.anna.mlm_member_number)
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
            offer = self.offer(self.visit(self.anna_code))
            self.assertEqual(offer.sponsor, self.anna)
            carla = self.stranger()
            self.assertTrue(carla._mlm_bind(offer))
            self.assertEqual(carla.mlm_sponsor_id, self.anna)
        with freeze_time("2027-03-02"):
            self.assertFalse(self.anna._mlm_takes_on(), "expired over night, without a job")
            dora = self.stranger("Dora Neu")
            self.assertFalse(dora._mlm_bind(offer), "an offer from before the end")
            self.assertFalse(dora.mlm_sponsor_id)
            refusal = self.Binding.search([("partner_id", "=", dora.id)])
            self.assertEqual(refusal.result, "refused")
            self.assertIn("Honesty", refusal.reason)

    def test_staff_binds_nobody_new(self):
        with self.assertRaisesRegex(ValidationError, "Honesty"):
            self.make_member("Emil Neu", self.anna)
        self.training.gate_recruiting = False
        self.assertTrue(self.make_member("Emil Neu", self.anna))

    def test_moves_that_were_approved_go_on(self):
        with freeze_time("2026-01-05"):
            carl = self.make_member("Carl", self.bert)
        carl._mlm_set_sponsor(self.anna)
        self.assertEqual(carl.mlm_sponsor_id, self.anna)

    def test_dashboard_tells(self):
        todos = self.anna._mlm_dashboard_todos()
        self.assertIn({"text": "The training “Honesty” is overdue.", "url": "/my/academy"}, todos)
        self.assertIsNone(self.anna._mlm_dashboard_referral(), "no link to show")


@tagged("post_install", "-at_install")
class TestGatePlacement(AcademyMixin, TreeCommon):
    """Who is late doesn't choose places; the strategy still does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_academy()
        cls.tree = cls.make_placement_tree()
        top = cls.tree._place(cls.anna, cls.env["mlm.place"])
        cls.newcomer = cls.make_member("Nora", cls.anna)
        cls.place_id = top.id
        cls.row = cls.env["mlm.holding"].search(
            [("partner_id", "=", cls.newcomer.id), ("tree_id", "=", cls.tree.id)]
        )
        cls.user = cls.make_login(cls.anna, "gate_place")
        cls.anna.mlm_date_joined = "2026-01-01"
        cls.training = cls.make_training(gate_placement=True)

    def place_it(self):
        return self.anna._mlm_place_newcomer(self.tree.id, self.row.id, self.place_id, 1)

    def test_choice_after_the_training(self):
        self.assertEqual(self.row.state, "waiting")
        with self.assertRaisesRegex(UserError, "Honesty"):
            self.place_it()
        self.pass_course(self.user)
        self.assertTrue(self.place_it())
        self.assertEqual((self.row.state, self.row.method), ("placed", "sponsor"))

    def test_staff_still_places(self):
        self.row._place_by_hand(self.env["mlm.place"].browse(self.place_id), 1)
        self.assertEqual(self.row.state, "placed")


@tagged("post_install", "-at_install")
class TestGateMoney(AcademyMixin, PayoutCommon):
    """Payouts wait, and plans can ask for the training; Top earns 2.40 in March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_academy()
        cls.user = cls.make_login(cls.top, "gate_top")
        cls.account.sudo().mlm_changed_at = "2026-01-01"

    def test_payout_waits_until_the_training_is_there(self):
        self.settled()
        self.make_training(gate_payout=True)
        run = self.proposed()
        self.assertFalse(run.line_ids)
        self.assertEqual(
            run.exclusion_ids.filtered(lambda one: one.partner_id == self.top).reason,
            "The training “Honesty” is missing.",
        )
        run.action_reset()
        with freeze_time("2026-05-01"):
            self.pass_course(self.user)
        run.with_user(self.clerk).action_propose()
        self.assertEqual(run.line_ids.partner_id, self.top)

    def test_condition_of_commission(self):
        version = self.env["mlm.plan.version"].create(
            {"plan_id": self.plan.id, "date_from": "2026-02-01", "definition": CONDITION_PLAN}
        )
        version._release()
        self.sell(self.partner, [(self.soap, 2)])
        self.sell(self.reseller, [(self.soap, 2)])
        self.sell(self.top, [(self.soap, 2)])
        self.make_training(gate_commission=True)
        self.assertFalse(self.earned(), "nobody has it on the last day of March")
        with freeze_time("2026-04-01"):
            self.pass_course(self.user)
        self.assertFalse(self.earned(), "too late for March")
        self.env["mlm.training.record"]._keep(
            self.env["mlm.training"].search([]), self.top, self.march.date_from, how="hand"
        )
        self.assertEqual(self.earned(), {self.top})

    def earned(self):
        """Return who earns something in a trial run of March."""
        run = self.march._new_run("trial")
        run._execute()
        return set(self.env["mlm.commission.line"].search([("run_id", "=", run.id)]).partner_id)
