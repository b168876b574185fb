# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.mlm_commission_sepa.bank_returns import BankFileError, read_returns


class AccountStatementImport(models.TransientModel):
    """After a statement was imported, book what it says of payouts."""

    _inherit = "account.statement.import"

    def _import_file(self):
        self._mlm_check_new()
        result = super()._import_file()
        statements = self.env["account.bank.statement"].browse(result["statement_ids"])
        for line in statements.line_ids:
            told = line._mlm_reconcile_payouts()
            if told:
                result["notifications"].append(told)
        result["notifications"] += self._mlm_book_returns(statements)
        return result

    def _mlm_check_new(self):
        """Refuse a file that was imported already; the parser gives entries no key of their own."""
        content = base64.b64decode(self.statement_file)
        known = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "account.bank.statement"),
                    ("checksum", "=", self.env["ir.attachment"]._compute_checksum(content)),
                ],
                limit=1,
            )
        )
        if known:
            raise UserError(
                self.env._(
                    "This file was imported already on %(date)s as %(name)s.",
                    date=known.create_date.date(),
                    name=known.name,
                )
            )

    def _mlm_book_returns(self, statements):
        """Book the payments that the file says came back, and reconcile what the bank gave back.

        :return: list of texts for the user
        """
        try:
            returns, __ = read_returns(base64.b64decode(self.statement_file))
        except BankFileError:
            # Statements of other formats name no returns.
            return []
        if not returns:
            return []
        wizard = self.env["mlm.payout.return.import"].create(
            {"company_id": statements.company_id[:1].id, "file": self.statement_file}
        )
        wizard.action_import()
        for line in statements.line_ids.filtered(lambda one: one.amount > 0):
            line._mlm_reconcile_return()
        return wizard.result.splitlines()
