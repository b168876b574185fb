# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common_tax import TaxCommon


class SetupCommon(TaxCommon):
    """A company whose books are not set up yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_commission_account_id = False

    def set_up(self, **values):
        setup = self.env["mlm.books.setup"].create(values)
        setup.action_apply()
        return setup

    def check_chart(self, commission, accrual, taxes):
        """Set up twice; compare accounts and taxes by status, and that nothing is made twice."""
        setup = self.set_up()
        company = self.company
        self.assertEqual(company.mlm_commission_account_id.with_company(company).code, commission)
        self.assertEqual(company.mlm_accrual_account_id.with_company(company).code, accrual)
        self.assertEqual(company.mlm_accrual_account_id.account_type, "liability_current")
        self.assertTrue(company.mlm_settlement_journal_id.is_self_billing)
        self.assertEqual(
            company.mlm_settlement_journal_id.default_account_id,
            company.mlm_commission_account_id,
        )
        self.assertEqual(company.mlm_accrual_journal_id.type, "general")
        found = {finding.status: finding.tax_id.amount for finding in setup.finding_ids}
        self.assertEqual(found, taxes)
        self.assertFalse(setup.finding_ids.filtered("is_missing"))
        self.assertTrue(all(setup.finding_ids.tax_id.mapped("active")))
        before = self.counts()
        self.set_up()
        self.assertEqual(self.counts(), before)
        return setup

    def counts(self):
        return [
            self.env[model].with_context(active_test=False).search_count([])
            for model in (
                "account.account",
                "account.journal",
                "account.tax",
                "account.fiscal.position",
                "account.analytic.plan",
            )
        ]

    def boxes(self, moves):
        """Amounts of documents by box as the VAT return shows them."""
        boxes = {}
        for line in moves.line_ids:
            for tag in line.tax_tag_ids:
                sign = -1 if tag.balance_negate else 1
                boxes[tag.name] = round(boxes.get(tag.name, 0) + sign * line.balance, 2)
        return boxes

    def bill(self, status, amount):
        """Post a bill of one line with the tax and position of a status; return it."""
        rule = self.env["mlm.tax.rule"]._find(self.company, status, "2026-03-31")
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.top.id,
                "invoice_date": "2026-03-31",
                "journal_id": self.company._mlm_settlement_journal().id,
                "fiscal_position_id": rule._fiscal_position_for(self.company).id,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Commission",
                            "price_unit": amount,
                            "account_id": self.company.mlm_commission_account_id.id,
                            "tax_ids": [(6, 0, rule._tax_for(self.company)[0].ids)],
                        },
                    )
                ],
            }
        )
        move.action_post()
        return move


class GermanBooks:
    """What both German charts have in common."""

    def check_boxes(self):
        self.set_up()
        expected = {
            # 19 % of 1,234.56 = 234.5664
            "regular": ({"66": 234.57}, 1469.13),
            "small": ({}, 1234.56),
            "eu_business": ({"46": 1234.56, "47": 234.57, "67": 234.57}, 1234.56),
            "eu_small": ({"46": 1234.56, "47": 234.57, "67": 234.57}, 1234.56),
            "third_country": ({"84": 1234.56, "85": 234.57, "67": 234.57}, 1234.56),
        }
        for status, (boxes, total) in expected.items():
            with self.subTest(status):
                move = self.bill(status, 1234.56)
                self.assertEqual(self.boxes(move), boxes)
                self.assertEqual(move.amount_total, total)
                refund = move._reverse_moves([{"invoice_date": "2026-04-01"}])
                refund.action_post()
                self.assertEqual(set(self.boxes(move | refund).values()) - {0}, set())

    def codes(self, move):
        return {line.account_id.code: line.balance for line in move.line_ids}


STATUSES = {
    "regular": 19,
    "small": 0,
    "private": 0,
    "eu_business": 19,
    "eu_small": 19,
    "third_country": 19,
}


@tagged("post_install", "-at_install")
class TestBooksSkr03(GermanBooks, SetupCommon):
    @classmethod
    @SetupCommon.setup_chart_template("de_skr03")
    @SetupCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()

    def test_chart(self):
        self.check_chart("4760", "1701", STATUSES)

    def test_boxes(self):
        self.check_boxes()

    def test_third_country_tax_stands_on_the_accounts_of_13b(self):
        self.set_up()
        codes = self.codes(self.bill("third_country", 100))
        self.assertEqual((codes["4760"], codes["1577"], codes["1787"]), (100, 19, -19))

    def test_choices_of_an_accountant_stay(self):
        other = self.company._mlm_chart_account("commission").copy({"code": "4761"})
        self.set_up(commission_account_id=other.id, has_analytic=False, accrues_on_closing=False)
        self.assertEqual(self.company.mlm_commission_account_id, other)
        again = Form(self.env["mlm.books.setup"])
        self.assertEqual(again.commission_account_id, other)
        self.assertFalse(again.has_analytic or again.accrues_on_closing)

    def test_only_administrators_of_accounting_set_up(self):
        user = new_test_user(
            self.env, "books_acc", "mlm_base.group_mlm_accountant", company_id=self.company.id
        )
        setup = self.env["mlm.books.setup"].with_user(user).create({})
        with self.assertRaises(AccessError):
            setup.action_apply()
        clerk = new_test_user(
            self.env, "books_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.env["mlm.books.setup"].with_user(clerk).create({})


@tagged("post_install", "-at_install")
class TestBooksSkr04(GermanBooks, SetupCommon):
    @classmethod
    @SetupCommon.setup_chart_template("de_skr04")
    @SetupCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()

    def test_chart(self):
        self.check_chart("6770", "3501", STATUSES)

    def test_boxes(self):
        self.check_boxes()

    def test_third_country_tax_stands_on_the_accounts_of_13b(self):
        self.set_up()
        codes = self.codes(self.bill("third_country", 100))
        self.assertEqual((codes["6770"], codes["1407"], codes["3837"]), (100, 19, -19))


@tagged("post_install", "-at_install")
class TestBooksAustria(SetupCommon):
    @classmethod
    @SetupCommon.setup_country("at")
    def setUpClass(cls):
        super().setUpClass()

    def test_chart(self):
        self.check_chart(
            "7540",
            "3750",
            {
                "regular": 20,
                "small": 0,
                "private": 0,
                "eu_business": 20,
                "eu_small": 20,
                "third_country": 20,
            },
        )

    def test_boxes(self):
        self.set_up()
        regular = self.bill("regular", 1234.56)
        self.assertEqual(self.boxes(regular), {"KZ 060": 246.91})
        self.assertEqual(regular.amount_total, 1481.47)
        self.assertFalse(self.boxes(self.bill("small", 1234.56)))
        # The Austrian return's line 057 takes the balance as it stands: a debt is negative.
        for status in ("eu_business", "third_country"):
            move = self.bill(status, 1234.56)
            self.assertEqual(self.boxes(move), {"KZ 057": -246.91, "KZ 066": 246.91})
            self.assertEqual(move.amount_total, 1234.56)


@tagged("post_install", "-at_install")
class TestBooksSwitzerland(SetupCommon):
    @classmethod
    @SetupCommon.setup_country("ch")
    def setUpClass(cls):
        super().setUpClass()

    def test_chart(self):
        self.check_chart("3803", "2300", {"regular": 8.1, "small": 0, "third_country": 0})

    def test_boxes(self):
        self.set_up()
        regular = self.bill("regular", 1234.56)
        self.assertEqual(self.boxes(regular), {"405": 100.0})
        self.assertEqual(regular.amount_total, 1334.56)
        self.assertFalse(self.boxes(self.bill("small", 1234.56)))
        self.assertEqual(self.bill("third_country", 1234.56).amount_total, 1234.56)


@tagged("post_install", "-at_install")
class TestBooksOtherChart(SetupCommon):
    """The generic chart: no proposal, the accountant chooses."""

    def test_accounts_are_asked_for(self):
        setup = self.env["mlm.books.setup"].create({})
        self.assertFalse(setup.is_known_chart or setup.commission_account_id)
        with self.assertRefused("Choose the commission account", UserError):
            setup.action_apply()
        setup.write(
            {
                "commission_account_id": self.company_data["default_account_expense"].id,
                "accrual_account_id": self.company_data["default_account_payable"]
                .copy({"account_type": "liability_current", "reconcile": False})
                .id,
            }
        )
        setup.action_apply()
        self.assertEqual(
            self.company.mlm_commission_account_id, self.company_data["default_account_expense"]
        )

    def test_without_a_chart_there_is_nothing_to_set_up(self):
        company = self.env["res.company"].create({"name": "No Books"})
        company.chart_template = False
        setup = self.env["mlm.books.setup"].create({"company_id": company.id})
        with self.assertRefused("no chart of accounts", UserError):
            setup.action_apply()
