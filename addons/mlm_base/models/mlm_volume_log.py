# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class MlmVolumeLog(models.Model):
    """Every change of a volume row, written by the database trigger; append-only."""

    _name = "mlm.volume.log"
    _description = "Change of Volume"
    _auto = False
    _log_access = False
    _order = "id desc"
    _rec_name = "field"

    volume_id = fields.Many2one("mlm.volume", readonly=True)
    field = fields.Char(readonly=True)
    old_value = fields.Char(readonly=True)
    new_value = fields.Char(readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    changed_at = fields.Datetime(string="At", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("The log is written by the database."))

    def write(self, vals):
        raise UserError(self.env._("The log cannot be changed."))

    def unlink(self):
        raise UserError(self.env._("The log cannot be deleted."))
