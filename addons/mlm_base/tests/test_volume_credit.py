# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.mlm_base import volume_math
from odoo.addons.mlm_base.volume_math import Figures, Target, allocate

from .common_volume import VolumeCommon

PRICE = (Decimal(20), Decimal(0))


def figures(quantity, pv, cv, net):
    return Figures(Decimal(quantity), Decimal(pv), Decimal(cv), Decimal(net), Decimal(net))


def target(quantity, pv, cv, net, row_id=1):
    row = figures(quantity, pv, cv, net)
    return Target(row_id, row, Figures(**vars(row)), PRICE)


@tagged("post_install", "-at_install")
class TestVolumeMath(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(volume_math)
        self.assertEqual(result.failed, 0)
        self.assertGreaterEqual(result.attempted, 5)

    def test_thirds_add_up_to_the_last_digit(self):
        row = target(3, "10", "7", 60)
        taken = [allocate(figures(-1, 0, 0, -20), PRICE, [row])[0].taken for _number in range(3)]
        self.assertEqual(
            [part.pv for part in taken],
            [
                Decimal("-3.3333"),
                Decimal("-3.3333"),
                Decimal("-3.3334"),
            ],
        )
        self.assertEqual((row.left.pv, row.left.cv, row.left.quantity), (0, 0, 0))

    def test_more_than_was_sold_takes_no_more_points(self):
        row = target(2, "20", "16", 40)
        part = allocate(figures(-5, 0, 0, -100), PRICE, [row])[0].taken
        self.assertEqual((part.pv, part.cv, part.net, part.quantity), (-20, -16, -100, -5))

    def test_waterfall_over_two_rows(self):
        rows = [target(2, "20", "16", 40, 1), target(3, "30", "24", 60, 2)]
        parts = allocate(figures(-4, 0, 0, -80), PRICE, rows)
        self.assertEqual(
            [(p.target.row_id, p.taken.pv, p.taken.net, p.taken.quantity) for p in parts],
            [(1, -20, -40, -2), (2, -20, -40, -2)],
        )

    def test_price_reduction_takes_by_money_and_no_quantity(self):
        row = target(5, "50", "40", 100)
        part = allocate(figures(-5, 0, 0, -20), (Decimal(4), Decimal(0)), [row])[0].taken
        self.assertEqual((part.pv, part.cv, part.net, part.quantity), (-10, -8, -20, 0))

    def test_nothing_left(self):
        row = target(1, "10", "8", 20)
        allocate(figures(-1, 0, 0, -20), PRICE, [row])
        part = allocate(figures(-1, 0, 0, -20), PRICE, [row])[0].taken
        self.assertEqual((part.pv, part.cv, part.net), (0, 0, -20))

    def test_free_goods_come_back_by_quantity(self):
        row = target(2, "20", "0", 0)
        part = allocate(figures(-1, 0, 0, 0), PRICE, [row])[0].taken
        self.assertEqual((part.pv, part.net), (-10, 0))

    def test_credit_of_a_credit_gives_back(self):
        row = target(-2, "-20", "-16", -40)
        part = allocate(figures(1, 0, 0, 20), PRICE, [row])[0].taken
        self.assertEqual((part.pv, part.cv, part.net, part.quantity), (10, 8, 20, 1))


@tagged("post_install", "-at_install")
class TestVolumeCredit(VolumeCommon):
    def test_partial_credit_points_at_its_row(self):
        invoice = self.sell(self.customer, [(self.soap, 5), (self.oil, 2)])
        soap, _oil = self.rows(invoice)
        note = self.credit(invoice, "2026-03-20", {self.soap: 2})
        self.assertVolume(note, [("Soap", -20, -16, -40)])
        self.assertRecordValues(
            self.rows(note),
            [
                {
                    "reversed_id": soap.id,
                    "owner_id": self.partner.id,
                    "entry": "credit",
                    "kind": "first_order",
                    "quantity": -2,
                    "date_invoice": self.day("2026-03-20"),
                    "date_commission": self.day("2026-03-20"),
                }
            ],
        )
        rest = self.credit(invoice, "2026-03-21", {self.soap: 3, self.oil: 2})
        self.assertVolume(rest, [("Soap", -30, -24, -60), ("Oil", -61, -50.5, -100)])
        self.assertEqual(self.totals(invoice | note | rest), ("0.0000", "0.0000", "0.0000"))

    def test_three_thirds_leave_nothing(self):
        self.soap.write({"mlm_pv": 3.3333, "mlm_cv": 1})
        invoice = self.sell(self.partner, [(self.soap, 1)])
        notes = self.env["account.move"]
        for quantity in (0.33, 0.33, 0.34):
            notes |= self.credit(invoice, "2026-03-20", {self.soap: quantity})
        self.assertEqual(self.totals(invoice | notes)[:2], ("0.0000", "0.0000"))

    def test_over_credit_never_takes_more_points(self):
        invoice = self.sell(self.partner, [(self.soap, 2)])
        first = self.credit(invoice, "2026-03-20", {self.soap: 1})
        second = self.credit(invoice, "2026-03-21", {self.soap: 2})
        self.assertVolume(second, [("Soap", -10, -8, -40)])
        self.assertEqual(self.totals(invoice | first | second), ("0.0000", "0.0000", "-20.0000"))

    def test_price_reduction_takes_its_share(self):
        invoice = self.sell(self.partner, [(self.soap, 5)])
        note = self.credit(invoice, "2026-03-20", prices={self.soap: 5})
        self.assertVolume(note, [("Soap", -12.5, -10, -25)])
        self.assertEqual(self.rows(note).quantity, 0)

    def test_credit_takes_from_who_earned_not_from_todays_owner(self):
        invoice = self.sell(self.customer, [(self.soap, 1)])
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_sponsor_id = %s WHERE id = %s",
            (self.top.id, self.customer.id),
        )
        self.env.invalidate_all()
        note = self.credit(invoice, "2026-03-20")
        self.assertEqual(self.rows(note).owner_id, self.partner)
        self.assertEqual(self.rows(self.sell(self.customer, [(self.soap, 1)])).owner_id, self.top)

    def test_points_changed_meanwhile_do_not_matter(self):
        invoice = self.sell(self.partner, [(self.soap, 2)])
        self.soap.write({"mlm_pv": 500, "mlm_cv": 500})
        self.assertVolume(self.credit(invoice, "2026-03-20"), [("Soap", -20, -16, -40)])

    def test_reset_to_draft_reverses_and_repost_writes_anew(self):
        invoice = self.sell(self.partner, [(self.soap, 2)])
        invoice.button_draft()
        self.assertVolume(invoice, [("Soap", 20, 16, 40), ("Soap", -20, -16, -40)])
        original, mirror = self.rows(invoice)
        self.assertRecordValues(
            mirror,
            [
                {
                    "entry": "reversal",
                    "reversed_id": original.id,
                    "version": 1,
                    "date_commission": self.day("2026-03-02"),
                }
            ],
        )
        invoice.invoice_line_ids.quantity = 3
        invoice.action_post()
        self.assertVolume(
            invoice,
            [("Soap", 20, 16, 40), ("Soap", -20, -16, -40), ("Soap", 30, 24, 60)],
        )
        self.assertEqual(self.rows(invoice)[2].version, 2)
        self.assertEqual(self.rows(invoice)[2].kind, "first_order")

    def test_cancel_reverses_once(self):
        invoice = self.sell(self.partner, [(self.soap, 2)])
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(self.totals(invoice), ("0.0000", "0.0000", "0.0000"))
        self.assertEqual(len(self.rows(invoice)), 2)

    def test_credit_survives_correction_of_its_invoice(self):
        invoice = self.sell(self.partner, [(self.soap, 5)])
        note = self.credit(invoice, "2026-03-20", {self.soap: 2})
        invoice.button_draft()
        self.assertEqual(self.totals(invoice), ("0.0000", "0.0000", "0.0000"))
        invoice.action_post()
        self.assertEqual(self.totals(invoice | note)[0], "30.0000")
        rest = self.credit(invoice, "2026-03-22", {self.soap: 5})
        self.assertVolume(rest, [("Soap", -30, -24, -100)])

    def test_cancelled_credit_note_frees_what_it_took(self):
        invoice = self.sell(self.partner, [(self.soap, 5)])
        note = self.credit(invoice, "2026-03-20", {self.soap: 2})
        note.button_draft()
        self.assertEqual(self.totals(note)[0], "0.0000")
        other = self.credit(invoice, "2026-03-21")
        self.assertVolume(other, [("Soap", -50, -40, -100)])
        note.action_post()
        self.assertVolume(
            note, [("Soap", -20, -16, -40), ("Soap", 20, 16, 40), ("Soap", 0, 0, -40)]
        )

    def test_credit_of_a_credit_note_gives_back_what_it_took(self):
        invoice = self.sell(self.customer, [(self.soap, 5)])
        note = self.credit(invoice, "2026-03-20", {self.soap: 2})
        back = self.credit(note, "2026-03-25")
        self.assertEqual(back.move_type, "out_invoice")
        self.assertVolume(back, [("Soap", 20, 16, 40)])
        self.assertEqual(self.rows(back).reversed_id, self.rows(note))
        self.assertEqual(self.totals(invoice | note | back)[0], "50.0000")
        # What was given back can be taken again, and no more.
        last = self.credit(invoice, "2026-03-26")
        self.assertVolume(last, [("Soap", -50, -40, -100)])

    def test_credit_note_without_invoice_has_negative_points_of_its_own(self):
        note = self.make_invoice(self.partner, [(self.soap, 2)], move_type="out_refund")
        note.action_post()
        self.assertVolume(note, [("Soap", -20, -16, -40)])
        self.assertFalse(self.rows(note).reversed_id)
        self.assertEqual(self.rows(note).date_release, self.day("2026-03-02"))

    def test_refund_made_from_the_order_points_at_the_invoiced_row(self):
        order = self.make_order(self.partner, [(self.soap, 5)])
        invoice = self.invoice_order(order)
        order.order_line.product_uom_qty = 3
        refund = order._create_invoices(final=True)
        self.assertEqual(refund.move_type, "out_refund")
        refund.invoice_date = "2026-03-20"
        refund.action_post()
        self.assertVolume(refund, [("Soap", -20, -16, -40)])
        self.assertEqual(self.rows(refund).reversed_id, self.rows(invoice))

    def test_credit_and_invoice_in_one_batch(self):
        invoice = self.sell(self.partner, [(self.soap, 5)])
        notes = self.credit(invoice, "2026-03-20", {self.soap: 3}, post=False)
        notes |= self.credit(invoice, "2026-03-20", {self.soap: 3}, post=False)
        new = self.make_invoice(self.partner, [(self.soap, 1)], "2026-03-20")
        (notes | new).action_post()
        self.assertEqual(self.totals(invoice | notes)[0], "0.0000")
        self.assertVolume(new, [("Soap", 10, 8, 20)])

    def test_credit_note_in_foreign_currency(self):
        currency = self.setup_other_currency(
            "GBP", rates=[("2026-01-01", 0.5), ("2026-03-15", 0.4)]
        )
        invoice = self.sell(self.partner, [(self.soap, 4)], currency_id=currency.id)
        note = self.credit(invoice, "2026-03-20", {self.soap: 1})
        row = self.rows(note)
        self.assertEqual((row.pv, row.net_currency, row.net), (-10, -20, -50))
