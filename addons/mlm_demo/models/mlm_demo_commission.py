# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ..story.catalog import ACCEPTANCE, PLAN
from ..story.trade import CLOSED_MONTHS, MONTHS

# Volume that is released by this day of the following month enters the commission of a month.
CUTOFF_DAY = 14
PAYMENT_DAY = 20
# Logins of who proposes payouts, and of who releases them.
PAYERS = ("accountant", "admin")


class MlmDemo(models.AbstractModel):
    """The main job: five closed and paid months, and a trial run of the open one."""

    _inherit = "mlm.demo"

    @api.model
    def _build_commissions(self):
        self.env["mlm.books.setup"].create({})._apply()
        self._build_plan()
        periods = self.env["mlm.period"].create(
            [
                {
                    "company_id": self.env.company.id,
                    "kind": "month",
                    "date_from": datetime.date(*month, 1),
                    "date_cutoff": datetime.date(*month, CUTOFF_DAY) + relativedelta(months=1),
                }
                for month in MONTHS
            ]
        )
        for period in periods[: len(CLOSED_MONTHS)]:
            self._step(f"commissions {period.name}", self._close_and_pay, period)
        self._step("trial run", periods[-1]._new_run("trial")._execute)

    @api.model
    def _build_plan(self):
        plan = self.env["mlm.plan"].create(
            {"name": "Lindenhof Karriereplan", "code": "lindenhof", "period_kind": "month"}
        )
        version = self.env["mlm.plan.version"].create(
            {"plan_id": plan.id, "date_from": datetime.date(2026, 1, 1), "definition": PLAN}
        )
        version._check_plan()
        warnings = version.finding_ids.filtered(lambda finding: finding.severity == "warning")
        warnings._accept(ACCEPTANCE)
        version.action_activate()

    @api.model
    def _close_and_pay(self, period):
        """Close a month, settle its statements and pay the documents: one person proposes the
        payout, another one releases it."""
        period._close()
        statements = period.statement_ids
        cutoff = period.date_cutoff
        statements._settle(date=cutoff)
        accountant, manager = (
            self.env["res.users"].search([("login", "=", login)]) for login in PAYERS
        )
        run = (
            self.env["mlm.payout.run"]
            .with_user(accountant)
            .create(
                {
                    "company_id": period.company_id.id,
                    "journal_id": self._bank_journal().id,
                    "date": cutoff.replace(day=PAYMENT_DAY),
                    "due_until": max(statements.mapped("date_due")),
                }
            )
        )
        run.action_propose()
        run.with_user(manager).action_release()
