# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import csv
import io
import json
import zipfile

from odoo import models

from odoo.addons.mlm_base.csv_cell import csv_cell

PERSON = (
    *("name", "email", "phone", "street", "street2", "zip", "city", "lang", "vat"),
    *("mlm_member_number", "mlm_state", "mlm_date_joined", "mlm_date_ended", "mlm_birthdate"),
    *("mlm_tax_number", "mlm_small_business_number"),
)
# Model, field of the owner, fields. Nothing of other people is in them.
TABLES = {
    "consents": (
        "mlm.consent",
        "partner_id",
        ("given_at", "purpose_id", "is_given", "source", "ip_address", "lang", "text"),
    ),
    "agreements": (
        "mlm.agreement.acceptance",
        "partner_id",
        ("accepted_at", "version_id", "method", "ip_address", "user_agent", "lang", "text_hash"),
    ),
    "tax_statuses": (
        "mlm.tax.status",
        "partner_id",
        ("date_from", "status", "date_declared", "is_founding_year", "source", "evidence_hash"),
    ),
    "bank_accounts": ("res.partner.bank", "partner_id", ("acc_number", "acc_holder_name")),
    "own_volume": (
        "mlm.volume",
        "buyer_id",
        ("date_order", "date_invoice", "entry", "product_id", "quantity", "net", "pv", "cv"),
    ),
    "statements": (
        "mlm.statement",
        "partner_id",
        ("period_id", "amount_earned", "amount_payable", "state", "date_due"),
    ),
    "commission_account": (
        "mlm.account.entry",
        "partner_id",
        ("date", "kind", "label", "amount", "amount_expected"),
    ),
    "transmissions": (
        "mlm.transmission",
        "partner_id",
        ("at", "kind", "address", "user_agent"),
    ),
    "bindings": ("mlm.binding", "partner_id", ("bound_at", "how", "result")),
    "data_requests": (
        "mlm.data.request",
        "partner_id",
        ("date_received", "kind", "text", "answer", "state"),
    ),
}


class ResPartner(models.Model):
    """A member's own data in one file (Art. 15 and 20 GDPR): JSON, CSV and documents.

    Third parties are left out or masked: of the line above there is a public name, lines of
    statements name customers of others by pseudonyms, as the statements themselves.
    """

    _inherit = "res.partner"

    def _mlm_export_documents(self):
        """Return the statements (sudo) whose settlement document is posted."""
        return (
            self.env["mlm.statement"]
            .sudo()
            .search([("partner_id", "=", self.id), ("move_id.state", "=", "posted")])
        )

    def _mlm_export_data(self):
        """Return {name: list of rows as dicts of text and numbers}, and the person itself."""
        partner = self.sudo()
        person = {name.removeprefix("mlm_"): _plain(partner, name) for name in PERSON}
        sponsor = partner.mlm_sponsor_id
        person["country"] = partner.country_id.code or ""
        person["sponsor"] = sponsor._mlm_public_name() if sponsor else ""
        data = {"person": [person]}
        for name, (model, owner, columns) in TABLES.items():
            rows = self.env[model].sudo().search([(owner, "=", self.id)])
            data[name] = [{column: _plain(row, column) for column in columns} for row in rows]
        data["logins"] = [
            {"date": _plain(log, "create_date")}
            for log in partner.with_context(active_test=False).user_ids.log_ids
        ]
        return data

    def _mlm_export_zip(self):
        """Return the bytes of the ZIP."""
        self.ensure_one()
        data, stream = self._mlm_export_data(), io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(data, indent=2, ensure_ascii=False))
            for name, rows in data.items():
                if rows:
                    archive.writestr(f"{name}.csv", _csv(rows))
            for statement in self._mlm_export_documents():
                move = statement.move_id
                archive.writestr(
                    f"documents/{move._mlm_settlement_file_name()}.pdf",
                    move._mlm_settlement_pdf().raw,
                )
                archive.writestr(
                    f"lines/{move._mlm_settlement_file_name()}.csv", statement._annex_csv()
                )
            summaries = self.env["mlm.year.summary"].sudo()
            domain = [("partner_id", "=", self.id), ("state", "=", "released")]
            for summary in summaries.search(domain).with_context(bin_size=False):
                archive.writestr(
                    f"documents/{summary.year}-{summary.version}.pdf",
                    base64.b64decode(summary.pdf_file),
                )
        return stream.getvalue()


def _plain(record, name):
    """Return a field's value as JSON can hold it."""
    value = record[name]
    if isinstance(value, models.BaseModel):
        return value.display_name or ""
    if value is False and record._fields[name].type != "boolean":
        return ""
    return value if isinstance(value, bool | int | float | str) else str(value)


def _csv(rows):
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(rows[0])
    writer.writerows([csv_cell(value) for value in row.values()] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
