# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestVolumeFacts(VolumeCommon):
    """Release days by hand; LEGAL.md E1: max(delivery + 14, payment) + 3."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.quant"]._update_available_quantity(
            cls.soap,
            cls.env["stock.warehouse"]
            .search([("company_id", "=", cls.company.id)], limit=1)
            .lot_stock_id,
            1000,
        )

    def assertFacts(self, moves, expected, today="2026-03-10"):
        """Compare (delivered, paid, released) of the rows."""
        with freeze_time(f"{today} 12:00:00"):
            found = [
                tuple(
                    (day and str(day)) or False
                    for day in (row.date_delivered, row.date_paid, row.date_release)
                )
                for row in self.rows(moves)
            ]
        self.assertEqual(found, expected)

    def release(self, rule, buyer, delivered, paid):
        self.market.release_rule = rule
        order = self.make_order(buyer, [(self.soap, 1)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        if delivered:
            self.deliver(order, delivered)
        if paid:
            self.pay(invoice, paid)
        with freeze_time("2026-03-10 12:00:00"):
            return str(self.rows(invoice).date_release or "")

    def test_legal_example(self):
        # Delivered 5 March, paid before: 5 + 14 + 3 = 22 March.
        self.assertEqual(
            self.release("delivery_payment", self.customer, "2026-03-05", "2026-03-02"),
            "2026-03-22",
        )

    def test_february_delivery(self):
        order = self.make_order(self.customer, [(self.soap, 1)], "2026-02-20")
        invoice = self.invoice_order(order, "2026-02-20")
        self.deliver(order, "2026-02-28")
        self.pay(invoice, "2026-02-20")
        self.assertFacts(invoice, [("2026-02-28", "2026-02-20", "2026-03-17")])

    def test_late_payment_counts(self):
        self.assertEqual(
            self.release("delivery_payment", self.customer, "2026-03-02", "2026-03-20"),
            "2026-03-23",
        )

    def test_rules(self):
        cases = [
            ("invoice", self.customer, None, None, "2026-03-01"),
            ("delivery", self.customer, "2026-03-05", None, "2026-03-22"),
            ("delivery", self.reseller, "2026-03-05", None, "2026-03-08"),
            ("delivery", self.partner, "2026-03-05", None, "2026-03-22"),
            ("payment", self.customer, None, "2026-03-04", "2026-03-07"),
            ("delivery_payment", self.customer, "2026-03-05", None, ""),
            ("delivery_payment", self.customer, None, "2026-03-05", ""),
            ("delivery_payment", self.reseller, "2026-03-05", "2026-03-09", "2026-03-12"),
        ]
        for rule, buyer, delivered, paid, expected in cases:
            with self.subTest(rule=rule, buyer=buyer.name, delivered=delivered, paid=paid):
                self.assertEqual(self.release(rule, buyer, delivered, paid), expected)

    def test_no_market_means_the_careful_rule(self):
        self.market.active = False
        invoice = self.sell(self.stranger, [(self.soap, 1)], "2026-03-01")
        self.pay(invoice, "2026-03-02")
        # Delivered with the invoice as there is no order: 1 + 14 + 3.
        self.assertFacts(invoice, [("2026-03-01", "2026-03-02", "2026-03-18")])

    def test_service_is_delivered_with_the_invoice(self):
        course = self.make_product("Course", 10, 1, 0, type="service", is_storable=False)
        order = self.make_order(self.customer, [(course, 1)], "2026-03-01")
        self.assertFacts(self.invoice_order(order, "2026-03-03"), [("2026-03-03", False, False)])

    def test_part_delivery_waits_for_the_rest_of_the_order(self):
        self.soap.invoice_policy = "delivery"
        order = self.make_order(self.customer, [(self.soap, 5)], "2026-03-01")
        self.deliver(order, "2026-03-02", {self.soap: 2})
        part = self.invoice_order(order, "2026-03-02")
        self.pay(part, "2026-03-02")
        # These two pieces are there, but the consumer's period has not begun.
        self.assertFacts(part, [("2026-03-02", "2026-03-02", False)])
        self.deliver(order, "2026-03-08")
        rest = self.invoice_order(order, "2026-03-08")
        self.pay(rest, "2026-03-08")
        self.assertFacts(part, [("2026-03-02", "2026-03-02", "2026-03-25")])
        self.assertFacts(rest, [("2026-03-08", "2026-03-08", "2026-03-25")])

    def test_cancelled_rest_starts_the_period(self):
        self.soap.invoice_policy = "delivery"
        order = self.make_order(self.customer, [(self.soap, 5)], "2026-03-01")
        self.deliver(order, "2026-03-02", {self.soap: 2})
        part = self.invoice_order(order, "2026-03-02")
        self.pay(part, "2026-03-02")
        order.picking_ids.filtered(lambda p: p.state != "done").action_cancel()
        self.assertFacts(part, [("2026-03-02", "2026-03-02", "2026-03-19")])

    def test_unpaid_again_clears_payment_and_release(self):
        order = self.make_order(self.customer, [(self.soap, 1)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        self.deliver(order, "2026-03-05")
        self.pay(invoice, "2026-03-02")
        self.assertFacts(invoice, [("2026-03-05", "2026-03-02", "2026-03-22")])
        invoice.line_ids.remove_move_reconcile()
        self.assertFacts(invoice, [("2026-03-05", False, False)])

    def test_reached_release_day_is_final(self):
        order = self.make_order(self.customer, [(self.soap, 1)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        self.deliver(order, "2026-03-05")
        self.pay(invoice, "2026-03-02")
        self.assertFacts(invoice, [("2026-03-05", "2026-03-02", "2026-03-22")])
        invoice.line_ids.remove_move_reconcile()
        self.assertFacts(invoice, [("2026-03-05", False, "2026-03-22")], today="2026-03-22")

    def test_return_before_the_credit_note_stops_release(self):
        order = self.make_order(self.customer, [(self.soap, 2)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        picking = self.deliver(order, "2026-03-02")
        self.pay(invoice, "2026-03-01")
        self.assertFacts(invoice, [("2026-03-02", "2026-03-01", "2026-03-19")])
        self.give_back(picking, "2026-03-09")
        self.assertFacts(invoice, [(False, "2026-03-01", False)])
        with freeze_time("2026-03-10 12:00:00"):
            note = self.credit(invoice, "2026-03-10")
        # Nothing is left to be delivered: both count with the credit note, 10 + 14 + 3.
        self.assertFacts(invoice, [("2026-03-10", "2026-03-01", "2026-03-27")])
        self.assertFacts(note, [(False, False, "2026-03-27")])

    def test_shipped_and_taken_back_before_the_facts_are_looked_at(self):
        # One transaction, as an import of last week's documents makes them.
        order = self.make_order(self.customer, [(self.soap, 2)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        with patch.object(type(self), "end_transaction"):
            picking = self.deliver(order, "2026-03-02")
            self.pay(invoice, "2026-03-01")
            self.give_back(picking, "2026-03-09")
            note = self.credit(invoice, "2026-03-09")
        self.end_transaction()
        self.assertFacts(invoice, [("2026-03-09", "2026-03-01", "2026-03-26")])
        self.assertFacts(note, [(False, False, "2026-03-26")])

    def test_unpaid_and_taken_back_is_released(self):
        order = self.make_order(self.customer, [(self.soap, 2)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        order.picking_ids.action_cancel()
        note = self.credit(invoice, "2026-03-04")
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFacts(invoice, [("2026-03-04", "2026-03-04", "2026-03-21")])
        self.assertFacts(note, [(False, False, "2026-03-21")])

    def test_credit_withdrawn_again_waits_for_the_goods(self):
        order = self.make_order(self.customer, [(self.soap, 2)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        self.pay(invoice, "2026-03-01")
        note = self.credit(invoice, "2026-03-04")
        self.assertFacts(invoice, [("2026-03-04", "2026-03-01", False)])
        note.button_draft()
        self.assertFacts(invoice, [(False, "2026-03-01", False)])

    def test_partial_withdrawal_releases_the_rest(self):
        order = self.make_order(self.customer, [(self.soap, 5)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        self.deliver(order, "2026-03-02")
        self.pay(invoice, "2026-03-01")
        with freeze_time("2026-03-10 12:00:00"):
            note = self.credit(invoice, "2026-03-10", {self.soap: 2})
        self.assertFacts(invoice, [("2026-03-02", "2026-03-01", "2026-03-19")])
        # The credit is released with the sale it takes back, so both count together.
        self.assertFacts(note, [(False, False, "2026-03-19")])

    def test_late_credit_is_released_at_once(self):
        order = self.make_order(self.customer, [(self.soap, 5)], "2026-03-01")
        invoice = self.invoice_order(order, "2026-03-01")
        self.deliver(order, "2026-03-02")
        self.pay(invoice, "2026-03-01")
        with freeze_time("2026-05-04 12:00:00"):
            note = self.credit(invoice, "2026-05-04")
        self.assertFacts(note, [(False, False, "2026-05-04")], today="2026-05-05")
        self.assertFacts(invoice, [("2026-03-02", "2026-03-01", "2026-03-19")], "2026-05-05")

    def test_changes_of_facts_are_logged(self):
        invoice = self.sell(self.customer, [(self.soap, 1)], "2026-03-01")
        self.pay(invoice, "2026-03-02")
        log = self.rows(invoice).log_ids.sorted("id")
        self.assertIn(
            ("date_paid", False, "2026-03-02", self.env.uid),
            [(entry.field, entry.old_value, entry.new_value, entry.user_id.id) for entry in log],
        )
