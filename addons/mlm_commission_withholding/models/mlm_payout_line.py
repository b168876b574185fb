# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command, fields, models


class MlmPayoutLine(models.Model):
    _inherit = "mlm.payout.line"

    withholding_ids = fields.One2many("mlm.withholding", "payout_id", readonly=True)
    amount_withheld = fields.Monetary(string="Tax Withheld", readonly=True)

    def _pay(self):
        # Two jobs of the same run must not book twice.
        self.lock_for_update()
        for line in self.filtered(lambda row: row.state == "proposed" and row.amount_withheld):
            line._book_withholding()
        return super()._pay()

    def _book_withholding(self):
        """One entry: less is owed to the partner, the tax is owed to the authority."""
        self.ensure_one()
        rows = self.withholding_ids.filtered("amount")
        payables = self.item_ids.move_line_id
        account = payables.account_id[:1]
        for row in rows:
            row.name = row.tax_id.withholding_sequence_id.next_by_id()
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_id._mlm_offset_journal().id,
                "company_id": self.company_id.id,
                "date": self.date,
                "ref": self.env._("Withholding tax %(run)s", run=self.run_id.name),
                "line_ids": [
                    Command.create(vals)
                    for row in rows
                    for vals in row._prepare_entry_lines(account)
                ],
            }
        )
        entry.action_post()
        rows.entry_id = entry
        taken = entry.line_ids.filtered(lambda item: item.account_id == account)
        (taken | payables.filtered(lambda item: item.account_id == account)).reconcile()
