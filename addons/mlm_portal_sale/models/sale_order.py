# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.mlm_portal.models.registration.mlm_binding import BINDING_WAYS, Offer


class SaleOrder(models.Model):
    """The order remembers who brought the buyer: a payment may be reported without any session."""

    _inherit = "sale.order"

    mlm_offer_sponsor_id = fields.Many2one(
        "res.partner",
        string="Brought by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="mlm_base.group_mlm_user",
        help="The buyer is bound to this member at confirmation, unless it has a sponsor.",
    )
    mlm_offer_how = fields.Selection(
        BINDING_WAYS, readonly=True, copy=False, groups="mlm_base.group_mlm_user"
    )
    mlm_offer_code = fields.Char(readonly=True, copy=False, groups="mlm_base.group_mlm_user")
    mlm_offer_visited_at = fields.Integer(
        readonly=True, copy=False, groups="mlm_base.group_mlm_user"
    )

    def _mlm_keep_offer(self, offer):
        """Note on a cart who brought the buyer.

        :param offer: binding Offer, None changes nothing
        """
        self.ensure_one()
        if not offer or self.state not in ("draft", "sent"):
            return
        self.sudo().write(
            {
                "mlm_offer_sponsor_id": offer.sponsor.id,
                "mlm_offer_how": offer.how,
                "mlm_offer_code": offer.code,
                "mlm_offer_visited_at": offer.visited_at,
            }
        )

    def _mlm_buyer_is_bound(self):
        """Whether nobody needs to ask this buyer for a sponsor."""
        self.ensure_one()
        if self._is_anonymous_cart():
            return False
        member_sudo = self.partner_id._mlm_member().sudo()
        return bool(member_sudo.mlm_sponsor_id or member_sudo.mlm_role == "partner")

    def _cart_add(self, product_id, quantity=1.0, **kwargs):
        """Refuse less than nothing: core makes a line of it that lowers the total."""
        if quantity < 0:
            raise UserError(self.env._("Please choose a quantity of at least 1."))
        return super()._cart_add(product_id, quantity, **kwargs)

    def action_confirm(self):
        """Bind the buyers first: points and role of the buyer are frozen by the confirmation."""
        self._mlm_bind_buyers()
        return super().action_confirm()

    def _mlm_bind_buyers(self):
        for order_sudo in self.sudo().filtered("mlm_offer_sponsor_id"):
            sponsor = order_sudo.mlm_offer_sponsor_id
            member = order_sudo.partner_id._mlm_member()
            # A sponsor who left since then gets nobody; the order is not held up by it.
            if not sponsor._mlm_takes_on():
                continue
            offer = Offer(
                sponsor,
                order_sudo.mlm_offer_how,
                order_sudo.mlm_offer_code,
                order_sudo.mlm_offer_visited_at,
                order_sudo.name,
            )
            if member._mlm_bind(offer):
                order_sudo.mlm_buyer_role = order_sudo.partner_id._mlm_buyer_role()
