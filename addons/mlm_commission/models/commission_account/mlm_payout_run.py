# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payout runs keep back what is held: documents as a whole, or an amount."""

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError


class MlmPayoutRun(models.Model):
    _inherit = "mlm.payout.run"

    def _holds(self, partners):
        return self.env["mlm.payout.hold"]._in_force(partners, self.company_id, self.date)

    def _sort_out(self, due):
        """Leave out the documents of held statements, name them, and sort the others."""
        partners = self.env["res.partner"].browse(due)
        held = {
            line: hold
            for hold in self._holds(partners).filtered("statement_id")
            for line in hold.statement_id._payable_lines().ids
        }
        waiting, rest = [], {}
        for partner, payables in due.items():
            kept = [payable for payable in payables if payable.line not in held]
            waiting += [
                (partner, payable.amount, held[payable.line]._text())
                for payable in payables
                if payable.line in held
            ]
            if kept:
                rest[partner] = kept
        payees, left_out = super()._sort_out(rest)
        payees, short = self._keep_back(payees)
        return payees, left_out + waiting + short

    def _keep_back(self, payees):
        """Lower what is paid by the amounts held; who gets nothing then is left out."""
        held = {}
        partners = self.env["res.partner"].browse([partner for partner, *__ in payees])
        for hold in self._holds(partners).filtered("amount"):
            held.setdefault(hold.partner_id.id, []).append(hold)
        paid, left_out = [], []
        for partner, payables, offset, amount in payees:
            holds = held.get(partner, [])
            total = sum(payable.amount for payable in payables) - offset
            back = sum((Decimal(str(hold.amount)) for hold in holds), Decimal(0))
            to_pay = min(amount, max(total - back, Decimal(0)))
            if to_pay < amount:
                left_out.append((partner, amount - to_pay, holds[0]._text()))
            if to_pay or offset or not holds:
                paid.append((partner, payables, offset, to_pay))
        return paid, left_out

    def _check_unchanged(self):
        result = super()._check_unchanged()
        lines = self.sudo().line_ids
        for hold in self._holds(lines.partner_id):
            line = lines.filtered(lambda row, hold=hold: row.partner_id == hold.partner_id)
            most = line.amount_due - line.amount_offset - hold.amount
            documents = hold.statement_id._payable_lines() & line.item_ids.move_line_id
            if documents or (
                hold.amount and self.currency_id.compare_amounts(line.amount, most) > 0
            ):
                raise UserError(
                    self.env._(
                        "%(partner)s: %(reason)s Reset the run and propose it again.",
                        partner=line.partner_id.display_name,
                        reason=hold._text(),
                    )
                )
        return result


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _payable_lines(self):
        """Return the entries by which the documents of these statements are owed."""
        return self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
