# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.mlm_base.const import TERMINATED

from .termination_math import annual_average, compensation, contract_months, earliest_end

REASONS = [
    ("company", "Notice of the Company"),
    ("company_cause", "Notice of the Company for Cause"),
    ("partner", "Notice of the Partner"),
    ("partner_cause", "Notice of the Partner for Cause, Age or Illness"),
    ("mutual", "Agreed"),
    ("death", "Death"),
]
# Who ends the contract so is bound to no period of notice.
AT_ONCE = {"company_cause", "partner_cause", "mutual", "death"}


class MlmTermination(models.Model):
    """The end of a partner's contract: dates, goods bought back, compensation, book extract."""

    _name = "mlm.termination"
    _description = "Termination"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_end desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_role", "=", "partner")],
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Selection(selection=REASONS, required=True, default="partner", tracking=True)
    note = fields.Text()
    is_part_time = fields.Boolean(
        string="Part-time Agent",
        help="Engaged expressly as Handelsvertreter im Nebenberuf (§ 92b HGB): one month of "
        "notice, no compensation.",
    )
    date_start = fields.Date(
        string="Contract Since",
        compute="_compute_date_start",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_notice = fields.Date(
        string="Notice On", required=True, default=fields.Date.context_today, tracking=True
    )
    date_earliest = fields.Date(
        string="Earliest End",
        compute="_compute_date_earliest",
        help="§ 89 HGB: one, two, three or six months by years of contract, to the end of a month.",
    )
    date_end = fields.Date(
        string="Contract Ends",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    days_after = fields.Integer(
        string="Days Afterwards",
        default=90,
        help="Orders that the partner prepared and that come in so soon still earn commission "
        "(§ 87 Abs. 3 HGB).",
    )
    date_last_settlement = fields.Date(
        string="Last Settlement Until",
        compute="_compute_date_last_settlement",
        help="End of the month after the last orders that still count (§ 87c Abs. 1 HGB).",
    )
    state = fields.Selection(
        selection=[("draft", "Notice Given"), ("done", "Ended")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    amount_open = fields.Monetary(
        string="Owed to the Partner", compute="_compute_amount_open", help="Commission account."
    )
    # § 89b HGB
    churn_percent = fields.Float(string="Customers Lost per Year (%)", default=20, digits=(5, 2))
    forecast_years = fields.Integer(string="Forecast (Years)", default=3)
    discount_percent = fields.Float(string="Discount (%)", default=3, digits=(5, 2))
    equity_percent = fields.Float(string="Fair Share (%)", default=100, digits=(5, 2))
    amount_base = fields.Monetary(
        string="Own Customers, 12 Months",
        compute="_compute_compensation",
        help="Commission on sales to the partner's own customers in the last twelve months.",
    )
    amount_cap = fields.Monetary(
        string="Average Year",
        compute="_compute_compensation",
        help="Average annual commission of the last five years, or of the contract if shorter.",
    )
    amount_compensation = fields.Monetary(
        string="Compensation", compute="_compute_compensation", help="Estimate, § 89b HGB."
    )
    compensation_note = fields.Char(compute="_compute_compensation")

    _inputs_sane = models.Constraint(
        "CHECK(churn_percent BETWEEN 0 AND 100 AND forecast_years BETWEEN 0 AND 10"
        " AND discount_percent >= 0 AND equity_percent BETWEEN 0 AND 100 AND days_after >= 0)",
        "Percentages lie between 0 and 100, a forecast has at most ten years.",
    )
    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'draft'",
        "A termination of this partner is under way.",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id")
    def _compute_date_start(self):
        for record in self:
            record.date_start = record.date_start or record.partner_id.mlm_date_joined

    @api.depends("date_start", "date_notice", "is_part_time")
    def _compute_date_earliest(self):
        for record in self:
            start, notice = record.date_start, record.date_notice
            record.date_earliest = (
                earliest_end(start, notice, record.is_part_time) if start and notice else False
            )

    @api.depends("date_start", "date_notice", "is_part_time", "reason")
    def _compute_date_end(self):
        for record in self:
            at_once = record.reason in AT_ONCE
            record.date_end = record.date_notice if at_once else record.date_earliest

    @api.depends("date_end", "days_after")
    def _compute_date_last_settlement(self):
        for record in self:
            last = record.date_end and record.date_end + relativedelta(days=record.days_after)
            record.date_last_settlement = last and last + relativedelta(months=1, day=31)

    def _compute_amount_open(self):
        sums = {
            (partner, company): amount
            for partner, company, amount in self.env["mlm.account.entry"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                ],
                ["partner_id", "company_id"],
                ["amount:sum"],
            )
        }
        for record in self:
            record.amount_open = sums.get((record.partner_id, record.company_id), 0)

    @api.depends(
        "partner_id",
        "company_id",
        "date_start",
        "date_end",
        "reason",
        "is_part_time",
        "churn_percent",
        "forecast_years",
        "discount_percent",
        "equity_percent",
    )
    def _compute_compensation(self):
        for record in self:
            base, total, months = record._commission_figures()
            record.amount_base = base
            cap = annual_average(total, months)
            record.amount_cap = cap
            record.compensation_note = record._without_compensation()
            record.amount_compensation = not record.compensation_note and compensation(
                base,
                Decimal(str(record.churn_percent)),
                record.forecast_years,
                Decimal(str(record.discount_percent)),
                Decimal(str(record.equity_percent)),
                cap,
            )

    def _commission_figures(self):
        """Return (commission on own customers in the last year, all commission, its months).

        All commission counts for the cap, own customers only for the base: what comes from the
        team is pay for recruiting and leading.
        """
        self.ensure_one()
        if not (self.partner_id and self.date_start and self.date_end):
            return Decimal(0), Decimal(0), 1
        months = contract_months(self.date_start, self.date_end)
        year, all_years = (
            self.date_end + relativedelta(days=1) - relativedelta(months=count)
            for count in (12, months)
        )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT coalesce(sum(l.amount) FILTER (
                           WHERE p.date_from >= %(year)s AND v.owner_id = l.partner_id
                             AND v.buyer_id <> l.partner_id), 0)::text,
                       coalesce(sum(l.amount), 0)::text
                  FROM mlm_commission_line l
                  JOIN mlm_run u ON u.id = l.run_id AND u.kind = 'final' AND u.state = 'done'
                  JOIN mlm_period p ON p.id = u.period_id
                  LEFT JOIN mlm_volume v ON v.id = l.volume_id
                 WHERE l.partner_id = %(partner)s AND u.company_id = %(company)s
                   AND p.date_from >= %(start)s AND p.date_from <= %(end)s""",
                year=max(year, self.date_start).replace(day=1),
                start=all_years.replace(day=1),
                end=self.date_end,
                partner=self.partner_id._origin.id,
                company=self.company_id.id,
            )
        )
        base, total = rows[0]
        return Decimal(base), Decimal(total), months

    def _without_compensation(self):
        """Return why nothing is owed, or False (§ 89b Abs. 3, § 92b Abs. 1 HGB)."""
        if self.is_part_time:
            return self.env._("No compensation for part-time agents (§ 92b HGB).")
        if self.reason == "partner":
            return self.env._("No compensation: the partner gave notice (§ 89b Abs. 3 HGB).")
        if self.reason == "company_cause":
            return self.env._("No compensation: notice for cause (§ 89b Abs. 3 HGB).")
        return False

    # === CONSTRAINTS AND CRUD === #

    @api.constrains("date_start", "date_notice", "date_end", "reason", "is_part_time")
    def _check_dates(self):
        for record in self:
            if record.date_notice < record.date_start or record.date_end < record.date_notice:
                raise ValidationError(
                    self.env._("A contract begins before the notice, and ends after it.")
                )
            if record.reason not in AT_ONCE and record.date_end < record.date_earliest:
                raise ValidationError(
                    self.env._(
                        "The contract can't end before %(date)s (§ 89 HGB). Choose that day, or "
                        "another kind of termination.",
                        date=record.date_earliest,
                    )
                )

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise AccessError(self.env._("Use the button to end the contract."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise AccessError(self.env._("A termination begins with the notice."))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(record.state != "draft" for record in self):
            raise UserError(self.env._("A termination that took effect stays."))

    # === ACTIONS === #

    def action_end(self):
        """End the membership on or after the last day; the place in the network stays."""
        self.check_access("write")
        for record in self:
            partner = record.partner_id
            partner._mlm_check_clerk()
            if record.state != "draft":
                raise UserError(self.env._("This contract has ended already."))
            if record.date_end > fields.Date.context_today(record):
                raise UserError(
                    self.env._("The contract runs until %(date)s.", date=record.date_end)
                )
            if partner.mlm_state != TERMINATED:
                reasons = dict(self._fields["reason"]._description_selection(self.env))
                partner._mlm_set_state(TERMINATED, record.note or reasons[record.reason])
            record.sudo().state = "done"

    def action_view_account(self):
        """Open the partner's commission account."""
        return self.partner_id.action_mlm_view_account()
