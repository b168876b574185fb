# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmRegistrationReject(models.TransientModel):
    """Asks for the reason of a refusal; the applicant gets it by mail."""

    _name = "mlm.registration.reject"
    _description = "Refuse a Registration"

    registration_ids = fields.Many2many("mlm.registration", required=True)
    reason = fields.Text(required=True)

    def action_reject(self):
        """Refuse the registrations and mail the reason."""
        self.ensure_one()
        self.registration_ids._reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
