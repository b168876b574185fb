# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestMainJob(CommissionCommon):
    """From a posted invoice to a paid commission, every figure by hand."""

    def close_march(self):
        """Customer buys 3 soaps (24 CV), Top 2 soaps for itself (20 PV: active)."""
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        return self.march._close()

    def test_a_customer_counts_for_its_partner_and_the_levels_above_earn(self):
        run = self.close_march()
        # Partner owns the customer's 24 CV; Top is level 1: 10 % of 24 = 2.40.
        # Top's own 16 CV have nobody above.
        self.assertEqual(self.run_lines(run), [("Top", 1, 0, 24.0, 2.4)])
        self.assertRecordValues(
            run, [{"state": "done", "line_count": 1, "earner_count": 1, "amount_total": 2.4}]
        )
        self.assertEqual(self.march.state, "closed")
        self.assertEqual(self.version.state, "used")

    def test_member_results_keep_volume_rank_and_team(self):
        run = self.close_march()
        results = self.env["mlm.member.result"].search([("run_id", "=", run.id)])
        top = results.filtered(lambda r: r.partner_id == self.top)
        self.assertRecordValues(
            top,
            [
                {
                    "is_active": True,
                    "personal_volume": 20.0,
                    "group_volume": 50.0,
                    "team_size": 3,
                    "amount": 2.4,
                }
            ],
        )

    def test_inactive_members_use_up_no_level(self):
        below = self.make_member("Below", self.type_distributor, self.partner)
        self.sell(below, [(self.soap, 5)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        run = self.march._close()
        # Partner bought nothing and is inactive; Top earns level 1 of 40 CV, one passed over.
        self.assertEqual(self.run_lines(run), [("Top", 1, 1, 40.0, 4.0)])

    def test_statement_settlement_and_payment(self):
        self.close_march()
        statement = self.march.statement_ids
        self.assertRecordValues(
            statement,
            [
                {
                    "partner_id": self.top.id,
                    "amount_opening": 0,
                    "amount_earned": 2.4,
                    "amount_payable": 2.4,
                    "amount_closing": 0,
                    "state": "open",
                    "date_due": date(2026, 4, 30),
                }
            ],
        )
        self.assertRecordValues(statement.line_ids, [{"line_count": 1, "amount": 2.4}])
        move = statement._settle("2026-04-18")
        self.assertRecordValues(
            move,
            [
                {
                    "move_type": "in_invoice",
                    "state": "posted",
                    "partner_id": self.top.id,
                    "amount_total": 2.4,
                    "invoice_date_due": date(2026, 4, 30),
                }
            ],
        )
        self.assertTrue(move.journal_id.is_self_billing)
        self.assertEqual(move.invoice_line_ids.mapped("price_unit"), [2.4])
        self.assertEqual(statement.state, "settled")
        statement._pay(self.company_data["default_journal_bank"], "2026-04-30")
        self.assertEqual(statement.state, "paid")
        self.assertEqual(statement.amount_paid, 2.4)

    def test_one_settlement_line_per_bonus(self):
        self.release_version(
            self.version.definition + "    - {code: extra, kind: level, rates: [1]}\n"
        )
        self.close_march()
        move = self.march.statement_ids._settle("2026-04-18")
        # level: 10 % of 24; extra: 1 % of 24.
        self.assertEqual(move.invoice_line_ids.mapped("price_unit"), [2.4, 0.24])

    def test_clicking_through_from_contact_to_invoice(self):
        self.close_march()
        self.assertEqual(self.top.mlm_statement_count, 1)
        statements = self.env["mlm.statement"].search(
            self.top.action_mlm_view_statements()["domain"]
        )
        lines = self.env["mlm.commission.line"].search(statements.action_view_lines()["domain"])
        self.assertEqual(len(lines), 1)
        invoice = self.env["account.move"].browse(lines.action_view_source()["res_id"])
        self.assertEqual((invoice.move_type, invoice.partner_id), ("out_invoice", self.customer))

    def test_settling_twice_makes_one_document(self):
        self.close_march()
        statement = self.march.statement_ids
        first = statement._settle("2026-04-18")
        self.assertFalse(statement._settle("2026-04-18"))
        self.assertEqual(statement.move_id, first)

    def test_a_settlement_document_stays(self):
        self.close_march()
        move = self.march.statement_ids._settle("2026-04-18")
        for attempt in (move.button_draft, move.button_cancel):
            with self.assertRefused("settles a commission statement", UserError):
                attempt()
        with self.assertRaises(UserError):
            move.unlink()
        self.assertEqual(move.state, "posted")

    def test_a_negative_month_is_carried_to_the_next_statement(self):
        invoice = self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.credit(invoice, "2026-04-10", quantities={self.soap: 2})
        self.sell(self.top, [(self.soap, 2)], date="2026-04-11")
        april = self.march._next()
        april.date_cutoff = "2026-05-18"
        run = april._close()
        # 2 of 3 soaps back: -16 CV, 10 % = -1.60.
        self.assertEqual(self.run_lines(run), [("Top", 1, 0, -16.0, -1.6)])
        self.assertRecordValues(
            april.statement_ids,
            [
                {
                    "amount_earned": -1.6,
                    "amount_payable": 0,
                    "amount_closing": -1.6,
                    "state": "carried",
                }
            ],
        )
        self.assertFalse(april.statement_ids._settle("2026-05-18"))
        self.sell(self.customer, [(self.soap, 4)], date="2026-05-05")
        self.sell(self.top, [(self.soap, 2)], date="2026-05-06")
        may = april._next()
        may.date_cutoff = "2026-06-18"
        may._close()
        # 10 % of 32 = 3.20, less the 1.60 carried over.
        self.assertRecordValues(
            may.statement_ids,
            [
                {
                    "amount_opening": -1.6,
                    "amount_earned": 3.2,
                    "amount_payable": 1.6,
                    "amount_closing": 0,
                    "state": "open",
                }
            ],
        )
        move = may.statement_ids._settle("2026-06-18")
        self.assertEqual(move.amount_total, 1.6)
        self.assertEqual(move.invoice_line_ids.mapped("price_unit"), [3.2, -1.6])
