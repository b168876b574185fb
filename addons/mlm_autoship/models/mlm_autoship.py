# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from odoo.addons.mlm_base.const import AUTOSHIP

UNITS = [("week", "Weeks"), ("month", "Months")]
STATES = [("running", "Running"), ("paused", "Paused"), ("ended", "Ended")]
MOST_EVERY = 52


class MlmAutoship(models.Model):
    """Goods that a buyer wants again and again: what, how often, where to, paid by what.

    Each delivery is an ordinary sale order at the prices of its day. Nothing in a compensation plan
    can ask for an autoship.
    """

    _name = "mlm.autoship"
    _description = "Autoship"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "next_date, id"

    name = fields.Char(string="Number", readonly=True, copy=False, required=True, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Buyer", required=True, index=True, tracking=True
    )
    partner_shipping_id = fields.Many2one(
        "res.partner",
        string="Delivery Address",
        required=True,
        compute="_compute_partner_shipping_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    line_ids = fields.One2many("mlm.autoship.line", "autoship_id", string="Goods", copy=True)
    every = fields.Integer(required=True, default=1, tracking=True)
    unit = fields.Selection(UNITS, required=True, default="month", tracking=True)
    next_date = fields.Date(
        string="Next Delivery",
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=1),
        tracking=True,
        help="The order is made and paid on this day; until the day before it can be changed.",
    )
    month_day = fields.Integer(
        compute="_compute_month_day",
        store=True,
        precompute=True,
        readonly=False,
        help="Day of the month that deliveries keep to, also after a shorter month.",
    )
    last_date = fields.Date(
        string="Ends On", tracking=True, help="No delivery after this day; empty: until ended."
    )
    state = fields.Selection(STATES, required=True, default="running", copy=False, tracking=True)
    resume_on = fields.Date(
        string="Paused Until", copy=False, help="Runs again on this day; empty: until resumed."
    )
    token_id = fields.Many2one(
        "payment.token",
        string="Paid With",
        domain="[('partner_id', 'child_of', partner_id)]",
        ondelete="set null",
        copy=False,
    )
    carrier_id = fields.Many2one("delivery.carrier", string="Delivery Method")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        check_company=True,
        compute="_compute_warehouse_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    delivery_ids = fields.One2many("mlm.autoship.delivery", "autoship_id", readonly=True)
    order_count = fields.Integer(compute="_compute_order_count")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_today = fields.Monetary(
        compute="_compute_amount_today",
        help="What the goods would cost today, with tax, without delivery.",
    )
    agreed_at = fields.Datetime(readonly=True, copy=False)
    agreed_text = fields.Text(
        readonly=True, copy=False, help="The words that the buyer agreed to when it ordered."
    )
    reminded_for = fields.Date(readonly=True, copy=False)
    problem = fields.Char(readonly=True, copy=False, help="Why no order could be made.")
    ended_on = fields.Date(readonly=True, copy=False)
    end_reason = fields.Char(readonly=True, copy=False)

    _every_positive = models.Constraint(
        "CHECK(every BETWEEN 1 AND 52)", "A delivery comes every 1 to 52 weeks or months."
    )

    @api.depends("partner_id")
    def _compute_partner_shipping_id(self):
        for autoship in self:
            autoship.partner_shipping_id = (
                autoship.partner_id and autoship.partner_id.address_get(["delivery"])["delivery"]
            )

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        Warehouse = self.env["stock.warehouse"]
        for autoship in self:
            if autoship.warehouse_id.company_id != autoship.company_id:
                autoship.warehouse_id = Warehouse.search(
                    [("company_id", "=", autoship.company_id.id)], limit=1
                )

    @api.depends("unit")
    def _compute_month_day(self):
        for autoship in self:
            autoship.month_day = autoship.next_date.day if autoship.next_date else 1

    def _compute_order_count(self):
        counts = dict(
            self.env["mlm.autoship.delivery"]._read_group(
                [("autoship_id", "in", self.ids), ("order_id", "!=", False)],
                ["autoship_id"],
                ["__count"],
            )
        )
        for autoship in self:
            autoship.order_count = counts.get(autoship, 0)

    @api.depends("line_ids.product_id", "line_ids.quantity", "partner_id")
    def _compute_amount_today(self):
        for autoship in self:
            order = self.env["sale.order"].new(autoship._order_values()) if autoship.line_ids else 0
            autoship.amount_today = order and order.amount_total

    @api.constrains("line_ids", "state")
    def _check_goods(self):
        for autoship in self:
            if autoship.state == "running" and not autoship.line_ids:
                raise ValidationError(
                    self.env._("An autoship needs goods: choose some, or end it.")
                )

    @api.constrains("token_id", "partner_id")
    def _check_token(self):
        """A saved means of payment serves its owner only."""
        for autoship in self.sudo():
            owner = autoship.token_id.partner_id
            if owner and owner.commercial_partner_id != autoship.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._("This means of payment belongs to somebody else: choose another.")
                )

    @api.constrains("partner_shipping_id", "partner_id")
    def _check_address(self):
        for autoship in self.sudo():
            address, buyer = autoship.partner_shipping_id, autoship.partner_id
            if address.commercial_partner_id != buyer.commercial_partner_id:
                raise ValidationError(
                    self.env._("This address belongs to somebody else: choose another.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            if values.get("name", "/") == "/":
                company = values.get("company_id") or self.env.company.id
                values["name"] = (
                    self.env["ir.sequence"].with_company(company).next_by_code("mlm.autoship")
                )
        return super().create(vals_list)

    def write(self, vals):
        if "next_date" in vals and "month_day" not in vals:
            day = fields.Date.to_date(vals["next_date"])
            vals = {**vals, "month_day": day.day}
        return super().write(vals)

    # === ACTIONS === #

    def action_view_orders(self):
        """Open the orders that were made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = [("mlm_autoship_delivery_id.autoship_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

    # === FOR OTHERS === #

    def _today(self):
        """Return today where the company is."""
        self.ensure_one()
        return self.company_id._mlm_today()

    def _after(self, date):
        """Return the day of the delivery after one."""
        self.ensure_one()
        if self.unit == "week":
            return date + relativedelta(weeks=self.every)
        return date + relativedelta(months=self.every, day=self.month_day)

    def _order_values(self):
        """Return the values of an order of these goods; prices are those of its day."""
        self.ensure_one()
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "warehouse_id": self.warehouse_id.id,
            "user_id": self.partner_id.user_id.id,
            "mlm_kind": AUTOSHIP,
            "origin": self.name,
            "require_payment": True,
            "require_signature": False,
            "prepayment_percent": 1.0,
            "order_line": [
                Command.create({"product_id": line.product_id.id, "product_uom_qty": line.quantity})
                for line in self.line_ids
                if line.product_id.mlm_autoship_ok
            ],
        }

    def _send(self, template):
        """Mail the buyer in its language; a missing template never stops a delivery."""
        for autoship in self:
            mail = self.env.ref(f"mlm_autoship.{template}", raise_if_not_found=False)
            if mail and autoship.partner_id.email:
                mail.sudo().send_mail(autoship.id)


class MlmAutoshipLine(models.Model):
    _name = "mlm.autoship.line"
    _description = "Goods of an Autoship"

    autoship_id = fields.Many2one("mlm.autoship", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="autoship_id.company_id", store=True)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        index=True,
        domain="[('sale_ok', '=', True), ('mlm_commission_class', '=', 'goods')]",
    )
    quantity = fields.Float(required=True, default=1, digits="Product Unit")

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Enter a quantity above 0, or remove the line."
    )
    _product_once = models.Constraint(
        "UNIQUE(autoship_id, product_id)", "Each product stands once; change its quantity."
    )

    @api.constrains("product_id")
    def _check_product(self):
        for line in self:
            product = line.product_id
            if not product.mlm_autoship_ok:
                raise ValidationError(
                    self.env._(
                        "%(product)s cannot come regularly: choose goods that are on sale.",
                        product=product.display_name,
                    )
                )

    def _is_same(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_compare(self.quantity, quantity, precision_digits=digits) == 0
