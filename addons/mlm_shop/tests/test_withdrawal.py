# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestWithdrawal(VolumeCommon):
    """Delivered 28 February, withdrawn 13 March: nothing is released (LEGAL E1, E2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.market.write(
            {"release_rule": "delivery_payment", "withdrawal_days": 14, "grace_days": 3}
        )
        cls.customer.email = "carla@example.org"

    def sold(self):
        order = self.make_order(self.customer, [(self.soap, 3)], "2026-02-25")
        self.deliver(order, "2026-02-28")
        invoice = self.invoice_order(order, "2026-02-28")
        self.pay(invoice, "2026-02-28")
        self.end_transaction()
        return order, invoice

    def declare(self, order, **values):
        return self.env["mlm.withdrawal"]._declare(
            self.company,
            {
                "contact_name": "Carla",
                "email": "Carla@Example.org",
                "reference": order.name.lower(),
                "content": "",
                **values,
            },
        )

    def release(self, order):
        rows = self.env["mlm.volume"].search([("order_id", "=", order.id)])
        rows.invalidate_recordset()
        return {str(day) for day in rows.mapped("date_release")}

    def make_releasable(self, order):
        """Have the release day lie ahead, as on the day of delivery."""
        today = fields.Date.context_today(order)
        for move in order.picking_ids.move_ids:
            move.date = fields.Datetime.to_datetime(today)
        self.env["mlm.volume"]._update_facts(order_ids=order.ids)

    def ordered(self):
        order = self.make_order(self.customer, [(self.soap, 3)], "2026-02-25")
        today = fields.Date.to_string(fields.Date.context_today(order))
        self.deliver(order, today)
        invoice = self.invoice_order(order, today)
        self.pay(invoice, today)
        self.end_transaction()
        day = fields.Date.add(fields.Date.context_today(order), days=17)
        self.assertEqual(self.release(order), {str(day)})
        return order, invoice, str(day)

    def test_a_withdrawal_holds_the_commission_at_once(self):
        order, __, day = self.ordered()
        record = self.declare(order)
        self.assertEqual(record.order_id, order)
        self.assertEqual(record.line_ids.quantity, 3)
        self.assertEqual(self.release(order), {"False"})
        record.reject_reason = "Sealed goods were opened"
        record.action_reject()
        self.assertEqual(self.release(order), {day})

    def test_goods_back_and_money_out_by_odoo(self):
        order, invoice, __ = self.ordered()
        record = self.declare(order)
        with self.assertRaises(UserError):
            record.action_refund()
        record.action_accept()
        record.line_ids.quantity = 2
        returned = self.env["stock.picking"].search(record.action_return()["domain"])
        self.assertEqual(returned.move_ids.product_uom_qty, 2)
        refund = self.env["account.move"].search(record.action_refund()["domain"])
        self.assertEqual(refund.invoice_line_ids.quantity, 2)
        self.assertEqual(refund.reversed_entry_id, invoice)
        refund.action_post()
        record.action_done()
        self.end_transaction()
        rows = self.env["mlm.volume"].search([("order_id", "=", order.id)])
        self.assertEqual(sum(rows.mapped("quantity")), 1)

    def test_refunded_means_credited(self):
        order, __, __ = self.ordered()
        record = self.declare(order)
        record.action_accept()
        with self.assertRaisesRegex(UserError, "credit note"):
            record.action_done()
        drafts = self.env["account.move"].search(record.action_refund()["domain"])
        again = self.env["account.move"].search(record.action_refund()["domain"])
        self.assertEqual(drafts, again, "a second click makes nothing twice")
        returned = self.env["stock.picking"].search(record.action_return()["domain"])
        self.assertEqual(sum(returned.move_ids.mapped("product_uom_qty")), 3)
        with self.assertRaises(UserError):
            record.action_return()
        drafts.action_post()
        record.action_done()
        self.assertEqual(record.state, "done")
        self.assertFalse(self.declare(order).line_ids, "nothing is left to withdraw from")

    def test_a_declaration_stays_as_it_was_received(self):
        order, __, __ = self.ordered()
        record = self.declare(order)
        seller = new_test_user(self.env, "mlm_shop_seller", "sales_team.group_sale_salesman")
        for values in (
            {"state": "done"},
            {"email": "x@example.org"},
            {"received_at": "2026-01-01"},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                record.with_user(seller).write(values)
        biller = new_test_user(self.env, "mlm_shop_biller", "account.group_account_invoice")
        self.assertEqual(order.with_user(biller).mlm_withdrawal_count, 1)

    def test_released_sales_are_taken_back_by_the_credit_note(self):
        order, __ = self.sold()
        self.assertEqual(self.release(order), {"2026-03-17"})
        self.declare(order)
        self.assertEqual(self.release(order), {"2026-03-17"}, "a settlement may have used it")

    def test_late_ones_are_marked_and_decided_by_people(self):
        order, __ = self.sold()
        record = self.declare(order)
        self.assertTrue(record.is_late)
        self.assertEqual(record.state, "received")

    def test_who_doesnt_fit_changes_no_order(self):
        order, __, day = self.ordered()
        for wrong in ({"email": "mallory@example.org"}, {"reference": "S99999"}):
            record = self.declare(order, **wrong)
            self.assertFalse(record.order_id)
            with self.assertRaises(UserError):
                record.action_accept()
        self.assertEqual(self.release(order), {day})
        record.order_id = order
        self.assertEqual(self.release(order), {"False"}, "staff found the order")
        self.assertTrue(record.line_ids)

    def test_wildcards_find_nothing(self):
        self.ordered()
        for reference in ("%", "S_____", "%%%", "\\", "S\\"):
            self.assertFalse(
                self.env["mlm.withdrawal"]._find_order(self.company, reference, "carla@example.org")
            )

    def test_quantities_stay_within_the_order(self):
        order, __, __ = self.ordered()
        record = self.declare(order)
        for wrong in (0, -1, 4):
            with self.assertRaises(UserError), self.cr.savepoint():
                record.line_ids.quantity = wrong

    def test_receipt_has_words_date_and_time(self):
        order, __, __ = self.ordered()
        record = self.declare(order, content="Two pieces of soap")
        mail = self.env["mail.mail"].search([("email_to", "=", "Carla@Example.org")], limit=1)
        body = (
            mail.body_html
            or self.env["mail.message"]
            .search([("model", "=", "mlm.withdrawal"), ("res_id", "=", record.id)], limit=1)
            .body
        )
        for part in ("Two pieces of soap", record.name, record.receipt_hash):
            self.assertIn(part, body)
