# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

STATES = [
    ("open", "To Settle"),
    ("carried", "Carried Forward"),
    ("settled", "Settled"),
    ("paid", "Paid"),
]


class MlmStatement(models.Model):
    """What one partner earned in one period: sum of its lines, and what was open before."""

    _name = "mlm.statement"
    _description = "Commission Statement"
    _inherit = ["mail.thread"]
    # By the order of periods: newest first.
    _order = "period_id, partner_id"

    name = fields.Char(compute="_compute_name", store=True)
    period_id = fields.Many2one(
        "mlm.period", required=True, readonly=True, index=True, ondelete="restrict"
    )
    run_id = fields.Many2one("mlm.run", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    line_ids = fields.One2many(
        "mlm.statement.line", "statement_id", string="Bonuses", readonly=True
    )
    amount_opening = fields.Monetary(
        string="Carried Over", readonly=True, help="Negative balance of the statement before."
    )
    amount_earned = fields.Monetary(string="Earned", readonly=True)
    amount_payable = fields.Monetary(
        string="Payable", readonly=True, help="Earned and carried over, if that is above zero."
    )
    amount_closing = fields.Monetary(
        string="Carry Forward", readonly=True, help="What the next statement opens with: 0 or less."
    )
    move_id = fields.Many2one(
        "account.move",
        string="Settlement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    payment_state = fields.Selection(related="move_id.payment_state")
    state = fields.Selection(selection=STATES, compute="_compute_state", store=True, index=True)
    amount_paid = fields.Monetary(compute="_compute_amount_paid")
    date_due = fields.Date(
        string="Due",
        compute="_compute_date_due",
        store=True,
        help="Last day of the month after the period (§ 87a Abs. 4 HGB).",
    )

    _partner_uniq = models.Constraint(
        "UNIQUE(period_id, partner_id)", "This partner has a statement for that period."
    )
    _move_uniq = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "This document settles another statement."
    )

    # === COMPUTE METHODS === #

    @api.depends("period_id.name", "partner_id.name")
    def _compute_name(self):
        for statement in self:
            statement.name = f"{statement.period_id.name} {statement.partner_id.name}"

    @api.depends("move_id.state", "move_id.payment_state", "amount_payable")
    def _compute_state(self):
        for statement in self:
            move = statement.move_id
            if move.state == "posted":
                paid = move.payment_state in ("paid", "in_payment")
                statement.state = "paid" if paid else "settled"
            else:
                statement.state = "open" if statement.amount_payable > 0 else "carried"

    @api.depends("move_id.amount_total", "move_id.amount_residual", "move_id.state")
    def _compute_amount_paid(self):
        for statement in self:
            move = statement.move_id
            posted = move.state == "posted"
            statement.amount_paid = move.amount_total - move.amount_residual if posted else 0

    @api.depends("period_id.date_to")
    def _compute_date_due(self):
        for statement in self:
            last = statement.period_id.date_to - relativedelta(days=1)
            statement.date_due = last + relativedelta(months=1, day=31)

    # === CRUD === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_always(self):
        raise UserError(self.env._("Statements of closed periods stay."))

    # === ACTIONS === #

    def action_view_lines(self):
        """Open the commission lines behind this statement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_commission_line_action"
        )
        return {
            **action,
            "domain": [("run_id", "=", self.run_id.id), ("partner_id", "=", self.partner_id.id)],
            "context": {"search_default_by_bonus": 1},
        }

    def action_view_move(self):
        """Open the settlement document."""
        self.ensure_one()
        return self.move_id._mlm_open_settlements()

    # === BUSINESS === #

    @api.model
    def _create_from_run(self, run):
        """Write the statements of a final run, set-based.

        Everybody with a line gets one, and everybody whose last statement carried a debt.

        :param run: mlm.run record, final and done
        """
        self.env.flush_all()
        params = {
            "run": run.id,
            "period": run.period_id.id,
            "company": run.company_id.id,
            "uid": self.env.uid,
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mlm_statement (period_id, run_id, company_id, partner_id,
                    amount_opening, amount_earned, amount_payable, amount_closing,
                    name, state, date_due, create_uid, create_date, write_uid, write_date)
                SELECT %(period)s, %(run)s, %(company)s, s.partner_id,
                       s.opening, s.earned, greatest(s.opening + s.earned, 0),
                       least(s.opening + s.earned, 0), concat(%(title)s, ' ', r.name),
                       CASE WHEN s.opening + s.earned > 0 THEN 'open' ELSE 'carried' END, %(due)s,
                       %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM (
                    SELECT coalesce(e.partner_id, o.partner_id) AS partner_id,
                           coalesce(o.amount_closing, 0) AS opening,
                           coalesce(e.earned, 0) AS earned
                      FROM (SELECT partner_id, sum(amount) AS earned FROM mlm_commission_line
                             WHERE run_id = %(run)s GROUP BY partner_id) e
                      FULL JOIN (
                        SELECT DISTINCT ON (t.partner_id) t.partner_id, t.amount_closing
                          FROM mlm_statement t JOIN mlm_period p ON p.id = t.period_id
                         WHERE t.company_id = %(company)s AND p.kind = %(kind)s
                         ORDER BY t.partner_id, p.date_from DESC) o
                        ON o.partner_id = e.partner_id
                     WHERE e.partner_id IS NOT NULL OR o.amount_closing < 0) s
                  JOIN res_partner r ON r.id = s.partner_id
                 ORDER BY s.partner_id""",
                kind=run.period_id.kind,
                title=run.period_id.name,
                due=self.new({"period_id": run.period_id.id}).date_due,
                **params,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mlm_statement_line (statement_id, bonus_id, line_count, amount)
                SELECT s.id, l.bonus_id, count(*), sum(l.amount)
                  FROM mlm_commission_line l
                  JOIN mlm_statement s
                    ON s.period_id = %(period)s AND s.partner_id = l.partner_id
                 WHERE l.run_id = %(run)s
                 GROUP BY s.id, l.bonus_id
                 ORDER BY s.id, l.bonus_id""",
                **params,
            )
        )
        self.invalidate_model()


class MlmStatementLine(models.Model):
    """The part of a statement that one bonus makes."""

    _name = "mlm.statement.line"
    _description = "Commission Statement Line"
    _log_access = False
    _order = "statement_id, bonus_id"
    _rec_name = "bonus_id"

    statement_id = fields.Many2one(
        "mlm.statement", required=True, index=True, ondelete="cascade", readonly=True
    )
    currency_id = fields.Many2one(related="statement_id.currency_id")
    bonus_id = fields.Many2one("mlm.plan.bonus", required=True, readonly=True, ondelete="restrict")
    line_count = fields.Integer(string="Lines", readonly=True)
    amount = fields.Monetary(readonly=True)
