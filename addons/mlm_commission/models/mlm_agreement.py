# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmAgreement(models.Model):
    _inherit = "mlm.agreement"

    is_self_billing = fields.Boolean(
        string="Self-Billing",
        help="Whoever accepts it agrees that the company writes the commission invoices "
        "(§ 14 Abs. 2 Satz 5 UStG). Without it no settlement document is made.",
    )
