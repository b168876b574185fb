# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..const import (
    CLOSED,
    CLOSING,
    FINAL,
    FINISHED,
    OPEN,
    PERIOD_KINDS,
    PERIOD_STATES,
    TOTALS,
    TRIAL,
)

BY_BUTTON = {
    "state", "final_run_id", "approved_run_id", "approved_by", "approved_at", "cut_off_by",
    "cut_off_at",
}  # fmt: skip
STEP = {"month": relativedelta(months=1), "week": relativedelta(weeks=1)}


class MlmPeriod(models.Model):
    """A month or week of commissions: [date_from, date_to). Closed once, for good."""

    _name = "mlm.period"
    _description = "Commission Period"
    _inherit = ["mail.thread"]
    _order = "date_from desc, kind, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(selection=PERIOD_KINDS, required=True, default="month")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(
        string="To",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        help="Exclusive: the first day of the next period.",
    )
    date_cutoff = fields.Date(
        string="Cut-off",
        help="Volume released by this day counts; later releases move to the next open period. "
        "Empty: the day of closing.",
    )
    state = fields.Selection(
        selection=PERIOD_STATES,
        required=True,
        default=OPEN,
        readonly=True,
        copy=False,
        tracking=True,
    )
    plan_version_id = fields.Many2one(
        "mlm.plan.version", string="Plan", compute="_compute_plan_version_id"
    )
    run_ids = fields.One2many("mlm.run", "period_id", string="Runs")
    final_run_id = fields.Many2one("mlm.run", readonly=True, copy=False, ondelete="restrict")
    statement_ids = fields.One2many("mlm.statement", "period_id", string="Statements")
    statement_count = fields.Integer(compute="_compute_statement_count")
    line_count = fields.Integer(related="final_run_id.line_count")
    amount_total = fields.Monetary(related="final_run_id.amount_total")
    payout_ratio = fields.Float(related="final_run_id.payout_ratio")

    _dates = models.Constraint("CHECK(date_to > date_from)", "A period ends after it begins.")
    _start_uniq = models.Constraint(
        "UNIQUE(company_id, kind, date_from)", "This company has a period that begins on that day."
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "date_from")
    def _compute_name(self):
        for period in self:
            pattern = "%Y-%m" if period.kind == "month" else "%G-W%V"
            period.name = period.date_from.strftime(pattern) if period.date_from else False

    @api.depends("kind", "date_from")
    def _compute_date_to(self):
        for period in self:
            if period.date_from:
                period.date_to = period.date_from + STEP[period.kind]

    @api.depends("final_run_id", "date_from", "company_id", "kind")
    def _compute_plan_version_id(self):
        for period in self:
            period.plan_version_id = period.final_run_id.plan_version_id or self.env[
                "mlm.plan"
            ]._for_period(period)._version_for(period)

    def _compute_statement_count(self):
        counts = dict(
            self.env["mlm.statement"]._read_group(
                [("period_id", "in", self.ids)], ["period_id"], ["__count"]
            )
        )
        for period in self:
            period.statement_count = counts.get(period, 0)

    # === CONSTRAINTS === #

    @api.constrains("company_id", "kind", "date_from", "date_to")
    def _check_overlap(self):
        for period in self:
            if self.search_count(
                [
                    ("id", "!=", period.id),
                    ("company_id", "=", period.company_id.id),
                    ("kind", "=", period.kind),
                    ("date_from", "<", period.date_to),
                    ("date_to", ">", period.date_from),
                ],
                limit=1,
            ):
                raise ValidationError(
                    self.env._("%(name)s overlaps another period of the company.", name=period.name)
                )

    # === CRUD === #

    def write(self, vals):
        fixed = {"company_id", "kind", "date_from", "date_to", "date_cutoff"} & set(vals)
        if fixed and any(period.state != OPEN for period in self):
            raise UserError(self.env._("A period that is closing or closed can't be changed."))
        self._check_by_button(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_by_button(vals)
        return super().create(vals_list)

    @api.model
    def _check_by_button(self, vals):
        """Raise if somebody writes what only the steps of closing may write."""
        if BY_BUTTON & set(vals) and not self.env.su:
            raise UserError(self.env._("Close a period by its buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if any(period.state != OPEN or period.run_ids for period in self):
            raise UserError(self.env._("A period with runs stays; discard its trial runs first."))

    # === ACTIONS === #

    def action_trial_run(self):
        """Start a trial run in the background and show it."""
        self.ensure_one()
        self._check_clerk()
        return self._start_run(TRIAL)

    def action_totals(self):
        """Start a run that keeps totals only, ten times as fast, and show it."""
        self.ensure_one()
        self._check_clerk()
        return self._start_run(TOTALS)

    def action_close(self):
        """Close the period in the background: final run, statements."""
        self.ensure_one()
        self._check_clerk()
        self._check_closable()
        self._check_approved()
        self.sudo().state = CLOSING
        return self._start_run(FINAL)

    def action_reopen(self):
        """Take back the cut-off, the approval, or a closing that has not been carried out."""
        self.ensure_one()
        self._check_clerk()
        self._lock()
        if self.state in (OPEN, *FINISHED):
            raise UserError(
                self.env._("Only a period between cut-off and closing can be reopened.")
            )
        self.run_ids.filtered(lambda run: run.kind == FINAL and run.state == "queued")._discard()
        self._forget_approval()
        self.sudo().state = OPEN

    def action_view_statements(self):
        """Open the statements of this period."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_statement_action"
        )
        return {**action, "domain": [("period_id", "in", self.ids)], "context": {}}

    def action_view_lines(self):
        """Open the commission lines of the final run."""
        return self.final_run_id.action_view_lines()

    # === BUSINESS === #

    def _check_clerk(self):
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_clerk")):
            raise AccessError(self.env._("Only commission clerks run and close periods."))
        self.check_access("read")

    def _lock(self):
        """Hold the period against other closings until the end of the transaction."""
        self.sudo().lock_for_update()
        self.invalidate_recordset(["state", "final_run_id"])

    def _check_closable(self):
        """Raise unless this is the company's next period to close."""
        self._lock()
        if self.state in FINISHED:
            raise UserError(self.env._("%(name)s is closed already.", name=self.name))
        if self.state == CLOSING:
            raise UserError(
                self.env._("%(name)s is being closed by somebody else.", name=self.name)
            )
        before = self._earlier_open()
        if before:
            raise UserError(
                self.env._("Close %(name)s first: periods close in their order.", name=before.name)
            )

    def _earlier_open(self):
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("date_from", "<", self.date_from),
                ("state", "not in", FINISHED),
            ],
            order="date_from",
            limit=1,
        )

    def _previous(self):
        """Return the closed period right before this one, or an empty record."""
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("date_to", "<=", self.date_from),
                ("state", "in", FINISHED),
            ],
            order="date_to desc",
            limit=1,
        )

    def _next(self):
        """Return the period that follows; it is made if missing."""
        self.ensure_one()
        following = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", self.kind),
                ("date_from", ">=", self.date_to),
            ],
            order="date_from",
            limit=1,
        )
        return following or self.sudo().create(
            {"company_id": self.company_id.id, "kind": self.kind, "date_from": self.date_to}
        ).sudo(self.env.su)

    def _start_run(self, kind):
        run = self._new_run(kind)
        run._start()
        return run._open()

    def _new_run(self, kind):
        if not self.plan_version_id:
            raise UserError(
                self.env._(
                    "No released plan holds on %(date)s. Release a plan version that begins then.",
                    date=self.date_from,
                )
            )
        # A discarded or failed run frees the place of the final one in the database first.
        self.env["mlm.run"].flush_model()
        return (
            self.env["mlm.run"]
            .sudo()
            .create(
                {
                    "period_id": self.id,
                    "plan_version_id": self.plan_version_id.id,
                    "kind": kind,
                    "date_cutoff": self.date_cutoff or fields.Date.context_today(self),
                    "requested_by": self.env.uid,
                }
            )
        )

    def _close(self):
        """Close at once, in this transaction: final run, statements, unreleased rows move on.

        :return: the final mlm.run
        :raise UserError: the period is closed, being closed, or not the next one
        """
        self.ensure_one()
        self._check_clerk()
        self._check_closable()
        self.sudo().state = CLOSING
        run = self._new_run(FINAL)
        run._execute()
        return run

    def _finish_closing(self, run):
        """Second half of closing, called by a final run that has its results."""
        self._move_unreleased(run)
        self.sudo().write({"state": CLOSED, "final_run_id": run.id})
        self.env["mlm.statement"]._create_from_run(run)

    def _move_unreleased(self, run):
        """Rows not released by the cut-off move to the next period, all in one statement."""
        Volume = self.env["mlm.volume"].sudo()
        Volume.flush_model()
        found = self.env.execute_query(
            SQL(
                """SELECT id FROM mlm_volume
                    WHERE company_id = %(company)s AND date_commission >= %(start)s
                      AND date_commission < %(end)s
                      AND (date_release IS NULL OR date_release > %(cutoff)s)
                      AND NOT %(counted)s""",
                company=self.company_id.id,
                start=self.date_from,
                end=self.date_to,
                cutoff=run.date_cutoff,
                counted=Volume._sql_counted_elsewhere(self),
            )
        )
        if found:
            first = self._next().date_from
            Volume._move_commission_date(
                [row_id for (row_id,) in found],
                Volume._get_open_commission_dates(self.company_id, [first])[first],
                self.env._("Not released at the cut-off of %(name)s", name=self.name),
            )
