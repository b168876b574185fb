# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What else the tax office may ask for: what was withheld or set off, things in place of money."""

from collections import defaultdict

from odoo import api, fields, models

KINDS = [
    ("withheld", "Tax withheld"),
    ("deduction", "Deducted from payouts"),
    ("reward", "Reward that is not money"),
]


class MlmYearSummaryExtra(models.Model):
    """One amount beside the documents of an annual summary."""

    _name = "mlm.year.summary.extra"
    _description = "Further Amount of an Annual Summary"
    _order = "kind, date, id"
    _log_access = False

    summary_id = fields.Many2one(
        "mlm.year.summary", required=True, index=True, ondelete="cascade", readonly=True
    )
    currency_id = fields.Many2one(related="summary_id.currency_id")
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    date = fields.Date(readonly=True)
    name = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    taxed_flat = fields.Monetary(
        string="Taxed Flat by the Company", readonly=True, help="§ 37b EStG."
    )


class MlmYearSummary(models.Model):
    _inherit = "mlm.year.summary"

    extra_ids = fields.One2many("mlm.year.summary.extra", "summary_id", readonly=True)

    @api.model
    def _read_year(self, company, year, partners):
        read = super()._read_year(company, year, partners)
        extras = self._extras_of(company, year, partners)
        for partner in partners:
            commands = [(0, 0, row) for row in extras[partner.id]]
            read[partner]["extra_ids"] = [(5, 0, 0), *commands]
        return read

    @api.model
    def _extras_of(self, company, year, partners):
        """Return {partner id: list of values of extras}, one statement per kind (sudo)."""
        extras = defaultdict(list)
        deductions = self._rows_of_year(
            "mlm.payout.deduction", company, year, partners, ("move_id", "!=", False)
        )
        for row in deductions:
            extras[row.partner_id.id].append(
                {
                    "kind": "deduction",
                    "date": row.date,
                    "name": row.claim_id.name,
                    "amount": row.amount,
                }
            )
        return extras

    @api.model
    def _rows_of_year(self, model, company, year, partners, condition):
        """Return the records of a model that belong to these partners and the year."""
        return self.env[model].search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", partners.ids),
                ("date", ">=", f"{year}-01-01"),
                ("date", "<=", f"{year}-12-31"),
                condition,
            ],
            order="date, id",
        )

    def _same_as(self, values):
        """A changed extra makes a new version, too."""
        new = [
            (row[2]["kind"], row[2]["name"], row[2]["amount"], row[2].get("taxed_flat", 0))
            for row in values["extra_ids"][1:]
        ]
        old = [(row.kind, row.name, row.amount, row.taxed_flat) for row in self.extra_ids]
        return sorted(new) == sorted(old) and super()._same_as(values)
