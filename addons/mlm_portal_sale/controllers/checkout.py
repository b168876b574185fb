# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mlm_portal.controllers.referral import ReferralMixin
from odoo.addons.website_sale.controllers.main import WebsiteSale

NUMBERS_PER_HOUR = 20


class CheckoutBinding(ReferralMixin, WebsiteSale):
    """Before paying, the cart learns who brought the buyer."""

    def _get_shop_payment_values(self, order, **kwargs):
        values = super()._get_shop_payment_values(order, **kwargs)
        if order._mlm_buyer_is_bound():
            return values
        visit = self._visit()
        if visit:
            order._mlm_keep_offer(
                request.env["res.partner"].sudo()._mlm_choose_offer(self._company(), visit)
            )
        sponsor_sudo = order.sudo().mlm_offer_sponsor_id
        values |= {
            "mlm_asks_sponsor": not visit,
            "mlm_sponsor_name": sponsor_sudo and sponsor_sudo._mlm_public_name(),
            "mlm_sponsor_error": request.session.pop("mlm_sponsor_error", None),
        }
        return values

    @http.route(
        "/shop/sponsor", type="http", auth="public", website=True, sitemap=False, methods=["POST"]
    )
    def shop_sponsor(self, sponsor_number=None, **kwargs):
        """Take the number of who recommended the shop; a link that was used counts more."""
        order_sudo = request.cart
        if not order_sudo or order_sudo._mlm_buyer_is_bound():
            return request.redirect("/shop/payment")
        if not self._allowed("sponsor_number", NUMBERS_PER_HOUR):
            return self._refuse_many()
        try:
            offer = (
                request.env["res.partner"]
                .sudo()
                ._mlm_choose_offer(self._company(), self._visit(), sponsor_number)
            )
        except UserError as error:
            request.session["mlm_sponsor_error"] = str(error)
            return request.redirect("/shop/payment")
        order_sudo._mlm_keep_offer(offer)
        return request.redirect("/shop/payment")
