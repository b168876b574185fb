# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import fields, models

# How long the address of a download holds.
MINUTES = 5


class MlmPayoutDownload(models.Model):
    """Who took a bank file out of the system, when, and why once more."""

    _name = "mlm.payout.download"
    _description = "Download of a Bank File"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "run_id"

    run_id = fields.Many2one(
        "mlm.payout.run", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, ondelete="restrict"
    )
    downloaded_at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    reason = fields.Char(readonly=True, help="Why the file was needed once more.")

    def _file_for_user(self):
        """Return (file name, bytes) if the present user may take this download now, else None."""
        download_sudo = self.sudo().exists()
        young = fields.Datetime.now() - timedelta(minutes=MINUTES)
        if (
            not download_sudo
            or download_sudo.user_id != self.env.user
            or download_sudo.downloaded_at < young
            or not self.env.user.has_group("mlm_commission.group_mlm_payout_releaser")
        ):
            return None
        run_sudo = download_sudo.run_id.with_context(bin_size=False)
        name = f"{run_sudo.name.replace('/', '-')}.xml"
        return name, base64.b64decode(run_sudo.bank_file)
