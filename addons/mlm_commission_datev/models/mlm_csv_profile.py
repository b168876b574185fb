# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Entries as CSV in the columns that another program wants."""

import csv
import io

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SOURCES = [
    ("date", "Date"),
    ("document", "Document Number"),
    ("date_due", "Due Date"),
    ("date_service", "Service Date"),
    ("amount", "Amount"),
    ("signed", "Amount, Credit Negative"),
    ("side", "Debit or Credit (S/H)"),
    ("account", "Account"),
    ("contra", "Contra Account"),
    ("key", "Tax Key"),
    ("text", "Text"),
    ("currency", "Currency"),
    ("partner", "Partner Name"),
    ("member_number", "Member Number"),
    ("constant", "Constant"),
]
DATES = ("date", "date_due", "date_service")
AMOUNTS = ("amount", "signed")


class MlmCsvProfile(models.Model):
    _name = "mlm.csv.profile"
    _description = "CSV Profile"
    _order = "name, id"

    name = fields.Char(required=True)
    delimiter = fields.Selection(
        selection=[(";", "Semicolon"), (",", "Comma"), ("\t", "Tab")], required=True, default=";"
    )
    decimal_sign = fields.Selection(
        selection=[(",", "Comma"), (".", "Point")], required=True, default=","
    )
    date_format = fields.Char(required=True, default="%d.%m.%Y")
    encoding = fields.Selection(
        selection=[
            ("cp1252", "Windows-1252"),
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8 with mark"),
        ],
        required=True,
        default="cp1252",
    )
    has_header = fields.Boolean(string="Column Titles", default=True)
    line_ids = fields.One2many("mlm.csv.profile.line", "profile_id", string="Columns", copy=True)

    @api.constrains("date_format")
    def _check_date_format(self):
        sample = fields.Date.to_date("2026-12-31")
        for profile in self:
            if "26" not in sample.strftime(profile.date_format):
                raise ValidationError(
                    self.env._("A date format names the day, the month and the year.")
                )

    def _render(self, rows):
        """Return the file as bytes.

        :param rows: dicts with the keys of SOURCES; dates as date, amounts as Decimal
        """
        self.ensure_one()
        if not self.line_ids:
            raise ValidationError(self.env._("Profile %(name)s has no columns.", name=self.name))
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=self.delimiter, lineterminator="\r\n")
        if self.has_header:
            writer.writerow(self.line_ids.mapped("name"))
        for row in rows:
            writer.writerow(self._cell(line, row) for line in self.line_ids)
        return stream.getvalue().encode(self.encoding, "replace")

    def _cell(self, line, row):
        if line.source == "constant":
            return line.constant or ""
        value = row.get(line.source)
        if value is None or value is False:
            return ""
        if line.source in DATES:
            return value.strftime(self.date_format)
        if line.source in AMOUNTS:
            return f"{value:.2f}".replace(".", self.decimal_sign)
        # A spreadsheet would run a text that begins like a formula.
        return f"'{value}" if str(value)[:1] in ("=", "+", "-", "@") else str(value)


class MlmCsvProfileLine(models.Model):
    _name = "mlm.csv.profile.line"
    _description = "Column of a CSV Profile"
    _order = "sequence, id"

    profile_id = fields.Many2one("mlm.csv.profile", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Title", required=True)
    source = fields.Selection(selection=SOURCES, required=True)
    constant = fields.Char()
