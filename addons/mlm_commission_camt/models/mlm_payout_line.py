# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class MlmPayoutLine(models.Model):
    _inherit = "mlm.payout.line"

    executed_on = fields.Date(readonly=True, copy=False, help="Day of the bank's entry.")

    def _mlm_bank_counterparts(self):
        """Return the open items that the bank's entry settles: the payments' own ones, or the
        documents where payments make no entry."""
        items = self.env["account.move.line"].sudo()
        for line in self:
            move = line.payment_id.move_id
            if move.state == "posted":
                items |= move.line_ids.filtered(
                    lambda item: (
                        item.account_id.account_type
                        not in ("liability_payable", "asset_receivable")
                        and not item.reconciled
                    )
                )
            else:
                items |= line.item_ids.move_line_id.filtered(lambda item: not item.reconciled)
        return items

    def _mlm_executed(self, statement_line):
        """Note the day on which the bank paid; the documents need no lock any more."""
        self.write({"executed_on": statement_line.date})
        self.item_ids.write({"is_live": False})
        for run in self.run_id:
            run.message_post(
                body=self.env._(
                    "Executed by the bank on %(date)s: %(reference)s",
                    date=statement_line.date,
                    reference=statement_line.payment_ref,
                )
            )
