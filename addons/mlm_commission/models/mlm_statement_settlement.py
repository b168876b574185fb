# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statements become vendor bills in a self-billing journal, and bills become payments."""

from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..analytic_shares import AnalyticShares

BATCH = 500


class SettlementTaxes:
    """Tax status, rule and tax of many statements; each is read once."""

    def __init__(self, statements):
        self.statements = statements.sudo()
        self.statuses, self.rules, self.taxes = {}, {}, {}
        self.analytic = AnalyticShares(self.statements)

    def rule(self, statement, day):
        """Return (tax status or False, mlm.tax.rule record) of a statement's partner on a day."""
        env, company = self.statements.env, statement.company_id
        if (company, day) not in self.statuses:
            self.statuses[company, day] = env["mlm.tax.status"]._of_partners(
                self.statements.partner_id, company, day
            )
        found = self.statuses[company, day].get(statement.partner_id.id)
        status = found.status if found else False
        if (company, status, day) not in self.rules:
            self.rules[company, status, day] = env["mlm.tax.rule"]._find(company, status, day)
        return status, self.rules[company, status, day]

    def tax(self, statement, day):
        """Return the tax of lines for what was earned on a day, an empty record for none."""
        company = statement.company_id
        rule = self.rule(statement, day)[1] or self.rule(statement, statement.performance_date)[1]
        if (company, rule) not in self.taxes:
            self.taxes[company, rule] = rule._tax_for(company)[0]
        return self.taxes[company, rule]


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _check_accountant(self):
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_accountant")):
            raise AccessError(self.env._("Only accountants settle and pay statements."))
        self.check_access("read")

    def action_settle(self):
        """Create and post the settlement documents of the chosen statements."""
        return self._settle_or_queue(fields.Date.context_today(self))

    def _settle(self, date=None):
        """Create and post one bill per statement with something to pay; safe to repeat.

        Negative months carry over and get no document. Statements that are settled are left out,
        and those against which something stands: they say what (``block_reason``).

        :param date: accounting date, default today
        :return: the posted account.move records
        """
        moves = self._make_documents(date)
        if moves:
            self._after_settlement()
        return moves

    def _after_settlement(self):
        """Do what follows from new documents of these statements; done once for many parts."""
        self.sudo().period_id._update_settled()

    def _make_documents(self, date=None):
        """The documents alone, see :meth:`_settle`: what several workers do side by side."""
        self._check_accountant()
        statements = self.sudo().filtered(lambda s: not s.move_id and s.amount_payable > 0)
        if not statements:
            return self.env["account.move"]
        # A second settlement at the same time waits here, then finds the documents.
        statements.lock_for_update()
        statements.invalidate_recordset(["move_id"])
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        statements = statements._check_settlement(date)
        moves = self.env["account.move"].sudo()
        for start in range(0, len(statements), BATCH):
            batch = statements[start : start + BATCH]
            taxes = SettlementTaxes(batch)
            created = moves.create(
                [
                    s.with_context(lang=s.partner_id.lang)._prepare_move_vals(date, taxes)
                    for s in batch
                ]
            )
            for statement, move in zip(batch, created, strict=True):
                statement.move_id = move
            created.action_post()
            moves |= created
            # Caches of what was posted would grow with the number of documents.
            self.env.flush_all()
            self.env.invalidate_all()
        return self.env["account.move"].browse(moves.ids)

    def _prepare_move_vals(self, date, taxes):
        """Values of the settlement document: one line per bonus, one for what was carried over.

        :param date: date of the document
        :param SettlementTaxes taxes: knows the partner's tax status
        """
        self.ensure_one()
        journal = self.company_id._mlm_settlement_journal()
        status, rule = taxes.rule(self, self.performance_date)
        return {
            "move_type": "in_invoice",
            "journal_id": journal.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": date,
            "date": date,
            "invoice_date_due": max(self.date_due, date),
            "invoice_payment_term_id": False,
            "invoice_origin": self.name,
            "fiscal_position_id": rule._fiscal_position_for(self.company_id).id,
            "delivery_date": self.performance_date,
            "mlm_date_from": self.period_id.date_from,
            "mlm_date_to": self.performance_date,
            "mlm_tax_status": status,
            "mlm_tax_rule_id": rule.id,
            "payment_reference": self.env._(
                "Commission %(period)s %(number)s",
                period=self.period_id.name,
                number=self.partner_id.mlm_member_number or "",
            ),
            "invoice_line_ids": [Command.create(vals) for vals in self._prepare_move_lines(taxes)],
        }

    def _prepare_move_lines(self, taxes):
        common = {
            "quantity": 1,
            "account_id": self.company_id._mlm_commission_account().id,
            "tax_ids": [Command.set(taxes.tax(self, self.performance_date).ids)],
        }
        lines = [
            {
                **common,
                "name": self.env._(
                    "Commission %(bonus)s, %(start)s to %(end)s",
                    bonus=line.bonus_id.code,
                    start=format_date(self.env, self.period_id.date_from),
                    end=format_date(self.env, self.performance_date),
                ),
                "price_unit": line.amount,
                **taxes.analytic.of_line(self, line),
            }
            for line in self.line_ids
            if line.amount
        ]
        if self.amount_opening:
            lines.append(
                {
                    **common,
                    "name": self.env._("Carried over from earlier periods"),
                    "price_unit": self.amount_opening,
                    # A reversal keeps the tax of what it reverses (§ 17 UStG).
                    "tax_ids": [Command.set(taxes.tax(self, self._opening_date()).ids)],
                    **taxes.analytic.of_opening(self),
                }
            )
        return lines

    def _opening_date(self):
        """Return the last day of the period from which the opening balance comes."""
        return fields.Date.subtract(self.period_id.date_from, days=1)

    def action_pay(self):
        """Open core's payment dialogue for the settlement documents of the chosen statements."""
        self._check_accountant()
        moves = self.filtered(lambda s: s.state == "settled").move_id
        if not moves:
            raise UserError(self.env._("Nothing to pay: settle the statements first."))
        return moves.action_register_payment()

    def _pay(self, journal, date=None):
        """Pay the settlement documents from a bank journal, one payment per partner.

        :param journal: account.journal record of type bank or cash
        :param date: payment date, default today
        :return: account.payment records
        """
        self._check_accountant()
        moves = self.sudo().filtered(lambda s: s.state == "settled").move_id
        if not moves:
            return self.env["account.payment"]
        register = (
            self.env["account.payment.register"]
            .sudo()
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create(
                {
                    "journal_id": journal.id,
                    "payment_date": date or fields.Date.context_today(self),
                    "group_payment": True,
                }
            )
        )
        return register._create_payments()
