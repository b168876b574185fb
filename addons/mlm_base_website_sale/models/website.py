# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.http import request

from odoo.addons.website_sale.models.website import (
    PRICELIST_SELECTED_SESSION_CACHE_KEY,
    PRICELIST_SESSION_CACHE_KEY,
)


class Website(models.Model):
    _inherit = "website"

    mlm_tax_display = fields.Selection(
        [("tax_excluded", "Tax Excluded"), ("tax_included", "Tax Included")],
        string="Prices for Strangers",
        required=True,
        default="tax_included",
        help="How prices are shown to visitors whose partner type doesn't say. Consumers have to "
        "see prices including tax (§ 3 PAngV).",
    )
    # The same address serves consumers and traders: what is shown depends on who looks.
    show_line_subtotals_tax_selection = fields.Selection(
        inverse="_inverse_show_line_subtotals_tax_selection", store=False
    )

    @api.depends("mlm_tax_display")
    @api.depends_context("uid")
    def _compute_show_line_subtotals_tax_selection(self):
        display = self._mlm_visiting_member().mlm_type_id.price_display
        shown = {"net": "tax_excluded", "gross": "tax_included"}.get(display)
        for website in self:
            website.show_line_subtotals_tax_selection = shown or website.mlm_tax_display

    def _inverse_show_line_subtotals_tax_selection(self):
        for website in self:
            website.mlm_tax_display = website.show_line_subtotals_tax_selection

    def get_pricelist_available(self, show_visible=False):
        """Leave out lists for other partner types, also those with a promotion code."""
        pricelists = super().get_pricelist_available(show_visible=show_visible)
        partner = self._mlm_visitor()
        return pricelists.filtered(lambda pricelist: pricelist._mlm_is_for(partner))

    def _get_and_cache_current_pricelist(self):
        """Forget a list remembered in the session that is not for who is visiting now."""
        partner = self._mlm_visitor()
        for key in (PRICELIST_SESSION_CACHE_KEY, PRICELIST_SELECTED_SESSION_CACHE_KEY):
            remembered = self.env["product.pricelist"].sudo().browse(request.session.get(key))
            if remembered and remembered.exists() and not remembered._mlm_is_for(partner):
                request.session.pop(key, None)
        return super()._get_and_cache_current_pricelist()

    def _mlm_visiting_member(self):
        """Return the member (sudo) behind the contact that is visiting, or an empty contact."""
        visitor = self._mlm_visitor()
        return visitor and visitor._mlm_member().sudo()

    def _mlm_visitor(self):
        """Return the contact that is visiting, empty if nobody is logged in."""
        user = self.env.user
        return self.env["res.partner"] if user._is_public() else user.partner_id
