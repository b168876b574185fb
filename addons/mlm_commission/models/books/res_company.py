# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .charts import CHARTS


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_accrual_account_id = fields.Many2one(
        "account.account",
        string="Accrued Commissions",
        help="Commission that is earned and not settled stands here at the end of a period.",
    )
    mlm_accrual_journal_id = fields.Many2one(
        "account.journal", string="Accrual Journal", domain=[("type", "=", "general")]
    )
    mlm_accrues_on_closing = fields.Boolean(
        string="Accrue on Closing",
        help="Closing a period writes its accrual; otherwise a button on the period does.",
    )
    mlm_has_analytic = fields.Boolean(
        string="Analytic by Market and Bonus",
        help="Settlements and accruals carry an analytic distribution by market and bonus.",
    )

    def _mlm_chart_account(self, role):
        """Return the account of the company's chart for a role; one that it lacks is created.

        :param str role: "commission" or "accrual"
        :return: account.account record, empty if the chart is none of those known
        """
        self.ensure_one()
        chart = CHARTS.get(self.chart_template)
        if not chart:
            return self.env["account.account"]
        name = getattr(chart, role)
        template = self.env["account.chart.template"].with_company(self)
        found = template.ref(name, raise_if_not_found=False)
        if found:
            return found
        for new in chart.new_accounts:
            if new.xmlid == name:
                return self._mlm_new_account(new, role)
        return self.env["account.account"]

    def _mlm_new_account(self, new, role):
        """Return the account with that code, created if the company has none."""
        names = {
            "commission": self.env._("Commissions to third parties"),
            "accrual": self.env._("Accrued commissions"),
        }
        Account = self.env["account.account"].with_company(self)
        found = Account.search([("code", "=", new.code), ("company_ids", "in", self.ids)], limit=1)
        tags = [self.env.ref(tag, raise_if_not_found=False) for tag in new.tags]
        return found or self._mlm_load_for_chart(
            "account.account",
            new.xmlid,
            {
                "code": new.code,
                "name": names[role],
                "account_type": new.account_type,
                "company_ids": [(6, 0, self.ids)],
                "tag_ids": [(6, 0, [tag.id for tag in tags if tag])],
            },
        )

    def _mlm_load_for_chart(self, model, xmlid, values):
        """Create a record under a name that only this company's chart has; return it."""
        self.ensure_one()
        template = self.env["account.chart.template"]
        record = self.env[model].with_company(self).create(values)
        self.env["ir.model.data"].sudo()._update_xmlids(
            [
                {
                    "xml_id": template.company_xmlid(xmlid, self),
                    "record": record,
                    "noupdate": True,
                }
            ]
        )
        return record

    def _mlm_analytic_plan(self, kind):
        """Return (sudo) the analytic plan of markets or bonuses; it is created when needed.

        :param str kind: "market" or "bonus"
        """
        xmlid = f"mlm_commission.analytic_plan_{kind}"
        plan_sudo = self.env.ref(xmlid, raise_if_not_found=False)
        if plan_sudo:
            return plan_sudo.sudo()
        names = {"market": self.env._("Market"), "bonus": self.env._("Bonus")}
        plan_sudo = self.env["account.analytic.plan"].sudo().create({"name": names[kind]})
        self.env["ir.model.data"].sudo()._update_xmlids(
            [{"xml_id": xmlid, "record": plan_sudo, "noupdate": True}]
        )
        return plan_sudo
