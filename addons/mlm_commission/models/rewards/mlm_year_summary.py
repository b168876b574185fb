# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class MlmYearSummary(models.Model):
    _inherit = "mlm.year.summary"

    @api.model
    def _extras_of(self, company, year, partners):
        """Add rewards that are not money: the partner's income, or taxed flat by the company."""
        extras = super()._extras_of(company, year, partners)
        rewards = self._rows_of_year("mlm.reward", company, year, partners, ("state", "=", "given"))
        for reward in rewards:
            extras[reward.partner_id.id].append(
                {
                    "kind": "reward",
                    "date": reward.date,
                    "name": reward.name,
                    "amount": reward.cost,
                    "taxed_flat": reward.flat_base,
                }
            )
        return extras
