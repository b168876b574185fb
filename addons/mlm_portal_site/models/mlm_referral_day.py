# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmReferralDay(models.Model):
    """Figures of the partner's page; as with links, nothing about the visitor."""

    _inherit = "mlm.referral.day"

    page_views = fields.Integer(readonly=True)
    page_messages = fields.Integer(readonly=True)
