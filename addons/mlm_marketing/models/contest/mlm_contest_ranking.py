# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.mlm_base.const import BUYER_PREFERRED, BUYER_RETAIL, ENTRY_INVOICE, GOODS

CUSTOMERS = [BUYER_RETAIL, BUYER_PREFERRED]


class MlmContest(models.Model):
    """The ranking: one statement over the volume ledger."""

    _inherit = "mlm.contest"

    @api.model
    def _cron_rank(self):
        """Rank all running contests anew; each commits on its own."""
        running = self.search([("state", "=", "running")])
        self.env["ir.cron"]._commit_progress(remaining=len(running))
        for contest in running:
            contest._rank()
            if not self.env["ir.cron"]._commit_progress(processed=1):
                break

    def _rank(self):
        """Write the ranking of today's ledger."""
        self.env["mlm.volume"]._process_fact_queue()
        self.env.flush_all()
        for contest in self:
            self.env.cr.execute(
                SQL("DELETE FROM mlm_contest_result WHERE contest_id = %s", contest.id)
            )
            self.env.cr.execute(
                SQL(
                    """INSERT INTO mlm_contest_result
                              (contest_id, partner_id, place, score, customer_count)
                       SELECT %s, s.owner_id, rank() OVER (ORDER BY s.score DESC), s.score,
                              s.customers
                         FROM (%s) s JOIN res_partner p ON p.id = s.owner_id
                        WHERE s.score >= %s AND %s
                        ORDER BY s.score DESC, s.owner_id""",
                    contest.id,
                    contest._sql_scores(),
                    contest.minimum,
                    SQL(" AND ").join(contest._sql_takes_part()),
                )
            )
        self.env["mlm.contest.result"].invalidate_model()
        self.sudo().write({"ranked_at": fields.Datetime.now()})

    def _sql_scores(self):
        """Return the SELECT of owner, score and number of customers.

        A sale counts with all that took it back since: credit notes and reversals, and what took
        those back, whenever they came.
        """
        score = {
            "pv": SQL("sum(b.pv)"),
            "net": SQL("sum(b.net)"),
            "new_customers": SQL("count(*) FILTER (WHERE b.net > 0 AND b.is_new)"),
        }[self.measure]
        products = (
            SQL("AND v.product_id = ANY(%s)", self.product_ids.ids) if self.product_ids else SQL()
        )
        return SQL(
            """WITH RECURSIVE family AS (
                   SELECT v.id, v.owner_id, v.buyer_id, v.pv, v.net FROM mlm_volume v
                    WHERE v.company_id = %(company)s AND v.entry = %(invoice)s
                      AND v.date_commission BETWEEN %(first)s AND %(last)s
                      AND v.buyer_role = ANY(%(roles)s) AND v.product_class = %(goods)s
                      AND v.owner_id <> v.buyer_id %(products)s
                   UNION ALL
                   SELECT c.id, f.owner_id, f.buyer_id, c.pv, c.net
                     FROM mlm_volume c JOIN family f ON c.reversed_id = f.id),
               by_buyer AS (
                   SELECT owner_id, buyer_id, sum(pv) AS pv, sum(net) AS net,
                          NOT EXISTS (SELECT 1 FROM mlm_volume e
                                       WHERE e.buyer_id = f.buyer_id AND e.entry = %(invoice)s
                                         AND e.date_commission < %(first)s) AS is_new
                     FROM family f GROUP BY owner_id, buyer_id)
               SELECT b.owner_id, %(score)s AS score,
                      count(*) FILTER (WHERE b.net > 0) AS customers
                 FROM by_buyer b GROUP BY b.owner_id""",
            company=self.company_id.id,
            invoice=ENTRY_INVOICE,
            first=self.date_from,
            last=self.date_to,
            roles=CUSTOMERS,
            goods=GOODS,
            products=products,
            score=score,
        )

    def _sql_takes_part(self):
        """Return the conditions on res_partner p under which somebody is ranked."""
        conditions = [SQL("p.mlm_role = 'partner' AND p.mlm_state = 'active'")]
        if self.type_ids:
            conditions.append(SQL("p.mlm_type_id = ANY(%s)", self.type_ids.ids))
        if self.market_ids:
            conditions.append(SQL("p.mlm_market_id = ANY(%s)", self.market_ids.ids))
        if self.excluded_ids:
            conditions.append(SQL("p.id <> ALL(%s)", self.excluded_ids.ids))
        return conditions
