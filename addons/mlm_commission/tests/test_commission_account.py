# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import SQL

from .common_payout import PayoutCommon

FIGURES = ("expected", "earned", "settled", "due", "held", "ordered", "paid", "returned")


@tagged("post_install", "-at_install")
class TestCommissionAccount(PayoutCommon):
    def hold(self, **values):
        return self.env["mlm.payout.hold"].create(
            {
                "partner_id": self.top.id,
                "kind": "inquiry",
                "reason": "A buyer complained.",
                "date_from": "2026-04-20",
                **values,
            }
        )

    def entries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["mlm.account.entry"].search(
            [("partner_id", "=", self.top.id)], order="date, id"
        )

    def figures(self):
        """The sums that aren't zero, and what the company owes."""
        entries = self.entries()
        sums = {name: round(sum(entries.mapped(f"amount_{name}")), 2) for name in FIGURES}
        found = {name: amount for name, amount in sums.items() if amount}
        return found, round(sum(entries.mapped("amount")), 2)

    # === ACCOUNT === #

    def test_an_amount_is_earned_settled_due_and_paid(self):
        statements = self.close_march()
        with freeze_time("2026-04-18"):
            self.assertEqual(self.figures(), ({"earned": 2.4}, 2.4))
            self.assertEqual(self.top.mlm_account_balance, 2.4)
            statements._settle("2026-04-18")
            self.assertEqual(self.figures(), ({"settled": 2.4}, 2.4))
        with freeze_time("2026-05-02"):
            self.assertEqual(self.figures(), ({"settled": 2.4, "due": 2.4}, 2.4))
            payment = self.released().sudo().line_ids.payment_id
            found, balance = self.figures()
        if payment.move_id:
            self.assertEqual((found, balance), ({"settled": 2.4, "paid": 2.4}, 0))
            self.assertEqual(self.entries().mapped("balance"), [2.4, 0])
        else:  # without an outstanding account the bank statement books the payment
            self.assertEqual((found, balance), ({"settled": 2.4, "ordered": 2.4}, 2.4))

    def test_a_payment_that_comes_back_is_owed_again(self):
        move = self.settled()
        payable = move.mlm_statement_ids._payable_lines()
        suspense = self.company_data["default_account_assets"]
        for balance, date in ((2.4, "2026-05-04"), (-2.4, "2026-05-06")):
            line = self.env["account.bank.statement.line"].create(
                {
                    "journal_id": self.bank.id,
                    "date": date,
                    "amount": -balance,
                    "payment_ref": "Commission",
                    "partner_id": self.top.id,
                    "counterpart_account_id": payable.account_id.id,
                }
            )
            self.assertNotIn(suspense, line.move_id.line_ids.account_id)
        with freeze_time("2026-05-07"):
            found, balance = self.figures()
        self.assertEqual(found, {"settled": 2.4, "due": 2.4, "paid": 2.4, "returned": 2.4})
        self.assertEqual(balance, 2.4)
        self.assertEqual(
            [(entry.kind, entry.amount, entry.balance) for entry in self.entries()],
            [("settled", 2.4, 2.4), ("paid", -2.4, 0), ("returned", 2.4, 2.4)],
        )

    def test_todays_figures_are_expected_and_in_no_balance(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        run = self.march._new_run("live")
        run._execute()
        self.assertEqual(self.figures(), ({"expected": 2.4}, 0))

    def test_a_negative_statement_is_taken_up_once(self):
        """March 2.40 and April -1.00 wait; May settles 2.00: 3.00 less what April took back."""
        statement = self.close_march()[0]
        amounts = {"amount_earned": -1.0, "amount_closing": -1.0, "amount_payable": 0}
        april = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-04-01"})
        carried = statement.sudo().copy({"period_id": april.id, **amounts})
        self.assertEqual(carried.state, "carried")
        self.assertEqual(self.figures(), ({"earned": 1.4}, 1.4))
        may = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-05-01"})
        later = statement.sudo().copy(
            {
                "period_id": may.id,
                "amount_opening": -1.0,
                "amount_earned": 3.0,
                "amount_payable": 2.0,
            }
        )
        self.assertEqual(self.figures(), ({"earned": 4.4}, 4.4))
        later.move_id = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.top.id,
                "invoice_date": "2026-06-18",
                "invoice_line_ids": [(0, 0, {"name": "May", "price_unit": 2, "tax_ids": []})],
            }
        )
        later.move_id.action_post()
        with freeze_time("2026-06-18"):
            found, balance = self.figures()
        self.assertEqual((found["earned"], found["settled"], balance), (2.4, 2, 4.4))

    def test_other_companies_and_other_people_see_nothing(self):
        self.close_march()
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="mlm_account_other",
            groups="mlm_base.group_mlm_accountant",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        Entry = self.env["mlm.account.entry"]
        self.assertTrue(Entry.with_user(self.clerk).search([("partner_id", "=", self.top.id)]))
        self.assertFalse(Entry.with_user(user).search([]))
        outsider = new_test_user(
            self.env, login="mlm_account_out", groups="mlm_base.group_mlm_clerk"
        )
        with self.assertRaises(AccessError):
            Entry.with_user(outsider).search([])
        with self.assertRaises(AccessError):
            self.top.with_user(outsider).read(["mlm_account_balance"])

    def test_one_partner_is_read_by_indexes(self):
        """No part of the union may read a whole table for one partner."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        query = self.env["mlm.account.entry"]._table_query
        self.env.cr.execute(
            SQL("EXPLAIN SELECT * FROM (%s) e WHERE partner_id = %s", query, self.top.id)
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        for table in ("mlm_statement s", "account_move_line l"):
            self.assertNotIn(f"Seq Scan on {table}", plan, plan)

    # === HOLDS === #

    def test_a_hold_keeps_a_partner_out_until_it_is_released(self):
        self.settled()
        hold = self.hold()
        run = self.proposed()
        self.assertFalse(run.line_ids)
        self.assertEqual(
            run.exclusion_ids.reason, "Held: Inquiry of Compliance. A buyer complained."
        )
        with freeze_time("2026-05-02"):
            self.assertEqual(self.figures(), ({"settled": 2.4, "held": 2.4}, 2.4))
        run.action_cancel()
        hold.with_user(self.clerk).action_release()
        self.assertRecordValues(hold, [{"state": "released", "released_by": self.clerk.id}])
        self.assertEqual(self.proposed().line_ids.amount, 2.4)

    def test_a_hold_ends_with_its_last_day(self):
        self.settled()
        hold = self.hold(date_until="2026-05-02")
        self.assertFalse(self.proposed().line_ids)
        hold.date_until = "2026-05-01"
        self.assertEqual(self.proposed().line_ids.amount, 2.4)

    def test_an_amount_is_kept_back_and_the_rest_paid(self):
        move = self.settled()
        self.hold(amount=1)
        run = self.proposed()
        self.assertRecordValues(run.line_ids, [{"amount_due": 2.4, "amount": 1.4}])
        self.assertRecordValues(run.exclusion_ids, [{"amount": 1, "partner_id": self.top.id}])
        self.released(run)
        self.assertEqual(run.sudo().line_ids.payment_id.amount, 1.4)
        self.assertNotEqual(move.payment_state, "paid")

    def test_more_than_all_can_be_held(self):
        self.settled()
        self.hold(amount=100)
        run = self.proposed()
        self.assertFalse(run.line_ids)
        self.assertEqual(run.exclusion_ids.amount, 2.4)

    def test_a_statement_is_held_alone(self):
        move = self.settled()
        self.hold(statement_id=move.mlm_statement_ids.id)
        run = self.proposed()
        self.assertFalse(run.line_ids)
        self.assertIn("Held", run.exclusion_ids.reason)

    def test_a_hold_after_the_proposal_stops_the_release(self):
        move = self.settled()
        for values in ({}, {"amount": 1}, {"statement_id": move.mlm_statement_ids.id}):
            with self.subTest(values):
                run = self.proposed()
                hold = self.hold(**values)
                with self.assertRaisesRegex(UserError, "A buyer complained.*propose it again"):
                    self.released(run)
                hold.action_release()
                run.action_cancel()

    def test_holds_can_be_neither_bent_nor_forgotten(self):
        statement = self.settled().mlm_statement_ids
        hold = self.hold().with_user(self.clerk)
        for values in ({"state": "released"}, {"released_by": self.clerk.id}):
            with self.assertRaisesRegex(AccessError, "button"):
                hold.write(values)
        for values in ({"amount": 1}, {"partner_id": self.partner.id}, {"reason": "x"}):
            with self.assertRaisesRegex(UserError, "stays as it was made"):
                hold.write(values)
        with self.assertRaises(AccessError):
            hold.unlink()
        with self.assertRaisesRegex(UserError, "kept as history"):
            hold.sudo().unlink()
        with self.assertRaisesRegex(AccessError, "begins as held"):
            self.env["mlm.payout.hold"].with_user(self.clerk).create(
                {
                    "partner_id": self.top.id,
                    "kind": "wish",
                    "reason": "x",
                    "held_by": self.releaser.id,
                }
            )
        with self.assertRaisesRegex(ValidationError, "not a statement of"):
            self.hold(partner_id=self.partner.id, statement_id=statement.id)
        hold.action_release()
        with self.assertRaisesRegex(UserError, "released already"):
            hold.action_release()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            hold.date_until = "2026-12-31"
        outsider = new_test_user(self.env, login="mlm_hold_out", groups="mlm_base.group_mlm_clerk")
        with self.assertRaises(AccessError):
            hold.with_user(outsider).action_release()
