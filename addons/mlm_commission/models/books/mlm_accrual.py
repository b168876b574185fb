# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commission that is earned and not settled, in the books at the end of its period.

The accrual account holds, for each accrued period, what its statements earned less what is settled.
Entries only ever bring it from what it holds to what it should hold, so each step is repeatable,
a settlement of some of the partners releases their part, and a lost entry is made up for.
"""

from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...const import FINISHED

# Day on which a statement came into the books, NULL while it has not:
# a negative one with the later one that takes it up, one that evens out at the end of its period.
BOOKED = """
    SELECT s.id, s.run_id, s.partner_id,
           CASE WHEN last.amount_payable > 0 THEN m.date
                WHEN last.id IS NOT NULL THEN last.last_day END AS booked
      FROM mlm_statement s
      JOIN mlm_period p ON p.id = s.period_id
      LEFT JOIN LATERAL (
            SELECT t.id, t.move_id, t.amount_payable, q.date_to - 1 AS last_day
              FROM mlm_statement t
              JOIN mlm_period q ON q.id = t.period_id
             WHERE t.partner_id = s.partner_id AND t.company_id = s.company_id
               AND q.kind = p.kind AND q.date_from >= p.date_from AND t.amount_closing = 0
             ORDER BY q.date_from LIMIT 1) last ON TRUE
      LEFT JOIN account_move m ON m.id = last.move_id AND m.state = 'posted'
     WHERE s.period_id = %s"""


class MlmAccrualLine(models.Model):
    """What one entry accrued (above zero) or released of one bonus in one market."""

    _name = "mlm.accrual.line"
    _description = "Accrued Commission"
    _order = "period_id desc, date desc, bonus_code, market_id, id"
    _rec_name = "bonus_code"

    move_id = fields.Many2one(
        "account.move",
        string="Entry",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(related="move_id.state")
    date = fields.Date(related="move_id.date", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one(
        "mlm.period", required=True, readonly=True, index=True, ondelete="restrict"
    )
    bonus_code = fields.Char(string="Bonus", required=True, readonly=True)
    market_id = fields.Many2one("mlm.market", readonly=True, ondelete="restrict")
    amount = fields.Monetary(readonly=True, help="Above zero: accrued; below: released.")


class MlmPeriod(models.Model):
    _inherit = "mlm.period"

    accrual_line_ids = fields.One2many("mlm.accrual.line", "period_id", string="Accruals")
    amount_accrued = fields.Monetary(
        string="Accrued",
        compute="_compute_amount_accrued",
        groups="mlm_base.group_mlm_accountant",
        help="What of this period is earned, not settled and accrued in the books.",
    )

    @api.depends("accrual_line_ids.amount", "accrual_line_ids.move_id.state")
    def _compute_amount_accrued(self):
        sums = dict(
            self.env["mlm.accrual.line"]._read_group(
                [("period_id", "in", self.ids), ("move_id.state", "=", "posted")],
                ["period_id"],
                ["amount:sum"],
            )
        )
        for period in self:
            period.amount_accrued = sums.get(period, 0)

    # === ACTIONS === #

    def action_accrue(self):
        """Bring the accruals of the chosen periods up to date and show their entries."""
        self.env["mlm.statement"]._check_accountant()
        self.check_access("read")
        if any(period.state not in FINISHED for period in self):
            raise UserError(self.env._("Only what a closed period earned can be accrued."))
        self._accrue()
        return self.action_view_accruals()

    def action_view_accruals(self):
        """Open what was accrued and released of the periods."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_accrual_line_action"
        )
        return {**action, "domain": [("period_id", "in", self.ids)], "context": {}}

    # === BUSINESS === #

    def _finish_closing(self, run):
        """Accrue what the closed period earned; a failure is told and does not stop closing."""
        finished = super()._finish_closing(run)
        if self.company_id.mlm_accrues_on_closing:
            try:
                with self.env.cr.savepoint():
                    self._accrue()
            except UserError as error:
                self.message_post(body=self.env._("Not accrued: %(reason)s", reason=error.args[0]))
        return finished

    def _accrue(self):
        """Bring the accrual of closed periods to what is earned and not settled (sudo).

        Entries are dated on the last day of the period and on the days of the settlements after
        it: a later day would show the expense twice until then.

        :return: the account.move records written, none if all is up to date
        :raise UserError: the accounts are not set up
        """
        moves = self.env["account.move"].sudo()
        for period in self.sudo().sorted("date_from"):
            period._lock()
            self.env.flush_all()
            last_day = period.date_to - relativedelta(days=1)
            days = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT booked FROM (%s) b WHERE booked > %s ORDER BY booked",
                    SQL(BOOKED, period.id),
                    last_day,
                )
            )
            for day in [last_day, *(day for (day,) in days)]:
                moves |= period._accrue_as_of(day)
        return moves

    def _accrue_as_of(self, day):
        """Write one entry that makes the accrual right as of a day; return it, if any."""
        changes = defaultdict(Decimal, self._earned_unsettled(day))
        for key, amount in self._accrued(day).items():
            changes[key] -= amount
        changes = {key: amount for key, amount in sorted(changes.items(), key=str) if amount}
        if not changes:
            return self.env["account.move"].sudo()
        move = self.env["account.move"].sudo().create(self._prepare_accrual(day, changes))
        self.env["mlm.accrual.line"].sudo().create(
            [
                {
                    "move_id": move.id,
                    "company_id": self.company_id.id,
                    "period_id": self.id,
                    "bonus_code": bonus,
                    "market_id": market,
                    "amount": float(amount),
                }
                for (bonus, market), amount in changes.items()
            ]
        )
        move.action_post()
        return move

    def _earned_unsettled(self, day):
        """Return {(bonus code, market id or None): Decimal} earned here, unsettled as of a day."""
        rows = self.env.execute_query(
            SQL(
                """SELECT b.code, coalesce(v.market_id, p.mlm_market_id), sum(l.amount)::text
                     FROM (%s) s
                     JOIN res_partner p ON p.id = s.partner_id
                     JOIN mlm_commission_line l
                       ON l.run_id = s.run_id AND l.partner_id = s.partner_id
                     JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                     LEFT JOIN mlm_volume v ON v.id = l.volume_id
                    WHERE s.booked IS NULL OR s.booked > %s
                    GROUP BY 1, 2""",
                SQL(BOOKED, self.id),
                day,
            )
        )
        return {(bonus, market): Decimal(amount) for bonus, market, amount in rows}

    def _accrued(self, day):
        """Return {(bonus code, market id or None): Decimal} that posted entries hold on a day."""
        rows = self.env.execute_query(
            SQL(
                """SELECT a.bonus_code, a.market_id, sum(a.amount)::text
                     FROM mlm_accrual_line a JOIN account_move m ON m.id = a.move_id
                    WHERE a.period_id = %s AND m.state = 'posted' AND m.date <= %s
                    GROUP BY 1, 2""",
                self.id,
                day,
            )
        )
        return {(bonus, market): Decimal(amount) for bonus, market, amount in rows}

    def _prepare_accrual(self, day, changes):
        """Values of an entry: expense by bonus and market against the accrual account.

        :param dict changes: {(bonus code, market id or None): Decimal}, above zero to accrue
        """
        company = self.company_id
        if not company.mlm_accrual_account_id:
            raise UserError(
                self.env._(
                    "Set up commission accounting of %(company)s first: Network Marketing / "
                    "Configuration.",
                    company=company.name,
                )
            )
        total = sum(changes.values())
        title = (
            self.env._("Accrued commission %(period)s", period=self.name)
            if day < self.date_to
            else self.env._("Release of accrued commission %(period)s", period=self.name)
        )
        expense = company._mlm_commission_account().id
        lines = [
            {
                "account_id": expense,
                "name": f"{title}: {bonus}",
                "balance": float(amount),
                "tax_ids": [Command.clear()],
                **company._mlm_analytic_of_one(bonus, market),
            }
            for (bonus, market), amount in changes.items()
        ]
        lines.append(
            {
                "account_id": company.mlm_accrual_account_id.id,
                "name": title,
                "balance": -float(total),
            }
        )
        return {
            "move_type": "entry",
            "journal_id": company._mlm_accrual_journal().id,
            "company_id": company.id,
            "date": day,
            "ref": title,
            "line_ids": [Command.create(line) for line in lines],
        }


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _after_settlement(self):
        """Also release what was accrued of the statements that are settled now."""
        super()._after_settlement()
        held = (
            self.env["mlm.accrual.line"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", self.sudo().company_id.ids),
                    ("move_id.state", "=", "posted"),
                ],
                ["period_id"],
                ["amount:sum"],
            )
        )
        periods = self.env["mlm.period"].sudo()
        for period, amount in held:
            if not period.currency_id.is_zero(amount) or period in self.sudo().period_id:
                periods |= period
        periods._accrue()
