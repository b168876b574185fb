# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestPayoutRun(TaxCommon):
    """Top earns 2.40 in March, due at the end of April; net, as its tax rule has no tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk, cls.releaser = (
            new_test_user(cls.env, login=f"mlm_payout_{name}", groups=groups)
            for name, groups in (
                ("clerk", "mlm_base.group_mlm_accountant"),
                ("releaser", "mlm_commission.group_mlm_payout_releaser"),
            )
        )
        cls.bank = cls.env["account.journal"].create(
            {"name": "House Bank", "type": "bank", "code": "HB1"}
        )
        cls.account = cls.env["res.partner.bank"].create(
            {"partner_id": cls.top.id, "acc_number": "DE89370400440532013000"}
        )
        cls.trust(cls.account)

    @classmethod
    def trust(cls, account):
        account.allow_out_payment = True
        account.sudo().mlm_changed_at = fields.Datetime.now() - timedelta(hours=25)

    def settled(self):
        return self.close_march()._settle("2026-04-18")

    def run_of(self, user=None, **values):
        return (
            self.env["mlm.payout.run"]
            .with_user(user or self.clerk)
            .create(
                {
                    "journal_id": self.bank.id,
                    "date": "2026-05-02",
                    "due_until": "2026-05-02",
                    **values,
                }
            )
        )

    def left_out(self, run):
        return run.exclusion_ids.mapped("reason")

    def test_due_documents_are_paid_after_release_by_a_second_person(self):
        move = self.settled()
        run = self.run_of()
        run.action_propose()
        self.assertRecordValues(
            run.line_ids, [{"partner_id": self.top.id, "amount": 2.4, "state": "proposed"}]
        )
        self.assertEqual(run.state, "proposed")
        with self.assertRaisesRegex(AccessError, "no right to release"):
            run.action_release()
        run.with_user(self.releaser).action_release()
        self.assertEqual((run.state, run.released_by), ("released", self.releaser))
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        self.assertEqual(move.mlm_statement_ids.state, "paid")
        payment = run.line_ids.payment_id
        self.assertRecordValues(
            payment,
            [{"amount": 2.4, "partner_bank_id": self.account.id, "journal_id": self.bank.id}],
        )
        self.assertIn(move.name, payment.memo)
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            self.run_of().action_propose()

    def test_nobody_releases_an_own_proposal(self):
        self.settled()
        run = self.run_of(self.releaser)
        run.action_propose()
        with self.assertRaisesRegex(UserError, "second person"):
            run.action_release()
        self.assertFalse(run.line_ids.payment_id)

    def test_what_is_not_due_waits(self):
        self.settled()
        with self.assertRaisesRegex(UserError, "Nothing is due until"):
            self.run_of(due_until="2026-04-29").action_propose()

    def test_accounts_must_be_there_released_old_enough_and_match(self):
        self.settled()
        cases = [
            ({"allow_out_payment": False}, "not released"),
            ({"acc_holder_name": "Somebody Else"}, "less than 24 hours"),
            ({"mlm_payee_result": "none"}, "don't match"),
        ]
        for values, reason in cases:
            with self.subTest(values):
                self.account.write(values)
                run = self.run_of()
                run.action_propose()
                self.assertFalse(run.line_ids)
                self.assertIn(reason, self.left_out(run)[0])
                run.action_cancel()
                self.account.mlm_payee_result = False
                self.trust(self.account)
        self.account.unlink()
        run = self.run_of()
        run.action_propose()
        self.assertEqual(self.left_out(run), ["There is no bank account."])

    def test_a_changed_account_stops_the_release(self):
        self.settled()
        run = self.run_of()
        run.action_propose()
        self.account.acc_holder_name = "Somebody Else"
        with self.assertRaisesRegex(UserError, "less than 24 hours.*propose it again"):
            run.with_user(self.releaser).action_release()
        self.assertEqual(run.state, "proposed")

    def test_own_minimum_waits_a_month_at_most(self):
        self.settled()
        self.top.mlm_payout_minimum = 50
        run = self.run_of()
        run.action_propose()
        self.assertIn("own minimum", self.left_out(run)[0])
        run.action_cancel()
        late = self.run_of(date="2026-05-30")
        late.action_propose()
        self.assertEqual(late.line_ids.amount, 2.4)

    def test_a_document_stands_in_one_living_run_only(self):
        self.settled()
        first, second = self.run_of(), self.run_of()
        first.action_propose()
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            second.action_propose()
        first.action_cancel()
        second.action_propose()
        self.assertEqual(second.line_ids.amount, 2.4)

    def test_the_database_refuses_to_pay_a_document_twice(self):
        self.settled()
        first = self.run_of()
        first.action_propose()
        item = first.line_ids.item_ids
        with (
            self.assertRaises(Exception) as caught,
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            item.sudo().copy({"payout_id": first.line_ids.id})
        self.assertIn("mlm_payout_item_live_uniq", str(caught.exception))

    def test_the_most_that_a_run_pays(self):
        move = self.settled()
        run = self.run_of(amount_limit=1)
        run.action_propose()
        self.assertRecordValues(run.line_ids, [{"amount_due": 2.4, "amount": 1.0}])
        run.with_user(self.releaser).action_release()
        self.assertAlmostEqual(sum(run.line_ids.payment_id.mapped("amount")), 1.0)
        self.assertNotEqual(move.payment_state, "paid")
        if run.line_ids.payment_id.move_id:
            rest = self.run_of()
            rest.action_propose()
            self.assertEqual(rest.line_ids.amount, 1.4)

    def test_what_a_run_pays_is_not_paid_beside_it(self):
        move = self.settled()
        self.run_of().action_propose()
        with self.assertRaisesRegex(UserError, "is being paid by PAY/"):
            move.mlm_statement_ids._pay(self.bank)

    def test_numbers_of_members_stay_out_of_the_chatter(self):
        self.account.allow_out_payment = False
        self.account.acc_number = "DE02120300000000202051"
        told = self.top.message_ids
        self.assertNotIn("DE02120300000000202051", str(told.mapped("body")))
        values = told.sudo().tracking_value_ids.mapped("new_value_char")
        self.assertNotIn("DE02120300000000202051", values)
        self.account.unlink()
        self.assertNotIn("DE02120300000000202051", str(self.top.message_ids.mapped("body")))

    def test_nobody_shortens_the_waiting_time(self):
        with self.assertRaisesRegex(AccessError, "Nobody sets"):
            self.account.with_user(self.releaser).write({"mlm_changed_at": "2026-01-01"})
        self.account.allow_out_payment = False
        self.account.allow_out_payment = True
        self.assertIn("less than 24", self.account._mlm_payout_obstacle(self.company))

    def test_a_payment_that_comes_back_opens_exactly_its_document(self):
        move = self.settled()
        run = self.run_of()
        run.action_propose()
        run.with_user(self.releaser).action_release()
        line = run.line_ids
        self.assertEqual(move.amount_residual, 0 if line.payment_id.move_id else 2.4)
        self.env["mlm.payout.return"].with_user(self.clerk).create(
            {"line_id": line.id, "code": "ac04", "date": "2026-05-06"}
        ).action_record()
        self.assertRecordValues(line, [{"state": "returned", "return_code": "AC04"}])
        self.assertEqual((move.payment_state, move.amount_residual), ("not_paid", 2.4))
        self.assertEqual(move.mlm_statement_ids.state, "settled")
        self.assertFalse(self.account.allow_out_payment)
        self.assertEqual(run.amount_returned, 2.4)
        again = self.run_of(due_until="2026-05-20")
        again.action_propose()
        self.assertIn("not released", self.left_out(again)[0])
        self.trust(self.account)
        again.action_reset()
        again.action_propose()
        again.with_user(self.releaser).action_release()
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        with self.assertRaisesRegex(UserError, "Only payments that were ordered"):
            self.env["mlm.payout.return"].create(
                {"line_id": line.id, "code": "AC04"}
            ).action_record()

    def test_own_invoices_are_offset_where_the_partner_agreed(self):
        move = self.settled()
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.top.id,
                "invoice_date": "2026-04-01",
                "invoice_date_due": "2026-04-10",
                "invoice_line_ids": [
                    fields.Command.create({"name": "Fee", "price_unit": 1, "tax_ids": []})
                ],
            }
        )
        invoice.action_post()
        run = self.run_of()
        run.action_propose()
        self.assertRecordValues(run.line_ids, [{"amount_offset": 0, "amount": 2.4}])
        run.action_reset()
        self.top.mlm_payout_offset = True
        run.action_propose()
        self.assertRecordValues(run.line_ids, [{"amount_offset": 1, "amount": 1.4}])
        run.with_user(self.releaser).action_release()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(run.line_ids.payment_id.amount, 1.4)
        self.assertIn(move.payment_state, ("paid", "in_payment"))

    def test_clerks_without_the_right_see_no_account_of_members(self):
        outsider = new_test_user(self.env, login="mlm_outsider", groups="mlm_base.group_mlm_clerk")
        Bank = self.env["res.partner.bank"].with_user(outsider)
        self.assertFalse(Bank.search([("partner_id", "=", self.top.id)]))
        with self.assertRaises(AccessError):
            Bank.browse(self.account.id).read(["acc_number"])
        with self.assertRaises(AccessError):
            self.env["mlm.payout.line"].with_user(outsider).search([])
        self.assertTrue(self.account.with_user(self.clerk).acc_number)

    def test_suspended_members_wait(self):
        self.settled()
        self.top.sudo()._mlm_set_state("suspended", "test")
        run = self.run_of()
        run.action_propose()
        self.assertFalse(run.line_ids)
        self.assertIn("The member is suspended.", self.left_out(run))

    def test_documents_in_another_currency_are_not_paid_by_runs(self):
        """A run would pay the company's currency where the document promises another one."""
        move = self.settled()
        other = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.company.currency_id.id)], limit=1)
        )
        other.active = True
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.top.id,
                "currency_id": other.id,
                "invoice_date": "2026-04-01",
                "invoice_date_due": "2026-04-10",
                "invoice_line_ids": [
                    fields.Command.create({"name": "Talk", "price_unit": 9, "tax_ids": []})
                ],
            }
        )
        bill.action_post()
        move.mlm_statement_ids.sudo().move_id = bill
        run = self.run_of()
        run.action_propose()
        self.assertFalse(run.line_ids)
        self.assertIn(f"A document is in {other.name}", self.left_out(run)[0])

    def test_documents_and_payments_name_accounts_masked(self):
        """Core reads names of linked records past the record rules."""
        move = self.settled()
        run = self.run_of()
        run.action_propose()
        run.with_user(self.releaser).action_release()
        move.sudo().partner_bank_id = self.account
        biller = new_test_user(self.env, login="mlm_biller", groups="account.group_account_invoice")
        payment = run.sudo().line_ids.payment_id
        self.env.invalidate_all()
        for record in (move, payment):
            shown = record.with_user(biller).read(["partner_bank_id"])[0]["partner_bank_id"]
            web = record.with_user(biller).web_read(
                {"partner_bank_id": {"fields": {"display_name": {}}}}
            )
            self.assertNotIn("0044", str(shown) + str(web))
        found = self.env["res.partner.bank"].with_user(biller).name_search("DE8937")
        self.assertFalse(found)
        self.assertIn("0044", self.account.with_user(self.clerk).display_name)

    def test_clerks_change_neither_lines_nor_released_runs(self):
        self.settled()
        run = self.run_of()
        run.action_propose()
        with self.assertRaises(AccessError):
            run.line_ids.write({"amount": 1000})
        with self.assertRaises(AccessError):
            self.env["mlm.payout.line"].with_user(self.clerk).create(
                {"run_id": run.id, "partner_id": self.top.id, "amount": 10}
            )
        with self.assertRaisesRegex(UserError, "stays as it is"):
            run.amount_limit = 5
        for name in ("state", "released_by", "proposed_by"):
            with self.subTest(name), self.assertRaisesRegex(AccessError, "by its buttons"):
                run.write({name: "released" if name == "state" else False})
        with self.assertRaisesRegex(AccessError, "begins as a new one"):
            self.run_of(state="released")
