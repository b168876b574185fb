# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

BANK_STATES = [
    ("waiting", "Waiting for the Bank"),
    ("partly", "Partly Executed"),
    ("closed", "Closed"),
]


class MlmPayoutRun(models.Model):
    """How far the bank is: a run is closed when each payment was executed or came back."""

    _inherit = "mlm.payout.run"

    bank_state = fields.Selection(
        BANK_STATES,
        string="At the Bank",
        compute="_compute_bank_state",
        store=True,
        help="Closed: the bank has executed or returned each payment.",
    )
    executed_on = fields.Date(
        compute="_compute_bank_state", store=True, help="Day of the bank's last entry."
    )

    @api.depends("state", "line_ids.state", "line_ids.executed_on")
    def _compute_bank_state(self):
        rows = self.env["mlm.payout.line"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id", "state"],
            ["__count", "executed_on:count", "executed_on:max"],
        )
        for run in self:
            found = [row for row in rows if row[0] == run]
            days = [last for *__, last in found if last]
            done = sum(
                count if state == "returned" else executed
                for __, state, count, executed, __ in found
            )
            run.executed_on = max(days, default=False)
            if run.state != "released" or not found:
                run.bank_state = False
            elif done == sum(count for __, __, count, __, __ in found):
                run.bank_state = "closed"
            else:
                run.bank_state = "partly" if done else "waiting"
