# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import datetime

from odoo import Command, api, models

from ..story.catalog import ITEMS
from ..story.network import grow

NOON = datetime.time(11)


class MlmDemo(models.AbstractModel):
    """Orders, deliveries, invoices, payments and returns, month by month."""

    _inherit = "mlm.demo"

    @api.model
    def _sell_month(self, sales):
        """Carry out the sales of one month.

        :param sales: list of trade.Sale, in the order of their days
        """
        orders = self._create_orders(sales)
        orders.action_confirm()
        # Confirming sets the present time.
        for day, of_day in orders.grouped(lambda order: order.commitment_date.date()).items():
            of_day.date_order = datetime.datetime.combine(day, NOON)
        orders.commitment_date = False
        done = [(order, sale) for order, sale in zip(orders, sales, strict=True) if sale.shipped]
        self._ship(done)
        invoices = self._invoice(done)
        self._receive_payments(done, invoices)
        self._process_facts()
        for order, sale in done:
            if sale.returned_on:
                self._take_back(order, sale)

    @api.model
    def _create_orders(self, sales):
        people = grow()
        members = self._members(people)
        products = {item.code: self._product(item.code) for item in ITEMS}
        warehouses = self._warehouses()
        term = self.env.ref("account.account_payment_term_15days")
        return self.env["sale.order"].create(
            [
                {
                    "partner_id": members[sale.member].id,
                    "date_order": datetime.datetime.combine(sale.day, NOON),
                    # Remembers the day over the confirmation.
                    "commitment_date": datetime.datetime.combine(sale.day, NOON),
                    "warehouse_id": warehouses[sale.warehouse].id,
                    "payment_term_id": term.id,
                    "user_id": False,
                    "order_line": [
                        Command.create(
                            {"product_id": products[code].id, "product_uom_qty": quantity}
                        )
                        for code, quantity in sale.lines
                    ],
                }
                for sale in sales
            ]
        )

    @api.model
    def _ship(self, done):
        pickings = self.env["stock.picking"].union(*(order.picking_ids for order, __ in done))
        days = {picking.id: sale.shipped for order, sale in done for picking in order.picking_ids}
        self._validate_pickings(pickings, days)

    @api.model
    def _invoice(self, done):
        """Invoice each order on the day of its delivery; return all invoices, posted."""
        orders = self.env["sale.order"].union(*(order for order, __ in done))
        invoices = orders._create_invoices(grouped=True)
        day_of = {order.id: sale.shipped for order, sale in done}
        by_day = invoices.grouped(lambda move: day_of[move.line_ids.sale_line_ids.order_id.id])
        for day, of_day in sorted(by_day.items()):
            of_day.write({"invoice_date": day, "date": day})
        invoices.action_post()
        return invoices

    @api.model
    def _receive_payments(self, done, invoices):
        day_of = {order.id: sale.paid for order, sale in done}
        by_day = invoices.grouped(lambda move: day_of[move.line_ids.sale_line_ids.order_id.id])
        by_day.pop(None, None)
        for day, of_day in sorted(by_day.items()):
            self._pay_moves(of_day, day)

    # === RETURNS === #

    @api.model
    def _take_back(self, order, sale):
        """The goods come back, a credit note follows, the money is returned."""
        self._return_goods(order, sale)
        credit = self._credit(order, sale)
        self._pay_moves(credit, sale.returned_on)
        self._process_facts()

    @api.model
    def _process_facts(self):
        """What happens at the end of each transaction otherwise: deliveries and payments reach
        the volume ledger."""
        self.env["mlm.volume"]._process_fact_queue()

    @api.model
    def _return_goods(self, order, sale):
        returned = dict(sale.returned)
        picking = order.picking_ids.filtered(lambda p: p.picking_type_code == "outgoing")
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
            .create({})
        )
        for line in wizard.product_return_moves:
            line.quantity = returned.get(line.product_id.default_code, 0)
            line.to_refund = True
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._validate_pickings(back, {back.id: sale.returned_on})

    @api.model
    def _credit(self, order, sale):
        """Return a posted credit note over what came back."""
        returned = dict(sale.returned)
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == "out_invoice")
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {
                    "journal_id": invoice.journal_id.id,
                    "date": sale.returned_on,
                    "reason": "Rückgabe",
                }
            )
        )
        credit = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        gone, kept = [], []
        for line in credit.invoice_line_ids.filtered("product_id"):
            quantity = returned.get(line.product_id.default_code, 0)
            if quantity:
                kept.append(Command.update(line.id, {"quantity": quantity}))
            else:
                gone.append(Command.delete(line.id))
        credit.write({"invoice_date": sale.returned_on, "invoice_line_ids": [*kept, *gone]})
        credit.action_post()
        return credit
