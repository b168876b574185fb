# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "New"),
    ("proposed", "Proposed"),
    ("released", "Released"),
    ("cancelled", "Cancelled"),
]
# Set by the actions only, which check who asks.
GUARDED = {"name", "state", "proposed_by", "released_by", "released_at", "line_ids"}
CHOSEN = {"journal_id", "date", "due_until", "amount_limit", "company_id"}
RELEASERS = "mlm_commission.group_mlm_payout_releaser"


class MlmPayoutRun(models.Model):
    """One payment of commissions to many partners: proposed by one person, released by another.

    A run chooses among the posted settlement documents what is due and may be paid. Whoever is
    left out is listed with the reason.
    """

    _name = "mlm.payout.run"
    _description = "Payout Run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain=[("type", "=", "bank")],
        default=lambda self: self._default_journal(),
    )
    date = fields.Date(
        string="Payment Date", required=True, default=fields.Date.context_today, tracking=True
    )
    due_until = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    amount_limit = fields.Monetary(
        string="At Most", help="What the run pays at most; 0: all that is due. Oldest dues first."
    )
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    proposed_by = fields.Many2one("res.users", readonly=True, copy=False)
    released_by = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    released_at = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("mlm.payout.line", "run_id", string="Payments", readonly=True)
    exclusion_ids = fields.One2many(
        "mlm.payout.exclusion", "run_id", string="Left Out", readonly=True
    )
    line_count = fields.Integer(string="Payees", compute="_compute_figures")
    exclusion_count = fields.Integer(string="Waiting", compute="_compute_figures")
    amount_total = fields.Monetary(string="To Pay", compute="_compute_figures")
    amount_offset = fields.Monetary(string="Offset", compute="_compute_figures")
    amount_returned = fields.Monetary(string="Returned", compute="_compute_figures")
    payment_count = fields.Integer(compute="_compute_figures")

    _amount_limit_positive = models.Constraint(
        "CHECK(amount_limit >= 0)", "The most that a run pays can't be negative."
    )

    # === COMPUTE METHODS === #

    @api.model
    def _default_journal(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("line_ids.amount", "line_ids.state", "line_ids.payment_id", "exclusion_ids")
    def _compute_figures(self):
        lines = self.env["mlm.payout.line"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id", "state"],
            ["__count", "amount:sum", "amount_offset:sum", "payment_id:count_distinct"],
        )
        left_out = dict(
            self.env["mlm.payout.exclusion"]._read_group(
                [("run_id", "in", self.ids)], ["run_id"], ["__count"]
            )
        )
        for run in self:
            mine = [row[1:] for row in lines if row[0] == run]
            run.line_count = sum(row[1] for row in mine)
            run.amount_total = sum(row[2] for row in mine)
            run.amount_offset = sum(row[3] for row in mine)
            run.payment_count = sum(row[4] for row in mine)
            run.amount_returned = sum(row[2] for row in mine if row[0] == "returned")
            run.exclusion_count = left_out.get(run, 0)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if GUARDED & set(vals) and not self.env.su:
                raise AccessError(self.env._("A payout run begins as a new one."))
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            vals["name"] = company._mlm_payout_number()
        return super().create(vals_list)

    def write(self, vals):
        if GUARDED & set(vals) and not self.env.su:
            raise AccessError(self.env._("The state of a payout run is changed by its buttons."))
        if CHOSEN & set(vals) and any(run.state != "draft" for run in self):
            raise UserError(
                self.env._("A proposed run stays as it is. Reset it, change it, propose it again.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        if any(run.state == "released" for run in self):
            raise UserError(self.env._("Released payout runs stay."))

    # === ACTIONS === #

    def action_propose(self):
        """Choose what is paid."""
        self._check_payer()
        for run in self:
            run._propose()

    def action_reset(self):
        """Take a proposal back; nothing has been paid."""
        self._check_payer()
        if any(run.state not in ("proposed", "cancelled") for run in self):
            raise UserError(self.env._("Only proposals can be reset."))
        self._forget_proposal()
        self.sudo().write({"state": "draft", "proposed_by": False})

    def action_cancel(self):
        """Give a run up that was not released."""
        self._check_payer()
        if any(run.state == "released" for run in self):
            raise UserError(self.env._("Released payout runs stay."))
        self._forget_proposal()
        self.sudo().state = "cancelled"

    def action_release(self):
        """Pay; only somebody who did not propose the run."""
        for run in self:
            run._check_releaser()
            run._release()

    def action_view_payments(self):
        """Open the payments of this run."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_payments_payable"
        )
        return {**action, "domain": [("id", "in", self.line_ids.payment_id.ids)], "context": {}}

    def action_view_lines(self):
        """Open the lines of this run as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_commission.mlm_payout_line_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    # === RIGHTS === #

    def _check_payer(self):
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_accountant")):
            raise AccessError(self.env._("Only accountants prepare payouts."))
        self.check_access("write")

    def _check_releaser_right(self):
        if not self.env.user.has_group(RELEASERS):
            raise AccessError(self.env._("You have no right to release payouts."))
        self.check_access("write")

    def _check_releaser(self):
        self.ensure_one()
        self._check_releaser_right()
        if self.state != "proposed":
            raise UserError(self.env._("Only proposed runs can be released."))
        if self.proposed_by == self.env.user:
            raise UserError(
                self.env._("Whoever proposed a payout can't release it. Ask a second person.")
            )


class ResCompany(models.Model):
    _inherit = "res.company"

    def _mlm_payout_number(self):
        """Return the next number of a payout run (sudo: the sequence is nobody's)."""
        self.ensure_one()
        Sequence_sudo = self.env["ir.sequence"].sudo().with_company(self)
        code = "mlm.payout.run"
        if not Sequence_sudo.search_count(
            [("code", "=", code), ("company_id", "=", self.id)], limit=1
        ):
            Sequence_sudo.create(
                {
                    "name": "Payout Run",
                    "code": code,
                    "prefix": "PAY/%(year)s/",
                    "padding": 4,
                    "company_id": self.id,
                }
            )
        return Sequence_sudo.next_by_code(code)
