# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statements become vendor bills in a self-billing journal, and bills become payments."""

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

BATCH = 500


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    def _check_accountant(self):
        if not (self.env.su or self.env.user.has_group("mlm_base.group_mlm_accountant")):
            raise AccessError(self.env._("Only accountants settle and pay statements."))
        self.check_access("read")

    def action_settle(self):
        """Create and post the settlement documents of the chosen statements."""
        moves = self._settle()
        return moves._mlm_open_settlements()

    def _settle(self, date=None):
        """Create and post one bill per statement with something to pay; safe to repeat.

        Negative months carry over and get no document. Statements that are settled are left out.

        :param date: accounting date, default today
        :return: the posted account.move records
        """
        self._check_accountant()
        statements = self.sudo().filtered(lambda s: not s.move_id and s.amount_payable > 0)
        if not statements:
            return self.env["account.move"]
        # A second settlement at the same time waits here, then finds the documents.
        statements.lock_for_update()
        statements.invalidate_recordset(["move_id"])
        statements = statements.filtered(lambda s: not s.move_id)
        moves = self.env["account.move"].sudo()
        for start in range(0, len(statements), BATCH):
            batch = statements[start : start + BATCH]
            created = moves.create([s._prepare_move_vals(date) for s in batch])
            for statement, move in zip(batch, created, strict=True):
                statement.move_id = move
            created.action_post()
            moves |= created
        return self.env["account.move"].browse(moves.ids)

    def _prepare_move_vals(self, date=None):
        """Values of the settlement document: one line per bonus, one for what was carried over."""
        self.ensure_one()
        journal = self.company_id._mlm_settlement_journal()
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
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
            "payment_reference": self.env._(
                "Commission %(period)s %(number)s",
                period=self.period_id.name,
                number=self.partner_id.mlm_member_number or "",
            ),
            "invoice_line_ids": [Command.create(vals) for vals in self._prepare_move_lines()],
        }

    def _prepare_move_lines(self):
        company = self.company_id
        account = company._mlm_commission_account()
        common = {
            "quantity": 1,
            "account_id": account.id,
            "tax_ids": [Command.set(company.mlm_commission_tax_id.ids)],
        }
        last = self.period_id.date_to - relativedelta(days=1)
        lines = [
            {
                **common,
                "name": self.env._(
                    "Commission %(bonus)s, %(start)s to %(end)s",
                    bonus=line.bonus_id.code,
                    start=self.period_id.date_from,
                    end=last,
                ),
                "price_unit": line.amount,
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
                }
            )
        return lines

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


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_statement_ids = fields.One2many("mlm.statement", "move_id", string="Commission Statement")

    def _mlm_open_settlements(self):
        """Open one document, or the list of several as accounting shows its vendor bills."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_in_invoice_type"
        )
        action |= {
            "domain": [("id", "in", self.ids)],
            "context": {"default_move_type": "in_invoice", "create": False},
        }
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action

    def button_draft(self):
        self._check_not_settlement()
        return super().button_draft()

    def button_cancel(self):
        self._check_not_settlement()
        return super().button_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settlement(self):
        self._check_not_settlement()

    def _check_not_settlement(self):
        settled = self.filtered("mlm_statement_ids")
        if settled:
            raise UserError(
                self.env._(
                    "%(name)s settles a commission statement and stays as it is. Corrections are "
                    "made by the next statement or by a credit note.",
                    name=settled[0].name,
                )
            )
