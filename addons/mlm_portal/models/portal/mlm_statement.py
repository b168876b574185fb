# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mlm_commission.const import DONE


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _mlm_object_in_portal(self, reason):
        """Record the partner's own objection to the settlement document (§ 14 Abs. 2 UStG).

        Callers have checked that the statement is the user's own.

        :param str reason: the partner's words
        :raise UserError: no reason, or there is no document to object to
        """
        self.ensure_one()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please say what is wrong with the document."))
        if self.state not in ("settled", "paid"):
            raise UserError(self.env._("There is no document to object to."))
        return (
            self.env["mlm.settlement.objection"]
            .sudo()
            .create({"move_id": self.sudo().move_id.id, "reason": reason, "source": "portal"})
        )


class MlmMemberResult(models.Model):
    _inherit = "mlm.member.result"

    def _mlm_newest_runs(self, company):
        """Return the newest run of each kind of period, and the run of the period before it.

        Weeks and months run side by side; the month comes first.

        :param company: res.company record
        :return: list of (kind, run id, id of the run before or None)
        """
        self.env["mlm.run"].flush_model(["period_id", "company_id", "state"])
        return self.env.execute_query(
            SQL(
                """WITH done AS (
                    SELECT DISTINCT ON (p.kind, p.date_from) p.kind, p.date_from, r.id
                      FROM mlm_run r JOIN mlm_period p ON p.id = r.period_id
                     WHERE r.company_id = %s AND r.state = %s AND p.date_from <= %s
                     ORDER BY p.kind, p.date_from, r.id DESC),
                pairs AS (
                    SELECT kind, date_from, id,
                           lag(id) OVER (PARTITION BY kind ORDER BY date_from) AS before
                      FROM done)
                SELECT DISTINCT ON (kind) kind, id, before FROM pairs
                 ORDER BY kind, date_from DESC""",
                company.id or None,
                DONE,
                fields.Date.context_today(self),
            )
        )

    def _mlm_latest(self, partner):
        """Return the newest figures of a member (sudo), empty if no run has counted it yet.

        Of the month if the company has months, else of the week.

        :param partner: res.partner record
        """
        return self._mlm_latest_each(partner)[:1]

    def _mlm_latest_each(self, partner):
        """Return the newest figures of a member (sudo) of each kind of period, the month first.

        The runs are chosen first: results are partitioned by run.
        """
        runs = [run for _kind, run, _before in self._mlm_newest_runs(partner.sudo().mlm_company_id)]
        found = self.sudo().search([("run_id", "in", runs), ("partner_id", "=", partner.id)])
        return found.sorted(lambda result: runs.index(result.run_id.id))
