# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import datetime

from odoo import Command, api, models

from ..story.catalog import STORED, SUPPLIERS
from ..story.trade import LAST_DAY

MORNING = datetime.time(8)


class MlmDemo(models.AbstractModel):
    """Suppliers, purchase orders, receipts, vendor bills and their payment."""

    _inherit = "mlm.demo"

    @api.model
    def _build_suppliers(self):
        suppliers = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "supplier_rank": 1,
                    "street": street,
                    "zip": code,
                    "city": city,
                    "country_id": self.env.ref("base.de").id,
                    "ref": f"LIEF{number}",
                }
                for number, (name, street, code, city) in enumerate(SUPPLIERS)
            ]
        )
        self.env["product.supplierinfo"].create(
            [
                {
                    "partner_id": suppliers[item.supplier].id,
                    "product_tmpl_id": self._product(item.code).product_tmpl_id.id,
                    "price": float(item.cost),
                    "delay": 5,
                }
                for item in STORED
            ]
        )

    @api.model
    def _purchase_month(self, month, needs):
        """Buy and receive what a month needs, ten days before it; pay a month later."""
        first = datetime.date(*month, 1)
        ordered = first - datetime.timedelta(days=10)
        received = first - datetime.timedelta(days=4)
        orders = self._create_purchases(needs[month], ordered)
        orders.button_confirm()
        orders.write({"date_approve": datetime.datetime.combine(ordered, MORNING)})
        pickings = orders.picking_ids
        self._validate_pickings(pickings, {picking.id: received for picking in pickings})
        orders.action_create_invoice()
        bills = orders.invoice_ids.sorted("id")
        for bill in bills:
            bill.write({"invoice_date": received, "date": received, "ref": f"R-{bill.id}"})
        bills.action_post()
        due = received + datetime.timedelta(days=30)
        if due <= LAST_DAY:
            self._pay_moves(bills, due)

    @api.model
    def _create_purchases(self, warehouses, day):
        """Return one draft order per warehouse and supplier."""
        values = []
        for index, warehouse in enumerate(self._warehouses()):
            for number in range(len(SUPPLIERS)):
                supplier = self.env["res.partner"].search([("ref", "=", f"LIEF{number}")])
                lines = [
                    Command.create(
                        {
                            "product_id": self._product(item.code).id,
                            "product_qty": warehouses[index][item.code],
                            "price_unit": float(item.cost),
                        }
                    )
                    for item in STORED
                    if item.supplier == number and warehouses[index][item.code]
                ]
                if lines:
                    values.append(
                        {
                            "partner_id": supplier.id,
                            "picking_type_id": warehouse.in_type_id.id,
                            "date_order": datetime.datetime.combine(day, MORNING),
                            "order_line": lines,
                        }
                    )
        return self.env["purchase.order"].create(values)

    # === ALSO FOR SALES === #

    @api.model
    def _validate_pickings(self, pickings, days):
        """Carry out transfers, each on its day.

        :param pickings: stock.picking records, ready
        :param dict days: picking id -> date
        """
        pickings.action_assign()
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
        pickings.move_ids.picked = True
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()
        for day, of_day in pickings.grouped(lambda picking: days[picking.id]).items():
            moment = datetime.datetime.combine(day, MORNING)
            # Writes the date of the moves too; those of their lines follow.
            of_day.date_done = moment
            of_day.move_ids.move_line_ids.date = moment

    @api.model
    def _pay_moves(self, moves, day):
        """Register the payment of posted documents, one payment each.

        :param moves: account.move records of one kind
        :param date day: payment date
        """
        register = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create(
                {
                    "payment_date": day,
                    "journal_id": self._bank_journal().id,
                    "group_payment": False,
                }
            )
        )
        return register._create_payments()
