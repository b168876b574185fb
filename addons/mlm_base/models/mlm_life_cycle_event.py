# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..const import MEMBER_STATES


class MlmLifeCycleEvent(models.Model):
    """One change of a member's status: who, when, why. Written by the system, never edited."""

    _name = "mlm.life.cycle.event"
    _inherit = ["mlm.append.only"]
    _description = "Life Cycle Event"
    _order = "date_event desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    state_from = fields.Selection(selection=MEMBER_STATES, string="From", readonly=True)
    state_to = fields.Selection(selection=MEMBER_STATES, string="To", required=True, readonly=True)
    date_event = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, readonly=True, ondelete="restrict"
    )
    reason = fields.Char(required=True, readonly=True)
