# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class MlmCommissionSummary(models.Model):
    """What a final run pays, by bonus, level, rank of the earner, market and product."""

    _name = "mlm.commission.summary"
    _description = "Commission Structure"
    _inherit = ["mlm.run.snapshot"]
    _rec_name = "bonus_id"

    bonus_id = fields.Many2one("mlm.plan.bonus", required=True, readonly=True, ondelete="restrict")
    level = fields.Integer(readonly=True, aggregator=None)
    rank_id = fields.Many2one(
        "mlm.plan.rank", string="Rank of the Earner", readonly=True, ondelete="restrict"
    )
    market_id = fields.Many2one(
        "mlm.market",
        readonly=True,
        ondelete="restrict",
        help="Market of the sale; of the earner where no sale is behind a line.",
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="restrict")
    line_count = fields.Integer(string="Lines", readonly=True)
    base = fields.Float(digits=(20, 4), readonly=True)
    amount = fields.Monetary(string="Commission", readonly=True)
    amount_back = fields.Monetary(
        string="Taken Back", readonly=True, help="The negative lines: returns and cancellations."
    )

    def _fill(self, run):
        """Sum up the lines of a run in one statement."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mlm_commission_summary (run_id, period_id, company_id, date, bonus_id,
                    level, rank_id, market_id, product_id, line_count, base, amount, amount_back)
                SELECT %(run_id)s, %(period_id)s, %(company_id)s, %(date)s, l.bonus_id, l.level,
                       r.rank_id, coalesce(v.market_id, p.mlm_market_id) AS market_id,
                       v.product_id, count(*), sum(l.base), sum(l.amount),
                       sum(least(l.amount, 0))
                  FROM mlm_commission_line l
                  JOIN mlm_member_result r
                    ON r.run_id = %(run_id)s AND r.partner_id = l.partner_id
                  LEFT JOIN mlm_volume v ON v.id = l.volume_id
                  LEFT JOIN res_partner p ON p.id = l.partner_id AND v.market_id IS NULL
                 WHERE l.run_id = %(run_id)s
                 GROUP BY l.bonus_id, l.level, r.rank_id, coalesce(v.market_id, p.mlm_market_id),
                          v.product_id""",
                **self._head(run),
            )
        )


class MlmPayoutSummary(models.Model):
    """Net sales of a closed period and the commission they caused, by market and product."""

    _name = "mlm.payout.summary"
    _description = "Payout Ratio"
    _inherit = ["mlm.run.snapshot"]
    _rec_name = "period_id"

    market_id = fields.Many2one("mlm.market", readonly=True, ondelete="restrict")
    product_id = fields.Many2one(
        "product.product",
        readonly=True,
        ondelete="restrict",
        help="Empty for bonuses that no single sale causes.",
    )
    net = fields.Monetary(string="Net Sales", readonly=True)
    cv = fields.Float(string="CV", digits=(20, 4), readonly=True)
    pv = fields.Float(string="PV", digits=(20, 4), readonly=True)
    amount = fields.Monetary(string="Commission", readonly=True)
    payout_ratio = fields.Float(
        string="Payout (%)", digits=(16, 2), readonly=True, aggregator="avg"
    )

    def _read_group_select(self, aggregate_spec, query):
        """The ratio of a group is commission by sales, not a mean of ratios."""
        if aggregate_spec != "payout_ratio:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "coalesce(100 * sum(%s) / nullif(sum(%s), 0), 0)",
            self._field_to_sql(self._table, "amount", query),
            self._field_to_sql(self._table, "net", query),
        )

    def _fill(self, run):
        """Sales of the closed period beside the summary's commission; the summary is filled."""
        period = run.period_id
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO mlm_payout_summary (run_id, period_id, company_id, date, market_id,
                    product_id, net, cv, pv, amount, payout_ratio)
                SELECT %(run_id)s, %(period_id)s, %(company_id)s, %(date)s, market_id, product_id,
                       sum(net), sum(cv), sum(pv), sum(amount),
                       coalesce(round(100 * sum(amount) / nullif(sum(net), 0), 2), 0)
                  FROM (
                    SELECT market_id, product_id, net, cv, pv, 0 AS amount FROM mlm_volume
                     WHERE company_id = %(company_id)s AND date_commission >= %(date)s
                       AND date_commission < %(date_to)s
                     UNION ALL
                    SELECT market_id, product_id, 0, 0, 0, amount FROM mlm_commission_summary
                     WHERE run_id = %(run_id)s) both_sides
                 GROUP BY market_id, product_id""",
                date_to=period.date_to,
                **self._head(run),
            )
        )
