# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_payout_limit = fields.Float(string="Payout Limit (%)", default=100, digits=(5, 2))

    _mlm_payout_limit_range = models.Constraint(
        "CHECK(mlm_payout_limit >= 0 AND mlm_payout_limit <= 100)",
        "The payout limit is a percentage from 0 to 100.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_payout_limit = fields.Float(related="company_id.mlm_payout_limit", readonly=False)


class MlmMarket(models.Model):
    _inherit = "mlm.market"

    payout_limit = fields.Float(
        string="Payout Limit (%)",
        digits=(5, 2),
        help="Percent of the commissionable volume that plans may pay here at most; empty: none. "
        "The limits of Korea and China are known.",
    )

    _payout_limit_range = models.Constraint(
        "CHECK(payout_limit >= 0 AND payout_limit <= 100)",
        "The payout limit is a percentage from 0 to 100.",
    )
