# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.mlm_portal.models.profile.mlm_data_request import DONE


class MlmDataRequest(models.Model):
    _inherit = "mlm.data.request"

    def write(self, vals):
        """An answered request for erasure erases what anybody noted about the person."""
        result = super().write(vals)
        if vals.get("state") == DONE:
            erased = self.filtered(lambda request: request.kind == "erasure").partner_id
            notes = self.env["mlm.contact.note"].sudo()
            notes.search([("partner_id", "in", erased.ids)]).unlink()
        return result
