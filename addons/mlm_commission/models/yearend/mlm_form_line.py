# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

TREATMENTS = [
    ("taxed", "Taxed, Net"),
    ("exempt", "Small Business or Exempt"),
    ("reverse", "Reverse Charge"),
    ("tax", "Value-Added Tax Received"),
]


class MlmFormLine(models.Model):
    """Where amounts stand in a form of the partner's tax office; the lines move every year."""

    _name = "mlm.form.line"
    _description = "Line of a Tax Form"
    _order = "year desc, country_id, line, id"
    _rec_name = "line"

    country_id = fields.Many2one("res.country", required=True)
    year = fields.Integer(required=True, aggregator=None)
    form = fields.Char(required=True, translate=True)
    treatment = fields.Selection(selection=TREATMENTS, string="Amount", required=True)
    line = fields.Char(required=True)

    _line_uniq = models.Constraint(
        "UNIQUE(country_id, year, treatment)", "The form has a line for this amount."
    )

    @api.model
    def _of_year(self, country, year):
        """Return the lines of a year's form, of the latest one before if there is none."""
        last = self.search(
            [("country_id", "=", country.id), ("year", "<=", year)], order="year desc", limit=1
        )
        return self.search([("country_id", "=", country.id), ("year", "=", last.year)])
