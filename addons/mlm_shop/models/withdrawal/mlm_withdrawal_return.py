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
        pickings = self.env["stock.picking"]
        for picking in self.order_id.picking_ids.filtered(
            lambda one: one.state == "done" and one.picking_type_code == "outgoing"
        ):
            pickings |= self._return_of(picking)
        if not pickings:
            raise UserError(self.env._("Nothing of it was delivered yet. Cancel the delivery."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Returns"),
            "res_model": "stock.picking",
            "view_mode": "list,form",
            "domain": [("id", "in", pickings.ids)],
        }

    def _return_of(self, picking):
        """Return the new return picking of a delivery, empty if nothing of it goes back."""
        wanted = {line.sale_line_id: line.quantity for line in self.line_ids}
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        for line in wizard.product_return_moves:
            line.quantity = min(wanted.get(line.move_id.sale_line_id, 0), line.move_id.quantity)
        if not any(wizard.product_return_moves.mapped("quantity")):
            return self.env["stock.picking"]
        return wizard._create_return()

    def action_refund(self):
        """Draft the credit notes of what was invoiced of these goods; open them."""
        self._check_accepted()
        invoices = self.order_id.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        )
        if not invoices:
            raise UserError(self.env._("There is no invoice yet. Cancel the order."))
        wanted = {line.sale_line_id: line.quantity for line in self.line_ids}
        refunds = self.env["account.move"]
        for invoice in invoices:
            refund = invoice._reverse_moves(
                [{"ref": self.name, "invoice_date": fields.Date.context_today(self)}]
            )
            for line in refund.invoice_line_ids.filtered(lambda one: one.display_type == "product"):
                sale_line = line.sale_line_ids[:1]
                quantity = min(wanted.get(sale_line, 0), line.quantity)
                if sale_line in wanted:
                    wanted[sale_line] -= quantity
                line.quantity = quantity
            refund.invoice_line_ids.filtered(lambda one: not one.quantity).unlink()
            refunds |= refund
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Credit Notes"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", refunds.ids)],
        }

    def _check_accepted(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "accepted":
            raise UserError(self.env._("Accept the withdrawal first."))
