# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_team_mails_per_week = fields.Integer(
        related="company_id.mlm_team_mails_per_week", readonly=False
    )
    mlm_team_mail_minutes = fields.Integer(
        related="company_id.mlm_team_mail_minutes", readonly=False
    )
