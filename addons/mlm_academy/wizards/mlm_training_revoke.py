# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmTrainingRevoke(models.TransientModel):
    """Asks why trainings don't count any more."""

    _name = "mlm.training.revoke"
    _description = "Revoke Trainings"

    record_ids = fields.Many2many("mlm.training.record", string="Certificates", required=True)
    reason = fields.Char(required=True)

    def action_revoke(self):
        """Revoke the chosen records.

        :raise AccessError: the user is no compliance officer
        """
        self.ensure_one()
        self.record_ids._revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
