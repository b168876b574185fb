# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the books say about a year: documents, payments, and whether they agree."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from .portions import Group, Payment, portions


class MlmYearSummary(models.Model):
    _inherit = "mlm.year.summary"

    # Documents of which the performance, the credit or a payment lies in the year.
    def _sql_of_year(self, company, year):
        return SQL(
            """
            SELECT m.id, l.id AS line_id, l.partner_id
              FROM (%(documents)s) s
              JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
              LEFT JOIN account_move o ON o.id = m.reversed_entry_id
              JOIN account_move_line l ON l.move_id = m.id
              JOIN account_account a
                ON a.id = l.account_id AND a.account_type = 'liability_payable'
             WHERE m.company_id = %(company)s
               AND (extract(year FROM m.date) = %(year)s
                    OR extract(year FROM coalesce(m.mlm_date_to, o.mlm_date_to)) = %(year)s
                    OR extract(year FROM l.date_maturity) = %(year)s
                    OR EXISTS (SELECT FROM account_partial_reconcile r
                                WHERE l.id IN (r.credit_move_id, r.debit_move_id)
                                  AND extract(year FROM r.max_date) = %(year)s)
                    OR EXISTS (SELECT FROM account_move__account_payment q
                                 JOIN account_payment y ON y.id = q.payment_id
                                WHERE q.invoice_id = m.id
                                  AND extract(year FROM y.date) = %(year)s))""",
            documents=self.env["mlm.payout.report"]._sql_documents(),
            company=company.id,
            year=year,
        )

    @api.model
    def _partners_of(self, company, year):
        """Return the partners with a document or payment of the year."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT partner_id FROM (%s) d", self._sql_of_year(company, year))
        )
        return self.env["res.partner"].browse(sorted(partner for (partner,) in rows))

    @api.model
    def _read_year(self, company, year, partners):
        """Return {partner: values of its summary, with ``lines`` and ``problem``} (sudo)."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, line_id, partner_id FROM (%s) d WHERE partner_id = ANY(%s)"
                " ORDER BY id, line_id",
                self._sql_of_year(company, year),
                list(partners.ids),
            )
        )
        moves = self.env["account.move"].browse(dict.fromkeys(row[0] for row in rows))
        payments = self._payments_of(moves)
        problems = self._problems(company, year, partners, moves, payments)
        by_partner = defaultdict(list)
        for move in moves:
            by_partner[move.partner_id.id].append(move)
        return {
            partner: self._values(
                year, by_partner[partner.id], payments, "\n".join(problems[partner.id])
            )
            for partner in partners
        }

    def _values(self, year, moves, payments, problem):
        lines = [line for move in moves for line in self._move_lines(move, payments[move.id], year)]
        sums = defaultdict(Decimal)
        for line in lines:
            if line["inflow_year"] == year:
                sums[line["treatment"]] += line["net"]
                sums["tax"] += line["tax"]
                if line["is_unpaid"]:
                    sums["unpaid"] += line["gross"]
        for line in lines:
            line |= {name: float(line[name]) for name in ("net", "tax", "gross", "rate")}
        return {
            "lines": lines,
            "problem": problem or False,
            "document_count": len(moves),
            "amount_net": float(sums["taxed"]),
            "amount_tax": float(sums["tax"]),
            "amount_exempt": float(sums["exempt"]),
            "amount_reverse": float(sums["reverse"]),
            "amount_unpaid": float(sums["unpaid"]),
        }

    def _move_lines(self, move, payments, year):
        """Return the lines of one document as dicts; amounts are decimals."""
        origin = move.reversed_entry_id
        due = max(move.line_ids.filtered("date_maturity").mapped("date_maturity") or [move.date])
        year_end = date(year, 12, 31)
        return [
            {
                "move_id": move.id,
                "is_correction": bool(origin),
                "date_from": move.mlm_date_from or origin.mlm_date_from,
                "date_to": move.mlm_date_to or origin.mlm_date_to,
                "date": move.date,
                "date_due": due,
                "date_paid": portion.payment and portion.payment.day,
                "is_offset": bool(portion.payment and portion.payment.is_offset),
                "reference": portion.payment and portion.payment.reference,
                "treatment": portion.group.treatment,
                "rate": portion.group.rate,
                "net": portion.net,
                "tax": portion.tax,
                "gross": portion.net + portion.tax,
                "inflow_year": portion.inflow.year,
                "is_unpaid": portion.inflow <= year_end
                and (not portion.payment or portion.payment.day > year_end),
            }
            for portion in portions(move._mlm_tax_groups(), payments, move.date, due)
        ]

    # === PAYMENTS === #

    def _payments_of(self, moves):
        """Return {id of a document: its payments}; reversed ones are none.

        Payments that have no entry yet count by their own date until the bank's entry is there.
        """
        rows = self.env.execute_query(
            SQL(
                """
                WITH items AS MATERIALIZED (
                    SELECT id, move_id FROM account_move_line WHERE move_id = ANY(%(moves)s)
                ), met AS MATERIALIZED (
                    SELECT l.move_id, r.debit_move_id AS other_id, r.amount
                      FROM items l JOIN account_partial_reconcile r ON r.credit_move_id = l.id
                     UNION ALL
                    SELECT l.move_id, r.credit_move_id, -r.amount
                      FROM items l JOIN account_partial_reconcile r ON r.debit_move_id = l.id
                )
                SELECT met.move_id, c.date, met.amount::text, coalesce(y.memo, k.ref, k.name),
                       j.type NOT IN ('bank', 'cash') AND k.origin_payment_id IS NULL
                  FROM met
                  JOIN account_move_line c ON c.id = met.other_id
                  JOIN account_move k ON k.id = c.move_id
                  JOIN account_journal j ON j.id = k.journal_id
                  LEFT JOIN account_payment y ON y.id = k.origin_payment_id
                 UNION ALL
                SELECT m.id, y.date, (-l.amount_residual)::text, coalesce(y.memo, y.name), FALSE
                  FROM account_move m
                  JOIN account_move_line l ON l.move_id = m.id AND l.amount_residual <> 0
                  JOIN account_account a
                    ON a.id = l.account_id AND a.account_type = 'liability_payable'
                  JOIN LATERAL (SELECT y.* FROM account_move__account_payment q
                                  JOIN account_payment y ON y.id = q.payment_id
                                 WHERE q.invoice_id = m.id AND y.move_id IS NULL
                                   AND y.state IN ('in_process', 'paid')
                                 ORDER BY y.id DESC LIMIT 1) y ON TRUE
                 WHERE m.id = ANY(%(moves)s) AND m.payment_state IN ('in_payment', 'paid')""",
                moves=list(moves.ids),
            )
        )
        payments = defaultdict(list)
        for move, day, amount, reference, is_offset in rows:
            payments[move].append(Payment(day, Decimal(amount), reference or "", is_offset))
        return payments

    # === CHECKS === #

    def _problems(self, company, year, partners, moves, payments):
        """Return {partner id: differences between ledger, documents and bank, as texts}."""
        problems = defaultdict(list)
        for move in moves.filtered("mlm_statement_ids"):
            statement = move.mlm_statement_ids
            if move.currency_id.compare_amounts(statement.amount_payable, move.amount_untaxed):
                problems[move.partner_id.id].append(
                    self.env._(
                        "Document %(name)s: %(document)s, statement: %(statement)s.",
                        name=move.name,
                        document=f"{move.amount_untaxed:.2f}",
                        statement=f"{statement.amount_payable:.2f}",
                    )
                )
        for partner, name, earned, ledger in self._ledger_differences(moves):
            problems[partner].append(
                self.env._(
                    "Statement %(name)s: %(earned)s, its lines: %(ledger)s.",
                    name=name,
                    earned=earned,
                    ledger=ledger,
                )
            )
        told = defaultdict(Decimal)
        for move in moves:
            for payment in payments[move.id]:
                if payment.day.year == year and not payment.is_offset:
                    told[move.partner_id.id] += payment.amount
        bank = self._bank_of(company, year, partners)
        for partner in partners.ids:
            if bank.get(partner, Decimal(0)) != told[partner]:
                problems[partner].append(
                    self.env._(
                        "Paid by the bank: %(bank)s, paid of documents: %(documents)s.",
                        bank=f"{bank.get(partner, Decimal(0)):.2f}",
                        documents=f"{told[partner]:.2f}",
                    )
                )
        return problems

    def _ledger_differences(self, moves):
        """Rows (partner, statement, earned, sum of its lines) where the two differ."""
        return self.env.execute_query(
            SQL(
                """SELECT s.partner_id, s.name, s.amount_earned::text,
                          coalesce(sum(l.amount), 0)::numeric(20, 2)::text
                     FROM mlm_statement s
                     LEFT JOIN mlm_commission_line l
                       ON l.run_id = s.run_id AND l.partner_id = s.partner_id
                    WHERE s.move_id = ANY(%s)
                    GROUP BY s.id
                   HAVING round(coalesce(sum(l.amount), 0), 2) <> round(s.amount_earned, 2)""",
                list(moves.ids),
            )
        )

    def _bank_of(self, company, year, partners):
        """Return {partner id: what bank and cash paid to it in the year}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, sum(amount)::text FROM (
                    SELECT l.partner_id, l.balance AS amount
                      FROM account_move_line l
                      JOIN account_account a
                        ON a.id = l.account_id AND a.account_type = 'liability_payable'
                      JOIN account_journal j ON j.id = l.journal_id
                      JOIN account_move m ON m.id = l.move_id
                     WHERE l.company_id = %(company)s AND l.parent_state = 'posted'
                       AND l.partner_id = ANY(%(partners)s)
                       AND extract(year FROM l.date) = %(year)s
                       AND (j.type IN ('bank', 'cash') OR m.origin_payment_id IS NOT NULL)
                     UNION ALL
                    SELECT y.partner_id, y.amount FROM account_payment y
                     WHERE y.company_id = %(company)s AND y.partner_id = ANY(%(partners)s)
                       AND y.move_id IS NULL AND y.state IN ('in_process', 'paid')
                       AND y.payment_type = 'outbound' AND y.partner_type = 'supplier'
                       AND extract(year FROM y.date) = %(year)s
                       AND EXISTS (SELECT FROM account_move__account_payment q
                                     JOIN account_move m ON m.id = q.invoice_id
                                    WHERE q.payment_id = y.id
                                      AND m.payment_state IN ('in_payment', 'paid'))) x
                 GROUP BY partner_id""",
                company=company.id,
                partners=list(partners.ids),
                year=year,
            )
        )
        return {partner: Decimal(amount) for partner, amount in rows}


class AccountMove(models.Model):
    _inherit = "account.move"

    def _mlm_tax_groups(self):
        """Return the document by tax treatment, as Group; what the company owes itself is none."""
        self.ensure_one()
        sign = -1 if self.move_type == "in_refund" else 1
        net, tax = defaultdict(Decimal), defaultdict(Decimal)
        for line in self.invoice_line_ids:
            net[self._mlm_treatment(line.tax_ids)] += _exact(line.price_subtotal)
        for line in self.line_ids.filtered("tax_line_id"):
            found = line.group_tax_id or line.tax_line_id
            if not found._mlm_is_self_owed():
                tax[self._mlm_treatment(found)] += sign * _exact(line.amount_currency)
        return [
            Group(treatment, rate, sign * net[treatment, rate], sign * tax[treatment, rate])
            for treatment, rate in sorted(net.keys() | tax.keys())
        ]

    def _mlm_treatment(self, taxes):
        if any(tax._mlm_is_self_owed() for tax in taxes):
            return "reverse", Decimal(0)
        shown = taxes._mlm_shown()
        return ("taxed", Decimal(str(shown[0].amount))) if shown else ("exempt", Decimal(0))


def _exact(value):
    """Turn an ORM float of currency precision into the decimal it stands for."""
    return Decimal(f"{value:.2f}")
