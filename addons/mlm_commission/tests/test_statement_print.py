# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import csv
import io
from decimal import Decimal
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_base.csv_cell import csv_cell
from odoo.addons.mlm_commission.models import mlm_statement_print

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestStatementPrint(CommissionCommon):
    """Partner: 10 % of Middle's and 5 % of Deep's orders; Deep's customer buys too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.middle = cls.make_member("Middle", cls.type_distributor, cls.partner)
        cls.private = cls.make_member("Private Person", cls.type_customer, cls.middle)
        cls.sell(cls.customer, [(cls.soap, 3)])  # the partner's own: 30 PV
        cls.sell(cls.middle, [(cls.soap, 2)])  # 16 CV
        cls.sell(cls.private, [(cls.oil, 2)])  # 50.50 CV
        cls.march.date_cutoff = "2026-04-18"
        cls.march._close()
        cls.statement = cls.march.statement_ids.filtered(lambda s: s.partner_id == cls.partner)

    def html(self, statement=None, lang=None):
        statement = statement or self.statement
        if lang:
            self.env["res.lang"]._activate_lang(lang)
            statement.partner_id.lang = lang
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "mlm_commission.report_mlm_statement", statement.ids
        )
        return content.decode()

    def test_the_statement_names_all_that_decides(self):
        html = self.html()
        for words in (
            "2026-03",
            "Level v1",
            "04/18/2026",  # sales released by
            "04/30/2026",  # due: last day of the month after
            self.partner.mlm_member_number,
            "personal volume: 30 of 20",
            "1.60",  # 10 % of 16
            "5.05",  # 10 % of 50.50
            "6.65",
        ):
            self.assertIn(words, html)

    def test_ranks_stand_there_by_their_names(self):
        self.release_version(
            """plan:
  currency: USD
  ranks:
    - {code: r1, name: Berater, require: [{measure: personal_volume, min: 10}]}
    - {code: r2, name: Direktor, require: [{measure: legs_with_rank, rank: r1, min: 3}]}
  bonuses: [{code: b1, name: Stufenprovision, kind: level, rates: {r1: [10]}}]
""",
            "2026-04-01",
        )
        self.sell(self.partner, [(self.soap, 2)], date="2026-04-02")
        self.sell(self.middle, [(self.soap, 2)], date="2026-04-02")
        april = self.march._next()
        april.date_cutoff = "2026-05-18"
        april._close()
        statement = april.statement_ids.filtered(lambda s: s.partner_id == self.partner)
        html = self.html(statement, "de_DE")
        for words in ("Berater", "Direktor", "Linien mit Rang Berater: 1 von 3", "Stufenprovision"):
            self.assertIn(words, html)
        for code in ("r1", "r2", "b1"):
            self.assertNotIn(f">{code}<", html)
        self.assertNotIn("Rang r1", html)

    def test_customers_of_others_stay_unnamed_but_are_told_apart(self):
        html = self.html()
        self.assertNotIn("Private Person", html)
        self.assertRegex(html, r"Customer [0-9A-F]{6}")
        self.assertIn(self.middle.mlm_member_number, html)

    def test_german_company_german_partner(self):
        self.company.country_id = self.germany
        html = self.html(lang="de_DE")
        self.assertIn("§ 87c", html)
        self.assertIn("30.04.2026", html)
        self.assertIn("6,65", html)

    def test_too_many_lines_are_summed_and_handed_over_as_file(self):
        with patch.object(mlm_statement_print, "PRINTED_LINES", 1):
            html = self.html()
        self.assertIn("sums of the lines", html)
        self.assertIn("66.5", html)  # base 16 + 50.50 at 10 %
        self.assertNotIn("Annex: all lines", html)

    def test_the_annex_as_csv_adds_up_to_the_statement(self):
        action = self.statement.action_annex_csv()
        attachment_id = int(action["url"].split("/")[3].split("?")[0])
        attachment = self.env["ir.attachment"].browse(attachment_id)
        self.assertEqual(attachment.res_id, self.statement.id)
        text = base64.b64decode(attachment.datas).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        self.assertEqual(len(rows), 2)
        self.assertEqual(sum(Decimal(row["Commission"]) for row in rows), Decimal("6.65"))
        self.assertEqual({row["Rate (%)"] for row in rows}, {"10.0000"})
        again = self.statement.action_annex_csv()
        self.assertEqual(again["url"], action["url"])

    def test_the_annex_as_spreadsheet(self):
        sheet = load_workbook(io.BytesIO(self.statement._annex_xlsx())).active
        head, *rows = sheet.iter_rows(values_only=True)
        amounts = [row[head.index("Commission")] for row in rows]
        self.assertEqual(sorted(amounts), [1.6, 5.05])

    def test_texts_cannot_become_formulas(self):
        self.assertEqual(csv_cell("=1+1"), "'=1+1")
        self.assertEqual(csv_cell(Decimal("-5.00")), "-5.00")

    def test_annexes_need_the_right_to_read_the_statement(self):
        stranger = new_test_user(self.env, login="mlm_stranger", groups="base.group_user")
        statement = self.statement.with_user(stranger)
        for method in ("action_annex_csv", "action_annex_xlsx", "_annex_rows"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(statement, method)()
