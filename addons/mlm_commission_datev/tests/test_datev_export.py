# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import csv
import hashlib
import io
import zipfile
from collections import defaultdict
from decimal import Decimal
from unittest.mock import patch

from lxml import etree
from psycopg2 import DatabaseError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

RENDER = "odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf"


@tagged("post_install", "-at_install")
class TestDatevExport(TaxCommon):
    """A German company on SKR03 exports March and April 2026."""

    @classmethod
    @TaxCommon.setup_chart_template("de_skr03")
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.company.mlm_commission_account_id = False
        cls.env["mlm.books.setup"].create({"has_analytic": False}).action_apply()
        cls.company.write(
            {
                "datev_consultant_number": "29098",
                "datev_client_number": "55003",
                "datev_account_code_length": 4,
            }
        )
        kind = cls.env["date.range.type"].create({"name": "Test DATEV", "allow_overlap": True})
        cls.year, cls.march_range, cls.april_range = cls.env["date.range"].create(
            [
                {"name": name, "type_id": kind.id, "date_start": start, "date_end": end}
                for name, start, end in (
                    ("2026", "2026-01-01", "2026-12-31"),
                    ("2026-03", "2026-03-01", "2026-03-31"),
                    ("2026-04", "2026-04-01", "2026-04-30"),
                )
            ]
        )

    def export(self, **values):
        export = self.env["datev_export_dtvf.export"].create(
            {
                "name": "Test",
                "fiscalyear_id": self.year.id,
                "period_ids": [Command.set((self.march_range | self.april_range).ids)],
                "journal_ids": [Command.set(self.company.mlm_settlement_journal_id.ids)],
                "mlm_has_documents": False,
                **values,
            }
        )
        export.action_generate()
        return export

    def files(self, export, field="file_data"):
        archive = zipfile.ZipFile(io.BytesIO(base64.b64decode(export[field])))
        return {name: archive.read(name) for name in archive.namelist()}

    def rows(self, data):
        """Rows of a file as dicts by column title."""
        table = list(csv.reader(io.StringIO(data.decode("cp1252"), newline=""), delimiter=";"))
        return [dict(zip(table[1], row, strict=True)) for row in table[2:]]

    def bookings(self, export):
        files = self.files(export)
        return [
            row
            for name in sorted(files)
            if "Buchungsstapel" in name
            for row in self.rows(files[name])
        ]

    def settle(self, status="regular", country="base.de", **values):
        self.top.write({"country_id": self.env.ref(country).id, **values})
        self.declare(status=status, date_from="2026-03-01", date_declared="2026-03-01")
        return self.close_march()._settle("2026-04-18")

    # === THE FORMAT === #

    def test_header_and_row_are_what_datev_asks_for(self):
        self.top.name = "Jörg Müller"
        move = self.settle(vat="DE136695976")
        data = self.files(self.export())["EXTF_Buchungsstapel_20260401.csv"]
        lines = data.decode("cp1252").split("\r\n")
        self.assertEqual(lines[-1], "")
        self.assertNotIn("\n", "".join(lines))
        header = lines[0].split(";")
        self.assertEqual(header[:5], ['"EXTF"', "700", "21", '"Buchungsstapel"', "13"])
        self.assertRegex(header[5], r"^\d{17}$")
        self.assertEqual(
            header[6:27],
            [
                "",
                '"RE"',
                '""',
                '""',
                "29098",
                "55003",
                "20260101",
                "4",
                "20260401",
                "20260430",
                '"Buchungsstapel 202604"',
                header[17],
                "1",
                "0",
                "0",
                '"EUR"',
                "",
                '""',
                "",
                "",
                '"03"',
            ],
        )
        self.assertEqual(len(header), 31)
        self.assertEqual(len(lines[1].split(";")), 125)
        self.assertEqual(lines[1].split(";")[124], "Abw. Skontokonto")
        row = self.rows(data)[0]
        # 2.40 and 19 % = 0.46 in one amount; DATEV takes the tax out by the key.
        self.assertEqual(
            {name: value for name, value in row.items() if value},
            {
                "Umsatz (ohne Soll/Haben-Kz)": "2,86",
                "Soll/Haben-Kennzeichen": "S",
                "WKZ Umsatz": "EUR",
                "Konto": "4760",
                "Gegenkonto (ohne BU-Schlüssel)": "70000",
                "BU-Schlüssel": "0009",
                "Belegdatum": "1804",
                "Belegfeld 1": move.name,
                "Buchungstext": move.invoice_line_ids.name[:60],
                "Festschreibung": "0",
                "Leistungsdatum": "31032026",
                "Datum Zuord. Steuerperiode": "18042026",
                "Fälligkeit": "30042026",
            },
        )

    def test_places_of_the_columns(self):
        self.settle(vat="DE136695976")
        self.company.mlm_datev_is_locked = True
        data = self.files(self.export())["EXTF_Buchungsstapel_20260401.csv"]
        lines = data.decode("cp1252").split("\r\n")
        titles, values = lines[1].split(";"), next(csv.reader([lines[2]], delimiter=";"))
        for place, title, value in (
            (7, "Konto", "4760"),
            (9, "BU-Schlüssel", "0009"),
            (20, "Beleglink", ""),
            (43, "Sachverhalt L+L", ""),
            (114, "Festschreibung", "1"),
            (115, "Leistungsdatum", "31032026"),
            (116, "Datum Zuord. Steuerperiode", "18042026"),
            (117, "Fälligkeit", "30042026"),
        ):
            self.assertEqual((titles[place - 1], values[place - 1]), (title, value))
        self.assertEqual(lines[0].split(";")[20], "1")

    def test_partners_and_accounts_come_along(self):
        self.top.write({"name": "Jörg Müller", "mlm_tax_number": "181/815/08155"})
        self.settle(vat="DE136695976")
        files = self.files(self.export())
        partner = self.rows(files["EXTF_DebKred_Stamm.csv"])[0]
        self.assertEqual(partner["Konto"], "70000")
        self.assertEqual(partner["Name (Adressattyp natürl. Person)"], "Jörg Müller")
        self.assertEqual((partner["EU-Land"], partner["EU-UStID"]), ("DE", "136695976"))
        self.assertEqual(partner["Kunden-/Lief.-Nr."], self.top.mlm_member_number)
        accounts = {row["Konto"] for row in self.rows(files["EXTF_Kontenbeschriftungen.csv"])}
        self.assertEqual(accounts, {"4760", "1576"})

    def test_reverse_charge_without_a_key_is_an_entry_of_its_own(self):
        self.settle("eu_business", "base.be", vat="BE0477472701")
        found = sorted(
            (
                row["Konto"],
                row["Gegenkonto (ohne BU-Schlüssel)"],
                row["Umsatz (ohne Soll/Haben-Kz)"],
                row["Soll/Haben-Kennzeichen"],
            )
            for row in self.bookings(self.export())
        )
        self.assertEqual(
            found,
            [
                ("1577", "70000", "0,46", "S"),
                ("1768", "70000", "0,46", "H"),
                ("4760", "70000", "2,40", "S"),
            ],
        )

    def test_reverse_charge_with_key_and_case_is_one_row(self):
        rule = self.env["mlm.tax.rule"]._find(self.company, "eu_business", "2026-03-31")
        rule._tax_for(self.company)[0].write({"l10n_de_datev_code": "94", "mlm_datev_case": "7"})
        self.settle("eu_business", "base.be", vat="BE0477472701")
        row = self.bookings(self.export())
        self.assertEqual(len(row), 1)
        self.assertEqual(row[0]["Umsatz (ohne Soll/Haben-Kz)"], "2,40")
        self.assertEqual((row[0]["BU-Schlüssel"], row[0]["Sachverhalt L+L"]), ("0094", "7"))

    # === THE SUMS === #

    def test_all_entries_of_all_journals_agree_with_the_trial_balance(self):
        self.sell(self.reseller, [(self.soap, 2)])
        self.settle("regular", vat="DE136695976")
        statement = self.march.statement_ids.filtered(lambda s: s.state == "settled")
        statement._pay(self.company_data["default_journal_bank"], "2026-04-20")
        export = self.export(journal_ids=False)
        found = defaultdict(Decimal)
        for row in self.bookings(export):
            amount = Decimal(row["Umsatz (ohne Soll/Haben-Kz)"].replace(",", "."))
            amount = amount if row["Soll/Haben-Kennzeichen"] == "S" else -amount
            tax = Decimal(0)
            if row["BU-Schlüssel"] == "0009":
                tax = (amount * 19 / 119).quantize(Decimal("0.01"))
                found["1576"] += tax
            found[row["Konto"]] += amount - tax
            found[row["Gegenkonto (ohne BU-Schlüssel)"]] -= amount
        expected = defaultdict(Decimal)
        for line in self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("date", ">=", "2026-03-01"),
                ("date", "<=", "2026-04-30"),
            ]
        ):
            expected[export._mlm_number_of(line)[0]] += Decimal(f"{line.balance:.2f}")
        self.assertEqual(
            {k: v for k, v in found.items() if v}, {k: v for k, v in expected.items() if v}
        )
        self.assertTrue(found["4760"] and found["1701"] == 0)

    # === ONCE === #

    def test_what_was_exported_is_not_exported_again(self):
        move = self.settle(vat="DE136695976")
        first = self.export()
        self.assertEqual(move.mlm_datev_export_id, first)
        with self.assertRefused("Nothing to export", UserError):
            self.export()
        with self.assertRefused("Export Again", UserError):
            first.action_draft()
        with self.assertRefused("Say why", UserError):
            self.export(mlm_is_again=True, mlm_reason=" ")
        again = self.export(mlm_is_again=True, mlm_reason="Lost by the adviser")
        self.assertEqual(len(self.bookings(again)), 1)
        self.assertEqual(move.mlm_datev_export_id, first)
        self.assertEqual(set(again.mlm_file_ids.mapped("reason")), {"Lost by the adviser"})

    def test_the_log_holds_the_hash_and_never_changes(self):
        self.settle(vat="DE136695976")
        export = self.export()
        data = self.files(export)
        for file in export.mlm_file_ids:
            self.assertEqual(file.sha256, hashlib.sha256(data[file.name]).hexdigest())
        booking = export.mlm_file_ids.filtered(lambda f: f.kind == "booking" and f.row_count)
        self.assertEqual((booking.row_count, booking.amount_debit), (1, 2.86))
        with self.assertRaises(UserError):
            booking.name = "other.csv"
        with self.assertRaises(DatabaseError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.cr.execute("UPDATE mlm_datev_file SET name = 'x' WHERE id = %s", [booking.id])
        with self.assertRefused("stays on record", UserError):
            export.unlink()

    def test_large_periods_are_split(self):
        self.settle(vat="DE136695976")
        self.sell(self.customer, [(self.soap, 1)], "2026-04-02")
        path = "odoo.addons.mlm_commission_datev.models.datev_export.MAX_ROWS"
        with patch(path, 1):
            files = self.files(self.export(journal_ids=False))
        names = [name for name in files if "Buchungsstapel_20260401" in name]
        self.assertGreater(len(names), 1)
        self.assertTrue(all(len(self.rows(files[name])) == 1 for name in names))

    # === DOCUMENTS === #

    def test_rows_are_linked_to_their_documents(self):
        move = self.settle(vat="DE136695976")
        with patch(RENDER, lambda *args, **kwargs: (b"%PDF-1.7", "pdf")):
            export = self.export(mlm_has_documents=True)
        guid = move._mlm_datev_guid()
        self.assertEqual(self.bookings(export)[0]["Beleglink"], f'BEDI "{guid}"')
        files = self.files(export, "mlm_documents")
        root = etree.fromstring(files["document.xml"])
        space = {"d": "http://xml.datev.de/bedi/tps/document/v06.0"}
        (document,) = root.iterfind(".//d:document", space)
        self.assertEqual(document.get("guid"), guid)
        name = document.find("d:extension", space).get("name")
        self.assertEqual(files[name], b"%PDF-1.7")

    # === OTHER PROGRAMS === #

    def test_a_csv_profile_writes_its_columns(self):
        profile = self.env.ref("mlm_commission_datev.csv_profile_plain")
        move = self.settle(vat="DE136695976")
        files = self.files(self.export(mlm_csv_profile_id=profile.id))
        lines = files["Entries_20260401.csv"].decode("cp1252").split("\r\n")
        self.assertEqual(lines[0], "Datum;Beleg;Konto;Gegenkonto;Betrag;S/H;Steuercode;Text")
        self.assertTrue(lines[1].startswith(f"18.04.2026;{move.name};4760;70000;2,86;S;0009;"))

    def test_profiles_refuse_formulas_and_dates_without_a_day(self):
        profile = self.env["mlm.csv.profile"].create(
            {
                "name": "Hostile",
                "has_header": False,
                "line_ids": [Command.create({"name": "Text", "source": "text"})],
            }
        )
        self.assertEqual(profile._render([{"text": "=1+1"}]), b"'=1+1\r\n")
        with self.assertRaises(ValidationError):
            profile.date_format = "today"

    # === WHAT IS REFUSED === #

    def test_missing_numbers_and_odd_accounts_are_named(self):
        self.settle(vat="DE136695976")
        self.company.datev_client_number = "abc"
        with self.assertRefused("Fill in the DATEV numbers", UserError):
            self.export()
        self.company.datev_client_number = "55003"
        self.company.mlm_commission_account_id.datev_code = "476012"
        with self.assertRefused("does not fit 4 digits", UserError):
            self.export()
        self.company.mlm_commission_account_id.datev_code = "4760"
        self.top.l10n_de_datev_export_identifier_supplier = "7"
        with self.assertRefused("must have 5 digits", UserError):
            self.export()

    def test_codes_of_taxes_are_numbers(self):
        tax = self.company_data["default_tax_purchase"]
        with self.assertRaises(ValidationError):
            tax.l10n_de_datev_code = "9;A"
        with self.assertRaises(ValidationError):
            tax.mlm_datev_case = "x"

    def test_files_are_for_accountants_of_the_company_only(self):
        self.settle(vat="DE136695976")
        export = self.export()
        clerk = new_test_user(
            self.env, "datev_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        biller = new_test_user(
            self.env,
            "datev_biller",
            "mlm_base.group_mlm_accountant,account.group_account_invoice",
            company_id=self.company.id,
        )
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "datev_other",
            "account.group_account_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", export._name),
                    ("res_id", "=", export.id),
                    ("res_field", "=", "file_data"),
                ]
            )
        )
        self.assertEqual(len(attachment), 1)
        for user in (clerk, biller, stranger):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    export.with_user(user).read(["file_data"])
                with self.assertRaises(AccessError):
                    attachment.with_user(user).read(["datas"])
                with self.assertRaises(AccessError):
                    export.mlm_file_ids.with_user(user).read(["sha256"])

    def test_nothing_is_mailed(self):
        for model in ("ir.cron", "mail.template"):
            found = self.env[model].with_context(active_test=False)
            self.assertFalse(found.search([("model_id.model", "=", "datev_export_dtvf.export")]))
