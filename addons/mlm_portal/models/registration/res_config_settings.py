# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_referral_days = fields.Integer(related="company_id.mlm_referral_days", readonly=False)
    mlm_referral_rule = fields.Selection(related="company_id.mlm_referral_rule", readonly=False)
    mlm_customer_type_id = fields.Many2one(
        related="company_id.mlm_customer_type_id", readonly=False
    )
    mlm_registration_type_id = fields.Many2one(
        related="company_id.mlm_registration_type_id", readonly=False
    )
    mlm_registration_auto = fields.Boolean(
        related="company_id.mlm_registration_auto", readonly=False
    )
    mlm_registration_keep_days = fields.Integer(
        related="company_id.mlm_registration_keep_days", readonly=False
    )
    mlm_newcomer_levels = fields.Integer(related="company_id.mlm_newcomer_levels", readonly=False)
