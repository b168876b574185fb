# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import (
    AUTOSHIP,
    BUYER_PARTNER_OWN,
    BUYER_PARTNER_RESALE,
    BUYER_RESELLER,
    BUYER_ROLES,
    POINTS_DIGITS,
    PURCHASE,
    RETAIL,
    VOLUME_KINDS,
)

PARTNER_BUYER_ROLES = (BUYER_PARTNER_OWN, BUYER_PARTNER_RESALE, BUYER_RESELLER)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === FIELDS === #
    company_price_include = fields.Selection(
        selection=[("tax_included", "Tax Included"), ("tax_excluded", "Tax Excluded")],
        related=None,
        compute="_compute_company_price_include",
    )
    mlm_kind = fields.Selection(
        selection=VOLUME_KINDS,
        string="Kind of Sale",
        compute="_compute_mlm_kind",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Plans can limit a bonus to some kinds. The first order of a buyer is recognised when "
        "its invoice is posted.",
    )
    mlm_buyer_role = fields.Selection(
        selection=BUYER_ROLES,
        string="Buys As",
        compute="_compute_mlm_buyer_role",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Frozen at confirmation. Choose “for resale” if a partner buys stock to sell on.",
    )
    mlm_pv = fields.Float(
        string="PV",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        compute="_compute_mlm_totals",
        store=True,
    )
    mlm_cv = fields.Float(
        string="CV",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        compute="_compute_mlm_totals",
        store=True,
    )

    # === COMPUTE METHODS === #
    @api.depends("company_id", "partner_id")
    def _compute_company_price_include(self):
        """Show line amounts with or without tax by the buyer's type (display only)."""
        for order in self:
            order.company_price_include = (
                order.partner_id._mlm_price_include() or order.company_id.account_price_include
            )

    @api.depends("partner_id")
    def _compute_mlm_kind(self):
        for order in self:
            if order.state == "sale" and order.mlm_kind:
                continue
            if order.mlm_kind == AUTOSHIP:
                continue
            is_partner = (
                order.partner_id._mlm_member().mlm_role == "partner"
                if (order.partner_id)
                else False
            )
            order.mlm_kind = PURCHASE if is_partner else RETAIL

    @api.depends("partner_id")
    def _compute_mlm_buyer_role(self):
        for order in self:
            if order.state == "sale" and order.mlm_buyer_role:
                continue
            order.mlm_buyer_role = order.partner_id and order.partner_id._mlm_buyer_role()

    @api.depends("order_line.mlm_pv", "order_line.mlm_cv")
    def _compute_mlm_totals(self):
        for order in self:
            order.mlm_pv = sum(order.order_line.mapped("mlm_pv"))
            order.mlm_cv = sum(order.order_line.mapped("mlm_cv"))

    # === CONSTRAINT METHODS === #
    @api.constrains("mlm_buyer_role", "partner_id")
    def _check_mlm_buyer_role(self):
        for order in self:
            if (
                order.mlm_buyer_role in PARTNER_BUYER_ROLES
                and order.partner_id._mlm_member().mlm_role != "partner"
            ):
                raise ValidationError(
                    self.env._(
                        "%(customer)s is not a partner and can only buy as a customer. Change "
                        "“Buys As” on order %(order)s.",
                        customer=order.partner_id.display_name,
                        order=order.name,
                    )
                )

    # === BUSINESS METHODS === #
    def _action_confirm(self):
        self.order_line._mlm_freeze_points()
        return super()._action_confirm()

    def _mlm_points_country(self):
        """Return the country whose point rules hold: where the goods go."""
        self.ensure_one()
        return (
            self.partner_shipping_id.country_id
            or self.partner_id.country_id
            or self.company_id.country_id
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    # === FIELDS === #
    company_price_include = fields.Selection(related="order_id.company_price_include")
    mlm_unit_pv = fields.Float(
        string="Unit PV",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        compute="_compute_mlm_unit_points",
        store=True,
        precompute=True,
        copy=False,
        help="Per unit of measure of the product; frozen at confirmation.",
    )
    mlm_unit_cv = fields.Float(
        string="Unit CV",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        compute="_compute_mlm_unit_points",
        store=True,
        precompute=True,
        copy=False,
        help="Per unit of measure of the product; frozen at confirmation.",
    )
    mlm_pv = fields.Float(
        string="PV", digits=POINTS_DIGITS, min_display_digits=2, compute="_compute_mlm_points"
    )
    mlm_cv = fields.Float(
        string="CV", digits=POINTS_DIGITS, min_display_digits=2, compute="_compute_mlm_points"
    )

    # === COMPUTE METHODS === #
    @api.depends("product_id", "order_id.partner_id", "order_id.partner_shipping_id")
    def _compute_mlm_unit_points(self):
        """Points of the moment while the order is a quotation; frozen lines are left alone."""
        self.filtered(
            lambda line: (
                not (line.state == "sale" and line._origin)
                or line.product_id != line._origin.product_id
            )
        )._mlm_freeze_points()

    @api.depends("mlm_unit_pv", "mlm_unit_cv", "product_uom_qty", "product_uom_id")
    def _compute_mlm_points(self):
        for line in self:
            quantity = line.product_uom_qty
            unit = line.product_id.uom_id
            if line.product_uom_id and line.product_uom_id != unit:
                quantity = line.product_uom_id._compute_quantity(quantity, unit, round=False)
            line.mlm_pv = line.mlm_unit_pv * quantity
            line.mlm_cv = line.mlm_unit_cv * quantity

    # === BUSINESS METHODS === #
    def _mlm_freeze_points(self):
        """Write the points per unit that hold now: by buyer, country and day of the order."""
        groups = defaultdict(self.browse)
        for line in self:
            order = line.order_id
            # A line that the form is just taking away has no order any more.
            if not order or not line.product_id or line.display_type or line.is_downpayment:
                line.mlm_unit_pv = line.mlm_unit_cv = 0
                continue
            day = fields.Datetime.context_timestamp(
                order, order.date_order or fields.Datetime.now()
            ).date()
            member_type = order.partner_id and order.partner_id._mlm_member().mlm_type_id
            groups[member_type, order._mlm_points_country(), day] |= line
        no_type = self.env["mlm.partner.type"]
        for (member_type, country, day), lines in groups.items():
            points = lines.product_id._mlm_points(member_type or no_type, country, day)
            for line in lines:
                pv, cv = points.get(line.product_id._origin.id, (0, 0))
                line.mlm_unit_pv = pv
                line.mlm_unit_cv = 0 if line._is_delivery() else cv
