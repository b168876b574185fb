# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestPayoutTiers(TaxCommon):
    def test_a_run_above_a_tier_waits_for_its_reviewer(self):
        clerk = new_test_user(
            self.env, login="mlm_tier_clerk", groups="mlm_base.group_mlm_accountant"
        )
        releaser, reviewer = (
            new_test_user(
                self.env,
                login=f"mlm_tier_{name}",
                groups="mlm_commission.group_mlm_payout_releaser",
            )
            for name in ("releaser", "reviewer")
        )
        self.env["tier.definition"].create(
            {
                "name": "Large payouts",
                "model_id": self.env["ir.model"]._get_id("mlm.payout.run"),
                "review_type": "individual",
                "reviewer_id": reviewer.id,
                "definition_domain": "[('due_until', '!=', False)]",
            }
        )
        bank = self.env["account.journal"].create(
            {"name": "House Bank", "type": "bank", "code": "HB1"}
        )
        account = self.env["res.partner.bank"].create(
            {"partner_id": self.top.id, "acc_number": "DE89370400440532013000"}
        )
        account.allow_out_payment = True
        account.sudo().mlm_changed_at = fields.Datetime.now() - timedelta(hours=25)
        move = self.close_march()._settle("2026-04-18")
        run = (
            self.env["mlm.payout.run"]
            .with_user(clerk)
            .create({"journal_id": bank.id, "date": "2026-05-02", "due_until": "2026-05-02"})
        )
        run.action_propose()
        reviews = run.request_validation()
        self.assertEqual(reviews.mapped("reviewer_id"), reviewer)
        with self.assertRaises(ValidationError):
            run.with_user(releaser).action_release()
        self.assertEqual((run.state, move.payment_state), ("proposed", "not_paid"))
        run.with_user(reviewer).validate_tier()
        with self.assertRaisesRegex(UserError, "no right|second person"):
            run.action_release()
        run.with_user(releaser).action_release()
        self.assertIn(move.payment_state, ("paid", "in_payment"))
