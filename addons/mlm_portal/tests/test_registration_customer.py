# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged

from .common_registration import RegistrationCommon


@tagged("post_install", "-at_install")
class TestCustomerSignup(RegistrationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.website.auth_signup_uninvited = "b2c"
        cls.env["mlm.rate.limit"].search([]).unlink()

    def sign_up(self, login="dora@example.org", **values):
        page = html.fromstring(self.url_open("/web/signup").text)
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        answer = self.url_open(
            "/web/signup",
            data={
                "csrf_token": token,
                "name": "Dora Neu",
                "login": login,
                "password": "a long secret 7",
                "confirm_password": "a long secret 7",
                **values,
            },
        )
        self.env.invalidate_all()
        return answer, self.env["res.users"].search([("login", "=", login)]).partner_id

    def test_bound_by_link(self):
        self.url_open(f"/r/{self.anna_code.code}")
        page = self.url_open("/web/signup").text
        self.assertIn("Anna S.", page)
        self.assertNotIn("Sommer", page)
        __, dora = self.sign_up(sponsor_number=self.bert.mlm_member_number)
        self.assertEqual((dora.mlm_sponsor_id, dora.mlm_role), (self.anna, "customer"))
        row = self.Binding.search([("partner_id", "=", dora.id)])
        self.assertEqual((row.how, row.origin), ("link", "Customer account"))

    def test_bound_by_number(self):
        __, dora = self.sign_up(sponsor_number=self.bert.mlm_member_number)
        self.assertEqual(dora.mlm_sponsor_id, self.bert)

    def test_mistyped_number_makes_no_account(self):
        number = self.bert.mlm_member_number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        answer, dora = self.sign_up(sponsor_number=wrong)
        self.assertIn("check digit", answer.text)
        self.assertFalse(dora)

    def test_nobody_brought_her(self):
        __, dora = self.sign_up()
        self.assertTrue(dora)
        self.assertFalse(dora.mlm_type_id)

    def test_token_of_the_address(self):
        token = self.anna_code._sign_visit(self.company)
        answer = self.url_open(f"/customer/register?visit={token}")
        self.assertIn("Anna S.", answer.text)
        forged = token[:-3] + ("AAA" if not token.endswith("AAA") else "BBB")
        self.opener.cookies.clear()
        self.assertNotIn("Anna", self.url_open(f"/customer/register?visit={forged}").text)

    def test_known_customers_stay(self):
        self.url_open(f"/r/{self.anna_code.code}")
        __, dora = self.sign_up()
        token = self.bert_code._sign_visit(self.company)
        self.url_open(f"/customer/register?visit={token}")
        self.company.mlm_referral_rule = "last"
        self.url_open(f"/r/{self.bert_code.code}")
        self.url_open("/customer/register")
        self.env.invalidate_all()
        self.assertEqual(dora.mlm_sponsor_id, self.anna)
        results = self.Binding.search([("partner_id", "=", dora.id)], order="id")
        self.assertEqual(results.mapped("result"), ["bound", "kept"])

    def test_mass_signup_is_stopped(self):
        with patch("odoo.addons.mlm_portal.controllers.signup.SIGNUPS_PER_HOUR", 1):
            self.sign_up("one@example.org")
            self.opener.cookies.clear()
            answer, partner = self.sign_up("two@example.org")
        self.assertIn("too many tries", answer.text)
        self.assertFalse(partner)
