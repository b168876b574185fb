# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo company's shop and portal, as visitors find them."""

from odoo.tests import HttpCase, tagged

from ..story.shop import SHOWN


@tagged("post_install", "-at_install")
class TestDemoPortal(HttpCase):
    def test_everybody_sees_the_goods(self):
        page = self.url_open("/shop").text
        for code in SHOWN:
            self.assertIn(self.env["mlm.demo"]._product(code).name, page)
        self.assertNotIn("Online-Grundschulung", page)

    def test_words_in_german(self):
        product = self.env["mlm.demo"]._product("KO-100").product_tmpl_id
        self.assertIn(SHOWN["KO-100"].german, self.url_open(f"/de{product.website_url}").text)

    def test_the_partner_finds_a_team_and_statements(self):
        self.authenticate("partner", "partner")
        self.assertEqual(self.url_open("/my/network").status_code, 200)
        user = self.env["res.users"].search([("login", "=", "partner")])
        self.assertTrue(
            self.env["mlm.statement"].search_count([("partner_id", "=", user.partner_id.id)])
        )
        self.assertTrue(user.partner_id.mlm_sponsor_id)

    def test_the_customer_belongs_to_the_partner(self):
        users = self.env["res.users"].search([("login", "in", ("partner", "customer"))])
        partner, customer = users.sorted("login", reverse=True).partner_id
        self.assertEqual(customer.mlm_sponsor_id, partner)
        self.authenticate("customer", "customer")
        self.assertEqual(self.url_open("/my/orders").status_code, 200)

    def test_opening_again_does_nothing(self):
        before = self.env["product.public.category"].search_count([])
        self.assertFalse(self.env["mlm.demo"]._open_shop())
        self.assertEqual(self.env["product.public.category"].search_count([]), before)
