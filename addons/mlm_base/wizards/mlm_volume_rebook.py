# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class MlmVolumeRebook(models.TransientModel):
    """Moves volume to another open period, with a reason that stays."""

    _name = "mlm.volume.rebook"
    _description = "Move Volume to Another Period"

    volume_ids = fields.Many2many(
        comodel_name="mlm.volume",
        relation="mlm_volume_rebook_rel",
        readonly=True,
        default=lambda self: self._default_volume_ids(),
    )
    volume_count = fields.Integer(compute="_compute_volume_count")
    date_commission = fields.Date(string="New Commission Date", required=True)
    reason = fields.Char(required=True)

    def _default_volume_ids(self):
        if self.env.context.get("active_model") == "mlm.volume":
            return self.env.context.get("active_ids")
        return False

    @api.depends("volume_ids")
    def _compute_volume_count(self):
        for wizard in self:
            wizard.volume_count = len(wizard.volume_ids)

    def action_apply(self):
        """Move the rows; rights, reason and open periods are checked by the ledger."""
        self.ensure_one()
        if not self.volume_ids:
            raise UserError(self.env._("Select the rows to move in the volume list first."))
        self.env["mlm.volume"]._move_commission_date(
            self.volume_ids.ids, self.date_commission, self.reason
        )
        return {"type": "ir.actions.act_window_close"}
