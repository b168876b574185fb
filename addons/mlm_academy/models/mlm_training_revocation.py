# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmTrainingRevocation(models.Model):
    """A training record that doesn't count any more, since when and why."""

    _name = "mlm.training.revocation"
    _description = "Training Revocation"
    _inherit = ["mlm.append.only"]
    _order = "id desc"
    _rec_name = "record_id"

    record_id = fields.Many2one(
        "mlm.training.record", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="record_id.company_id")
    date = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True, ondelete="restrict")

    _record_uniq = models.UniqueIndex("(record_id)", "This training was revoked already.")
