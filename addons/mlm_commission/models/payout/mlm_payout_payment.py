# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Released payouts become entries: own invoices are offset, the rest is paid."""

from odoo import Command, fields, models
from odoo.exceptions import UserError

from ...const import RUN_CHANNEL

# Up to so many payees the click itself pays; above, jobs of that size do.
AT_ONCE = 500


class MlmPayoutRun(models.Model):
    _inherit = "mlm.payout.run"

    def _release(self):
        """Pay what was proposed, if nothing has changed since.

        :raise UserError: a document or an account is no longer what was proposed
        """
        self.ensure_one()
        self.lock_for_update()
        self._check_unchanged()
        self.sudo().write(
            {
                "state": "released",
                "released_by": self.env.uid,
                "released_at": fields.Datetime.now(),
            }
        )
        lines, size = self.sudo().line_ids, self._payees_at_once()
        if len(lines) <= AT_ONCE:
            lines._pay()
            return
        for start in range(0, len(lines), size):
            lines[start : start + size].with_delay(
                channel=RUN_CHANNEL,
                description=f"{self.name} {start + 1}",
                identity_key=f"mlm_payout_{self.id}_{start}",
            )._pay()

    def _payees_at_once(self):
        """How many payees one job pays."""
        return AT_ONCE

    def _check_unchanged(self):
        """Whoever was found fit to be paid when the run was proposed must still be."""
        lines = self.sudo().line_ids
        reasons = lines.partner_id._mlm_payout_block_reasons(self.company_id, self.date)
        accounts = lines.partner_id._mlm_payout_accounts(self.company_id)
        currency = self.currency_id
        for line in lines:
            reason = reasons.get(line.partner_id.id)
            if accounts[line.partner_id.id] != line.bank_id:
                reason = reason or self.env._("The bank account is another one now.")
            open_now = -sum(line.item_ids.move_line_id.mapped("amount_residual"))
            if currency.compare_amounts(open_now, line.amount_due):
                reason = reason or self.env._("What is due has changed.")
            if reason:
                raise UserError(
                    self.env._(
                        "%(partner)s: %(reason)s Reset the run and propose it again.",
                        partner=line.partner_id.display_name,
                        reason=reason,
                    )
                )


class MlmPayoutLine(models.Model):
    _inherit = "mlm.payout.line"

    def _pay(self):
        """Offset and pay these lines; lines that are paid already are left out."""
        lines = self.filtered(lambda line: line.state == "proposed")
        lines.lock_for_update()
        for line in lines.filtered("amount_offset"):
            line._offset()
        lines.filtered("amount")._make_payments()
        lines.state = "paid"

    def _offset(self):
        """Set the partner's own open invoices against what it is due, in one entry."""
        self.ensure_one()
        owed = self._own_invoices()
        payables = self.item_ids.move_line_id
        amount = min(self.amount_offset, sum(owed.mapped("amount_residual")))
        accounts = payables.account_id[:1], owed.account_id[:1]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_id._mlm_offset_journal().id,
                "date": self.date,
                "ref": self.env._("Offset %(run)s", run=self.run_id.name),
                "line_ids": [
                    Command.create(
                        {
                            "name": self.env._("Own invoices offset"),
                            "partner_id": self.partner_id.id,
                            "account_id": account.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in zip(accounts, (amount, -amount), strict=True)
                ],
            }
        )
        entry.action_post()
        for account, lines in zip(accounts, (payables, owed), strict=True):
            same = lines.filtered(lambda line, a=account: line.account_id == a)
            (same | entry.line_ids.filtered(lambda e, a=account: e.account_id == a)).reconcile()

    def _own_invoices(self):
        """Open receivables of the partner, oldest first."""
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("date_maturity", "<=", self.date),
            ],
            order="date_maturity, id",
        )

    def _make_payments(self):
        """Create, post and reconcile one payment per line; a bridge may write bank files."""
        payments = self.env["account.payment"].create(
            [line._prepare_payment_vals() for line in self]
        )
        for line, payment in zip(self, payments, strict=True):
            line.payment_id = payment
        payments.action_post()
        for line, payment in zip(self, payments, strict=True):
            line._reconcile_with(payment)

    def _prepare_payment_vals(self):
        journal, payables = self.run_id.journal_id, self.item_ids.move_line_id
        return {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": self.partner_id.id,
            "partner_bank_id": self.bank_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "journal_id": journal.id,
            "memo": self._remittance(),
            "payment_method_line_id": journal.outbound_payment_method_line_ids[:1].id,
            "destination_account_id": payables.account_id[:1].id,
        }

    def _remittance(self):
        """What the payee reads on its account statement: at most 140 characters."""
        return self._remittance_of(self.item_ids)[:140]

    def _remittance_of(self, items):
        names = ", ".join(items.move_id.mapped("name"))
        return self.env._("Commission %(documents)s", documents=names)

    def _reconcile_with(self, payment):
        payables = self.item_ids.move_line_id
        counterpart = payment.move_id.line_ids.filtered(
            lambda line: line.account_id in payables.account_id and not line.reconciled
        )
        if counterpart:
            (counterpart | payables.filtered(lambda line: not line.reconciled)).reconcile()
        payables.move_id.matched_payment_ids += payment
        self._let_go()

    def _let_go(self):
        """What the books show as paid needs no lock any more; the rest can be paid by a later run.

        A payment without an entry of its own locks its documents until the bank statement.
        """
        booked = self.filtered(lambda line: line.payment_id.move_id.state == "posted")
        booked.item_ids.is_live = False


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _create_payments(self):
        """Refuse what a payout run pays: money would leave twice."""
        items = (
            self.env["mlm.payout.item"]
            .sudo()
            .search([("is_live", "=", True), ("move_line_id", "in", self.line_ids.ids)], limit=1)
        )
        if items:
            raise UserError(
                self.env._(
                    "%(document)s is being paid by %(run)s.",
                    document=items.move_id.name,
                    run=items.payout_id.run_id.name,
                )
            )
        return super()._create_payments()


class ResCompany(models.Model):
    _inherit = "res.company"

    def _mlm_offset_journal(self):
        """Return the journal of offsets: the first one for miscellaneous operations."""
        self.ensure_one()
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.id), ("type", "=", "general")], limit=1
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for miscellaneous operations. Create one.",
                    company=self.name,
                )
            )
        return journal
