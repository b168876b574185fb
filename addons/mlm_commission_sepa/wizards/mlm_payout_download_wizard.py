# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class MlmPayoutDownloadWizard(models.TransientModel):
    """A bank file leaves the system once; who needs it again says why."""

    _name = "mlm.payout.download.wizard"
    _description = "Download a Bank File Once More"

    run_id = fields.Many2one("mlm.payout.run", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_download(self):
        """Log the reason and hand the file out."""
        self.ensure_one()
        self.run_id._check_file_right()
        if not (self.reason or "").strip():
            raise UserError(self.env._("State why the file is needed once more."))
        return self.run_id._download(self.reason.strip())
