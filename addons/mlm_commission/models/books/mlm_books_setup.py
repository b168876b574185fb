# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..mlm_tax_status import TAX_STATUSES
from .charts import CHARTS

ACCRUAL_JOURNAL_CODE = "PRABG"


class MlmBooksSetup(models.TransientModel):
    """Sets up the books of a company for commissions; safe to repeat."""

    _name = "mlm.books.setup"
    _description = "Set Up Commission Accounting"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    chart_template = fields.Selection(related="company_id.chart_template")
    is_known_chart = fields.Boolean(compute="_compute_is_known_chart")
    commission_account_id = fields.Many2one(
        "account.account",
        compute="_compute_accounts",
        store=True,
        readonly=False,
        domain=(
            "[('company_ids', 'in', company_id),"
            " ('account_type', 'in', ('expense', 'expense_direct_cost', 'income'))]"
        ),
        help="Expense of commissions to partners.",
    )
    accrual_account_id = fields.Many2one(
        "account.account",
        string="Accrued Commissions",
        compute="_compute_accounts",
        store=True,
        readonly=False,
        domain="[('company_ids', 'in', company_id), ('account_type', '=', 'liability_current')]",
    )
    has_analytic = fields.Boolean(
        string="Analytic by Market and Bonus",
        compute="_compute_choices",
        store=True,
        readonly=False,
    )
    accrues_on_closing = fields.Boolean(
        string="Accrue on Closing", compute="_compute_choices", store=True, readonly=False
    )
    finding_ids = fields.One2many("mlm.books.setup.finding", "setup_id", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends("company_id")
    def _compute_is_known_chart(self):
        for setup in self:
            setup.is_known_chart = setup.company_id.chart_template in CHARTS

    @api.depends("company_id")
    def _compute_accounts(self):
        for setup in self:
            company = setup.company_id
            chart = self.env["account.chart.template"].with_company(company)
            known = CHARTS.get(company.chart_template)
            for field, chosen, role in (
                ("commission_account_id", company.mlm_commission_account_id, "commission"),
                ("accrual_account_id", company.mlm_accrual_account_id, "accrual"),
            ):
                of_chart = known and chart.ref(getattr(known, role), raise_if_not_found=False)
                setup[field] = chosen or of_chart or False

    @api.depends("company_id")
    def _compute_choices(self):
        for setup in self:
            done = setup.company_id.mlm_accrual_journal_id
            setup.has_analytic = setup.company_id.mlm_has_analytic if done else True
            setup.accrues_on_closing = setup.company_id.mlm_accrues_on_closing if done else True

    # === ACTIONS === #

    def action_apply(self):
        """Create what is missing, store the choices, show what the tax rules still lack."""
        self.ensure_one()
        self._check_manager()
        self._apply()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Up Commission Accounting"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_manager(self):
        allowed = self.env.user.has_group("account.group_account_manager")
        if not (self.env.su or allowed):
            raise AccessError(
                self.env._("Only administrators of accounting set up the books of a company.")
            )
        self.check_access("write")

    def _apply(self):
        company = self.company_id.sudo()
        if not company.chart_template:
            raise UserError(
                self.env._(
                    "%(company)s has no chart of accounts. Choose one in the accounting settings.",
                    company=company.name,
                )
            )
        commission = self.commission_account_id or company._mlm_chart_account("commission")
        accrual = self.accrual_account_id or company._mlm_chart_account("accrual")
        if not (commission and accrual):
            raise UserError(
                self.env._("Choose the commission account and the account of accrued commissions.")
            )
        company.write(
            {
                "mlm_commission_account_id": commission.id,
                "mlm_accrual_account_id": accrual.id,
                "mlm_accrues_on_closing": self.accrues_on_closing,
                "mlm_has_analytic": self.has_analytic,
            }
        )
        self.write({"commission_account_id": commission.id, "accrual_account_id": accrual.id})
        journal = company._mlm_settlement_journal()
        if journal.default_account_id != commission:
            journal.default_account_id = commission
        company._mlm_accrual_journal()
        if self.has_analytic:
            company._mlm_analytic_plan("market")
            company._mlm_analytic_plan("bonus")
        self._check_tax_rules()

    def _check_tax_rules(self):
        """Find and activate the tax of each tax status; note what is missing."""
        company, today = self.company_id.sudo(), fields.Date.context_today(self)
        self.finding_ids.unlink()
        found = []
        for status, _label in TAX_STATUSES:
            rule = self.env["mlm.tax.rule"].sudo()._find(company, status, today)
            if not rule:
                continue
            tax, is_missing = rule._tax_for(company)
            found.append(
                {
                    "setup_id": self.id,
                    "status": status,
                    "is_blocked": rule.is_blocked,
                    "tax_id": tax.id,
                    "fiscal_position_id": rule._fiscal_position_for(company).id,
                    "is_missing": is_missing,
                }
            )
        self.env["mlm.books.setup.finding"].create(found)


class MlmBooksSetupFinding(models.TransientModel):
    """What the tax rule of one status found in the chart."""

    _name = "mlm.books.setup.finding"
    _description = "Tax Found in the Chart"

    setup_id = fields.Many2one("mlm.books.setup", required=True, ondelete="cascade")
    status = fields.Selection(selection=TAX_STATUSES, readonly=True)
    is_blocked = fields.Boolean(string="No Document", readonly=True)
    tax_id = fields.Many2one("account.tax", readonly=True)
    fiscal_position_id = fields.Many2one("account.fiscal.position", readonly=True)
    is_missing = fields.Boolean(
        string="Missing", readonly=True, help="The rule names a tax that the chart doesn't have."
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    def _mlm_accrual_journal(self):
        """Return the journal of accruals; it is created when first needed (sudo)."""
        self.ensure_one()
        if not self.mlm_accrual_journal_id:
            Journal_sudo = self.env["account.journal"].sudo().with_company(self)
            self.sudo().mlm_accrual_journal_id = Journal_sudo.search(
                [("company_id", "=", self.id), ("code", "=", ACCRUAL_JOURNAL_CODE)], limit=1
            ) or Journal_sudo.create(
                {
                    "name": self.env._("Commission Accruals"),
                    "code": ACCRUAL_JOURNAL_CODE,
                    "type": "general",
                    "company_id": self.id,
                }
            )
        return self.mlm_accrual_journal_id
