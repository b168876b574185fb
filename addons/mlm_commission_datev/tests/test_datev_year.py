# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import csv
import io
import zipfile
from collections import defaultdict
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.tests import tagged

from odoo.addons.mlm_commission.tests.common_year import YearCommon

CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestDatevYear(YearCommon):
    """Twelve months go to DATEV; its books are those of Odoo, account by account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "datev_consultant_number": "29098",
                "datev_client_number": "55003",
                "datev_account_code_length": 4,
            }
        )
        kind = cls.env["date.range.type"].create({"name": "Test Year", "allow_overlap": True})
        months = [date(2026, month, 1) for month in range(1, 13)]
        spans = [(date(2026, 1, 1), date(2026, 12, 31))]
        spans += [(first, first + relativedelta(months=1, days=-1)) for first in months]
        cls.ranges = cls.env["date.range"].create(
            [
                {"name": f"{start} {end}", "type_id": kind.id, "date_start": start, "date_end": end}
                for start, end in spans
            ]
        )
        cls.export = cls.env["datev_export_dtvf.export"].create(
            {
                "name": "Year",
                "fiscalyear_id": cls.ranges[0].id,
                "period_ids": [Command.set(cls.ranges[1:].ids)],
                "mlm_has_documents": False,
            }
        )
        cls.export.action_generate()
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(cls.export.file_data)))
        cls.rows = []
        for name in archive.namelist():
            if "Buchungsstapel" in name:
                text = io.StringIO(archive.read(name).decode("cp1252"), newline="")
                table = list(csv.reader(text, delimiter=";"))
                cls.rows += [dict(zip(table[1], row, strict=True)) for row in table[2:]]

    def amount(self, row):
        amount = Decimal(row["Umsatz (ohne Soll/Haben-Kz)"].replace(",", "."))
        return amount if row["Soll/Haben-Kennzeichen"] == "S" else -amount

    def test_each_account_has_the_balance_that_odoo_has(self):
        found = defaultdict(Decimal)
        for row in self.rows:
            amount, tax = self.amount(row), Decimal(0)
            if row["BU-Schlüssel"] == "0009":
                tax = (amount * 19 / 119).quantize(CENT)
                found["1576"] += tax
            found[row["Konto"]] += amount - tax
            found[row["Gegenkonto (ohne BU-Schlüssel)"]] -= amount
        expected = defaultdict(Decimal)
        for line in self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", "2026-12-31"),
            ]
        ):
            expected[self.export._mlm_number_of(line)[0]] += Decimal(f"{line.balance:.2f}")
        self.assertEqual(
            {account: amount for account, amount in found.items() if amount},
            {account: amount for account, amount in expected.items() if amount},
        )
        year = sum(sum(month.values()) for month in self.expected.earned.values())
        self.assertEqual(found["4760"], year)
        self.assertEqual(found["1701"], -sum(self.expected.earned[12].values()))

    def test_documents_come_with_their_gross_amounts_and_dates_of_service(self):
        of_2026 = self.moves.filtered(lambda move: move.date.year == 2026)
        found = defaultdict(Decimal)
        for row in self.rows:
            if row["Leistungsdatum"] and row["Belegfeld 1"].startswith("PROV-"):
                found[row["Belegfeld 1"], row["Leistungsdatum"]] += self.amount(row)
        self.assertEqual(
            dict(found),
            {
                (move.name, f"{move.mlm_date_to:%d%m%Y}"): Decimal(f"{move.amount_total:.2f}")
                for move in of_2026
            },
        )

    def test_every_entry_of_the_year_is_exported_once(self):
        entries = self.env["account.move"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "=", "posted"),
                ("date", "<=", "2026-12-31"),
            ]
        )
        self.assertEqual(entries.mlm_datev_export_id, self.export)
        self.assertTrue(all(move.mlm_datev_export_id for move in entries))
        later = self.moves.filtered(lambda move: move.date.year == 2027)
        self.assertTrue(later)
        self.assertFalse(later.mlm_datev_export_id)
