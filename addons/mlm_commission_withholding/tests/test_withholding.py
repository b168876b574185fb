# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_payout import PayoutCommon


@tagged("post_install", "-at_install")
class TestWithholding(PayoutCommon):
    """Top, of Italy, earns 1,000 in March: 23 % on 78 % are withheld (LEGAL B5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.italy = cls.env.ref("base.it")
        cls.authority = cls.env["account.account"].create(
            {"name": "Withheld Tax", "code": "219999", "account_type": "liability_current"}
        )
        cls.tax = cls.make_tax("Italy 23 %", -23)
        cls.rule = cls.env["mlm.withholding.rule"].create(
            {
                "company_id": cls.company.id,
                "country_id": cls.italy.id,
                "tax_id": cls.tax.id,
                "base_percent": 78,
            }
        )

    @classmethod
    def make_tax(cls, name, amount):
        repartition = [
            (0, 0, {"repartition_type": "base"}),
            (0, 0, {"repartition_type": "tax", "account_id": cls.authority.id}),
        ]
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "amount_type": "percent",
                "type_tax_use": "purchase",
                "is_withholding_tax_on_payment": True,
                "withholding_sequence_id": cls.env["ir.sequence"]
                .create({"name": name, "prefix": "CU/", "padding": 4})
                .id,
                "invoice_repartition_line_ids": repartition,
                "refund_repartition_line_ids": [(0, 0, dict(row[2])) for row in repartition],
            }
        )

    def close_march(self):
        # 1,250 pieces of soap with 8 points each, 10 %: 1,000.
        self.sell(self.customer, [(self.soap, 1250)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        return self.march.statement_ids

    def owed(self):
        self.settled()
        self.top.country_id = self.italy

    def line(self, run):
        return run.sudo().line_ids.filtered(lambda row: row.partner_id == self.top)

    def balance(self, account):
        items = self.env["account.move.line"].search([("account_id", "=", account.id)])
        return sum(items.mapped("balance"))

    def test_italian_direct_seller(self):
        self.owed()
        run = self.released()
        line = self.line(run)
        self.assertEqual((line.amount_due, line.amount_withheld, line.amount), (1000, 179.4, 820.6))
        row = line.withholding_ids
        self.assertEqual((row.gross, row.base, row.amount), (1000, 780, 179.4))
        self.assertRegex(row.name, r"^CU/\d{4}$")
        self.assertEqual(line.payment_id.amount, 820.6)
        self.assertEqual(self.balance(self.authority), -179.4)
        self.assertIn(row.document_id.payment_state, ("paid", "in_payment"))

    def test_stands_in_the_annual_summary(self):
        self.owed()
        self.released()
        extras = self.env["mlm.year.summary"].sudo()._extras_of(self.company, 2026, self.top)
        self.assertEqual(extras[self.top.id][0]["amount"], 179.4)

    def test_nobody_else_pays_it(self):
        self.settled()
        self.assertFalse(self.line(self.proposed()).withholding_ids)

    def test_a_certificate_lifts_and_lowers(self):
        self.owed()
        certificate = self.env["mlm.withholding.certificate"].create(
            {
                "name": "A1",
                "partner_id": self.top.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "document": "QQ==",
            }
        )
        run = self.proposed()
        self.assertEqual(self.line(run).amount, 1000)
        self.assertEqual(self.line(run).withholding_ids.gross, 1000, "counted towards the year")
        run.action_reset()
        certificate.tax_id = self.make_tax("Treaty 5 %", -5)
        run.action_propose()
        self.assertEqual(self.line(run).amount_withheld, 39)
        certificate.date_to = "2026-05-01"
        with self.assertRaises(UserError):
            self.released(run)

    def test_free_amount(self):
        self.rule.write({"base_percent": 100, "threshold": 600, "threshold_rule": "above"})
        self.owed()
        run = self.proposed()
        self.assertEqual(self.line(run).withholding_ids.base, 400)
        run.action_reset()
        self.rule.threshold_rule = "whole"
        run.action_propose()
        self.assertEqual(self.line(run).withholding_ids.base, 1000)
        run.action_reset()
        self.rule.threshold = 1000
        run.action_propose()
        self.assertEqual(self.line(run).amount_withheld, 0)

    def test_bases_by_hand(self):
        """Payments of 600 and 600 with 1,000 free: 0 and 200, or 0 and 600."""
        self.rule.write({"base_percent": 100, "threshold": 1000})
        base = self.rule._base
        self.assertEqual(base(Decimal(600), Decimal(0)), 0)
        self.assertEqual(base(Decimal(600), Decimal(600)), 200)
        self.assertEqual(base(Decimal(600), Decimal(1200)), 600)
        self.rule.threshold_rule = "whole"
        self.assertEqual(base(Decimal(600), Decimal(0)), 0)
        self.assertEqual(base(Decimal(600), Decimal(600)), 600)

    def test_a_part_is_taxed_in_part_and_the_rest_later(self):
        self.bank.outbound_payment_method_line_ids.payment_account_id = self.env[
            "account.account"
        ].create({"name": "On Its Way", "code": "129999", "account_type": "asset_current"})
        self.owed()
        first = self.line(self.released(self.proposed(amount_limit=500)))
        self.assertEqual((first.amount_withheld, first.amount), (89.7, 410.3))
        rest = self.line(self.released(self.proposed(date="2026-06-02", due_until="2026-06-02")))
        self.assertEqual(rest.withholding_ids.gross, 500)
        self.assertEqual((rest.amount_withheld, rest.amount), (89.7, 410.3))
        self.assertEqual(self.balance(self.authority), -179.4)

    def test_rules_of_status_and_date(self):
        other = self.rule.copy({"status": "private", "tax_id": self.make_tax("Other", -10).id})
        later = self.rule.copy({"date_from": "2026-06-01"})
        self.top.country_id = self.italy
        both = self.top | self.partner

        def find(company, partner, date):
            return self.env["mlm.withholding.rule"]._find(company, both, date)[partner.id]

        self.assertNotIn(
            self.partner.id,
            self.env["mlm.withholding.rule"]._find(self.company, both, "2026-06-02"),
        )
        self.assertEqual(find(self.company, self.top, "2026-05-02"), self.rule)
        self.assertEqual(find(self.company, self.top, "2026-06-02"), later)
        other.status = "regular"
        self.assertEqual(find(self.company, self.top, "2026-06-02"), other)

    def test_wrong_taxes_are_refused(self):
        plain = self.env["account.tax"].create(
            {"name": "VAT", "amount": 20, "type_tax_use": "purchase"}
        )
        with self.assertRaisesRegex(ValidationError, "withheld on payment"):
            self.rule.tax_id = plain

    def test_only_accountants_read_it(self):
        self.owed()
        self.proposed()
        clerk = new_test_user(self.env, login="mlm_wht", groups="mlm_base.group_mlm_clerk")
        for model in ("mlm.withholding", "mlm.withholding.rule", "mlm.withholding.certificate"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(clerk).search([])
