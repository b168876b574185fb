# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Today's figures of the open period: runs without lines, made again every few minutes."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import DONE, FAILED, LIVE, OPEN, QUEUED

# A run that is queued longer than that has no worker any more.
STALE_HOURS = 6


class MlmRun(models.Model):
    _inherit = "mlm.run"

    @api.model
    def _cron_live(self):
        """Start a run for each open period whose figures are older than its company wants.

        Figures that a newer run has replaced are dropped first, in this short transaction: readers
        wait for nothing longer than that.
        """
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([("mlm_live_minutes", ">", 0)]):
            for period in self._live_periods(company):
                runs = self.search([("period_id", "=", period.id), ("kind", "=", LIVE)])
                runs._drop_replaced(now)
                newest = runs.exists().filtered(lambda run: run.state in (DONE, QUEUED))[:1]
                age = timedelta(minutes=company.mlm_live_minutes)
                if newest and newest.create_date > now - age:
                    continue
                if newest.state != QUEUED and period.plan_version_id:
                    period._new_run(LIVE)._start()
        self.env["mlm.kept.input"].sudo()._gc_kept()

    @api.model
    def _live_periods(self, company):
        """Open periods that have begun, the earliest of each kind."""
        periods = self.env["mlm.period"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", OPEN),
                ("date_from", "<=", fields.Date.context_today(self)),
            ],
            order="date_from",
        )
        return self.env["mlm.period"].union(
            *(found[:1] for found in periods.grouped("kind").values())
        )

    def _drop_replaced(self, now):
        """Discard figures older than the newest ones, and runs that never came to work.

        :param now: the present time, naive UTC
        """
        finished = self.filtered(lambda run: run.state == DONE)
        stale = self.filtered(
            lambda run: (
                run.state == FAILED
                or (run.state == QUEUED and run.create_date < now - timedelta(hours=STALE_HOURS))
            )
        )
        replaced = (finished[1:] | stale).sudo()
        replaced._drop_results()
        replaced.unlink()


class MlmPeriod(models.Model):
    _inherit = "mlm.period"

    def action_cut_off(self):
        """Also end today's figures: from here on trial runs tell."""
        result = super().action_cut_off()
        runs = self.env["mlm.run"].sudo().search([("period_id", "=", self.id), ("kind", "=", LIVE)])
        runs._discard()
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_live_amount = fields.Monetary(
        string="Expected", compute="_compute_mlm_live", currency_field="currency_id"
    )
    mlm_live_at = fields.Datetime(string="Figures Of", compute="_compute_mlm_live")
    mlm_has_live = fields.Boolean(compute="_compute_mlm_live")

    @api.depends_context("uid")
    def _compute_mlm_live(self):
        figures = self._mlm_live_figures()
        for partner in self:
            found = figures.get(partner.id)
            partner.mlm_has_live = bool(found)
            partner.mlm_live_amount = found["amount"] if found else 0
            partner.mlm_live_at = found["at"] if found else False

    def _mlm_live_figures(self):
        """Today's figures of these members, one statement: {partner id: dict}.

        ``result`` (id of the mlm.member.result), ``amount`` expected, ``at`` time of the figures.
        """
        if not self.env["mlm.member.result"].has_access("read"):
            return {}
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT DISTINCT ON (r.partner_id) r.partner_id, r.id AS result, r.amount,
                          u.create_date AS at
                     FROM mlm_member_result r JOIN mlm_run u ON u.id = r.run_id
                    WHERE r.run_id IN (SELECT id FROM mlm_run WHERE kind = %s AND state = %s
                                          AND company_id = ANY(%s))
                      AND r.partner_id = ANY(%s)
                    ORDER BY r.partner_id, r.run_id DESC""",
                LIVE,
                DONE,
                self.env.companies.ids,
                self.ids,
            )
        )
        return {row["partner_id"]: row for row in rows}

    def action_mlm_view_live(self):
        """Open today's figures of this member: volume, rank, distance to the next one."""
        self.ensure_one()
        figures = self._mlm_live_figures()[self.id]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Today's Figures"),
            "res_model": "mlm.member.result",
            "res_id": figures["result"],
            "view_mode": "form",
        }


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_live_minutes = fields.Integer(
        string="Age of Today's Figures",
        default=0,
        help="Minutes after which the figures of the open period are computed again; 0: never.",
    )

    _mlm_live_minutes_positive = models.Constraint(
        "CHECK(mlm_live_minutes >= 0)", "Minutes can't be negative."
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_live_minutes = fields.Integer(related="company_id.mlm_live_minutes", readonly=False)
