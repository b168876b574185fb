# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class MlmSettlementWizard(models.TransientModel):
    """Settle all open statements of a closed period."""

    _name = "mlm.settlement.wizard"
    _description = "Settle a Period"

    period_id = fields.Many2one("mlm.period", required=True, domain=[("state", "=", "closed")])
    currency_id = fields.Many2one(related="period_id.currency_id")
    date = fields.Date(string="Document Date", required=True, default=fields.Date.context_today)
    statement_count = fields.Integer(compute="_compute_open")
    amount = fields.Monetary(compute="_compute_open")

    @api.depends("period_id")
    def _compute_open(self):
        for wizard in self:
            statements = wizard._open_statements()
            wizard.statement_count = len(statements)
            wizard.amount = sum(statements.mapped("amount_payable"))

    def _open_statements(self):
        return self.env["mlm.statement"].search(
            [("period_id", "=", self.period_id.id), ("state", "=", "open")]
        )

    def action_settle(self):
        """Create and post the settlement documents."""
        self.ensure_one()
        statements = self._open_statements()
        if not statements:
            raise UserError(
                self.env._("All statements of %(name)s are settled.", name=self.period_id.name)
            )
        return statements._settle_or_queue(self.date)
