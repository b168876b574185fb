# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_labour_limit = fields.Monetary(related="company_id.mlm_labour_limit", readonly=False)
    mlm_settlement_journal_id = fields.Many2one(
        related="company_id.mlm_settlement_journal_id", readonly=False
    )
    mlm_commission_account_id = fields.Many2one(
        related="company_id.mlm_commission_account_id", readonly=False
    )
