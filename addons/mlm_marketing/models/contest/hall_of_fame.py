# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ..segment.mlm_segment import sql_consent

MONTHS = 12
MOST_SHOWN = 50


class ResPartner(models.Model):
    """The hall of fame: ranks reached and contests won by members who agreed to be shown."""

    _inherit = "res.partner"

    def _mlm_hall_of_fame(self):
        """Return the ranks and prizes of the last twelve months in this partner's company.

        :return: dict ``ranks`` and ``winners``: lists of dicts with name, what and date, the
            newest first; nobody without the consent *Rankings*, nobody who has left
        """
        self.ensure_one()
        purpose = self.env.ref("mlm_base.consent_purpose_ranking").sudo()
        company = self.sudo().mlm_company_id
        self.env.flush_all()
        terms = {
            "company": company.id,
            "since": fields.Date.context_today(self) - relativedelta(months=MONTHS),
            "may_be_shown": SQL(
                "p.active AND p.mlm_state = 'active' AND %s", sql_consent("p", purpose)
            ),
            "limit": MOST_SHOWN,
        }
        ranks = SQL(
            """SELECT p.name, coalesce(r.name, r.code) AS what, v.date
                 FROM mlm_rank_movement v JOIN mlm_run u ON u.id = v.run_id
                 JOIN mlm_plan_rank r ON r.id = v.rank_id JOIN res_partner p ON p.id = v.partner_id
                WHERE u.company_id = %(company)s AND u.kind = 'final' AND u.state = 'done'
                  AND v.movement IN ('up', 'new') AND v.date >= %(since)s AND %(may_be_shown)s
                ORDER BY v.date DESC, r.sequence DESC, p.name LIMIT %(limit)s""",
            **terms,
        )
        contests = (
            self.env["mlm.contest"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "approved"),
                    ("date_to", ">=", terms["since"]),
                ]
            )
        )
        winners = contests.result_ids.filtered("prize_ids")[:MOST_SHOWN]
        shown = winners.partner_id._mlm_agreed_to("ranking").filtered(
            lambda one: one.mlm_state == "active"
        )
        return {
            "ranks": self.env.execute_query_dict(ranks),
            "winners": [
                {
                    "name": winner.partner_id.name,
                    "what": winner.contest_id.name,
                    "place": winner.place,
                    "date": winner.contest_id.date_to,
                }
                for winner in winners
                if winner.partner_id in shown
            ],
        }
