# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MlmYearSummary(models.Model):
    _inherit = "mlm.year.summary"

    @api.model
    def _extras_of(self, company, year, partners):
        """Add the tax withheld from payouts of the year, with the numbers of its certificates."""
        extras = super()._extras_of(company, year, partners)
        rows = self._rows_of_year(
            "mlm.withholding", company, year, partners, ("entry_id", "!=", False)
        )
        for row in rows:
            extras[row.partner_id.id].append(
                {
                    "kind": "withheld",
                    "date": row.date,
                    "name": f"{row.tax_id.name} {row.name}",
                    "amount": row.amount,
                }
            )
        return extras
