# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_bank_hours = fields.Integer(
        string="Waiting Time of Bank Accounts",
        default=24,
        help="Hours for which nothing is paid to an account that is new or was changed.",
    )

    _mlm_bank_hours_positive = models.Constraint(
        "CHECK(mlm_bank_hours >= 0)", "The waiting time of bank accounts can't be negative."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_bank_hours = fields.Integer(related="company_id.mlm_bank_hours", readonly=False)
