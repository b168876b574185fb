# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

MONTHS = 6


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_works_only_here = fields.Boolean(
        string="Works Only for Us",
        copy=False,
        groups="mlm_base.group_mlm_user",
        help="By contract or in fact; asked because of § 5 Abs. 3 ArbGG and § 2 Nr. 9 SGB VI.",
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_labour_limit = fields.Monetary(
        string="Limit of Labour Courts",
        default=1000,
        help="Partners who work for one company only and earned no more a month on average of six "
        "months count as employees before labour courts (§ 5 Abs. 3 ArbGG with § 92a HGB).",
    )


class MlmEmploymentWatch(models.Model):
    """Partners near the border of employment: what they earned on average of six full months.

    Whoever works for one company only and earned at most the limit falls under the labour courts
    (§ 5 Abs. 3 ArbGG with § 92a HGB); whoever works for one company only may have to pay into the
    pension fund (§ 2 S. 1 Nr. 9 SGB VI).
    """

    _name = "mlm.employment.watch"
    _description = "Partner at the Border of Employment"
    _auto = False
    _order = "is_concerned DESC, average DESC, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", readonly=True)
    member_number = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    market_id = fields.Many2one("mlm.market", readonly=True)
    months = fields.Integer(
        string="Months with Earnings", readonly=True, help="Of the last six full months."
    )
    earned = fields.Monetary(string="Earned in Six Months", readonly=True)
    average = fields.Monetary(string="Average a Month", readonly=True, aggregator="avg")
    works_only_here = fields.Boolean(string="Works Only for Us", readonly=True)
    is_concerned = fields.Boolean(
        string="Below the Limit", readonly=True, help="Works for us only, earns at most the limit."
    )

    @property
    def _table_query(self):
        return SQL(
            """SELECT e.id, p.id AS partner_id,
                      p.mlm_member_number AS member_number, c.id AS company_id, c.currency_id,
                      p.mlm_market_id AS market_id, e.months, e.earned,
                      round(e.earned / %(months)s, 2) AS average,
                      coalesce(p.mlm_works_only_here, FALSE) AS works_only_here,
                      coalesce(p.mlm_works_only_here, FALSE)
                          AND e.earned / %(months)s <= c.mlm_labour_limit AS is_concerned
                 FROM (SELECT max(s.id) AS id, s.partner_id, s.company_id,
                              count(DISTINCT date_trunc('month', d.date_from)) AS months,
                              sum(s.amount_earned) AS earned
                         FROM mlm_statement s JOIN mlm_period d ON d.id = s.period_id
                        WHERE d.date_from >= date_trunc('month', CURRENT_DATE)
                                             - make_interval(months => %(months)s)
                          AND d.date_to < date_trunc('month', CURRENT_DATE)
                        GROUP BY s.partner_id, s.company_id) e
                 JOIN res_partner p ON p.id = e.partner_id
                 JOIN res_company c ON c.id = e.company_id
                WHERE p.mlm_state = 'active'""",
            months=MONTHS,
        )
