# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..bank_returns import BankFileError, read_returns


class MlmPayoutReturnImport(models.TransientModel):
    """Read what the bank says of payments that did not arrive."""

    _name = "mlm.payout.return.import"
    _description = "Import Returned Payments"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(string="pain.002, camt.053 or camt.054", attachment=False)
    file_name = fields.Char()
    result = fields.Text(readonly=True)

    def action_import(self):
        """Book all returns of the file; what is unknown or booked already is listed."""
        self.ensure_one()
        self.env["mlm.payout.run"]._check_payer()
        returns, rejection = self._read()
        if rejection:
            self.result = self._reject(rejection)
            return self._show()
        lines = self._lines_of(returns)
        booked, unmatched = [], []
        for one in returns:
            line = lines.get(one.end_to_end)
            obstacle = self._mismatch(one, line)
            told = unmatched if obstacle else booked
            told.append(f"{one.end_to_end}: {obstacle or self._book(one, line)}")
        if unmatched:
            unmatched.insert(0, self.env._("Not matched, nothing was booked. Please look at:"))
        self.result = "\n".join(booked + unmatched)
        return self._show()

    def _book(self, one, line):
        """Book a return and say so."""
        if not line._return(one.code, one.date):
            return self.env._("was returned before")
        return self.env._(
            "%(partner)s, returned %(code)s", partner=line.partner_id.display_name, code=one.code
        )

    def _mismatch(self, one, line):
        """Return why this is not the payment of that payout, or None.

        The reference alone could be another's: amount and accounts must be the same wherever the
        message tells them.
        """
        if line is None:
            return self.env._("no payout of ours")
        if one.amount is not None and line.currency_id.compare_amounts(
            float(one.amount), line.amount
        ):
            return self.env._(
                "%(amount)s came back, but %(paid)s were paid: please look at it",
                amount=one.amount,
                paid=line.amount,
            )
        own = line.run_id.journal_id.bank_account_id.sanitized_acc_number
        if one.statement and own and one.statement != own:
            return self.env._("the statement is of another bank account than the payout's")
        payees = {iban for iban in one.parties if iban != own}
        if payees and line.payment_id.partner_bank_id.sanitized_acc_number not in payees:
            return self.env._("the message names another account than the one that was paid")
        return None

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _read(self):
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            returns, rejected = read_returns(base64.b64decode(self.file))
        except BankFileError as error:
            raise UserError(
                self.env._(
                    "This is no status report or statement of a bank: %(error)s.", error=error
                )
            ) from error
        if not returns and not rejected:
            raise UserError(self.env._("The file names no payment that came back."))
        return returns, rejected

    def _reject(self, rejection):
        """The bank took nothing of a file: all of its documents can be paid by a new run."""
        order_sudo = (
            self.env["account.payment.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("name", "=", rejection.message_id),
                    ("mlm_payout_run_id", "!=", False),
                ]
            )
        )
        if not order_sudo or self.company_id not in self.env.companies:
            raise UserError(
                self.env._(
                    "The bank has rejected the file %(file)s (%(code)s), which is no payout of "
                    "this company.",
                    file=rejection.message_id,
                    code=rejection.code,
                )
            )
        run_sudo = order_sudo.mlm_payout_run_id
        run_sudo._reject_file(rejection.code, rejection.date)
        return self.env._(
            "The bank has rejected all of %(run)s (%(code)s). Correct what it names; the documents "
            "can be paid by a new run.",
            run=run_sudo.name,
            code=rejection.code,
        )

    def _lines_of(self, returns):
        """Payouts by the reference that stands in the file: {reference: mlm.payout.line (sudo)}."""
        lines_sudo = (
            self.env["mlm.payout.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("payment_id.memo", "in", [one.end_to_end for one in returns]),
                ]
            )
        )
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Choose one of your companies."))
        # A document that was paid again may bear its reference twice: the payment still out counts.
        by_age = lines_sudo.sorted(lambda line: (line.state == "paid", line.id))
        return {line.payment_id.memo: line for line in by_age}
