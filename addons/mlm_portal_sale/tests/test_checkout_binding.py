# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mlm_portal.tests.common_registration import RegistrationCommon


@tagged("post_install", "-at_install")
class TestCheckoutBinding(RegistrationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.soap = cls.env["product.product"].create(
            {
                "name": "Soap",
                "list_price": 10,
                "type": "service",
                "website_published": True,
                "sale_ok": True,
            }
        )

    def order(self, partner, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "website_id": self.website.id,
                "order_line": [Command.create({"product_id": self.soap.id})],
                **values,
            }
        )

    def offered(self, partner, code=None):
        order = self.order(partner)
        order._mlm_keep_offer(self.offer(self.visit(code or self.anna_code)))
        return order

    # === ORDERS === #

    def test_bound_at_confirmation(self):
        carla = self.stranger()
        order = self.offered(carla)
        self.assertFalse(carla.mlm_sponsor_id, "a full cart binds nobody")
        order.action_confirm()
        self.assertEqual((carla.mlm_sponsor_id, carla.mlm_role), (self.anna, "customer"))
        row = self.Binding.search([("partner_id", "=", carla.id)])
        self.assertEqual((row.how, row.origin), ("link", order.name))
        self.assertEqual(order.mlm_buyer_role, "retail")

    def test_a_second_order_takes_nobody_over(self):
        carla = self.stranger()
        self.offered(carla).action_confirm()
        self.offered(carla, self.bert_code).action_confirm()
        self.assertEqual(carla.mlm_sponsor_id, self.anna)
        rows = self.Binding.search([("partner_id", "=", carla.id)], order="id")
        self.assertEqual(rows.mapped("result"), ["bound", "kept"])

    def test_delivery_address_binds_the_customer(self):
        carla = self.stranger()
        address = self.env["res.partner"].create(
            {"name": "At work", "parent_id": carla.id, "type": "delivery"}
        )
        self.offered(address).action_confirm()
        self.assertEqual(carla.mlm_sponsor_id, self.anna)
        self.assertFalse(address.mlm_sponsor_id)

    def test_a_sponsor_who_left_holds_up_nothing(self):
        carla = self.stranger()
        order = self.offered(carla)
        self.anna._mlm_set_state("terminated", "test")
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(carla.mlm_sponsor_id)

    def test_partners_buy_for_themselves(self):
        order = self.offered(self.bert)
        order.action_confirm()
        self.assertFalse(self.bert.mlm_sponsor_id)
        self.assertEqual(order.mlm_buyer_role, "partner_own")

    def test_confirmed_orders_learn_nothing(self):
        order = self.order(self.stranger())
        order.action_confirm()
        order._mlm_keep_offer(self.offer(self.visit(self.anna_code)))
        self.assertFalse(order.mlm_offer_sponsor_id)

    # === SHOP === #

    def fill_cart(self):
        self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": self.soap.product_tmpl_id.id,
                "product_id": self.soap.id,
                "quantity": 1,
            },
        )
        order = self.env["sale.order"].search(
            [("website_id", "=", self.website.id)], order="id desc", limit=1
        )
        order.partner_id = self.stranger(
            street="Lindenstr. 5",
            zip="34117",
            city="Kassel",
            email="carla@example.org",
            phone="+49 170 1234567",
        )
        self.env.flush_all()
        return order

    def test_the_link_reaches_the_order(self):
        self.url_open(f"/r/{self.anna_code.code}/shop")
        order = self.fill_cart()
        page = self.url_open("/shop/payment")
        self.assertIn("Anna S.", page.text)
        self.assertNotIn("Sommer", page.text)
        self.env.invalidate_all()
        self.assertEqual((order.mlm_offer_sponsor_id, order.mlm_offer_how), (self.anna, "link"))
        order.action_confirm()
        self.assertEqual(order.partner_id.mlm_sponsor_id, self.anna)

    def test_number_typed_at_checkout(self):
        order = self.fill_cart()
        self.type_number("123")
        page = html.fromstring(self.url_open("/shop/payment").text)
        self.assertFalse(page.xpath("//*[@id='mlm_sponsor_number_error']"), "said once")
        page = self.type_number(self.bert.mlm_member_number)
        self.assertIn("Bert W.", page.text)
        self.env.invalidate_all()
        self.assertEqual((order.mlm_offer_sponsor_id, order.mlm_offer_how), (self.bert, "number"))

    def test_mistyped_number_is_said_at_the_field(self):
        self.fill_cart()
        number = self.bert.mlm_member_number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        page = html.fromstring(self.type_number(wrong).text)
        self.assertIn("check digit", page.get_element_by_id("mlm_sponsor_number_error").text)

    def type_number(self, number):
        page = html.fromstring(self.url_open("/shop/payment").text)
        token = page.xpath("//form[@name='mlm_sponsor_form']//input[@name='csrf_token']/@value")[0]
        return self.url_open("/shop/sponsor", data={"csrf_token": token, "sponsor_number": number})

    def test_a_link_counts_more_than_a_number(self):
        self.url_open(f"/r/{self.anna_code.code}")
        order = self.fill_cart()
        page = html.fromstring(self.url_open("/shop/payment").text)
        self.assertFalse(page.xpath("//form[@name='mlm_sponsor_form']"))
        token = html.fromstring(self.url_open("/partner/register?new=1").text).xpath(
            "//input[@name='csrf_token']/@value"
        )[0]
        self.url_open(
            "/shop/sponsor",
            data={"csrf_token": token, "sponsor_number": self.bert.mlm_member_number},
        )
        self.env.invalidate_all()
        self.assertEqual(order.mlm_offer_sponsor_id, self.anna)
