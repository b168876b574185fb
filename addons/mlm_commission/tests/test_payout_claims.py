# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal as D

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_commission.models.commission_account.deduction_order import Claim, share

from .common_payout import PayoutCommon


def claim(key, amount, garnishes=True, **values):
    figures = {
        "month_left": None,
        "rule": "all",
        "fixed": D(0),
        "free": D(0),
        "percent": D(100),
        **values,
    }
    return Claim(key, garnishes, D(amount), **figures)


@tagged("post_install", "-at_install")
class TestDeductionOrder(BaseCase):
    def test_first_served_first_paid(self):
        claims = [claim("tax office", 600), claim("bank", 900)]
        self.assertEqual(share(D(1000), D(0), D(0), claims), [("tax office", 600), ("bank", 400)])

    def test_share_above_the_protected_amount(self):
        """2,555.00 in the month, 1,555.00 protected, 70 % of 1,000.00: 700.00."""
        rule = {"rule": "above", "free": D("1555.00"), "percent": D(70)}
        self.assertEqual(share(D(2555), D(0), D(0), [claim(1, 5000, **rule)]), [(1, D("700.00"))])
        self.assertEqual(share(D(1555), D(0), D(0), [claim(1, 5000, **rule)]), [])

    def test_a_month_is_protected_once(self):
        """1,555.00 was paid before: 70 % of the whole 1,000.00 that follow can be attached; a
        second creditor finds nothing left of it."""
        rule = {"rule": "above", "free": D("1555.00"), "percent": D(70)}
        claims = [claim(1, 300, **rule), claim(2, 5000, **rule)]
        shares = share(D(1000), D(1555), D(0), claims)
        self.assertEqual(shares, [(1, D(300)), (2, D(400))])
        self.assertEqual(share(D(100), D(2555), D(700), claims), [(1, D("70.00"))])

    def test_parts_of_a_cent_are_left_to_the_partner(self):
        rule = {"rule": "above", "free": D(0), "percent": D("33.33")}
        self.assertEqual(share(D("0.05"), D(0), D(0), [claim(1, 9, **rule)]), [(1, D("0.01"))])

    def test_own_claims_after_a_garnishment_spare_what_is_protected(self):
        fixed = {"rule": "fixed", "fixed": D(200)}
        early, late = claim("early", 100, garnishes=False), claim("late", 100, garnishes=False)
        served = claim("court", 1000, **fixed)
        self.assertEqual(
            share(D(1000), D(0), D(0), [early, served, late]), [("early", 100), ("court", 200)]
        )
        self.assertEqual(
            share(D(1000), D(0), D(0), [claim("court", 300), late]), [("court", 300), ("late", 100)]
        )

    def test_instalments_leave_the_rest(self):
        advance = claim("advance", 500, garnishes=False, month_left=D(50))
        self.assertEqual(share(D(1000), D(0), D(0), [advance]), [("advance", 50)])
        self.assertEqual(share(D(0), D(0), D(0), [advance]), [])
        self.assertEqual(share(D(-5), D(0), D(0), [advance]), [])


@tagged("post_install", "-at_install")
class TestPayoutClaims(PayoutCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.court = cls.env["res.partner"].create({"name": "Tax Office"})
        cls.advances = cls.env["account.account"].create(
            {
                "code": "151099",
                "name": "Advances",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        cls.company.mlm_advance_account_id = cls.advances

    def claim(self, **values):
        record = (
            self.env["mlm.payout.claim"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "12 M 345/26",
                    "partner_id": self.top.id,
                    "kind": "garnishment",
                    "creditor_id": self.court.id,
                    "ranked_at": "2026-04-20 10:00:00",
                    "amount": 100,
                    **values,
                }
            )
        )
        record.action_activate()
        return record

    def advance(self, **values):
        return self.claim(kind="advance", creditor_id=False, **values)

    def balance(self, account, partner=None):
        domain = [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        return round(sum(self.env["account.move.line"].search(domain).mapped("balance")), 2)

    def test_a_garnishment_goes_to_the_creditor(self):
        """2.40 due: 2.00 can be attached in a month, 0.40 is paid; the document stays as it is."""
        move = self.settled()
        payable = move.mlm_statement_ids._payable_lines().account_id
        before = move.amount_total, move.amount_tax
        claim = self.claim(rule="fixed", attachable_amount=2)
        run = self.proposed()
        self.assertRecordValues(run.line_ids, [{"amount": 0.4, "amount_deducted": 2}])
        self.assertFalse(run.line_ids.deduction_ids.move_id)
        self.assertEqual(claim.amount_taken, 0)
        self.released(run)
        self.assertEqual(run.sudo().line_ids.payment_id.amount, 0.4)
        self.assertEqual((move.amount_total, move.amount_tax), before)
        self.assertEqual(round(move.amount_residual, 2) in (0, 0.4), True)
        creditor_account = self.court.property_account_payable_id
        self.assertEqual(self.balance(creditor_account, self.court), -2)
        self.assertEqual(self.balance(payable, self.top) in (-0.4, 0), True)
        claim.invalidate_recordset()
        self.assertEqual((claim.amount_taken, claim.amount_open, claim.state), (2, 98, "active"))
        dialogue = claim.sudo().action_pay()
        self.assertEqual(dialogue["res_model"], "account.payment.register")

    def test_what_was_deducted_stays_when_the_payment_comes_back(self):
        """2.40 due, 2.00 to the creditor, 0.40 paid and returned: 0.40 are open again."""
        move = self.settled()
        claim = self.claim(rule="fixed", attachable_amount=2)
        run = self.released()
        run.sudo().line_ids._return("AC04")
        self.assertEqual(round(move.amount_residual, 2), 0.4)
        claim.invalidate_recordset()
        self.assertEqual(claim.amount_taken, 2)
        self.account.allow_out_payment = True
        self.account.sudo().mlm_changed_at = "2026-01-01"
        again = self.proposed()
        self.assertRecordValues(again.line_ids, [{"amount_due": 0.4}])

    def test_an_advance_is_recovered_by_instalments(self):
        advance = self.advance(amount=3, instalment=1.5)
        self.assertEqual(self.balance(self.advances, self.top), 3)
        self.settled()
        self.released()
        self.assertEqual(self.balance(self.advances, self.top), 1.5)
        advance.invalidate_recordset()
        self.assertEqual((advance.amount_open, advance.state), (1.5, "active"))

    def test_an_advance_that_is_recovered_is_done_and_reconciled(self):
        self.settled()
        advance = self.advance(amount=1)
        run = self.released()
        self.assertRecordValues(run.line_ids, [{"amount": 1.4, "amount_deducted": 1}])
        advance.invalidate_recordset()
        self.assertEqual((advance.amount_open, advance.state), (0, "done"))
        self.assertEqual(self.balance(self.advances), 0)
        side = advance.sudo().move_id.line_ids.filtered(
            lambda line: line.account_id == self.advances
        )
        self.assertTrue(side.reconciled)

    def test_everything_can_be_taken_and_nothing_is_paid(self):
        move = self.settled()
        self.claim()
        run = self.released()
        self.assertRecordValues(run.line_ids, [{"amount": 0, "amount_deducted": 2.4}])
        self.assertFalse(run.sudo().line_ids.payment_id)
        self.assertEqual(move.amount_residual, 0)
        self.assertEqual(move.payment_state, "paid")

    def test_earlier_service_goes_first_whatever_was_entered_first(self):
        self.settled()
        late = self.claim(amount=100, ranked_at="2026-04-25 08:00:00")
        early = self.claim(amount=2, ranked_at="2026-04-21 08:00:00")
        run = self.proposed()
        self.assertEqual(
            [(row.claim_id, row.amount) for row in run.line_ids.deduction_ids],
            [(early, 2), (late, 0.4)],
        )

    def test_what_is_served_after_the_payment_takes_nothing(self):
        self.settled()
        self.claim(ranked_at="2026-05-03 00:00:00")
        self.assertRecordValues(self.proposed().line_ids, [{"amount": 2.4, "amount_deducted": 0}])

    def test_a_garnishment_served_after_the_proposal_stops_the_release(self):
        self.settled()
        run = self.proposed()
        claim = self.claim()
        with self.assertRaisesRegex(UserError, "deductions have changed"):
            self.released(run)
        claim.action_cancel()
        self.released(run)
        self.assertEqual(run.state, "released")

    def test_own_invoices_after_the_service_are_not_offset(self):
        """§ 392 BGB: an invoice of 10 April counts against a garnishment of 20 April, not of 5."""
        self.settled()
        self.top.mlm_payout_offset = True
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.top.id,
                "invoice_date": "2026-04-10",
                "invoice_date_due": "2026-04-10",
                "invoice_line_ids": [(0, 0, {"name": "Fee", "price_unit": 1, "tax_ids": []})],
            }
        ).action_post()
        for served, figures in (
            ("2026-04-20 10:00:00", {"amount_offset": 1, "amount_deducted": 1.4}),
            ("2026-04-05 10:00:00", {"amount_offset": 0, "amount_deducted": 2.4}),
        ):
            with self.subTest(served):
                claim = self.claim(ranked_at=served)
                run = self.proposed()
                self.assertRecordValues(run.line_ids, [figures])
                run.action_reset()
                claim.action_cancel()

    def test_deductions_can_be_bent_by_nobody(self):
        advance = self.advance(amount=1)
        with self.assertRaisesRegex(AccessError, "by its buttons"):
            advance.write({"state": "done"})
        with self.assertRaisesRegex(UserError, "in force stays"):
            advance.amount = 5
        with self.assertRaisesRegex(UserError, "can't be cancelled"):
            advance.action_cancel()
        with self.assertRaisesRegex(UserError, "Only new deductions can be deleted"):
            advance.unlink()
        with self.assertRaisesRegex(UserError, "Only new deductions can be put"):
            advance.action_activate()
        with self.assertRaises(AccessError):
            self.env["mlm.payout.deduction"].with_user(self.clerk).create(
                {"claim_id": advance.id, "payout_id": 1, "amount": 1}
            )
        outsider = new_test_user(
            self.env, login="mlm_claims_out", groups="mlm_base.group_mlm_clerk"
        )
        with self.assertRaises(AccessError):
            advance.with_user(outsider).read(["amount"])
        with self.assertRaises(AccessError):
            advance.with_user(outsider).action_activate()
        for values in ({"amount": -1}, {"creditor_id": False}, {"attachable_percent": 101}):
            with (
                self.subTest(values),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.claim(**values)

    def test_without_an_account_an_advance_says_what_to_do(self):
        self.company.mlm_advance_account_id = False
        with self.assertRaisesRegex(UserError, "Choose the account of advances"):
            self.advance()

    def test_the_form(self):
        with Form(self.env["mlm.payout.claim"]) as form:
            form.kind = "garnishment"
            form.partner_id = self.top
            form.creditor_id = self.court
            form.name = "1 M 2/26"
            form.amount = 50
            form.rule = "above"
            form.protected_amount = 1555
        self.assertEqual(form.record.amount_open, 50)
