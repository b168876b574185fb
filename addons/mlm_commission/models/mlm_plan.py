# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class MlmPlan(models.Model):
    """A compensation plan of a company; its content lies in its versions."""

    _name = "mlm.plan"
    _description = "Compensation Plan"
    _inherit = ["mail.thread"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    period_kind = fields.Selection(
        [("month", "Month"), ("week", "Week")], required=True, default="month", string="Period"
    )
    version_ids = fields.One2many("mlm.plan.version", "plan_id", string="Versions")
    current_version_id = fields.Many2one("mlm.plan.version", compute="_compute_current_version_id")

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "Another plan of this company has this code."
    )

    @api.depends("version_ids.date_from", "version_ids.state")
    def _compute_current_version_id(self):
        today = fields.Date.context_today(self)
        for plan in self:
            plan.current_version_id = plan._version_on(today)

    def _version_on(self, date):
        """Return the released version that holds on a day, or an empty record."""
        self.ensure_one()
        released = self.version_ids.filtered(
            lambda version: version.state != "draft" and version.date_from <= date
        )
        return released.sorted(lambda version: (version.date_from, version.id))[-1:]

    def _version_for(self, period):
        """Return the released version that holds at the end of a period; a plan may be empty."""
        return (
            self._version_on(fields.Date.subtract(period.date_to, days=1))
            if self
            else (self.env["mlm.plan.version"])
        )

    @api.model
    def _for_period(self, period):
        """Return the plan of a period: the company's first active one of that kind.

        Without a weekly plan, weeks belong to the monthly one: its bonuses with ``period: week``.
        """
        plans = self.search([("company_id", "=", period.company_id.id)], order="id")
        own = plans.filtered(lambda plan: plan.period_kind == period.kind)
        if period.kind == "week":
            own = own or plans
        return own[:1]
