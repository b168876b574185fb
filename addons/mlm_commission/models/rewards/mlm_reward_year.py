# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class MlmRewardYear(models.Model):
    """Whether a company takes over the tax on its rewards in a year: one choice for all."""

    _name = "mlm.reward.year"
    _description = "Tax on Rewards in a Year"
    _inherit = ["mail.thread"]
    _order = "year desc, company_id"
    _rec_name = "year"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year, aggregator=None
    )
    takes_over = fields.Boolean(
        string="Company Pays the Tax",
        tracking=True,
        help="§ 37b EStG: the choice holds for all rewards to partners in this year.",
    )
    rate = fields.Float(string="Flat Rate (%)", default=30.0, digits=(5, 2), tracking=True)
    solidarity = fields.Float(string="Solidarity Surcharge (%)", default=5.5, digits=(5, 2))
    church = fields.Float(
        string="Church Tax (%)",
        digits=(5, 2),
        help="The simplified rate of the company's federal state, in percent of the tax.",
    )
    cap = fields.Monetary(
        string="At Most", default=10000.0, help="Per recipient and year, and per single thing."
    )
    expense_account_id = fields.Many2one(
        "account.account",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_other"))],
    )
    tax_account_id = fields.Many2one(
        "account.account",
        string="Account of Tax Owed",
        check_company=True,
        domain=[("account_type", "=", "liability_current")],
    )
    reward_ids = fields.One2many("mlm.reward", "year_id", readonly=True)

    _year_uniq = models.Constraint(
        "UNIQUE(company_id, year)", "There is a row for this year already."
    )

    def write(self, vals):
        fixed = {"takes_over", "rate", "solidarity", "church", "cap", "company_id", "year"}
        if fixed & set(vals) and self.reward_ids.filtered(lambda reward: reward.state == "given"):
            raise UserError(
                self.env._(
                    "Rewards of this year were given already: the choice holds for the whole year."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.reward_ids:
            raise UserError(self.env._("There are rewards of this year. Delete them first."))

    @api.model
    def _of(self, company, date):
        """Return the row of a year; without one the company takes no tax over."""
        return self.search([("company_id", "=", company.id), ("year", "=", date.year)], limit=1)
