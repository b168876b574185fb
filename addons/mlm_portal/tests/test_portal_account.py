# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import etree, html

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.models.portal import res_partner_income

PASSWORD = "a long secret 7"


@tagged("post_install", "-at_install")
class TestPortalAccount(TaxCommon, HttpCase):
    """March: the top earns 0.80 and 1.60 on two sales and 2.40 on its customer's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(
            cls.env(su=True),
            "account_top",
            "base.group_portal",
            partner_id=cls.top.id,
            password=PASSWORD,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.sell(self.partner, [(self.soap, 2)])
        self.sell(self.reseller, [(self.soap, 2)])
        self.statement = self.close_march().filtered(lambda s: s.partner_id == self.top)
        self.authenticate("account_top", PASSWORD)

    def page(self, path):
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200, path)
        return html.fromstring(answer.text)

    def test_account(self):
        self.assertEqual(self.top._mlm_account_sums()["earned"], 4.80)
        self.assertTrue(self.statement._settle("2026-04-18"), self.statement.block_reason)
        sums = self.top._mlm_account_sums()
        self.assertEqual((sums["earned"], sums["paid"]), (0, 0))
        self.assertEqual(sums["balance"], self.statement.move_id.amount_total)
        page = self.page("/my/commissions/account")
        rows = page.xpath("//tbody/tr")
        self.assertEqual(len(rows), 1)
        self.assertIn("Settled", rows[0].text_content())
        self.assertTrue(rows[0].xpath(f".//a[@href='/my/commissions/{self.statement.id}']"))

    def test_xml(self):
        path = f"/my/commissions/{self.statement.id}/document.xml"
        self.assertEqual(self.url_open(path).status_code, 404, "not settled yet")
        self.assertTrue(self.statement._settle("2026-04-18"), self.statement.block_reason)
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        if answer.headers["Content-Type"] == "application/xml":
            document = etree.fromstring(answer.content)
            self.assertIn(self.statement.move_id.name, "".join(document.itertext()))
        else:
            self.assertIn("alert-danger", answer.text, "says what the norm asks for")

    def test_income(self):
        self.assertIsNone(self.top._mlm_income_figures(), "three partners would be found out")
        self.assertIn("too few", self.page("/my/commissions/income").text_content())
        self.patch(res_partner_income, "FEWEST", 3)
        figures = self.top._mlm_income_figures()
        # 4.80 for the top, 1.60 for its partner, nothing for the reseller.
        self.assertEqual((figures["months"], figures["partners"], figures["none"]), (1, 3, 33))
        self.assertEqual((figures["median"], figures["upper"]), (1.60, 4.80))
        self.assertEqual(figures["typical"], 1.60)
        # Each of the three bought two soaps for 40.
        self.assertEqual(figures["net"], -38.40)
        self.assertIn("33", self.page("/my/commissions/income").text_content())

    def test_calculator(self):
        closed = self.page("/my/commissions/calculator?customers=3&points=10").text_content()
        self.assertIn("Until then there is no", closed)
        self.patch(res_partner_income, "FEWEST", 3)
        # Soap: 10 PV stand for 8 CV. One partner with two customers of 15 points each is active and
        # sells 30 PV = 24 CV, of which the level bonus pays 10 % to who brought it.
        asked = {"partners": "1", "their_customers": "2", "points": "15", "customers": "2"}
        result = self.top._mlm_calculate(asked)
        self.assertEqual(result["total"], 2.40)
        # The top itself earned 4.80, its partner and the reseller less than 2.40.
        self.assertEqual(result["reached"], 33)
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        page = self.page(f"/my/commissions/calculator?{query}").text_content()
        self.assertIn("2.40", page)
        self.assertIn("33 of 100 partners", " ".join(page.split()))
        self.assertIn("Months without any commission", page)
        for bad in ("-1", "51", "1.5", "NaN", "a", "1e9"):
            with self.subTest(bad), self.assertRaises(UserError):
                self.top._mlm_calculate({"customers": bad})
        self.assertIn(
            "between 0 and 50",
            self.page("/my/commissions/calculator?customers=999").text_content(),
        )

    def test_growth(self):
        self.assertEqual(self.top._mlm_growth(), [{"period": "2026-03", "team": 2, "percent": 100}])
        april = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-04-01"})
        self.make_member("Nadia New", self.type_distributor, self.top)
        april._new_run("trial")._execute()
        self.env.flush_all()
        sizes = [month["team"] for month in self.top._mlm_growth()]
        self.assertEqual(sizes, [2, 3])
        page = self.page("/my/network")
        bars = page.xpath("//div[contains(@class, 'mlm_growth_month')]")
        self.assertEqual([bar.text_content().split() for bar in bars], [["2", "03"], ["3", "04"]])
        self.assertEqual(len(page.xpath("//details//tbody/tr")), 2)

    def test_days_by_consent(self):
        today = fields.Date.context_today(self.env.user)
        soon = today + timedelta(days=3)
        if (soon.month, soon.day) == (2, 29):
            soon += timedelta(days=1)
        self.partner.sudo().mlm_birthdate = soon.replace(year=1980)
        self.assertFalse(self.top._mlm_profile_days())
        purpose = self.env.ref("mlm_portal.consent_purpose_team_days")
        self.env["mlm.consent"].sudo()._record(self.partner, purpose, True, "test")
        [day] = [row for row in self.top._mlm_profile_days() if not row["years"]]
        self.assertEqual((day["name"], day["date"]), (self.partner.name, soon))
        self.assertNotIn("1980", str(day))
        self.assertFalse(self.reseller._mlm_profile_days())

    def todos(self, partner):
        return " ".join(todo["text"] for todo in partner._mlm_dashboard_todos())

    def test_missing_agreement(self):
        agreement = self.env["mlm.agreement"].create({"name": "Code", "code": "portal_code"})
        version = self.env["mlm.agreement.version"].create(
            {
                "agreement_id": agreement.id,
                "name": "7",
                "date_from": "2020-01-01",
                "text": "<p>x</p>",
            }
        )
        version.action_publish()
        self.assertIn("Accept the agreement: Code 7", self.todos(self.top))
        version.sudo()._accept(self.top, "paper")
        self.assertNotIn("Code 7", self.todos(self.top))

    def test_tax_declaration_runs_out(self):
        member = self.make_member("Nadia New", self.type_distributor, self.top)
        self.assertIn("Declare your tax status", self.todos(member))
        today = fields.Date.context_today(self.env.user)
        for days, text in ((350, "Declare your tax status again"), (0, "")):
            self.env["mlm.tax.status"].create(
                {
                    "partner_id": member.id,
                    "company_id": self.company.id,
                    "status": "private",
                    "date_declared": today - timedelta(days=days),
                }
            )
            member.invalidate_recordset()
            told = self.todos(member)
            self.assertEqual("Declare your tax status" in told, bool(text))
            self.assertIn(text, told)
