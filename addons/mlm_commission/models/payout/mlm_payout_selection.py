# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whom a payout run pays, how much, and who has to wait and why."""

from collections import namedtuple
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

Payable = namedtuple("Payable", "line partner due amount currency")


class MlmPayoutRun(models.Model):
    _inherit = "mlm.payout.run"

    def _propose(self):
        """Choose payables and payees.

        A second run at the same time waits here. Its transaction may still see what the first one
        took as free; then the key of living items refuses it, and nothing is proposed twice.
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(self.env._("%(name)s was proposed already.", name=self.name))
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtext('mlm_payout_run'), %s)", self.company_id.id)
        )
        self.env.flush_all()
        due = {}
        for payable in self._payables():
            due.setdefault(payable.partner, []).append(payable)
        if not due:
            raise UserError(
                self.env._(
                    "Nothing is due until %(date)s. Settle statements, or choose a later day.",
                    date=self.due_until,
                )
            )
        payees, left_out = self._sort_out(due)
        self._write_proposal(payees, left_out)
        self.sudo().write({"state": "proposed", "proposed_by": self.env.uid})

    def _payables(self):
        """Open entries of settlement documents and their corrections that no living run pays.

        :return: list of :class:`Payable`; amounts positive where the company owes
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id, l.partner_id, l.date_maturity, (-l.amount_residual)::text,
                       l.currency_id
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id AND m.state = 'posted'
                  JOIN account_account a
                    ON a.id = l.account_id AND a.account_type = 'liability_payable'
                 WHERE l.company_id = %(company)s AND l.amount_residual <> 0
                   AND m.payment_state IN ('not_paid', 'partial')
                   AND (l.date_maturity <= %(until)s OR l.amount_residual > 0)
                   AND EXISTS (SELECT FROM mlm_statement s
                                WHERE s.move_id IN (m.id, m.reversed_entry_id))
                   AND NOT EXISTS (SELECT FROM mlm_payout_item i
                                    WHERE i.move_line_id = l.id AND i.is_live)
                 ORDER BY l.date_maturity, l.id""",
                company=self.company_id.id,
                until=self.due_until,
            )
        )
        return [
            Payable(line, partner, due, Decimal(text), currency)
            for line, partner, due, text, currency in rows
        ]

    def _sort_out(self, due):
        """Divide those with something due into payees and those left out.

        :param due: {partner id: list of Payable}, oldest first
        :return: ([(partner id, payables, offset, amount)], [(partner id, due, reason)])
        """
        partners = self.env["res.partner"].sudo().browse(due)
        reasons = partners._mlm_payout_block_reasons(self.company_id, self.date)
        owed = self._owed_by(partners.filtered("mlm_payout_offset"))
        budget = Decimal(str(self.amount_limit)) or None
        payees, left_out = [], []
        for partner in partners:
            payables = due[partner.id]
            total = sum(payable.amount for payable in payables)
            reason = reasons.get(partner.id) or self._reason_to_wait(partner, payables, total)
            offset = min(owed.get(partner.id, Decimal(0)), max(total, Decimal(0)))
            amount = total - offset
            if not reason and budget is not None and budget <= 0:
                reason = self.env._("The most that this run pays is used up.")
            if reason:
                left_out.append((partner.id, total, reason))
                continue
            if budget is not None:
                amount = min(amount, budget)
                budget -= amount
            payees.append((partner.id, payables, offset, amount))
        return payees, left_out

    def _reason_to_wait(self, partner, payables, total):
        """Why a partner that could be paid is not, or False."""
        foreign = {payable.currency for payable in payables} - {self.currency_id.id}
        if foreign:
            # The bank's file would name another amount than the document.
            return self.env._(
                "A document is in %(currency)s. Pay it by its own button; a run pays in %(own)s.",
                currency=", ".join(self.env["res.currency"].browse(foreign).mapped("name")),
                own=self.currency_id.name,
            )
        if total <= 0:
            return self.env._("Corrections are higher than what is due.")
        oldest = min(payable.due for payable in payables)
        waited = oldest <= fields.Date.subtract(self.date, months=1)
        smaller = total < Decimal(str(partner.mlm_payout_minimum))
        if smaller and not waited and partner.mlm_state != "terminated":
            return self.env._("The amount is below the partner's own minimum.")
        return False

    def _owed_by(self, partners):
        """What these partners owe on own invoices: {partner id: Decimal}."""
        if not partners:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT l.partner_id, sum(l.amount_residual)::text
                     FROM account_move_line l
                     JOIN account_account a
                       ON a.id = l.account_id AND a.account_type = 'asset_receivable'
                    WHERE l.company_id = %(company)s AND l.parent_state = 'posted'
                      AND l.amount_residual <> 0 AND l.date_maturity <= %(day)s
                      AND l.partner_id = ANY(%(partners)s)
                    GROUP BY l.partner_id HAVING sum(l.amount_residual) > 0""",
                company=self.company_id.id,
                day=self.date,
                partners=partners.ids,
            )
        )
        return {partner: Decimal(text) for partner, text in rows}

    def _write_proposal(self, payees, left_out):
        accounts = (
            self.env["res.partner"]
            .sudo()
            .browse([partner for partner, *__ in payees])
            ._mlm_payout_accounts(self.company_id)
        )
        lines = (
            self.env["mlm.payout.line"]
            .sudo()
            .create(
                [
                    {
                        "run_id": self.id,
                        "partner_id": partner,
                        "bank_id": accounts[partner].id,
                        "amount_due": float(sum(payable.amount for payable in payables)),
                        "amount_offset": float(offset),
                        "amount": float(amount),
                    }
                    for partner, payables, offset, amount in payees
                ]
            )
        )
        self.env["mlm.payout.item"].sudo().create(
            [
                {
                    "payout_id": line.id,
                    "move_line_id": payable.line,
                    "amount": float(payable.amount),
                }
                for line, (__, payables, *__) in zip(lines, payees, strict=True)
                for payable in payables
            ]
        )
        self.env["mlm.payout.exclusion"].sudo().create(
            [
                {
                    "run_id": self.id,
                    "partner_id": partner,
                    "amount": float(amount),
                    "reason": reason,
                }
                for partner, amount, reason in left_out
            ]
        )

    def _forget_proposal(self):
        self.line_ids.sudo().unlink()
        self.exclusion_ids.sudo().unlink()
