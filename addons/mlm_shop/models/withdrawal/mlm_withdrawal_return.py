# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Goods back and money out, by Odoo's own returns and credit notes."""

from odoo import fields, models
from odoo.exceptions import UserError


class MlmWithdrawal(models.Model):
    _inherit = "mlm.withdrawal"

    def action_return(self):
        """Make the return of what was delivered of these goods; open it."""
        self._check_accepted()
        pickings, wanted = self.env["stock.picking"], self._not_returned()
        for picking in self.order_id.picking_ids.filtered(
            lambda one: one.state == "done" and one.picking_type_code == "outgoing"
        ):
            pickings |= self._return_of(picking, wanted)
        if not pickings:
            raise UserError(self.env._("Nothing of it was delivered yet. Cancel the delivery."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Returns"),
            "res_model": "stock.picking",
            "view_mode": "list,form",
            "domain": [("id", "in", pickings.ids)],
        }

    def _return_of(self, picking, wanted):
        """Return the new return picking of a delivery, empty if nothing of it goes back.

        :param dict wanted: {order line: quantity in its unit}; what is returned is taken out
        """
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        for line in wizard.product_return_moves:
            move, sale_line = line.move_id, line.move_id.sale_line_id
            unit = sale_line.product_uom_id
            left = unit._compute_quantity(wanted.get(sale_line, 0), move.product_uom)
            line.quantity = max(min(left, move.quantity), 0)
            if sale_line in wanted:
                wanted[sale_line] -= move.product_uom._compute_quantity(line.quantity, unit)
        if not any(wizard.product_return_moves.mapped("quantity")):
            return self.env["stock.picking"]
        return wizard._create_return()

    def _not_returned(self):
        """Return {order line: quantity} that no return picking brings back yet."""
        wanted = {}
        for line in self.line_ids:
            sale_line = line.sale_line_id
            back = sale_line.move_ids.filtered(
                lambda move: move.state != "cancel" and move.location_id.usage == "customer"
            )
            on_its_way = sum(
                move.product_uom._compute_quantity(move.product_uom_qty, sale_line.product_uom_id)
                for move in back
            )
            wanted[sale_line] = max(line.quantity - on_its_way, 0)
        return wanted

    def _not_credited(self, states):
        """Return {order line: quantity} that was invoiced and no credit note gives back yet.

        :param states: of the credit notes that count
        """
        wanted = {}
        for line in self.line_ids:
            sale_line = line.sale_line_id
            items = sale_line.invoice_lines
            charged = sum(
                item.product_uom_id._compute_quantity(item.quantity, sale_line.product_uom_id)
                for item in items
                if item.move_id.move_type == "out_invoice" and item.parent_state == "posted"
            )
            credited = sum(
                item.product_uom_id._compute_quantity(item.quantity, sale_line.product_uom_id)
                for item in items
                if item.move_id.move_type == "out_refund" and item.parent_state in states
            )
            wanted[sale_line] = max(min(line.quantity, charged) - credited, 0)
        return wanted

    def _check_refunded(self):
        for sale_line, quantity in self._not_credited(["posted"]).items():
            if quantity > 0:
                raise UserError(
                    self.env._(
                        "Post the credit note of “%(product)s” first.",
                        product=sale_line.product_id.display_name,
                    )
                )

    def action_refund(self):
        """Draft the credit notes of what was invoiced of these goods; open them."""
        self._check_accepted()
        invoices = self.order_id.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        )
        if not invoices:
            raise UserError(self.env._("There is no invoice yet. Cancel the order."))
        wanted = self._not_credited(["draft", "posted"])
        refunds = self.env["account.move"]
        for invoice in invoices:
            if not any(wanted.get(line, 0) for line in invoice.invoice_line_ids.sale_line_ids):
                continue
            refunds |= self._credit_note_of(invoice, wanted)
        refunds |= self.order_id.invoice_ids.filtered(
            lambda move: move.move_type == "out_refund" and move.ref == self.name
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit Notes"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", refunds.ids)],
        }

    def _credit_note_of(self, invoice, wanted):
        """Return a draft credit note of an invoice over what is wanted back of it."""
        refund = invoice._reverse_moves(
            [{"ref": self.name, "invoice_date": fields.Date.context_today(self)}]
        )
        for line in refund.invoice_line_ids.filtered(lambda one: one.display_type == "product"):
            sale_line, unit = line.sale_line_ids[:1], line.sale_line_ids[:1].product_uom_id
            left = wanted.get(sale_line, 0)
            if left:
                left = unit._compute_quantity(left, line.product_uom_id)
            line.quantity = max(min(left, line.quantity), 0)
            if sale_line in wanted:
                wanted[sale_line] -= line.product_uom_id._compute_quantity(line.quantity, unit)
        refund.invoice_line_ids.filtered(lambda one: not one.quantity).unlink()
        return refund

    def _check_accepted(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "accepted":
            raise UserError(self.env._("Accept the withdrawal first."))
