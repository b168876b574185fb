# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request

from odoo.addons.website_sale.controllers.main import WebsiteSale


class ShopCheckout(WebsiteSale):
    def _get_shop_payment_values(self, order, **kwargs):
        """Only words that say so make an order binding (§ 312j Abs. 3 BGB)."""
        values = super()._get_shop_payment_values(order, **kwargs)
        if order.amount_total:
            values["submit_button_label"] = request.env._("Order with obligation to pay")
        order._mlm_keep_legal_texts()
        values["mlm_legal_texts"] = order.sudo().mlm_legal_text_ids
        return values
