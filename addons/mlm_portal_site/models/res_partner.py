# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.mlm_portal.models.profile.res_partner_export import _plain

from .mlm_partner_page import APPROVED

MOST_MESSAGES = 50
EXPORTED = {
    "partner_pages": (
        "mlm.partner.page",
        ("version", "state", "headline", "story", "submitted_at", "reviewed_at", "reason"),
    ),
    # Who wrote is a third person: the words are the member's to read, the address is not copied.
    "messages": ("mlm.partner.message", ("create_date", "name", "text")),
}


class ResPartner(models.Model):
    """A member's own page: what its editor shows, and what a copy of the own data holds."""

    _inherit = "res.partner"

    def _mlm_page_editor(self):
        """Return what the page of the editor shows, own data only."""
        self.ensure_one()
        Page = self.env["mlm.partner.page"]
        months = self._mlm_link_months("page_views", "page_messages")
        return {
            "page": Page._newest(self),
            "public": Page._of(self, APPROVED),
            "agreed": self._mlm_shows_itself(),
            "messages": self.env["mlm.partner.message"]
            .sudo()
            .search([("partner_id", "=", self.id)], limit=MOST_MESSAGES),
            "months": months,
            "most": max(month["page_views"] for month in months),
        }

    def _mlm_export_data(self):
        """Add the versions of the own page and the messages that came by it."""
        data = super()._mlm_export_data()
        for name, (model, columns) in EXPORTED.items():
            rows = self.env[model].sudo().search([("partner_id", "=", self.id)])
            data[name] = [{column: _plain(row, column) for column in columns} for row in rows]
        return data
