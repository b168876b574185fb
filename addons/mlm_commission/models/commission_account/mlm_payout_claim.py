# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from .deduction_order import Claim

KINDS = [("advance", "Advance"), ("garnishment", "Garnishment")]
STATES = [
    ("draft", "New"),
    ("active", "In Force"),
    ("done", "Satisfied"),
    ("cancelled", "Cancelled"),
]
RULES = [
    ("all", "Everything"),
    ("fixed", "Fixed Amount per Month"),
    ("above", "Share above a Protected Amount"),
]
GUARDED = {"state", "move_id"}
# What a creditor or the partner was told; a new order of a court is a new record.
FIXED = {"partner_id", "company_id", "kind", "creditor_id", "ranked_at", "amount"}


class MlmPayoutClaim(models.Model):
    """What is taken from a partner's payouts: advances to recover, garnishments to hand over.

    They are taken when money is paid, and change neither the settlement document nor its tax.
    """

    _name = "mlm.payout.claim"
    _description = "Payout Deduction"
    _inherit = ["mail.thread"]
    _order = "ranked_at, id"

    name = fields.Char(string="Reference", required=True, help="File number of court or creditor.")
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
    kind = fields.Selection(selection=KINDS, required=True, default="advance")
    creditor_id = fields.Many2one("res.partner", ondelete="restrict", tracking=True)
    ranked_at = fields.Datetime(
        string="Served At",
        required=True,
        default=fields.Datetime.now,
        help="When the garnishment was served, or the advance granted: earlier ones come first.",
    )
    amount = fields.Monetary(required=True, tracking=True)
    instalment = fields.Monetary(
        tracking=True, help="At most so much per month; 0: as much as there is."
    )
    rule = fields.Selection(
        selection=RULES, string="Attachable", required=True, default="all", tracking=True
    )
    attachable_amount = fields.Monetary(string="Per Month", tracking=True)
    protected_amount = fields.Monetary(
        string="Protected", tracking=True, help="Per month, by the number of dependants."
    )
    attachable_percent = fields.Float(string="Share (%)", digits=(5, 2), default=100, tracking=True)
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, copy=False, ondelete="restrict"
    )
    deduction_ids = fields.One2many(
        "mlm.payout.deduction", "claim_id", string="Deductions", readonly=True
    )
    amount_taken = fields.Monetary(string="Taken", compute="_compute_amount_taken")
    amount_open = fields.Monetary(string="Still Open", compute="_compute_amount_taken")

    _amounts_positive = models.Constraint(
        "CHECK(amount > 0 AND coalesce(instalment, 0) >= 0"
        " AND coalesce(attachable_amount, 0) >= 0 AND coalesce(protected_amount, 0) >= 0)",
        "The amount must be above zero, the others can't be negative.",
    )
    _percent_sane = models.Constraint(
        "CHECK(attachable_percent >= 0 AND attachable_percent <= 100)",
        "The share lies between 0 and 100 %.",
    )
    _creditor_named = models.Constraint(
        "CHECK(kind <> 'garnishment' OR creditor_id IS NOT NULL)",
        "Name the creditor of the garnishment.",
    )

    @api.depends("amount", "deduction_ids.amount", "deduction_ids.payout_id.run_id.state")
    def _compute_amount_taken(self):
        taken = dict(
            self.env["mlm.payout.deduction"]._read_group(
                [("claim_id", "in", self.ids), ("payout_id.run_id.state", "=", "released")],
                ["claim_id"],
                ["amount:sum"],
            )
        )
        for claim in self:
            claim.amount_taken = taken.get(claim._origin, 0)
            claim.amount_open = claim.currency_id.round(claim.amount - claim.amount_taken)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(GUARDED & set(vals) for vals in vals_list):
            raise AccessError(self.env._("A deduction begins as a new one."))
        return super().create(vals_list)

    def write(self, vals):
        if GUARDED & set(vals) and not self.env.su:
            raise AccessError(self.env._("The state of a deduction is changed by its buttons."))
        if FIXED & set(vals) and any(claim.state != "draft" for claim in self):
            raise UserError(
                self.env._("A deduction in force stays as it is. Cancel it and make another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(claim.state != "draft" for claim in self):
            raise UserError(self.env._("Only new deductions can be deleted. Cancel this one."))

    # === ACTIONS === #

    def _check_accountant(self):
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_accountant")):
            raise AccessError(self.env._("Only accountants deduct from payouts."))
        self.check_access("write")

    def action_activate(self):
        """Put deductions in force; an advance is booked as owed to the partner, to be paid out."""
        self._check_accountant()
        self.lock_for_update()
        if any(claim.state != "draft" for claim in self):
            raise UserError(self.env._("Only new deductions can be put in force."))
        for claim in self.sudo():
            if claim.kind == "advance":
                claim.move_id = claim._book_advance()
            claim.state = "active"

    def action_cancel(self):
        """Stop deducting: a lifted garnishment. Advances are waived in the books, not here."""
        self._check_accountant()
        for claim in self:
            if claim.state not in ("draft", "active") or claim.move_id:
                raise UserError(
                    self.env._(
                        "%(name)s can't be cancelled: an advance was paid and is recovered, or "
                        "written off in the books.",
                        name=claim.name,
                    )
                )
        self.sudo().state = "cancelled"

    def action_pay(self):
        """Open core's payment dialogue: the advance to the partner, or what is due to creditors."""
        self._check_accountant()
        moves = self.sudo().move_id | self.sudo().deduction_ids.move_id
        payees = self.partner_id | self.creditor_id
        lines = moves.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "liability_payable"
                and line.amount_residual < 0
                and line.partner_id in payees
            )
        )
        if not lines:
            raise UserError(self.env._("Nothing is to be paid here."))
        return lines.sudo(False).action_register_payment()

    # === BUSINESS === #

    def _book_advance(self):
        """Book the advance: owed to the partner now, and owed by the partner on its account."""
        self.ensure_one()
        company, partner = self.company_id, self.partner_id.with_company(self.company_id)
        sides = (
            (company._mlm_advance_account(), self.amount),
            (partner.property_account_payable_id, -self.amount),
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": company._mlm_offset_journal().id,
                "company_id": company.id,
                "date": fields.Datetime.context_timestamp(self, self.ranked_at).date(),
                "ref": self.env._("Advance %(name)s", name=self.name),
                "line_ids": [
                    Command.create(
                        {
                            "name": self.name,
                            "partner_id": self.partner_id.id,
                            "account_id": account.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in sides
                ],
            }
        )
        entry.action_post()
        return entry

    def _as_claim(self, month_taken):
        """Return the figures that decide who takes how much.

        :param Decimal month_taken: what this claim took in the month already
        """
        self.ensure_one()
        left = max(_decimal(self.instalment) - month_taken, Decimal(0))
        return Claim(
            key=self.id,
            garnishes=self.kind == "garnishment",
            open=_decimal(self.amount_open),
            month_left=left if self.instalment else None,
            rule=self.rule,
            fixed=_decimal(self.attachable_amount),
            free=_decimal(self.protected_amount),
            percent=_decimal(self.attachable_percent),
        )

    def _finish(self):
        self.filtered(lambda c: c.currency_id.is_zero(c.amount_open)).state = "done"


def _decimal(number):
    return Decimal(str(number or 0))
