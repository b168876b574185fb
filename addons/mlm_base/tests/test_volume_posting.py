# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestVolumePosting(VolumeCommon):
    def test_posting_writes_one_row_per_line(self):
        invoice = self.sell(self.partner, [(self.soap, 3), (self.oil, 2)])
        self.assertVolume(invoice, [("Soap", 30, 24, 60), ("Oil", 61, 50.5, 100)])
        row = self.rows(invoice)[0]
        self.assertRecordValues(
            row,
            [
                {
                    "buyer_id": self.partner.id,
                    "owner_id": self.partner.id,
                    "buyer_type_id": self.type_distributor.id,
                    "buyer_role": "partner_own",
                    "market_id": self.market.id,
                    "product_class": "goods",
                    "entry": "invoice",
                    "version": 1,
                    "quantity": 3,
                    "date_invoice": self.day("2026-03-02"),
                    "date_commission": self.day("2026-03-02"),
                    "currency_id": self.company.currency_id.id,
                    "net_currency": 60,
                    "move_id": invoice.id,
                    "reversed_id": False,
                }
            ],
        )

    def test_points_times_quantity_is_exact_in_the_database(self):
        self.soap.mlm_pv = 0.1
        invoice = self.sell(self.partner, [(self.soap, 3)])
        self.env.cr.execute("SELECT pv::text FROM mlm_volume WHERE move_id = %s", (invoice.id,))
        self.assertEqual(self.env.cr.fetchone(), ("0.3000",))

    def test_owner_is_the_first_partner_above_a_customer(self):
        invoices = self.sell(self.customer, [(self.soap, 1)])
        invoices |= self.sell(self.friend, [(self.soap, 1)])
        invoices |= self.sell(self.reseller, [(self.soap, 1)])
        self.assertRecordValues(
            self.rows(invoices),
            [
                {"owner_id": self.partner.id, "buyer_role": "retail"},
                {"owner_id": self.partner.id, "buyer_role": "preferred"},
                {"owner_id": self.reseller.id, "buyer_role": "reseller"},
            ],
        )

    def test_stranger_gives_company_volume_without_owner(self):
        invoice = self.sell(self.stranger, [(self.soap, 1)])
        self.assertRecordValues(
            self.rows(invoice),
            [
                {
                    "owner_id": False,
                    "buyer_role": "retail",
                    "buyer_type_id": False,
                    "kind": "first_order",
                }
            ],
        )

    def test_lines_without_points_only_for_members(self):
        plain = self.make_product("Bag", 5, 0, 0)
        self.assertFalse(self.rows(self.sell(self.stranger, [(plain, 1)])))
        self.assertVolume(self.sell(self.customer, [(plain, 2)]), [("Bag", 0, 0, 10)])

    def test_lines_without_product_sections_and_notes_give_none(self):
        invoice = self.make_invoice(self.partner, [(self.soap, 1)])
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.create({"display_type": "line_section", "name": "Section"}),
                    Command.create({"display_type": "line_note", "name": "Note"}),
                    Command.create({"name": "Free text", "quantity": 1, "price_unit": 7}),
                ]
            }
        )
        invoice.action_post()
        self.assertVolume(invoice, [("Soap", 10, 8, 20)])

    def test_discount_line_lowers_net_and_gives_no_points(self):
        discount = self.make_product("Discount", 0, 0, 0, type="service", is_storable=False)
        invoice = self.sell(self.partner, [(self.soap, 1), (discount, 1, -5)])
        self.assertVolume(invoice, [("Soap", 10, 8, 20), ("Discount", 0, 0, -5)])

    def test_kit_has_no_cv_even_if_the_order_line_says_so(self):
        order = self.make_order(self.partner, [(self.soap, 1)])
        self.env.flush_all()
        # The product became a kit after the order: PV stays, commission does not.
        self.soap.product_tmpl_id.write({"mlm_cv": 0, "mlm_commission_class": "kit"})
        invoice = self.invoice_order(order)
        self.assertVolume(invoice, [("Soap", 10, 0, 20)])

    def test_points_are_frozen_at_confirmation(self):
        order = self.make_order(self.partner, [(self.soap, 2)])
        self.assertEqual((order.mlm_pv, order.order_line.mlm_unit_cv), (20, 8))
        self.soap.write({"mlm_pv": 99, "mlm_cv": 99})
        order.order_line.product_uom_qty = 3
        invoice = self.invoice_order(order)
        self.assertVolume(invoice, [("Soap", 30, 24, 60)])
        self.assertEqual(order.mlm_pv, 30)

    def test_quotation_follows_the_product_until_confirmed(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": self.soap.id})],
            }
        )
        self.assertEqual(order.mlm_pv, 10)
        self.soap.mlm_pv = 12
        order.action_confirm()
        self.assertEqual(order.mlm_pv, 12)

    def test_line_taken_away_in_the_form(self):
        """Forms compute lines that have lost their order (found by core's combo tour)."""
        line = self.env["sale.order.line"].new({"product_id": self.soap.id})
        self.assertEqual((line.mlm_unit_pv, line.mlm_pv), (0, 0))

    def test_unit_of_measure_of_the_line_counts(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.soap.id,
                            "product_uom_qty": 1,
                            "product_uom_id": dozen.id,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        self.assertEqual(order.mlm_pv, 120)
        row = self.rows(self.invoice_order(order))
        self.assertEqual((row.pv, row.quantity), (120, 12))

    def test_foreign_currency_counts_in_company_currency(self):
        currency = self.setup_other_currency("GBP", rates=[("2026-01-01", 0.5)])
        invoice = self.sell(self.partner, [(self.soap, 3)], currency_id=currency.id)
        row = self.rows(invoice)
        self.assertEqual((row.net, row.net_currency, row.currency_rate), (120, 60, 0.5))
        self.assertEqual(row.pv, 30)

    def test_down_payment_gives_no_volume(self):
        order = self.make_order(self.partner, [(self.soap, 5)])
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "percentage", "amount": 40})
        )
        down_payment = wizard._create_invoices(order)
        down_payment.invoice_date = "2026-03-02"
        down_payment.action_post()
        self.assertFalse(self.rows(down_payment))
        final = order._create_invoices(final=True)
        final.invoice_date = "2026-03-05"
        final.action_post()
        self.assertEqual(final.amount_untaxed, 60)
        self.assertVolume(final, [("Soap", 50, 40, 100)])

    def test_invoice_to_the_company_of_a_contact_counts_for_the_member(self):
        address = self.env["res.partner"].create(
            {"name": "Invoices", "type": "invoice", "parent_id": self.partner.id}
        )
        self.assertEqual(self.rows(self.sell(address, [(self.soap, 1)])).buyer_id, self.partner)

    def test_order_paid_by_somebody_else_counts_for_who_ordered(self):
        order = self.make_order(self.customer, [(self.soap, 1)])
        order.partner_invoice_id = self.stranger
        self.assertEqual(self.rows(self.invoice_order(order)).buyer_id, self.customer)

    def test_vendor_bills_and_entries_give_none(self):
        bill = self.make_invoice(self.partner, [(self.soap, 1)], move_type="in_invoice")
        bill.action_post()
        self.assertFalse(self.rows(bill))

    def test_kind_first_order_then_by_role(self):
        first = self.sell(self.customer, [(self.soap, 1), (self.oil, 1)])
        second = self.sell(self.customer, [(self.soap, 1)], "2026-03-03")
        self.assertEqual(self.rows(first).mapped("kind"), ["first_order", "first_order"])
        self.assertEqual(self.rows(second).mapped("kind"), ["retail"])
        self.sell(self.partner, [(self.starter, 1)])
        goods = self.sell(self.partner, [(self.soap, 1)], "2026-03-04")
        later = self.sell(self.partner, [(self.soap, 1)], "2026-03-05")
        self.assertEqual(self.rows(goods | later).mapped("kind"), ["first_order", "purchase"])

    def test_first_order_invoiced_in_parts_and_in_one_batch(self):
        order = self.make_order(self.partner, [(self.soap, 2)])
        self.soap.invoice_policy = "delivery"
        self.deliver(order, "2026-03-02", {self.soap: 1})
        part = self.invoice_order(order, "2026-03-03")
        self.deliver(order, "2026-03-04")
        rest = self.invoice_order(order, "2026-03-05")
        self.assertEqual(self.rows(part | rest).mapped("kind"), ["first_order"] * 2)
        batch = self.make_invoice(self.customer, [(self.soap, 1)], "2026-03-09")
        batch |= self.make_invoice(self.customer, [(self.soap, 1)], "2026-03-08")
        batch.action_post()
        self.assertEqual(
            self.rows(batch[0]).kind + "/" + self.rows(batch[1]).kind, "retail/first_order"
        )

    def test_autoship_keeps_its_kind(self):
        order = self.make_order(self.customer, [(self.soap, 1)], mlm_kind="autoship")
        self.assertEqual(self.rows(self.invoice_order(order)).kind, "autoship")

    def test_buyer_role_is_chosen_on_the_order_and_frozen(self):
        order = self.make_order(self.partner, [(self.soap, 1)], mlm_buyer_role="partner_resale")
        self.terminate(self.partner)
        self.assertEqual(self.rows(self.invoice_order(order)).buyer_role, "partner_resale")

    def test_customer_cannot_buy_for_resale(self):
        with self.assertRefused("can only buy as a customer"):
            self.make_order(self.customer, [(self.soap, 1)], mlm_buyer_role="partner_resale")

    def test_former_partner_is_a_retail_customer(self):
        self.terminate(self.reseller)
        self.assertEqual(self.rows(self.sell(self.reseller, [(self.soap, 1)])).buyer_role, "retail")

    def terminate(self, member):
        """End a membership without its wizard, which is not the subject here."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'terminated' WHERE id = %s", (member.id,)
        )
        self.env.invalidate_all()

    def test_recording_again_changes_nothing(self):
        invoice = self.sell(self.partner, [(self.soap, 1)])
        self.assertEqual(self.Volume._record_moves(invoice), 0)
        self.assertEqual(len(self.rows(invoice)), 1)

    def test_number_of_statements_does_not_grow_with_invoices(self):
        def statements(count):
            invoices = self.env["account.move"]
            for _number in range(count):
                invoices |= self.make_invoice(self.partner, [(self.soap, 1)])
            # Post without the ledger, then count what the ledger alone needs.
            with patch.object(type(self.Volume), "_record_moves", lambda *args: 0):
                invoices.action_post()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            written = self.Volume._record_moves(invoices)
            self.Volume._process_fact_queue()
            return written, self.env.cr.sql_log_count - before

        few, many = statements(2), statements(12)
        self.assertEqual((few[0], many[0]), (2, 12))
        self.assertLessEqual(many[1], few[1])
