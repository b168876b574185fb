# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .common_year import CENT, YearCommon


@tagged("post_install", "-at_install")
class TestBooksYear(YearCommon):
    """Statements, documents, VAT boxes, trial balance, accruals and payouts of one year agree."""

    def balance(self, code, until="2026-12-31"):
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("account_id.code", "=", code),
                ("parent_state", "=", "posted"),
                ("date", "<=", until),
            ]
        )
        return sum(Decimal(f"{line.balance:.2f}") for line in lines)

    def boxes(self, until):
        boxes = defaultdict(Decimal)
        for line in self.env["account.move.line"].search(
            [("move_id", "in", self.moves.ids), ("date", "<=", until)]
        ):
            for tag in line.tax_tag_ids:
                sign = -1 if tag.balance_negate else 1
                boxes[tag.name] += sign * Decimal(f"{line.balance:.2f}")
        return dict(boxes)

    def test_statements_are_what_was_worked_out(self):
        for month, period in self.periods.items():
            found = {
                statement.partner_id.name: Decimal(f"{statement.amount_earned:.2f}")
                for statement in period.statement_ids
            }
            self.assertEqual(found, dict(self.expected.earned[month]), period.name)
        # March: Leaf's -20 pieces take 16.00 from Zurich and 8.00 from Vienna.
        march = self.expected.earned[3]
        self.assertEqual((march["Zurich"], march["Vienna"]), (Decimal("-16.00"), Decimal("-4.80")))

    def test_documents_are_what_was_worked_out(self):
        found = {
            (move.mlm_date_from.month, move.partner_id.name): (
                Decimal(f"{move.amount_untaxed:.2f}"),
                Decimal(f"{move.amount_tax:.2f}"),
                move.mlm_tax_status,
            )
            for move in self.moves
        }
        expected = {}
        for (month, name), net in self.expected.documents.items():
            status = self.expected.status(month, name)
            tax = self.expected.tax(month, name) if status == "regular" else Decimal("0.00")
            expected[month, name] = (net.quantize(CENT), tax, status)
        self.assertEqual(found, expected)
        self.assertNotIn((3, "Zurich"), found)

    def test_boxes_of_the_vat_return(self):
        # December is settled in January and belongs to the next year's return.
        found = self.boxes("2026-12-31")
        self.assertEqual(found, self.expected.boxes(range(1, 12)))
        self.assertNotIn("89", found)
        self.assertEqual(set(found), {"46", "47", "66", "67", "84", "85"})
        self.assertEqual(found["47"] + found["85"], found["67"])
        year = self.boxes("2027-12-31")
        self.assertEqual(year, self.expected.boxes(range(1, 13)))

    def test_the_year_has_the_expense_that_it_earned(self):
        earned = sum(sum(month.values()) for month in self.expected.earned.values())
        december = sum(self.expected.earned[12].values())
        self.assertEqual(self.balance("4760"), earned)
        self.assertEqual(self.balance("1701"), -december)
        self.assertEqual(self.balance("4760", "2027-01-31"), earned)
        self.assertEqual(self.balance("1701", "2027-01-31"), 0)
        for month, period in self.periods.items():
            last = period.date_to - relativedelta(days=1)
            so_far = sum(sum(self.expected.earned[m].values()) for m in range(1, month + 1))
            self.assertEqual(self.balance("4760", last), so_far, period.name)

    def test_the_trial_balance_is_zero_and_input_tax_stands_where_it_belongs(self):
        lines = self.env["account.move.line"].search(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")]
        )
        self.assertEqual(sum(Decimal(f"{line.balance:.2f}") for line in lines), 0)
        boxes = self.expected.boxes(range(1, 13))
        self.assertEqual(self.balance("1576", "2027-12-31"), boxes["66"])
        self.assertEqual(self.balance("1577", "2027-12-31"), boxes["67"])
        self.assertEqual(self.balance("1768", "2027-12-31"), -boxes["47"])
        self.assertEqual(self.balance("1787", "2027-12-31"), -boxes["85"])

    def test_payouts_agree_with_the_documents(self):
        report = self.env["mlm.payout.report"].search([("move_id", "in", self.moves.ids)])
        total = sum(Decimal(f"{move.amount_total:.2f}") for move in self.moves)
        self.assertEqual(sum(Decimal(f"{row.amount:.2f}") for row in report), total)
        unpaid = report.filtered("amount_open")
        self.assertEqual(unpaid.move_id, self.returned)
        self.assertEqual(self.returned.amount_residual, self.returned.amount_total)
        aging = self.env["mlm.payout.aging"].create({"date": "2027-01-31"})
        self.assertEqual(
            [(name, amounts[-1]) for _number, name, amounts in aging._rows()],
            [("Brussels", Decimal(f"{self.returned.amount_total:.2f}"))],
        )
        paid = sum(Decimal(f"{row.amount_paid + row.amount_ordered:.2f}") for row in report)
        self.assertEqual(self.balance("1299", "2027-12-31"), -paid)

    def test_the_markets_and_bonuses_carry_the_expense(self):
        plan = self.company._mlm_analytic_plan("bonus")
        lines = self.env["account.analytic.line"].search(
            [(plan._column_name(), "!=", False), ("company_id", "=", self.company.id)]
        )
        account = self.company.mlm_commission_account_id
        self.assertEqual(lines.general_account_id, account)
        earned = sum(sum(month.values()) for month in self.expected.earned.values())
        self.assertEqual(-sum(Decimal(f"{line.amount:.2f}") for line in lines), earned)
