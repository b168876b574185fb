# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class MlmEarningChange(models.Model):
    """What each partner earned in a period, and in the period right before it."""

    _name = "mlm.earning.change"
    _description = "Change of Earnings"
    _auto = False
    _log_access = False
    _order = "date desc, change desc, id"
    _rec_name = "partner_id"

    period_id = fields.Many2one("mlm.period", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", readonly=True)
    date = fields.Date(string="Month", readonly=True)
    amount = fields.Monetary(string="Earned", readonly=True)
    amount_before = fields.Monetary(string="Earned Before", readonly=True)
    change = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        """Statements beside those of the period before; whoever has only one of them counts 0 in
        the other. Ids: twice the statement's, odd for who earned nothing any more."""
        return SQL(
            """
            SELECT now.id * 2 AS id, now.period_id, now.company_id, now.partner_id,
                   p.date_from AS date, now.amount_earned AS amount,
                   coalesce(old.amount_earned, 0) AS amount_before,
                   now.amount_earned - coalesce(old.amount_earned, 0) AS change
              FROM mlm_statement now
              JOIN mlm_period p ON p.id = now.period_id
              LEFT JOIN mlm_period b
                ON b.company_id = p.company_id AND b.kind = p.kind AND b.date_to = p.date_from
              LEFT JOIN mlm_statement old
                ON old.period_id = b.id AND old.partner_id = now.partner_id
             UNION ALL
            SELECT old.id * 2 + 1, p.id, old.company_id, old.partner_id, p.date_from, 0,
                   old.amount_earned, -old.amount_earned
              FROM mlm_statement old
              JOIN mlm_period b ON b.id = old.period_id
              JOIN mlm_period p
                ON p.company_id = b.company_id AND p.kind = b.kind AND p.date_from = b.date_to
               AND p.state IN ('closed', 'settled')
             WHERE NOT EXISTS (SELECT FROM mlm_statement now
                                WHERE now.period_id = p.id AND now.partner_id = old.partner_id)"""
        )
