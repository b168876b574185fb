# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    """Whose identity was looked at; some markets pay nobody else."""

    _inherit = "res.partner"

    mlm_identity_checked_on = fields.Date(
        string="Identity Checked",
        copy=False,
        groups="mlm_base.group_mlm_user",
        help="Day on which staff looked at an identity document.",
    )

    def _mlm_payout_block_reasons(self, company, date):
        """Also block who was never identified where the market asks for it."""
        reasons = super()._mlm_payout_block_reasons(company, date)
        for partner in self.sudo():
            needed = partner.mlm_market_id.mlm_needs_identity_check
            if needed and not partner.mlm_identity_checked_on:
                reasons.setdefault(partner.id, self.env._("The identity was not checked yet."))
        return reasons
