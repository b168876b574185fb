# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_statement_ids = fields.One2many("mlm.statement", "partner_id", string="Statements")
    mlm_statement_count = fields.Integer(compute="_compute_mlm_statement_count")

    def _compute_mlm_statement_count(self):
        counts = dict(
            self.env["mlm.statement"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mlm_statement_count = counts.get(partner, 0)

    def action_mlm_view_statements(self):
        """Open the statements of this partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_statement_action"
        )
        return {**action, "domain": [("partner_id", "=", self.id)], "context": {}}
