# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class MlmPlanRank(models.Model):
    """A rank of a released version, so that results can be grouped by it."""

    _name = "mlm.plan.rank"
    _description = "Rank"
    _order = "version_id, sequence"
    _rec_names_search = ["code", "name"]

    version_id = fields.Many2one("mlm.plan.version", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(required=True, help="0 is the lowest rank.")
    code = fields.Char(required=True)
    name = fields.Char(help="What people call it; the plan may state it.")

    @api.depends("name", "code")
    def _compute_display_name(self):
        for rank in self:
            rank.display_name = rank.name or rank.code


class MlmPlanBonus(models.Model):
    """A bonus of a released version, so that lines can be grouped by it."""

    _name = "mlm.plan.bonus"
    _description = "Bonus"
    _order = "version_id, sequence"
    _rec_names_search = ["code", "name"]

    version_id = fields.Many2one("mlm.plan.version", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(required=True)
    code = fields.Char(required=True)
    name = fields.Char(help="What people call it; the plan may state it.")
    kind = fields.Char(required=True)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for bonus in self:
            bonus.display_name = bonus.name or bonus.code
