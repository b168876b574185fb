# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestRunReversal(CommissionCommon):
    """Returns after the closing, by policy and by reason."""

    def setUp(self):
        super().setUp()
        self.invoice = self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()  # Top: 10 % of 24 CV = 2.40
        self.april = self.march._next()
        self.april.date_cutoff = "2026-05-18"

    def take_back(self, quantity, date="2026-04-20", reason=None):
        """Credit a part of the invoice; return the credit note."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.invoice.ids)
            .create({"journal_id": self.invoice.journal_id.id, "date": date})
        )
        credit = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        credit.invoice_date = date
        credit.invoice_line_ids.quantity = quantity
        if reason:
            credit.mlm_return_reason_id = self.env.ref(f"mlm_commission.return_reason_{reason}")
        credit.action_post()
        return credit

    def earned(self, period):
        lines = self.env["mlm.commission.line"].search([("run_id", "=", period.final_run_id.id)])
        return sorted((line.partner_id.name, line.amount) for line in lines)

    def test_negative_volume_needs_an_active_earner(self):
        self.take_back(3)
        self.april._close()
        # Nobody above is active in April: nothing is taken back.
        self.assertEqual(self.earned(self.april), [])

    def test_reversal_takes_back_from_whoever_earned(self):
        self.plan.return_policy = "reverse"
        credit = self.take_back(3)
        run = self.april._close()
        line = self.env["mlm.commission.line"].search([("run_id", "=", run.id)])
        self.assertRecordValues(
            line,
            [
                {
                    "partner_id": self.top.id,
                    "amount": -2.4,
                    "base": -24,
                    "rate": 10,
                    "level": 1,
                    "move_id": credit.id,
                }
            ],
        )
        self.assertRecordValues(run, [{"line_count": 1, "amount_total": -2.4, "volume_count": 0}])
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", run.id), ("partner_id", "=", self.top.id)]
        )
        self.assertEqual(result.amount, -2.4)
        statement = self.april.statement_ids
        self.assertRecordValues(statement, [{"amount_earned": -2.4, "amount_closing": -2.4}])
        self.assertEqual(run._verify(), [])

    def test_partial_returns_sum_up_to_what_was_paid(self):
        self.plan.return_policy = "reverse"
        self.env.cr.execute(
            "UPDATE mlm_commission_line SET amount = 2.50 WHERE run_id = %s",
            [self.march.final_run_id.id],
        )
        for date in ("2026-04-20", "2026-04-21", "2026-04-22"):
            self.take_back(1, date)
        self.april._close()
        # 2.50 in three parts: 0.83, 1.67 and 2.50 in all.
        self.assertEqual(self.earned(self.april), [("Top", -0.84), ("Top", -0.83), ("Top", -0.83)])

    def test_parts_in_several_periods(self):
        self.plan.return_policy = "reverse"
        self.take_back(1, "2026-04-20")
        self.april._close()
        self.assertEqual(self.earned(self.april), [("Top", -0.8)])
        may = self.april._next()
        may.date_cutoff = "2026-06-18"
        self.take_back(2, "2026-05-05")
        run = may._close()
        self.assertEqual(self.earned(may), [("Top", -1.6)])
        self.assertEqual(run._verify(), [])

    def test_returns_within_the_open_period_are_plain_negative_volume(self):
        self.plan.return_policy = "reverse"
        invoice = self.sell(self.customer, [(self.soap, 3)], date="2026-04-03")
        self.sell(self.top, [(self.soap, 2)], date="2026-04-03")
        self.invoice = invoice
        self.take_back(1)
        self.april._close()
        self.assertEqual(self.earned(self.april), [("Top", -0.8), ("Top", 2.4)])

    def test_what_the_company_causes_costs_nobody_commission(self):
        for policy in ("negative", "reverse"):
            self.plan.return_policy = policy
            self.sell(self.top, [(self.soap, 2)], date="2026-04-03")
            self.take_back(1, reason="company")
            run = self.april._new_run("trial")
            run._execute()
            self.assertFalse(
                self.env["mlm.commission.line"].search([("run_id", "=", run.id)]), policy
            )

    def test_reasons_of_posted_credit_notes_stay(self):
        credit = self.take_back(1, reason="withdrawal")
        with self.assertRefused("its reason stays", UserError):
            credit.mlm_return_reason_id = self.env.ref("mlm_commission.return_reason_company")
        with self.assertRefused("used by posted credit notes", UserError):
            self.env.ref("mlm_commission.return_reason_withdrawal").is_clawback = False
