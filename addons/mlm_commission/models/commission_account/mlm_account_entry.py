# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ...const import DONE, LIVE

KINDS = [
    ("expected", "Expected"),
    ("earned", "Earned"),
    ("settled", "Settled"),
    ("paid", "Paid"),
    ("returned", "Returned"),
    ("other", "Other"),
]


class MlmAccountEntry(models.Model):
    """The commission account of each partner: what was earned, settled, paid, and what is left.

    Nothing is stored: until settlement the statements tell, afterwards the entries of Odoo's books
    on the payable account of the partner. Amounts are positive where the company owes. Expected
    amounts come from today's figures and count in no balance. Ids are those of the row behind an
    entry times four, plus the kind of row (0 figure, 1 statement, 2 entry).
    """

    _name = "mlm.account.entry"
    _description = "Commission Account"
    _auto = False
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "label"

    partner_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    market_id = fields.Many2one(related="partner_id.mlm_market_id", string="Market")
    date = fields.Date(readonly=True)
    date_due = fields.Date(string="Due On", readonly=True)
    kind = fields.Selection(selection=KINDS, readonly=True)
    period_id = fields.Many2one("mlm.period", readonly=True)
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    statement_id = fields.Many2one("mlm.statement", readonly=True)
    label = fields.Char(readonly=True)
    amount = fields.Monetary(
        string="Change", readonly=True, help="What the entry adds to or takes from the balance."
    )
    amount_expected = fields.Monetary(string="Expected", readonly=True)
    amount_earned = fields.Monetary(
        string="Earned", readonly=True, help="Of closed periods, not settled yet; without tax."
    )
    amount_settled = fields.Monetary(string="Settled", readonly=True)
    amount_due = fields.Monetary(string="Due", readonly=True)
    amount_held = fields.Monetary(
        string="Held", readonly=True, help="Open documents of partners with a payout hold."
    )
    amount_ordered = fields.Monetary(
        string="Ordered", readonly=True, help="Payment is on its way; the bank has not told yet."
    )
    amount_paid = fields.Monetary(string="Paid", readonly=True)
    amount_returned = fields.Monetary(string="Returned", readonly=True)
    balance = fields.Monetary(compute="_compute_balance", help="After this entry.")

    @property
    def _table_query(self):
        """Three kinds of rows. Conditions on partner, company, date and kind reach the indexes of
        the tables behind: PostgreSQL moves them into each part of the union."""
        return SQL(
            "%s UNION ALL %s UNION ALL %s",
            self._sql_expected(),
            self._sql_earned(),
            self._sql_books(),
        )

    def _sql_expected(self):
        return SQL(
            """
            SELECT r.id::bigint * 4 AS id, r.partner_id, u.company_id,
                   u.create_date::date AS date, NULL::date AS date_due, 'expected' AS kind,
                   u.period_id, NULL::integer AS move_id, NULL::integer AS statement_id,
                   u.name AS label, 0::numeric AS amount, r.amount AS amount_expected,
                   0::numeric AS amount_earned, 0::numeric AS amount_settled,
                   0::numeric AS amount_due, 0::numeric AS amount_held,
                   0::numeric AS amount_ordered, 0::numeric AS amount_paid,
                   0::numeric AS amount_returned
              FROM mlm_member_result r JOIN mlm_run u ON u.id = r.run_id
             WHERE r.amount <> 0
               AND r.run_id IN (SELECT max(id) FROM mlm_run WHERE kind = %s AND state = %s
                                 GROUP BY period_id)""",
            LIVE,
            DONE,
        )

    def _sql_earned(self):
        """Statements without a posted document. What one carries over is told once: by the
        statement in which it was earned."""
        return SQL(
            """
            SELECT s.id::bigint * 4 + 1, s.partner_id, s.company_id, p.date_to - 1, s.date_due,
                   'earned', s.period_id, NULL::integer, s.id, s.name, s.amount_earned,
                   0, s.amount_earned, 0, 0, 0, 0, 0, 0
              FROM mlm_statement s JOIN mlm_period p ON p.id = s.period_id
             WHERE s.amount_earned <> 0 AND s.state IN ('open', 'carried')
               AND NOT EXISTS (
                     SELECT FROM mlm_statement t JOIN mlm_period q ON q.id = t.period_id
                      WHERE t.partner_id = s.partner_id AND t.company_id = s.company_id
                        AND s.state = 'carried' AND t.state IN ('settled', 'paid')
                        AND q.kind = p.kind AND q.date_from >= p.date_to)"""
        )

    def _sql_books(self):
        return SQL(
            """
            SELECT l.id::bigint * 4 + 2, l.partner_id, l.company_id, l.date, l.date_maturity,
                   CASE WHEN d.statement_id IS NOT NULL THEN 'settled'
                        WHEN m.move_type <> 'entry' THEN 'other'
                        WHEN NOT bank.moved THEN 'other'
                        WHEN l.balance > 0 THEN 'paid' ELSE 'returned' END,
                   d.period_id, l.move_id, d.statement_id, concat_ws(' ', m.name,
                             CASE WHEN m.move_type = 'entry' THEN m.ref END), -l.balance,
                   0, 0,
                   CASE WHEN d.statement_id IS NOT NULL THEN -l.balance ELSE 0 END,
                   CASE WHEN open.claim AND NOT (open.ordered OR open.held)
                             AND l.date_maturity <= %(today)s
                        THEN -l.amount_residual ELSE 0 END,
                   CASE WHEN open.claim AND open.held AND NOT open.ordered
                        THEN -l.amount_residual ELSE 0 END,
                   CASE WHEN open.ordered THEN -l.amount_residual ELSE 0 END,
                   CASE WHEN m.move_type = 'entry' AND bank.moved AND l.balance > 0
                        THEN l.balance ELSE 0 END,
                   CASE WHEN m.move_type = 'entry' AND bank.moved AND l.balance < 0
                        THEN -l.balance ELSE 0 END
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account a
                ON a.id = l.account_id AND a.account_type = 'liability_payable'
              JOIN res_partner p ON p.id = l.partner_id AND p.mlm_role = 'partner'
              LEFT JOIN account_move r ON r.id = m.reversed_entry_id
              LEFT JOIN LATERAL (
                    SELECT s.id AS statement_id, s.period_id FROM mlm_statement s
                     WHERE s.move_id IN (m.id, m.reversed_entry_id) LIMIT 1) d ON TRUE
             CROSS JOIN LATERAL (
                    SELECT num_nonnulls(m.origin_payment_id, m.statement_line_id,
                                        r.origin_payment_id, r.statement_line_id) > 0 AS moved
                   ) bank
             CROSS JOIN LATERAL (
                    SELECT d.statement_id IS NOT NULL AND l.amount_residual <> 0 AS claim,
                           d.statement_id IS NOT NULL AND l.amount_residual <> 0
                           AND %(ordered)s AS ordered,
                           d.statement_id IS NOT NULL AND l.amount_residual <> 0
                           AND %(held)s AS held) open
             WHERE l.parent_state = 'posted'""",
            today=fields.Date.context_today(self),
            ordered=self._sql_ordered(),
            held=self._sql_held(),
        )

    @staticmethod
    def _sql_ordered():
        """Whether a payment without an entry is on its way: the bank statement will book it."""
        return SQL(
            """(m.payment_state IN ('in_payment', 'paid') OR EXISTS (
                    SELECT FROM account_move__account_payment r
                      JOIN account_payment y ON y.id = r.payment_id
                     WHERE r.invoice_id = m.id AND y.move_id IS NULL
                       AND y.state IN ('in_process', 'paid')))"""
        )

    def _sql_held(self):
        """Whether a hold of today stands against the whole of a document."""
        today = fields.Date.context_today(self)
        return SQL(
            """EXISTS (SELECT FROM mlm_payout_hold h
                        WHERE h.partner_id = l.partner_id AND h.company_id = l.company_id
                          AND h.state = 'active' AND coalesce(h.amount, 0) = 0
                          AND (h.statement_id IS NULL OR h.statement_id = d.statement_id)
                          AND h.date_from <= %(today)s
                          AND (h.date_until IS NULL OR h.date_until >= %(today)s))""",
            today=today,
        )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_balance(self):
        """Running balance per partner and company, for the partners that are shown only."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id, sum(amount) OVER (PARTITION BY partner_id, company_id
                                               ORDER BY date, id)
                     FROM (%s) e WHERE partner_id = ANY(%s) AND company_id = ANY(%s)""",
                self._table_query,
                self.partner_id.ids,
                self.company_id.ids,
            )
        )
        balances = dict(rows)
        for entry in self:
            entry.balance = balances.get(entry.id, 0)

    def action_open(self):
        """Open what is behind an entry: document, statement or today's figures."""
        self.ensure_one()
        if self.kind == "settled":
            return self.move_id._mlm_open_settlements()
        if self.kind == "expected":
            return self.partner_id.action_mlm_view_live()
        record = self.move_id or self.statement_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
