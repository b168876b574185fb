# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestBooksAccrual(TaxCommon):
    """Entries of the accrual, followed day by day on the expense and the accrual account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accrual = cls.company_data["default_account_payable"].copy(
            {"account_type": "liability_current", "reconcile": False}
        )
        cls.env["mlm.books.setup"].create(
            {
                "commission_account_id": cls.company.mlm_commission_account_id.id,
                "accrual_account_id": accrual.id,
            }
        ).action_apply()

    def earn(self):
        """Close March.

        The customer's 24 CV belong to Partner: 10 % are Top's 2.40. The reseller's 16: 10 % are
        Partner's 1.60, 5 % Top's 0.80.
        """
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.sell(self.reseller, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        return {s.partner_id.name: s for s in self.march.statement_ids}

    def balance(self, account, day):
        return sum(
            self.env["account.move.line"]
            .search(
                [
                    ("account_id", "=", account.id),
                    ("parent_state", "=", "posted"),
                    ("date", "<=", day),
                ]
            )
            .mapped("balance")
        )

    def assertBooks(self, day, expense, accrued):
        company = self.company
        self.assertAlmostEqual(
            self.balance(company.mlm_commission_account_id, day), expense, 2, f"expense {day}"
        )
        self.assertAlmostEqual(
            -self.balance(company.mlm_accrual_account_id, day), accrued, 2, f"accrued {day}"
        )

    def test_closing_accrues_and_settling_releases(self):
        statements = self.earn()
        self.assertEqual(
            {name: s.amount_earned for name, s in statements.items()},
            {"Partner": 1.6, "Top": 3.2},
        )
        self.assertBooks("2026-03-30", 0, 0)
        self.assertBooks("2026-03-31", 4.8, 4.8)
        statements["Top"]._settle("2026-04-18")
        self.assertBooks("2026-03-31", 4.8, 4.8)
        self.assertBooks("2026-04-30", 4.8, 1.6)
        statements["Partner"]._settle("2026-05-04")
        self.assertBooks("2026-04-30", 4.8, 1.6)
        self.assertBooks("2026-05-04", 4.8, 0)
        self.assertEqual(self.march.amount_accrued, 0)
        self.assertEqual(len(self.march.accrual_line_ids.move_id), 3)

    def test_it_is_safe_to_repeat(self):
        self.earn()
        self.assertFalse(self.march._accrue())
        move = self.march.accrual_line_ids.move_id
        move.button_draft()
        self.assertEqual(self.march.amount_accrued, 0)
        self.march._accrue()
        self.assertBooks("2026-03-31", 4.8, 4.8)

    def test_accrued_late_it_is_right_on_each_day(self):
        self.company.mlm_accrues_on_closing = False
        statements = self.earn()
        statements["Top"]._settle("2026-04-18")
        self.assertBooks("2026-12-31", 3.2, 0)
        self.march.action_accrue()
        self.assertBooks("2026-03-31", 4.8, 4.8)
        self.assertBooks("2026-04-18", 4.8, 1.6)

    def test_the_analytic_distribution_is_by_market_and_bonus(self):
        statements = self.earn()
        Account = self.env["account.analytic.account"]
        level = Account.search(
            [("code", "=", "level"), ("plan_id", "=", self.company._mlm_analytic_plan("bonus").id)]
        )
        market = Account.search(
            [("code", "=", "TDE"), ("plan_id", "=", self.company._mlm_analytic_plan("market").id)]
        )
        key = ",".join(map(str, sorted((level | market).ids)))
        accrued = self.march.accrual_line_ids.move_id.line_ids.filtered("analytic_distribution")
        self.assertEqual(accrued.mapped("analytic_distribution"), [{key: 100}])
        move = statements["Top"]._settle("2026-04-18")
        self.assertEqual(move.invoice_line_ids.analytic_distribution, {key: 100})

    def test_two_markets_share_a_line(self):
        values = self.company._mlm_analytic_values(
            {("level", self.market.id): Decimal(1), ("level", None): Decimal(2)}
        )["analytic_distribution"]
        self.assertEqual(sorted(values.values()), [33.33, 66.67])

    def test_a_negative_month_lessens_the_accrual_until_it_is_taken_up(self):
        february = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-02-01"})
        first = self.sell(self.customer, [(self.soap, 3)], "2026-02-02")
        self.sell(self.top, [(self.soap, 2)], "2026-02-02")
        february.date_cutoff = "2026-02-28"
        february._close()
        february.statement_ids._settle("2026-03-02")
        self.assertBooks("2026-03-02", 2.4, 0)
        self.credit(first, "2026-03-03")
        self.sell(self.top, [(self.soap, 2)], "2026-03-04")
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.assertRecordValues(self.march.statement_ids, [{"amount_closing": -2.4}])
        self.assertBooks("2026-03-31", 0, -2.4)
        april = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-04-01"})
        self.sell(self.customer, [(self.soap, 6)], "2026-04-02")
        self.sell(self.top, [(self.soap, 2)], "2026-04-02")
        april.date_cutoff = "2026-04-30"
        april._close()
        self.assertBooks("2026-04-30", 4.8, 2.4)
        move = april.statement_ids._settle("2026-05-18")
        self.assertEqual(move.amount_untaxed, 2.4)
        self.assertBooks("2026-05-18", 4.8, 0)
        opening = move.invoice_line_ids.filtered(lambda line: line.price_unit < 0)
        self.assertEqual(list(opening.analytic_distribution.values()), [100])

    def test_a_locked_period_stops_the_accrual_not_the_closing(self):
        self.company.fiscalyear_lock_date = "2026-03-31"
        self.sell(self.customer, [(self.soap, 3)], "2026-03-02")
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.assertIn(self.march.state, ("closed", "settled"))

    def test_only_accountants_accrue(self):
        self.earn()
        clerk = new_test_user(
            self.env, "accrual_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.march.with_user(clerk).action_accrue()
        with self.assertRaises(AccessError):
            self.env["mlm.accrual.line"].with_user(clerk).search([])
        accountant = new_test_user(
            self.env, "accrual_acc", "mlm_base.group_mlm_accountant", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.march.accrual_line_ids.with_user(accountant).write({"amount": 1})

    def test_open_periods_and_books_not_set_up_are_named(self):
        with self.assertRefused("Only what a closed period", UserError):
            self.march.action_accrue()
        self.company.write({"mlm_accrual_account_id": False, "mlm_accrues_on_closing": False})
        self.earn()
        with self.assertRefused("Set up commission accounting", UserError):
            self.march.action_accrue()
