# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_autoship_open = fields.Boolean(related="company_id.mlm_autoship_open", readonly=False)
    mlm_autoship_remind_days = fields.Integer(
        related="company_id.mlm_autoship_remind_days", readonly=False
    )
    mlm_autoship_retry_days = fields.Char(
        related="company_id.mlm_autoship_retry_days", readonly=False
    )
