# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..bulk_tables import BulkTable

RESULTS = BulkTable(
    name="mlm_member_result",
    columns={
        "id": "bigint",
        "run_id": "integer",
        "partner_id": "integer",
        "is_active": "boolean",
        "rank_id": "integer",
        "title_id": "integer",
        "personal_volume": "numeric",
        "group_volume": "numeric",
        "position": "integer",
        "team_size": "integer",
        "depth": "integer",
        "amount": "numeric",
    },
    indexes=("id", "partner_id", '"position"'),
)


class MlmMemberResult(models.Model):
    """What a run found about one member. Its team is the range position .. position + team size."""

    _name = "mlm.member.result"
    _description = "Member Result"
    _inherit = ["mlm.run.row"]
    _bulk_table = RESULTS
    _auto = False
    _log_access = False
    _order = "run_id desc, position"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Member", readonly=True)
    is_active = fields.Boolean(string="Active", readonly=True)
    rank_id = fields.Many2one("mlm.plan.rank", readonly=True, help="Paid-as rank of the period.")
    title_id = fields.Many2one("mlm.plan.rank", readonly=True, help="Highest rank ever held.")
    personal_volume = fields.Float(digits=(20, 4), readonly=True)
    group_volume = fields.Float(digits=(20, 4), readonly=True, aggregator="max")
    position = fields.Integer(readonly=True, aggregator=None)
    team_size = fields.Integer(readonly=True, aggregator="max")
    depth = fields.Integer(readonly=True, aggregator="max")
    amount = fields.Monetary(string="Earned", readonly=True)

    def _status(self, run):
        """Activity and rank of a run's members: partner id -> (active, rank code or None)."""
        rows = self.env.execute_query(
            SQL(
                """SELECT m.partner_id, m.is_active, r.code
                     FROM mlm_member_result m LEFT JOIN mlm_plan_rank r ON r.id = m.rank_id
                    WHERE m.run_id = %s""",
                run.id,
            )
        )
        return {partner: (active, rank) for partner, active, rank in rows}
