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

    def _mlm_latest(self, partner):
        """Return the newest figures of a member (sudo), empty if no run has counted it yet.

        The run is chosen first: results are partitioned by run.

        :param partner: res.partner record
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT r.id FROM mlm_run r JOIN mlm_period p ON p.id = r.period_id
                    WHERE r.company_id = %s AND r.state = %s AND p.date_from <= %s
                    ORDER BY p.date_from DESC, r.id DESC LIMIT 1""",
                partner.sudo().mlm_company_id.id,
                DONE,
                fields.Date.context_today(self),
            )
        )
        domain = [("run_id", "in", [row[0] for row in rows]), ("partner_id", "=", partner.id)]
        return self.sudo().search(domain, limit=1)
