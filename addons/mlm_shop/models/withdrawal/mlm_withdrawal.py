# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

# § 357 Abs. 1 BGB.
REFUND_DAYS = 14
OPEN = ("received", "accepted")


class MlmWithdrawal(models.Model):
    """A consumer's withdrawal from an order (§ 355, § 356a BGB).

    While it is open, the sales of the order are not released for commission.
    """

    _name = "mlm.withdrawal"
    _description = "Withdrawal"
    _inherit = ["mlm.declaration"]

    order_id = fields.Many2one("sale.order", index=True, tracking=True, ondelete="restrict")
    partner_id = fields.Many2one(related="order_id.partner_id")
    state = fields.Selection(
        [
            ("received", "Received"),
            ("accepted", "Accepted"),
            ("done", "Refunded"),
            ("rejected", "Rejected"),
        ],
        required=True,
        readonly=True,
        default="received",
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("mlm.withdrawal.line", "withdrawal_id", string="Goods")
    refund_deadline = fields.Date(compute="_compute_refund_deadline", store=True)
    is_late = fields.Boolean(
        compute="_compute_is_late",
        help="By delivery and withdrawal period of the market; look at it before you decide.",
    )
    reject_reason = fields.Char(tracking=True)

    @api.depends("received_at")
    def _compute_refund_deadline(self):
        for record in self:
            record.refund_deadline = record.received_at.date() + timedelta(days=REFUND_DAYS)

    @api.depends("order_id", "received_at")
    def _compute_is_late(self):
        for record in self:
            last_day = record.order_id._mlm_withdrawal_end()
            record.is_late = bool(last_day and record.received_at.date() > last_day)

    # === DECLARED ON THE WEBSITE === #

    @api.model
    def _declare(self, company, values):
        """Take a withdrawal in: it counts with its receipt, whether its order is found or not.

        :param company: res.company that runs the site
        :param dict values: cleaned values of the form
        :return: the record (sudo)
        """
        order = self._find_order(company, values["reference"], values["email"])
        record = self.sudo().create(
            {**values, "company_id": company.id, "order_id": order.id, "lang": self.env.lang}
        )
        if order:
            record._take_all()
            record._hold()
        record._send_receipt("mail_withdrawal_receipt")
        return record

    @api.model
    def _find_order(self, company, reference, email):
        """Return the order (sudo) with this number whose buyer has this address, or none."""
        email = tools.email_normalize(email)
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("name", "=ilike", re.sub(r"([\\%_])", r"\\\1", reference)),
                    ("state", "=", "sale"),
                ]
            )
        )
        return orders.filtered(
            lambda order: (
                email in (order.partner_id | order.partner_invoice_id).mapped("email_normalized")
            )
        )[:1]

    def _take_all(self):
        """Put all goods of the order in; staff takes out what the consumer keeps."""
        for record in self:
            lines = record.order_id.order_line.filtered(lambda line: not line.display_type)
            left = {line: line.product_uom_qty for line in lines}
            earlier = record.order_id.mlm_withdrawal_ids - record
            for line in earlier.filtered(lambda one: one.state in ("accepted", "done")).line_ids:
                left[line.sale_line_id] -= line.quantity
            record.line_ids = [
                fields.Command.create({"sale_line_id": line.id, "quantity": quantity})
                for line, quantity in left.items()
                if quantity > 0
            ]

    def _hold(self):
        """Stop the release of the sales, or let it go on, in this transaction."""
        orders = self.order_id
        if orders:
            self.env["mlm.volume"].sudo()._update_facts(order_ids=orders.ids)

    # === ACTIONS === #

    def write(self, vals):
        before = self.order_id
        result = super().write(vals)
        if "order_id" in vals:
            for record in self.filtered(lambda r: r.order_id and not r.line_ids):
                record._take_all()
            self._hold()
            self.env["mlm.volume"].sudo()._update_facts(order_ids=before.ids)
        return result

    def action_accept(self):
        """Accept: goods come back and money goes out; the buttons for both appear."""
        for record in self:
            if not record.order_id:
                raise UserError(self.env._("Choose the order that was meant."))
        self._change("received", "accepted")

    def action_reject(self):
        """Refuse with a reason; the sales are released by the usual rule again."""
        for record in self:
            if not record.reject_reason:
                raise UserError(self.env._("State why, and what law allows it."))
        self._change("received", "rejected")
        for record in self:
            record._send_receipt("mail_withdrawal_rejected")

    def action_done(self):
        """Everything is refunded: what was credited is taken back from the commissions."""
        for record in self:
            record._check_refunded()
        self._change("accepted", "done")

    def _change(self, old, new):
        self.check_access("write")
        if any(record.state != old for record in self):
            raise UserError(self.env._("This withdrawal was dealt with already."))
        self.sudo().write({"state": new})
        self._hold()


class MlmWithdrawalLine(models.Model):
    """Goods that go back."""

    _name = "mlm.withdrawal.line"
    _description = "Goods of a Withdrawal"

    withdrawal_id = fields.Many2one("mlm.withdrawal", required=True, index=True, ondelete="cascade")
    sale_line_id = fields.Many2one("sale.order.line", required=True, ondelete="restrict")
    product_id = fields.Many2one(related="sale_line_id.product_id")
    quantity = fields.Float(digits="Product Unit", required=True)

    @api.constrains("quantity", "sale_line_id")
    def _check_quantity(self):
        for line in self:
            if not 0 < line.quantity <= line.sale_line_id.product_uom_qty:
                raise UserError(
                    self.env._(
                        "%(product)s: at least something and at most what was ordered goes back.",
                        product=line.product_id.display_name,
                    )
                )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    mlm_withdrawal_ids = fields.One2many("mlm.withdrawal", "order_id", string="Withdrawals")
    mlm_withdrawal_count = fields.Integer(
        compute="_compute_mlm_withdrawal_count", compute_sudo=True
    )

    @api.depends("mlm_withdrawal_ids")
    def _compute_mlm_withdrawal_count(self):
        for order in self:
            order.mlm_withdrawal_count = len(order.mlm_withdrawal_ids)

    def _mlm_withdrawal_end(self):
        """Return the last day of the withdrawal period, None while goods are still to come."""
        self.ensure_one() if self else None
        if not self:
            return None
        moves = self.order_line.move_ids.filtered(
            lambda move: move.location_dest_id.usage == "customer" and move.state != "cancel"
        )
        if moves.filtered(lambda move: move.state != "done"):
            return None
        last = max(moves.mapped("date"), default=self.date_order)
        market = self.partner_id.mlm_market_id
        return last.date() + timedelta(days=market.withdrawal_days if market else 14)

    def action_mlm_view_withdrawals(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdrawals"),
            "res_model": "mlm.withdrawal",
            "view_mode": "list,form",
            "domain": [("order_id", "=", self.id)],
        }
