# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmRunSnapshot(models.AbstractModel):
    """Figures of a final run, summed up once at its closing: reports read hundreds of rows, not
    the ten million lines behind them."""

    _name = "mlm.run.snapshot"
    _description = "Figures of a Run"
    _order = "date desc, id"

    run_id = fields.Many2one(
        "mlm.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    period_id = fields.Many2one("mlm.period", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        string="Month", required=True, readonly=True, index=True, help="First day of the period."
    )

    def _head(self, run):
        """Values that all rows of a run share."""
        period = run.period_id
        return {
            "run_id": run.id,
            "period_id": period.id,
            "company_id": run.company_id.id,
            "date": period.date_from,
        }
