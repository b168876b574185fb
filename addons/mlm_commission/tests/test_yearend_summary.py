# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import csv
import hashlib
import io
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_year import YearCommon

PDF = "odoo.addons.mlm_commission.models.yearend.mlm_year_summary_print.MlmYearSummary._pdf"
FIGURES = ("amount_net", "amount_tax", "amount_exempt", "amount_reverse")


@tagged("post_install", "-at_install")
class TestYearendSummary(YearCommon):
    """The summaries of the year that `YearCommon` lives through agree with its books."""

    def prepare(self, year=2026):
        Summary = self.env["mlm.year.summary"].sudo()
        partners = Summary._partners_of(self.company, year)
        found = Summary._prepare(self.company, year, partners).sudo(False)
        return {summary.partner_id.name: summary for summary in found}

    def release(self, summary):
        with patch(PDF, lambda summary: b"%PDF-1.7"):
            summary.action_release()
        return summary

    def worked_out(self, name, months):
        """Net by treatment and tax of the documents of some months, without the engine."""
        sums = {"taxed": Decimal(0), "exempt": Decimal(0), "reverse": Decimal(0), "tax": Decimal(0)}
        for month in months:
            net = self.expected.documents.get((month, name), Decimal(0))
            status = self.expected.status(month, name)
            treatment = {"regular": "taxed", "small": "exempt"}.get(status, "reverse")
            sums[treatment] += net
            if treatment == "taxed" and net:
                sums["tax"] += self.expected.tax(month, name)
        return tuple(sums[key] for key in ("taxed", "tax", "exempt", "reverse"))

    def figures(self, summary):
        return tuple(Decimal(f"{summary[name]:.2f}") for name in FIGURES)

    # === FIGURES === #

    def test_inflow_is_what_was_credited_and_paid_in_the_year(self):
        found = self.prepare()
        self.assertEqual(set(found), {"Top", "Brussels", "Vienna", "Zurich", "Small"})
        for name, summary in found.items():
            with self.subTest(name):
                self.assertFalse(summary.problem)
                self.assertEqual(summary.state, "draft")
                # December is credited on 18 January 2027 and paid on the 20th.
                self.assertEqual(self.figures(summary), self.worked_out(name, range(1, 12)))
        following = self.prepare(2027)
        for name, summary in following.items():
            with self.subTest(f"{name} 2027"):
                self.assertEqual(self.figures(summary), self.worked_out(name, [12]))

    def test_tax_of_all_is_the_box_of_the_return(self):
        tax = sum(self.figures(summary)[1] for summary in self.prepare().values())
        self.assertEqual(tax, self.expected.boxes(range(1, 12))["66"])

    def test_december_stands_in_the_cut_off_block(self):
        summary = self.prepare()["Top"]
        (december,) = summary.line_ids.filtered(lambda line: line.date_to.month == 12)
        self.assertEqual((december.inflow_year, december.is_unpaid), (2027, False))
        self.assertEqual(str(december.date_paid), "2027-01-20")
        self.assertEqual(summary._print_values()["earned_later"], december.gross)
        later = self.prepare(2027)["Top"]
        self.assertEqual(later._print_values()["earned_before"], december.gross)

    def test_a_returned_payment_flowed_when_it_was_due(self):
        found = self.prepare()
        self.assertEqual(found["Brussels"].amount_unpaid, self.returned.amount_total)
        self.assertEqual(sum(s.amount_unpaid for s in found.values()), self.returned.amount_total)
        line = found["Brussels"].line_ids.filtered(lambda line: line.move_id == self.returned)
        self.assertFalse(line.date_paid)
        self.assertEqual((str(line.date_due), line.inflow_year), ("2026-06-30", 2026))
        # Paid again in 2027: it is still income of 2026 and of no other year.
        self.pay(self.returned, "2027-02-01")
        again = self.prepare()["Brussels"]
        self.assertEqual(again.amount_unpaid, self.returned.amount_total)
        following = self.prepare(2027)["Brussels"]
        self.assertFalse(following.problem)
        self.assertEqual(self.figures(following), self.worked_out("Brussels", [12]))

    def test_months_and_sums_of_the_print_agree(self):
        summary = self.prepare()["Small"]
        told = summary._print_values()
        quarters = [row for row in told["months"] if row[0].startswith("Quarter")]
        months = [row for row in told["months"] if not row[0].startswith("Quarter")]
        for rows in (quarters, months):
            total = sum(Decimal(f"{row[3]:.2f}") for row in rows)
            self.assertEqual(total, Decimal(f"{summary.amount_total:.2f}"))
        self.assertEqual(
            {row[0] for row in told["sums"]}, {"Taxed, Net", "Small Business or Exempt"}
        )
        self.assertEqual(len(told["statuses"]), 2)
        self.assertEqual(
            [(row[2], row[3]) for row in told["form"]],
            [("11", summary.amount_exempt), ("14", summary.amount_net), ("16", summary.amount_tax)],
        )

    def test_own_purchases_are_told(self):
        tax = self.company_data["default_tax_sale"]
        bought = self.make_invoice(self.top, [(self.soap, 5)], "2026-05-05")
        bought.invoice_line_ids.tax_ids = tax
        bought.action_post()
        rows = self.prepare()["Top"]._print_purchases()
        self.assertEqual(rows, [("19 %", 100.0, 19.0)])

    # === FILES === #

    def test_released_is_frozen_with_its_hash(self):
        summary = self.release(self.prepare()["Top"])
        self.assertEqual(summary.state, "released")
        data = base64.b64decode(summary.csv_file)
        self.assertEqual(summary.sha256, hashlib.sha256(data).hexdigest())
        rows = list(csv.DictReader(io.StringIO(data.decode()), delimiter=";"))
        flowed = [Decimal(row["gross"]) for row in rows if row["inflow_year"] == "2026"]
        self.assertEqual(sum(flowed), Decimal(f"{summary.amount_total:.2f}"))
        for change in (lambda: summary.write({"amount_net": 1}), summary.unlink):
            with self.assertRefused("stays as it is", UserError):
                change()

    def test_a_change_after_release_makes_a_version(self):
        summary = self.release(self.prepare()["Top"])
        self.assertNotIn("Top", self.prepare())
        bill = summary.line_ids.move_id[:1]
        refund = bill._reverse_moves([{"invoice_date": "2026-11-30", "date": "2026-11-30"}])
        refund.action_post()
        later = self.prepare()["Top"]
        self.assertEqual((later.version, later.name), (2, f"{summary.name}-2"))
        difference = summary.amount_total - later.amount_total
        self.assertAlmostEqual(difference, bill.amount_total, 2)
        self.assertTrue(later.line_ids.filtered("is_correction"))

    def test_the_print_says_what_the_tax_office_asks_for(self):
        self.members["Small"].mlm_tax_number = "181/815/08155"
        summary = self.prepare()["Small"]
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("mlm_commission.mlm_year_summary_report", summary.ids)[0]
            .decode()
        )
        for text in (
            "Annual summary of commissions",
            "No official form",
            summary.name,
            "Tax number 181/815/08155",
            "Small Business without VAT since",
            "Business with VAT since",
            "Inflow in the calendar year",
            "At the turn of the year",
            "Anlage EÜR",
            summary.line_ids[0].move_id.name,
            "In words:",
        ):
            self.assertIn(text, html)

    # === DIFFERENCES === #

    def test_a_payment_without_document_blocks_and_is_named(self):
        payable = self.returned.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        ).account_id
        self.env["account.move"].create(
            {
                "date": "2026-08-08",
                "journal_id": self.bank.id,
                "line_ids": [
                    Command.create(
                        {"account_id": payable.id, "partner_id": self.top.id, "balance": 10}
                    ),
                    Command.create({"account_id": self.bank.default_account_id.id, "balance": -10}),
                ],
            }
        ).action_post()
        found = self.prepare()
        summary = found["Top"]
        self.assertEqual(summary.state, "blocked")
        self.assertIn("Paid by the bank", summary.problem)
        with self.assertRefused("Paid by the bank", UserError):
            summary.action_release()
        self.assertEqual(found["Brussels"].state, "draft")

    def test_a_tampered_ledger_blocks_and_is_named(self):
        statement = self.periods[4].statement_ids.filtered(lambda s: s.partner_id == self.top)
        self.env.cr.execute(
            "UPDATE mlm_statement SET amount_earned = amount_earned + 1,"
            " amount_payable = amount_payable + 1 WHERE id = %s",
            [statement.id],
        )
        statement.invalidate_recordset()
        problem = self.prepare()["Top"].problem
        self.assertIn("its lines", problem)
        self.assertIn(statement.move_id.name, problem)

    # === RIGHTS AND JOBS === #

    def test_jobs_cover_all_partners(self):
        wizard = self.env["mlm.year.wizard"].create({"year": 2026})
        wizard.with_context(queue_job__no_delay=True).action_prepare()
        summaries = self.env["mlm.year.summary"].search(
            [("year", "=", 2026), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(len(summaries), 5)
        with patch(PDF, lambda summary: b"%PDF-1.7"):
            summaries.with_context(queue_job__no_delay=True).action_release()
        self.assertEqual(set(summaries.mapped("state")), {"released"})
        with self.assertRefused("No document", UserError):
            self.env["mlm.year.wizard"].create({"year": 1999}).action_prepare()

    def test_only_accountants_of_the_company_see_them(self):
        summary = self.prepare()["Top"]
        clerk = new_test_user(
            self.env, "year_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        for call in ("action_prepare", "action_release"):
            with self.assertRaises(AccessError):
                getattr(summary.with_user(clerk), call)()
        with self.assertRaises(AccessError):
            summary.with_user(clerk).read(["amount_net"])
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "year_other",
            "mlm_base.group_mlm_accountant",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            summary.with_user(stranger).action_release()
        accountant = new_test_user(
            self.env, "year_acc", "mlm_base.group_mlm_accountant", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            summary.with_user(accountant).write({"amount_net": 1})
