# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_autoship_ids = fields.One2many(
        "mlm.autoship", "partner_id", string="Autoships", groups="mlm_base.group_mlm_user"
    )
    mlm_autoship_count = fields.Integer(
        compute="_compute_mlm_autoship_count", groups="mlm_base.group_mlm_user"
    )

    def _compute_mlm_autoship_count(self):
        counts = dict(
            self.env["mlm.autoship"]._read_group(
                [("partner_id", "in", self.ids), ("state", "!=", "ended")],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.mlm_autoship_count = counts.get(partner, 0)

    def action_mlm_autoships(self):
        """Open the autoships of a contact."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("mlm_autoship.mlm_autoship_action")
        action["domain"] = [("partner_id", "=", self.id)]
        action["context"] = {"default_partner_id": self.id}
        return action
