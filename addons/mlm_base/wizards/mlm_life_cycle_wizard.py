# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..const import MEMBER_STATES


class MlmLifeCycleWizard(models.TransientModel):
    """Asks for the reason of a status change."""

    _name = "mlm.life.cycle.wizard"
    _description = "Change a Member's Status"

    partner_ids = fields.Many2many("res.partner", string="Members", required=True)
    state = fields.Selection(selection=MEMBER_STATES, string="New Status", required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Take the step for all chosen members, or for none.

        :raise AccessError: unless the user keeps members
        :raise UserError: when a member can't take the step
        """
        self.ensure_one()
        self.partner_ids._mlm_check_clerk()
        self.partner_ids.check_access("read")
        self.partner_ids._mlm_set_state(self.state, self.reason)
        return {"type": "ir.actions.act_window_close"}
