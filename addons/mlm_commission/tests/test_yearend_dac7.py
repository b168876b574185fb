# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestDac7(TaxCommon):
    """30 sales or 2,000 a year are reported, less of both is not (LEGAL B2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_is_platform = True
        cls.seller = cls.customer.mlm_sponsor_id
        cls.report = cls.env["mlm.dac7.report"].create({"year": 2026})
        cls.piece = cls.make_product("Piece", 100.0, 1, 0)

    def order(self, pieces, date="2026-02-10"):
        order = self.make_order(self.customer, [(self.piece, pieces)], date)
        return self.invoice_order(order, date)

    def row(self):
        rows = [
            row
            for row in self.report._rows()
            if row["member_number"] == self.seller.mlm_member_number
        ]
        return rows[0] if rows else None

    def test_limits(self):
        sales, amount = 29, 1999
        self.assertTrue(self.report._is_exempt({1: (sales, amount, 0)}))
        self.assertFalse(self.report._is_exempt({1: (30, 100, 0)}))
        self.assertFalse(self.report._is_exempt({1: (1, 2000, 0)}))
        self.assertFalse(self.report._is_exempt({1: (15, 50, 0), 3: (15, 50, 0)}))

    def test_quarters_and_what_is_missing(self):
        self.order(15)
        self.assertIsNone(self.row())
        self.order(6, "2026-05-10")
        row = self.row()
        self.assertEqual((row["sales_q1"], row["amount_q1"]), (1, "1500.00"))
        self.assertEqual((row["sales_q2"], row["amount_q2"]), (1, "600.00"))
        self.assertEqual((row["sales_q3"], row["amount_q3"]), (0, "0.00"))
        self.assertIn("iban", row["missing"])

    def test_the_companys_own_sales_are_not_reported(self):
        self.company.mlm_is_platform = False
        with self.assertRaisesRegex(UserError, "own name"):
            self.report.action_csv()

    def test_only_accountants(self):
        clerk = new_test_user(self.env, login="mlm_dac7", groups="mlm_base.group_mlm_clerk")
        with self.assertRaises(AccessError):
            self.report.with_user(clerk).action_csv()
