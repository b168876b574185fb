# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .mlm_legal_text import OF_ORDERS


class SaleOrder(models.Model):
    """An order of the shop keeps which texts its buyer was shown, and in which language."""

    _inherit = "sale.order"

    mlm_legal_text_ids = fields.Many2many(
        "mlm.legal.text",
        "mlm_legal_text_sale_order_rel",
        string="Legal Texts",
        readonly=True,
        copy=False,
        help="Shown above the order button when this order was placed.",
    )
    mlm_legal_lang = fields.Char(string="Language of the Texts", readonly=True, copy=False)

    def _mlm_keep_legal_texts(self):
        """Note what the buyer is shown now; called when the page with the order button is made."""
        for order in self.sudo().filtered(lambda one: one.state in ("draft", "sent")):
            order.write(
                {
                    "mlm_legal_text_ids": [
                        fields.Command.set(
                            self.env["mlm.legal.text"]._current(order.company_id, OF_ORDERS).ids
                        )
                    ],
                    "mlm_legal_lang": self.env.lang,
                }
            )
