# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .flat_tax import flat_base, flat_tax

STATES = [("draft", "Planned"), ("given", "Given"), ("cancelled", "Cancelled")]
# What the buttons work out.
GUARDED = {"state", "flat_base", "own_income", "tax_amount", "move_id", "told_at", "year_id"}
FIXED = {"partner_id", "company_id", "date", "cost", "name"}


class MlmReward(models.Model):
    """A thing that a partner is given instead of money: a trip, a car, a watch."""

    _name = "mlm.reward"
    _description = "Non-Cash Reward"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"

    name = fields.Char(string="What", required=True, help="The event or thing, as it is told.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("mlm_role", "=", "partner")],
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    cost = fields.Monetary(
        required=True, tracking=True, help="What it costs the company, value-added tax included."
    )
    is_agreed_pay = fields.Boolean(
        string="Agreed Remuneration",
        help="Part of what was agreed as pay, not given in addition: § 37b doesn't apply.",
    )
    origin = fields.Char(readonly=True, copy=False, help="Run and bonus, or contest.")
    state = fields.Selection(
        selection=STATES, required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    year_id = fields.Many2one(
        "mlm.reward.year", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    flat_base = fields.Monetary(string="Taxed Flat", readonly=True, copy=False)
    own_income = fields.Monetary(
        string="Partner's Income", readonly=True, copy=False, help="What the partner has to tax."
    )
    tax_amount = fields.Monetary(string="Flat Tax", readonly=True, copy=False)
    move_id = fields.Many2one("account.move", string="Entry", readonly=True, copy=False)
    told_at = fields.Datetime(
        string="Partner Told", readonly=True, copy=False, help="§ 37b Abs. 3 S. 3 EStG."
    )

    _cost_positive = models.Constraint("CHECK(cost > 0)", "The cost must be above zero.")
    _origin_uniq = models.UniqueIndex(
        "(company_id, partner_id, origin) WHERE origin IS NOT NULL AND state <> 'cancelled'",
        "This reward was taken over already.",
    )

    def write(self, vals):
        if FIXED & set(vals) and any(reward.state != "draft" for reward in self):
            raise UserError(
                self.env._("A reward that was given stays as it is. Cancel it and enter it anew.")
            )
        if GUARDED & set(vals) and not self.env.su:
            raise UserError(self.env._("The buttons change the state of a reward."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_given(self):
        if any(reward.state == "given" for reward in self):
            raise UserError(self.env._("A reward that was given can be cancelled, not deleted."))

    # === ACTIONS === #

    def action_give(self):
        """Fix the tax of these rewards, oldest first, book it and tell the partners."""
        self._check_accountant()
        for reward in self.sorted(lambda r: (r.date, r.id)):
            if reward.state != "draft":
                raise UserError(self.env._("%(name)s was given already.", name=reward.name))
            reward.sudo()._give()

    def action_cancel(self):
        """Take a reward back; its tax entry is reversed."""
        self._check_accountant()
        for reward in self.sudo().filtered(lambda r: r.state != "cancelled"):
            if reward.move_id:
                reward.move_id._reverse_moves(cancel=True)
            reward.write({"state": "cancelled"})

    def _check_accountant(self):
        self.env["mlm.statement"]._check_accountant()
        self.check_access("write")

    # === BUSINESS === #

    def _give(self):
        self.ensure_one()
        year = self.env["mlm.reward.year"]._of(self.company_id, self.date)
        cost, base, tax = Decimal(str(self.cost)), Decimal(0), Decimal(0)
        if year.takes_over and self._may_be_flat():
            base = flat_base(cost, self._given_before(), Decimal(str(year.cap)))
            rates = (Decimal(str(year[name])) for name in ("rate", "solidarity", "church"))
            tax = sum(flat_tax(base, *rates))
        self.write(
            {
                "state": "given",
                "year_id": year.id,
                "flat_base": float(base),
                "own_income": float(cost - base),
                "tax_amount": float(tax),
            }
        )
        if tax:
            self.write({"move_id": self._book(year).id})
        self._tell()

    def _may_be_flat(self):
        """German taxpayers only, and only what is given in addition to the agreed pay."""
        return self.partner_id.country_id.code == "DE" and not self.is_agreed_pay

    def _given_before(self):
        """Return the cost of what the partner got in the year before, as a decimal."""
        [[total]] = self._read_group(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "given"),
                ("date", ">=", self.date.replace(month=1, day=1)),
                ("date", "<=", self.date.replace(month=12, day=31)),
                ("id", "!=", self.id),
            ],
            [],
            ["cost:sum"],
        )
        return Decimal(str(total or 0))

    def _book(self, year):
        """Entry of the flat tax: an expense, owed to the tax office."""
        if not year.expense_account_id or not year.tax_account_id:
            raise UserError(
                self.env._(
                    "Choose the accounts of the flat tax for %(year)s under Tax on Rewards.",
                    year=year.year,
                )
            )
        sides = ((year.expense_account_id, 1), (year.tax_account_id, -1))
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_id._mlm_offset_journal().id,
                "company_id": self.company_id.id,
                "date": self.date,
                "ref": self.env._("Flat tax: %(name)s", name=self.name),
                "line_ids": [
                    Command.create(
                        {
                            "name": f"{self.name} {self.partner_id.mlm_member_number or ''}",
                            "account_id": account.id,
                            "balance": sign * self.tax_amount,
                        }
                    )
                    for account, sign in sides
                ],
            }
        )
        entry.action_post()
        return entry

    def _tell(self):
        """The recipient has to be told that the tax was taken over, or what it has to tax."""
        template = self.env.ref("mlm_commission.mail_reward")
        template.with_context(lang=self.partner_id.lang).send_mail(self.id, force_send=False)
        self.write({"told_at": fields.Datetime.now()})
