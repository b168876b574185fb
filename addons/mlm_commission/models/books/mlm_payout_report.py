# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

STATES = [
    ("open", "Not Due Yet"),
    ("due", "Due"),
    ("held", "Held"),
    ("ordered", "Ordered"),
    ("paid", "Paid"),
]
BUCKETS = [
    ("0", "Not Overdue"),
    ("1", "1 to 30 Days"),
    ("2", "31 to 60 Days"),
    ("3", "61 to 90 Days"),
    ("4", "Over 90 Days"),
]


class MlmPayoutReport(models.Model):
    """Settlement documents and their corrections as the books have them: open, due, paid."""

    _name = "mlm.payout.report"
    _description = "Payouts"
    _auto = False
    _log_access = False
    _order = "date_due, id"
    _rec_name = "move_id"

    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    market_id = fields.Many2one("mlm.market", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("mlm.period", readonly=True)
    date = fields.Date(readonly=True)
    date_due = fields.Date(string="Due On", readonly=True)
    days = fields.Integer(string="Days Overdue", readonly=True, aggregator="max")
    bucket = fields.Selection(selection=BUCKETS, string="Age", readonly=True)
    state = fields.Selection(selection=STATES, readonly=True)
    payment_id = fields.Many2one(
        "account.payment", readonly=True, help="The last payment of the document."
    )
    payment_date = fields.Date(readonly=True)
    payout_run_id = fields.Many2one(
        "mlm.payout.run", readonly=True, help="The last payout run, and its bank file."
    )
    return_code = fields.Char(readonly=True, help="Why the bank gave the last payment back.")
    return_date = fields.Date(string="Returned On", readonly=True)
    amount = fields.Monetary(string="Settled", readonly=True)
    amount_open = fields.Monetary(string="Open", readonly=True)
    amount_due = fields.Monetary(string="Due", readonly=True)
    amount_held = fields.Monetary(string="Held", readonly=True)
    amount_ordered = fields.Monetary(
        string="Ordered", readonly=True, help="Payment is on its way; the bank has not told yet."
    )
    amount_paid = fields.Monetary(string="Paid", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT x.*, x.amount - x.amount_open - x.amount_ordered AS amount_paid,
                   CASE WHEN x.amount_open <> 0 THEN x.overdue ELSE 0 END AS days,
                   CASE WHEN x.held THEN x.amount_open ELSE 0 END AS amount_held,
                   CASE WHEN x.is_due AND NOT x.held THEN x.amount_open ELSE 0 END AS amount_due,
                   CASE WHEN x.amount_ordered <> 0 THEN 'ordered'
                        WHEN x.amount_open = 0 THEN 'paid' WHEN x.held THEN 'held'
                        WHEN x.is_due THEN 'due' ELSE 'open' END AS state,
                   CASE WHEN x.amount_open = 0 THEN NULL
                        WHEN x.overdue <= 0 THEN '0' WHEN x.overdue <= 30 THEN '1'
                        WHEN x.overdue <= 60 THEN '2' WHEN x.overdue <= 90 THEN '3'
                        ELSE '4' END AS bucket,
                   y.payment_id, y.payment_date, o.payout_run_id, o.return_code, o.return_date
              FROM (SELECT l.id, l.move_id, l.partner_id, p.mlm_market_id AS market_id,
                           l.company_id, d.period_id, l.date, l.date_maturity AS date_due,
                           greatest(%(today)s - l.date_maturity, 0) AS overdue,
                           l.date_maturity <= %(today)s AS is_due, %(held)s AS held,
                           -l.balance AS amount,
                           CASE WHEN %(ordered)s THEN 0
                                ELSE -l.amount_residual END AS amount_open,
                           CASE WHEN %(ordered)s THEN -l.amount_residual
                                ELSE 0 END AS amount_ordered
                      FROM (%(documents)s) d
                      JOIN account_move m ON m.id = d.move_id AND m.state = 'posted'
                      JOIN account_move_line l ON l.move_id = m.id
                      JOIN account_account a
                        ON a.id = l.account_id AND a.account_type = 'liability_payable'
                      JOIN res_partner p ON p.id = l.partner_id) x
              LEFT JOIN LATERAL (
                    SELECT y.id AS payment_id, y.date AS payment_date
                      FROM account_move__account_payment r
                      JOIN account_payment y ON y.id = r.payment_id
                     WHERE r.invoice_id = x.move_id AND y.state IN ('in_process', 'paid')
                     ORDER BY y.id DESC LIMIT 1) y ON TRUE
              LEFT JOIN LATERAL (
                    SELECT q.run_id AS payout_run_id, q.return_code, q.return_date
                      FROM mlm_payout_item i JOIN mlm_payout_line q ON q.id = i.payout_id
                     WHERE i.move_line_id = x.id ORDER BY q.id DESC LIMIT 1) o ON TRUE""",
            today=fields.Date.context_today(self),
            documents=self._sql_documents(),
            held=self.env["mlm.account.entry"]._sql_held(),
            ordered=self.env["mlm.account.entry"]._sql_ordered(),
        )

    def action_open(self):
        """Open the document of a row."""
        self.ensure_one()
        return self.move_id._mlm_open_settlements()

    def _sql_documents(self):
        """The documents with their period: settlements, and credit notes that correct them."""
        return SQL(
            """SELECT move_id, period_id, id AS statement_id FROM mlm_statement
                WHERE move_id IS NOT NULL
                UNION ALL
               SELECT c.id, s.period_id, s.id FROM mlm_statement s
                 JOIN account_move c ON c.reversed_entry_id = s.move_id"""
        )
