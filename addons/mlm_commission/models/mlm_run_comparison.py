# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two runs side by side: who gains, who loses, and why."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import DONE

REASONS = [
    ("plan", "Another Plan"),
    ("activity", "Activity"),
    ("rank", "Rank"),
    ("volume", "Own Volume"),
    ("group", "Volume of the Group"),
    ("others", "Ranks and Volume of Others"),
]


class MlmRunComparison(models.TransientModel):
    """A question: what would change if the second run counted instead of the first?"""

    _name = "mlm.run.comparison"
    _description = "Comparison of Two Runs"

    run_id = fields.Many2one("mlm.run", string="Before", required=True, ondelete="cascade")
    other_run_id = fields.Many2one("mlm.run", string="After", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="run_id.currency_id")
    amount_before = fields.Monetary(related="run_id.amount_total", string="Total Before")
    amount_after = fields.Monetary(related="other_run_id.amount_total", string="Total After")
    line_ids = fields.One2many("mlm.run.comparison.line", "comparison_id", readonly=True)
    bonus_ids = fields.One2many("mlm.run.comparison.bonus", "comparison_id", readonly=True)

    def action_compare(self):
        """Compare, and list whoever gains or loses; the largest changes first."""
        self.ensure_one()
        self._compare()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_run_comparison_line_action"
        )
        return {**action, "domain": [("comparison_id", "=", self.id)]}

    def action_compare_bonuses(self):
        """Compare, and sum up by bonus."""
        self.ensure_one()
        self._compare()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_run_comparison_bonus_action"
        )
        return {**action, "domain": [("comparison_id", "=", self.id)]}

    def _compare(self):
        """Fill the lines, set-based.

        :raise UserError: a run has no results, or both are the same or of two companies
        """
        runs = self.run_id | self.other_run_id
        runs.check_access("read")
        if len(runs) < 2 or len(runs.company_id) > 1:
            raise UserError(self.env._("Choose two different runs of one company."))
        if any(run.state != DONE for run in runs):
            raise UserError(self.env._("Only finished runs can be compared."))
        self.env.flush_all()
        self.line_ids.unlink()
        self.bonus_ids.unlink()
        self._fill_members()
        self._fill_bonuses()
        self.invalidate_recordset()

    def _fill_members(self):
        """One row per member whose amount, rank or activity differs.

        The reason is the first that applies: a plan changes everything, then what the member can
        do itself, then its group, then others (pools, matching, caps).
        """
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_run_comparison_line (comparison_id, partner_id, amount_before,
                       amount_after, difference, rank_before, rank_after, volume_before,
                       volume_after, reason)
                   SELECT %(comparison)s, coalesce(a.partner_id, b.partner_id),
                          coalesce(a.amount, 0), coalesce(b.amount, 0),
                          coalesce(b.amount, 0) - coalesce(a.amount, 0), ra.code, rb.code,
                          a.group_volume, b.group_volume,
                          CASE WHEN %(other_plan)s THEN 'plan'
                               WHEN a.is_active IS DISTINCT FROM b.is_active THEN 'activity'
                               WHEN ra.code IS DISTINCT FROM rb.code THEN 'rank'
                               WHEN a.personal_volume IS DISTINCT FROM b.personal_volume
                                    THEN 'volume'
                               WHEN a.group_volume IS DISTINCT FROM b.group_volume THEN 'group'
                               ELSE 'others' END
                     FROM (SELECT * FROM mlm_member_result WHERE run_id = %(before)s) a
                     FULL JOIN (SELECT * FROM mlm_member_result WHERE run_id = %(after)s) b
                       ON b.partner_id = a.partner_id
                     LEFT JOIN mlm_plan_rank ra ON ra.id = a.rank_id
                     LEFT JOIN mlm_plan_rank rb ON rb.id = b.rank_id
                    WHERE coalesce(a.amount, 0) <> coalesce(b.amount, 0)
                       OR ra.code IS DISTINCT FROM rb.code
                       OR a.is_active IS DISTINCT FROM b.is_active""",
                comparison=self.id,
                other_plan=self.run_id.plan_hash != self.other_run_id.plan_hash,
                before=self.run_id.id,
                after=self.other_run_id.id,
            )
        )

    def _fill_bonuses(self):
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_run_comparison_bonus (comparison_id, code, amount_before,
                       amount_after, difference)
                   SELECT %(comparison)s, b.code,
                          coalesce(sum(l.amount) FILTER (WHERE l.run_id = %(before)s), 0),
                          coalesce(sum(l.amount) FILTER (WHERE l.run_id = %(after)s), 0),
                          coalesce(sum(l.amount) FILTER (WHERE l.run_id = %(after)s), 0)
                          - coalesce(sum(l.amount) FILTER (WHERE l.run_id = %(before)s), 0)
                     FROM mlm_commission_line l JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                    WHERE l.run_id IN (%(before)s, %(after)s)
                    GROUP BY b.code""",
                comparison=self.id,
                before=self.run_id.id,
                after=self.other_run_id.id,
            )
        )


class MlmRunComparisonLine(models.TransientModel):
    """What changes for one member."""

    _name = "mlm.run.comparison.line"
    _description = "Gain or Loss of a Member"
    _order = "difference desc, id"
    _rec_name = "partner_id"

    comparison_id = fields.Many2one(
        "mlm.run.comparison", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="comparison_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Member", readonly=True)
    amount_before = fields.Monetary(string="Before", readonly=True)
    amount_after = fields.Monetary(string="After", readonly=True)
    difference = fields.Monetary(readonly=True)
    rank_before = fields.Char(readonly=True)
    rank_after = fields.Char(readonly=True)
    volume_before = fields.Float(string="Group Volume Before", digits=(20, 4), readonly=True)
    volume_after = fields.Float(string="Group Volume After", digits=(20, 4), readonly=True)
    reason = fields.Selection(selection=REASONS, readonly=True)


class MlmRunComparisonBonus(models.TransientModel):
    """What changes by bonus."""

    _name = "mlm.run.comparison.bonus"
    _description = "Change of a Bonus"
    _order = "difference desc, id"
    _rec_name = "code"

    comparison_id = fields.Many2one(
        "mlm.run.comparison", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="comparison_id.currency_id")
    code = fields.Char(string="Bonus", readonly=True)
    amount_before = fields.Monetary(string="Before", readonly=True)
    amount_after = fields.Monetary(string="After", readonly=True)
    difference = fields.Monetary(readonly=True)


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def action_compare(self):
        """Compare this run with the approved or final one, or with one that is chosen."""
        self.check_access("read")
        runs = self[:2].sorted("id")
        period = runs[:1].period_id
        other = runs - runs[:1] or (period.final_run_id or period.approved_run_id) - runs
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare Runs"),
            "res_model": "mlm.run.comparison",
            "view_mode": "form",
            "target": "new",
            "context": {"default_run_id": runs[:1].id, "default_other_run_id": other[:1].id},
        }
