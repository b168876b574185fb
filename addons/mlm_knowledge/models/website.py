# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class Website(models.Model):
    _inherit = "website"

    def _search_get_details(self, search_type, order, options):
        result = super()._search_get_details(search_type, order, options)
        if search_type in ("articles", "all"):
            result.append(self.env["mlm.article"]._search_get_detail(self, order, options))
        return result

    def get_suggested_controllers(self):
        """Offer the help pages where a menu is made."""
        suggested = super().get_suggested_controllers()
        suggested.append(
            (self.env._("Help"), self.env["ir.http"]._url_for("/help"), "mlm_knowledge")
        )
        return suggested
