# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

MOVEMENTS = [("up", "Up"), ("down", "Down"), ("new", "New"), ("lost", "Lost")]


class MlmRankMovement(models.Model):
    """Members whose rank is another one than in the closed period before."""

    _name = "mlm.rank.movement"
    _description = "Rank Movement"
    _inherit = ["mlm.run.snapshot"]
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    movement = fields.Selection(MOVEMENTS, required=True, readonly=True)
    rank_before_id = fields.Many2one("mlm.plan.rank", readonly=True, ondelete="restrict")
    rank_id = fields.Many2one(
        "mlm.plan.rank", string="Rank Now", readonly=True, ondelete="restrict"
    )
    steps = fields.Integer(
        readonly=True, help="Ranks gained; negative: lost. No rank lies one below the lowest."
    )
    member_count = fields.Integer(string="Members", default=1, readonly=True)

    def _fill(self, run):
        """Compare the results of a run with those of the period before, in one statement.

        Ranks are compared by their code, so that a new plan version with the same ranks moves
        nobody; a rank that the new version no longer has counts by its place.
        """
        before = run.period_id._previous().final_run_id
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mlm_rank_movement (run_id, period_id, company_id, date, partner_id,
                    movement, rank_before_id, rank_id, steps, member_count)
                SELECT %(run_id)s, %(period_id)s, %(company_id)s, %(date)s, partner_id,
                       CASE WHEN before_place IS NULL THEN 'new' WHEN place IS NULL THEN 'lost'
                            WHEN place > before_place THEN 'up' ELSE 'down' END,
                       before_id, rank_id, coalesce(place, -1) - coalesce(before_place, -1), 1
                  FROM (
                    SELECT coalesce(n.partner_id, b.partner_id) AS partner_id, n.rank_id,
                           b.rank_id AS before_id, r.sequence AS place,
                           coalesce(same.sequence, old.sequence) AS before_place
                      FROM (SELECT partner_id, rank_id FROM mlm_member_result
                             WHERE run_id = %(run_id)s AND rank_id IS NOT NULL) n
                      FULL JOIN (SELECT partner_id, rank_id FROM mlm_member_result
                                  WHERE run_id = %(before)s AND rank_id IS NOT NULL) b
                        ON b.partner_id = n.partner_id
                      LEFT JOIN mlm_plan_rank r ON r.id = n.rank_id
                      LEFT JOIN mlm_plan_rank old ON old.id = b.rank_id
                      LEFT JOIN mlm_plan_rank same
                        ON same.version_id = %(version)s AND same.code = old.code) compared
                 WHERE place IS DISTINCT FROM before_place
                 ORDER BY partner_id""",
                before=before.id or 0,
                version=run.plan_version_id.id,
                **self._head(run),
            )
        )
