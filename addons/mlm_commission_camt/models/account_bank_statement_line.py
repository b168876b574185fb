# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class AccountBankStatementLine(models.Model):
    """Entries of the bank that pay a payout run, all at once or payment by payment."""

    _inherit = "account.bank.statement.line"

    def _mlm_reconcile_payouts(self):
        """Reconcile an outgoing entry with the payouts it stands for.

        :return: text for the user, None where the entry is no payout or can't be told apart
        """
        self.ensure_one()
        if self.amount >= 0 or self.is_reconciled:
            return None
        payouts = self._mlm_payouts()
        counterparts = payouts._mlm_bank_counterparts()
        if not counterparts or not self._mlm_reconcile_with(counterparts):
            return None
        payouts._mlm_executed(self)
        return self.env._(
            "%(run)s: %(count)s payments reconciled",
            run=", ".join(payouts.run_id.mapped("name")),
            count=len(payouts),
        )

    def _mlm_payouts(self):
        """Return the ordered payouts (sudo) that this entry pays: the one whose reference it bears,
        or all of the only run with its amount."""
        lines = (
            self.env["mlm.payout.line"]
            .sudo()
            .search(
                [
                    ("run_id.journal_id", "=", self.journal_id.id),
                    ("state", "=", "paid"),
                    ("executed_on", "=", False),
                    ("payment_id", "!=", False),
                ]
            )
        )
        currency = self.company_id.currency_id
        text = f"{self.payment_ref or ''}\n{self.ref or ''}\n{self.narration or ''}"
        for line in lines:
            memo = line.payment_id.memo
            if memo and memo in text and not currency.compare_amounts(line.amount, -self.amount):
                return line
        runs = [
            mine
            for mine in lines.grouped("run_id").values()
            if not currency.compare_amounts(sum(mine.mapped("amount")), -self.amount)
        ]
        return runs[0] if len(runs) == 1 else lines.browse()

    def _mlm_reconcile_with(self, items):
        """Reconcile this entry with open journal items; nothing happens if they don't add up."""
        self.add_multiple_lines([("id", "in", items.ids)])
        if not self.can_reconcile:
            self.clean_reconcile()
            return False
        self.reconcile_bank_line()
        return True

    def _mlm_reconcile_return(self):
        """Reconcile money that came back with the reversal that booked it."""
        self.ensure_one()
        if self.is_reconciled:
            return
        text = f"{self.payment_ref or ''}\n{self.ref or ''}\n{self.narration or ''}"
        returned = (
            self.env["mlm.payout.line"]
            .sudo()
            .search(
                [
                    ("run_id.journal_id", "=", self.journal_id.id),
                    ("state", "=", "returned"),
                    ("amount", "=", self.amount),
                ]
            )
        )
        for line in returned.filtered(lambda one: (one.payment_id.memo or "\0") in text):
            # The reversal freed what the bank had taken first: both entries of the bank meet.
            way = line.payment_id.move_id.line_ids.account_id.filtered(
                lambda account: (
                    account.account_type not in ("liability_payable", "asset_receivable")
                )
            )
            items = (
                self.env["account.move.line"]
                .sudo()
                .search(
                    [
                        ("account_id", "in", way.ids),
                        ("company_id", "=", self.company_id.id),
                        ("parent_state", "=", "posted"),
                        ("reconciled", "=", False),
                        ("amount_residual", "=", self.amount),
                    ],
                    limit=1,
                )
            )
            if items and self._mlm_reconcile_with(items):
                return
