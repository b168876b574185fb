# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmAgreementAcceptWizard(models.TransientModel):
    """Staff record acceptances that came on paper or with old data."""

    _name = "mlm.agreement.accept.wizard"
    _description = "Record Acceptance"

    partner_ids = fields.Many2many("res.partner", string="Members", required=True)
    version_id = fields.Many2one(
        "mlm.agreement.version", required=True, domain=[("state", "=", "published")]
    )
    method = fields.Selection(
        [("paper", "On paper"), ("import", "Taken over with old data")],
        required=True,
        default="paper",
    )

    def action_accept(self):
        """Record one acceptance for each chosen member."""
        self.ensure_one()
        self.partner_ids.check_access("write")
        for partner in self.partner_ids:
            self.version_id._accept(partner, self.method)
        return {"type": "ir.actions.act_window_close"}
