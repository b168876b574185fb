# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common_tax import TaxCommon

SUMMARY = "odoo.addons.mlm_commission.models.yearend.mlm_year_summary_read.MlmYearSummary"


@tagged("post_install", "-at_install")
class TestYearendCountry(TaxCommon):
    """Who is reported, at the limits that the laws name."""

    def setUp(self):
        super().setUp()
        self.austria = self.env.ref("mlm_commission.country_report_at")
        self.states = self.env.ref("mlm_commission.country_report_us")

    def rows(self, rule, *payments, year=2026, **values):
        """Rows of the report if Top was paid these net amounts in the year."""
        self.top.write({"country_id": rule.country_id.id, "vat": False, **values})
        lines = [
            {"move_id": number, "date_paid": date(2026, 6, 1), "net": amount, "tax": 0.0}
            for number, amount in enumerate(payments)
        ]
        lines.append({"move_id": 99, "date_paid": date(2027, 1, 5), "net": 5000.0, "tax": 0.0})
        lines.append({"move_id": 98, "date_paid": None, "net": 5000.0, "tax": 0.0})
        report = self.env["mlm.country.report"].create({"rule_id": rule.id, "year": year})
        with (
            patch(f"{SUMMARY}._partners_of", lambda *args: self.top),
            patch(f"{SUMMARY}._read_year", lambda *args: {self.top: {"lines": lines}}),
        ):
            return report._rows()

    def test_austria(self):
        self.company.currency_id = self.env.ref("base.EUR")
        self.assertTrue(self.rows(self.austria, 451.0))
        self.assertFalse(self.rows(self.austria, 450.0))
        self.assertFalse(self.rows(self.austria, 300.0, 300.0, 300.0))
        self.assertTrue(self.rows(self.austria, 300.0, 300.0, 301.0))
        self.assertFalse(self.rows(self.austria, 451.0, is_company=True))

    def test_united_states(self):
        self.company.currency_id = self.env.ref("base.USD")
        self.assertFalse(self.rows(self.states, 1999.99))
        (row,) = self.rows(self.states, 1500.0, 500.0)
        self.assertEqual((row["net"], row["largest_payment"]), (2000, 1500))
        self.assertEqual(row["resale_flag"], 0)
        self.sell(self.top, [(self.soap, 250)], "2026-05-02")
        (row,) = self.rows(self.states, 2000.0)
        self.assertEqual(row["resale_flag"], 1)

    def test_before_the_rule_holds_it_is_refused(self):
        with self.assertRefused("holds from 2026", UserError):
            self.rows(self.states, 9999.0, year=2025)

    def test_other_countries_are_not_told(self):
        self.assertFalse(self.rows(self.austria, 0.0))
        report = self.env["mlm.country.report"].create({"rule_id": self.austria.id, "year": 2026})
        with self.assertRefused("Nobody has to be reported", UserError):
            report.action_csv()

    def test_the_file(self):
        self.company.currency_id = self.env.ref("base.EUR")
        self.top.name = "=Top"
        statement = self.close_march()
        statement._settle("2026-04-18")
        statement._pay(self.company_data["default_journal_bank"], "2026-04-20")
        self.top.country_id = self.env.ref("base.be")
        rule = self.env.ref("mlm_commission.country_report_be")
        report = self.env["mlm.country.report"].create({"rule_id": rule.id, "year": 2026})
        action = report.action_csv()
        number = int(action["url"].split("/")[3].split("?")[0])
        text = self.env["ir.attachment"].browse(number).raw.decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
        self.assertEqual((row["name"], row["country"], row["year"]), ("'=Top", "BE", "2026"))
        self.assertEqual(Decimal(row["net"]), Decimal("2.40"))

    def test_rights_and_limits(self):
        clerk = new_test_user(
            self.env, "country_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        report = self.env["mlm.country.report"].create({"rule_id": self.austria.id, "year": 2026})
        with self.assertRaises(AccessError):
            report.with_user(clerk).action_csv()
        with self.assertRaises(ValidationError):
            self.austria.amount_total = -1
