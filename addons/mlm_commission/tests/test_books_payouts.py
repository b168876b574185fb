# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestBooksPayouts(TaxCommon):
    """March settled on 18 April, due on 30 April: Top 3.20, Partner 1.60."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sell(cls.customer, [(cls.soap, 3)])
        cls.sell(cls.top, [(cls.soap, 2)])
        cls.sell(cls.reseller, [(cls.soap, 2)])
        cls.march.date_cutoff = "2026-04-18"
        cls.march._close()
        cls.moves = cls.march.statement_ids._settle("2026-04-18")
        cls.of = {move.partner_id: move for move in cls.moves}
        cls.bank = cls.company_data["default_journal_bank"]

    def amounts(self, day):
        """{partner's name: (state, age, settled, open, due, ordered, paid)} as seen on a day."""
        fields = ("state", "bucket", "amount", "amount_open", "amount_due", "amount_ordered")
        with freeze_time(f"{day} 12:00:00"):
            self.env.invalidate_all()
            return {
                row.partner_id.name: tuple(row[name] for name in (*fields, "amount_paid"))
                for row in self.env["mlm.payout.report"].search(
                    [("company_id", "=", self.company.id)]
                )
            }

    def rows(self, day):
        aging = self.env["mlm.payout.aging"].create({"date": day})
        return {name: [str(amount) for amount in amounts] for _no, name, amounts in aging._rows()}

    def test_tax_is_part_of_what_is_owed(self):
        total = sum(self.moves.mapped("amount_total"))
        self.assertEqual(sum(row[2] for row in self.amounts("2026-04-20").values()), total)

    def test_open_due_and_age(self):
        top = self.of[self.top].amount_total
        for day, state, bucket, due in (
            ("2026-04-29", "open", "0", 0),
            ("2026-04-30", "due", "0", top),
            ("2026-05-01", "due", "1", top),
            ("2026-05-30", "due", "1", top),
            ("2026-05-31", "due", "2", top),
            ("2026-06-30", "due", "3", top),
            ("2026-07-30", "due", "4", top),
        ):
            with self.subTest(day):
                expected = (state, bucket, top, top, due, 0, 0)
                self.assertEqual(self.amounts(day)["Top"], expected)

    def test_paid_is_what_the_books_say(self):
        self.pay(self.of[self.top], "2026-04-20")
        top = self.of[self.top]
        state, bucket, settled, open_, due, ordered, paid = self.amounts("2026-05-10")["Top"]
        self.assertEqual((settled, open_ + due), (top.amount_total, 0))
        self.assertEqual(ordered + paid, top.amount_total)
        self.assertEqual(state, "ordered" if ordered else "paid")
        self.assertFalse(bucket)
        report = self.env["mlm.payout.report"].search([("move_id", "=", top.id)])
        self.assertEqual(str(report.payment_date), "2026-04-20")
        self.assertEqual(report.period_id, self.march)
        self.assertEqual(report.action_open()["res_id"], top.id)

    def test_without_an_entry_a_payment_is_on_its_way(self):
        """The bank statement will book it: open in the books, not due any more."""
        bank = self.env["account.journal"].create(
            {"name": "House Bank", "type": "bank", "code": "HB1"}
        )
        top = self.of[self.top]
        # As where bank statements can be reconciled.
        move_class = self.env.registry["account.move"]
        with patch.object(move_class, "_get_invoice_in_payment_state", lambda move: "in_payment"):
            top.mlm_statement_ids._pay(bank, "2026-04-20")
        expected = ("ordered", None, top.amount_total, 0, 0, top.amount_total, 0)
        found = self.amounts("2026-05-10")["Top"]
        self.assertEqual((found[0], found[1] or None, *found[2:]), expected)

    def test_held_documents_are_not_due(self):
        top = self.of[self.top]
        self.env["mlm.payout.hold"].create(
            {
                "partner_id": self.top.id,
                "company_id": self.company.id,
                "kind": self.env["mlm.payout.hold"]._fields["kind"].selection[0][0],
                "reason": "Documents are missing",
                "date_from": "2026-04-01",
            }
        )
        self.assertEqual(self.amounts("2026-05-10")["Top"][0], "held")
        row = self.env["mlm.payout.report"].search([("move_id", "=", top.id)])
        self.assertEqual((row.amount_held, row.amount_due), (top.amount_total, 0))
        self.assertEqual(self.amounts("2026-05-10")["Partner"][0], "due")

    def test_corrections_count_against(self):
        top = self.of[self.top]
        refund = top._reverse_moves([{"invoice_date": "2026-05-04", "date": "2026-05-04"}])
        refund.action_post()
        found = self.env["mlm.payout.report"].search([("partner_id", "=", self.top.id)])
        self.assertEqual(found.move_id, top | refund)
        self.assertEqual(sum(found.mapped("amount")), 0)

    def test_the_aged_list_looks_back(self):
        top, partner = (f"{self.of[p].amount_total:.2f}" for p in (self.top, self.partner))
        both = {
            "Partner": [partner, "0", "0", "0", "0", partner],
            "Top": [top, "0", "0", "0", "0", top],
        }
        self.assertEqual(self.rows("2026-04-17"), {})
        self.assertEqual(self.rows("2026-04-30"), both)
        bill, line = self.of[self.top], self.of[self.top].line_ids
        payable = line.filtered(lambda x: x.account_id.account_type == "liability_payable")
        entry = self.env["account.move"].create(
            {
                "date": "2026-05-20",
                "journal_id": self.bank.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": payable.account_id.id,
                            "partner_id": self.top.id,
                            "balance": bill.amount_total,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.bank.default_account_id.id,
                            "balance": -bill.amount_total,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        (entry.line_ids.filtered("partner_id") | payable).reconcile()
        self.assertEqual(
            self.rows("2026-05-19"),
            {
                "Partner": ["0", partner, "0", "0", "0", partner],
                "Top": ["0", top, "0", "0", "0", top],
            },
        )
        self.assertEqual(list(self.rows("2026-05-20")), ["Partner"])

    def test_print_and_spreadsheet(self):
        aging = self.env["mlm.payout.aging"].create({"date": "2026-06-15"})
        total = sum(Decimal(f"{move.amount_total:.2f}") for move in self.moves)
        self.assertEqual(aging._totals(aging._rows())[-1], total)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "mlm_commission.mlm_payout_aging_report", aging.ids
        )[0]
        for text in ("Top", "31 to 60 days", "Payables to partners as of 2026-06-15"):
            self.assertIn(text, html.decode())
        book = zipfile.ZipFile(io.BytesIO(aging._xlsx()))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        self.assertIn("SUM(H2:H3)", sheet)
        self.assertIn(f"<v>{float(total)}</v>", sheet)

    def test_only_accountants_see_payouts(self):
        clerk = new_test_user(
            self.env, "payout_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.env["mlm.payout.report"].with_user(clerk).search([])
        aging = self.env["mlm.payout.aging"].create({"date": "2026-06-15"})
        for call in ("action_xlsx", "action_print", "_rows"):
            with self.assertRaises(AccessError):
                getattr(aging.with_user(clerk), call)()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "payout_other",
            "mlm_base.group_mlm_accountant",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.env["mlm.payout.report"].with_user(stranger).search([]))
