# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_registration import RegistrationCommon

LOGIN = "hostile_buyer"


@tagged("post_install", "-at_install")
class TestShopHostile(RegistrationCommon, HttpCase):
    """A buyer who sends other quantities, prices and numbers than the pages do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.soap, cls.secret = cls.env["product.product"].create(
            [
                {"name": "Soap", "list_price": 10, "type": "service", "is_published": True},
                {"name": "Not on sale", "list_price": 10, "type": "service", "sale_ok": False},
            ]
        )
        cls.buyer = new_test_user(cls.env, LOGIN, "base.group_portal", password=LOGIN)

    def setUp(self):
        super().setUp()
        self.authenticate(LOGIN, LOGIN)

    def call(self, address, **params):
        answer = self.url_open(address, json={"jsonrpc": "2.0", "params": params}).json()
        self.env.invalidate_all()
        return answer

    def add(self, product=None, **params):
        product = product or self.soap
        return self.call(
            "/shop/cart/add",
            **{
                "product_template_id": product.product_tmpl_id.id,
                "product_id": product.id,
                "quantity": 1,
                **params,
            },
        )

    def cart(self):
        return self.env["sale.order"].search([("partner_id", "=", self.buyer.partner_id.id)])

    def test_negative_quantity(self):
        answer = self.add(quantity=-5)
        self.assertIn("at least 1", answer["error"]["data"]["message"])
        self.assertFalse(self.cart().order_line)
        self.add(quantity=2)
        line = self.cart().order_line
        self.call("/shop/cart/update", line_id=line.id, quantity=-3)
        self.assertFalse(self.cart().order_line, "less than nothing takes it out, no more")
        self.assertFalse(self.cart().amount_total)

    def test_price_of_the_buyer(self):
        prices = {"price_unit": 0.01, "discount": 99, "price": 0.01, "pricelist_id": 1}
        self.add(**prices)
        line = self.cart().order_line
        self.assertEqual((line.price_unit, line.discount), (10, 0))
        self.call("/shop/cart/update", line_id=line.id, quantity=2, **prices)
        self.assertEqual((line.price_unit, line.discount, line.product_uom_qty), (10, 0, 2))

    def test_price_by_rpc(self):
        self.add()
        order = self.cart()
        env = self.env(user=self.buyer, su=False)
        for record, values in (
            (order.order_line, {"price_unit": 0.01}),
            (order, {"mlm_offer_sponsor_id": self.anna.id}),
            (self.buyer.partner_id, {"mlm_sponsor_id": self.anna.id}),
        ):
            with self.subTest(record), self.assertRaises(AccessError):
                call_kw(env[record._name], "write", [record.ids, values], {})

    def test_not_on_sale(self):
        answer = self.add(self.secret)
        self.assertIn("error", answer)
        self.assertFalse(self.cart().order_line)

    def test_cart_of_another_buyer(self):
        other = self.env["sale.order"].create(
            {
                "partner_id": self.stranger().id,
                "website_id": self.website.id,
                "order_line": [Command.create({"product_id": self.soap.id})],
            }
        )
        self.add()
        self.call("/shop/cart/update", line_id=other.order_line.id, quantity=7)
        self.assertEqual(other.order_line.product_uom_qty, 1)

    def test_order_again(self):
        """The same goods come into the cart again by a click; of others nothing comes."""
        mine, other = (
            self.env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "website_id": self.website.id,
                    "order_line": [
                        Command.create({"product_id": self.soap.id, "product_uom_qty": 3})
                    ],
                }
            )
            for partner in (self.buyer.partner_id, self.stranger())
        )
        (mine + other).action_confirm()
        self.call("/my/orders/reorder", order_id=other.id)
        self.assertFalse((self.cart() - mine).order_line)
        self.call("/my/orders/reorder", order_id=mine.id)
        again = self.cart() - mine
        self.assertEqual((again.state, again.order_line.product_uom_qty), ("draft", 3))

    def test_sponsor_after_binding(self):
        """Who is bound stays so: by link, by number and by an order."""
        member = self.buyer.partner_id
        member._mlm_bind(self.offer(self.visit(self.anna_code)))
        self.add()
        self.url_open(f"/r/{self.bert_code.code}")
        self.env.invalidate_all()
        order = self.cart()
        order._mlm_keep_offer(self.offer(self.visit(self.bert_code)))
        order.action_confirm()
        self.assertEqual(member.mlm_sponsor_id, self.anna)
        kept = self.Binding.search([("partner_id", "=", member.id)], order="id desc", limit=1)
        self.assertEqual(kept.result, "kept")
