# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq

DAYS_OPEN = 30
MOST_OF_ONE = 999
MOST_PRODUCTS = 50
TOKEN_BYTES = 24


class MlmSharedCart(models.Model):
    """Goods that a partner puts together for somebody, who opens them by a secret link.

    It holds goods and quantities, never prices: the buyer pays its own price, decides alone, and
    orders in the shop. Nobody orders in another one's name.
    """

    _name = "mlm.shared.cart"
    _description = "Shared Cart"
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("My recommendation"))
    company_id = fields.Many2one("res.company", required=True, default=lambda s: s.env.company)
    partner_id = fields.Many2one(
        "res.partner", string="Put Together By", required=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(
        "res.partner", string="For", index="btree_not_null", ondelete="cascade"
    )
    note = fields.Text(help="Words for the one who opens it.")
    token = fields.Char(
        required=True, copy=False, groups=fields.NO_ACCESS, default=lambda self: self._new_token()
    )
    open_until = fields.Date(
        required=True, default=lambda self: fields.Date.today() + timedelta(days=DAYS_OPEN)
    )
    is_closed = fields.Boolean(readonly=True)
    line_ids = fields.One2many("mlm.shared.cart.line", "cart_id", string="Goods")
    open_count = fields.Integer(string="Opened", readonly=True)
    taken_count = fields.Integer(string="Put into a Cart", readonly=True)

    @api.model
    def _new_token(self):
        return secrets.token_urlsafe(TOKEN_BYTES)

    @api.model
    def _build(self, partner, values, quantities, customer=None):
        """Put a cart together.

        :param partner: res.partner (sudo) who shares it, an active partner
        :param dict values: ``name``, ``note``
        :param dict quantities: whole numbers by product id; products on sale only
        :param customer: an own customer of the partner, who gets a mail with the link
        :return: the cart (sudo)
        :raise UserError: nothing is in it, too much, or not on sale
        """
        wanted = {product: number for product, number in quantities.items() if number}
        if not wanted:
            raise UserError(self.env._("Choose at least one product."))
        if len(wanted) > MOST_PRODUCTS or any(
            not 0 < number <= MOST_OF_ONE for number in wanted.values()
        ):
            raise UserError(
                self.env._(
                    "Choose at most %(products)s products, and quantities from 1 to %(most)s.",
                    products=MOST_PRODUCTS,
                    most=MOST_OF_ONE,
                )
            )
        products = self.env["product.product"].sudo().search([("id", "in", list(wanted))])
        if len(products) != len(wanted) or not all(map(self._is_offered, products)):
            raise UserError(self.env._("One of these products is not on sale."))
        cart = self.sudo().create(
            {
                "name": values.get("name") or self.env._("My recommendation"),
                "note": values.get("note"),
                "company_id": self.env.company.id,
                "partner_id": partner.id,
                "customer_id": customer and customer.id,
                "line_ids": [
                    fields.Command.create({"product_id": product, "quantity": number})
                    for product, number in wanted.items()
                ],
            }
        )
        if customer and customer.email:
            template = self.env.ref("mlm_shop.mail_shared_cart", raise_if_not_found=False)
            if template:
                template.sudo().send_mail(cart.id)
        return cart

    @api.model
    def _is_offered(self, product):
        """Whether everybody finds this product in the shop."""
        return product.active and product.sale_ok and product.is_published

    @api.model
    def _find(self, cart_id, token):
        """Return the open cart (sudo) with this number and secret, or none."""
        cart = self.sudo().browse(cart_id).exists()
        if not cart or not consteq(cart.token or "", token or ""):
            return self.sudo().browse()
        too_late = cart.open_until < fields.Date.context_today(self)
        shut = cart.is_closed or too_late or not cart.partner_id._mlm_takes_on()
        return self.sudo().browse() if shut else cart

    def _link(self):
        """Return the address that opens this cart."""
        self.ensure_one()
        website = (
            self.env["website"].sudo().search([("company_id", "=", self.company_id.id)], limit=1)
        )
        return f"{website.get_base_url()}/cart/{self.id}/{self.sudo().token}"

    def _count(self, name):
        """Count without waiting for anybody else who opens the same link."""
        self.env.cr.execute(
            "UPDATE mlm_shared_cart SET open_count = coalesce(open_count, 0) + %s,"
            " taken_count = coalesce(taken_count, 0) + %s"
            " WHERE id = %s",
            (int(name == "open_count"), int(name == "taken_count"), self.id),
        )
        self.invalidate_recordset([name])


class MlmSharedCartLine(models.Model):
    _name = "mlm.shared.cart.line"
    _description = "Goods of a Shared Cart"

    cart_id = fields.Many2one("mlm.shared.cart", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")
    quantity = fields.Integer(required=True, default=1)

    _quantity_sane = models.Constraint(
        "CHECK(quantity BETWEEN 1 AND 999)", "Enter a quantity from 1 to 999."
    )
