# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.mlm_portal.models.profile.res_partner_export import _plain

TABLES = {
    "trainings": (
        "mlm.training.record",
        ("name", "course", "date_passed", "valid_until", "score", "how", "is_revoked", "text_hash"),
    ),
    "courses": ("slide.channel.partner", ("channel_id", "member_status", "completion")),
}


class ResPartner(models.Model):
    """A copy of the own data holds courses and trainings, too."""

    _inherit = "res.partner"

    def _mlm_export_data(self):
        data = super()._mlm_export_data()
        for name, (model, columns) in TABLES.items():
            rows = self.env[model].sudo().search([("partner_id", "=", self.id)])
            data[name] = [{column: _plain(row, column) for column in columns} for row in rows]
        return data
