# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestCustomers(VolumeCommon, HttpCase):
    """A partner follows its own customers, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls.env.ref("base.group_portal")
        cls.seller = new_test_user(
            cls.env, "seller_cu", groups="base.group_portal", partner_id=cls.partner.id
        )
        cls.above = new_test_user(
            cls.env, "above_cu", groups="base.group_portal", partner_id=cls.top.id
        )
        cls.buyer = new_test_user(
            cls.env, "buyer_cu", groups="base.group_portal", partner_id=cls.customer.id
        )
        cls.customer.write({"name": "Carla Confidential", "email": "carla@example.org"})
        (cls.soap | cls.oil).product_tmpl_id.is_published = True

    def own(self, user, model="mlm.own.customer"):
        return self.env[model].with_user(user).search([])

    def test_own_customers_only(self):
        self.assertEqual(self.own(self.seller).ids, (self.customer | self.friend).ids)
        self.assertFalse(self.own(self.above))
        self.assertFalse(self.own(self.buyer))
        for domain in ([("id", "=", self.customer.id)], [("name", "ilike", "Carla")]):
            self.assertFalse(self.env["mlm.own.customer"].with_user(self.above).search(domain))
        self.env["mlm.own.customer"].with_user(self.above).browse(
            self.customer.id
        ).invalidate_recordset()
        rows = self.env["mlm.own.customer"].with_user(self.above).search_read([], ["name"])
        self.assertFalse(rows)

    def test_orders_without_goods_and_amounts(self):
        order = self.make_order(self.customer, [(self.soap, 3)], "2026-02-25")
        cart = self.env["sale.order"].create({"partner_id": self.customer.id})
        found = self.own(self.seller, "mlm.own.customer.order")
        self.assertEqual(found.ids, order.ids)
        self.assertNotIn(cart.id, found.ids)
        self.assertEqual(found.points, 30)
        self.assertEqual(found.delivery_status, "pending")
        fields_there = set(found._fields)
        self.assertFalse(fields_there & {"amount_total", "order_line", "amount_untaxed"})
        self.assertFalse(self.own(self.above, "mlm.own.customer.order"))
        customer = self.own(self.seller).filtered(lambda one: one.id == self.customer.id)
        self.assertEqual((customer.order_count, str(customer.last_order)), (1, "2026-02-25"))
        order._action_cancel()
        found.invalidate_recordset()
        self.assertTrue(self.own(self.seller, "mlm.own.customer.order").is_cancelled)

    def test_suspended_partner_sees_nobody(self):
        self.partner._mlm_set_state("suspended", "Test")
        self.assertFalse(self.own(self.seller))

    def test_nobody_writes(self):
        customer = self.own(self.seller)[:1]
        for call in (
            lambda: customer.write({"name": "x"}),
            lambda: customer.create({"name": "x"}),
            customer.unlink,
            lambda: self.env["mlm.shared.cart"].with_user(self.seller).search([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_pages(self):
        self.make_order(self.customer, [(self.soap, 3)], "2026-02-25")
        self.authenticate("seller_cu", "seller_cu")
        page = self.url_open("/my/customers?search=confid").text
        self.assertIn("Carla Confidential", page)
        self.assertNotIn("Friend", html.fromstring(page).xpath("string(//table)"))
        self.assertIn("30.00", self.url_open(f"/my/customers/{self.customer.id}").text)
        self.authenticate("above_cu", "above_cu")
        self.assertNotIn("Confidential", self.url_open("/my/customers?search=confid").text)
        for url in (
            f"/my/customers/{self.customer.id}",
            f"/my/carts/new?customer_id={self.customer.id}",
            "/my/carts/new?customer_id=x",
        ):
            self.assertEqual(self.url_open(url).status_code, 404, url)
        self.authenticate("buyer_cu", "buyer_cu")
        for url in ("/my/customers", "/my/carts", "/my/carts/new"):
            self.assertEqual(self.url_open(url).status_code, 404, url)

    # === CARTS === #

    def build(self, quantities, customer=None, **values):
        return self.env["mlm.shared.cart"]._build(self.partner, values, quantities, customer)

    def test_cart_refused(self):
        for quantities, words in (
            ({}, "at least one"),
            ({self.soap.id: 0}, "at least one"),
            ({self.soap.id: -2}, "quantities from 1"),
            ({self.soap.id: 1000}, "quantities from 1"),
            ({self.starter.id: 1}, "not on sale"),
            ({99999999: 1}, "not on sale"),
        ):
            with self.assertRefused(words, UserError):
                self.build(quantities)

    def test_mail_to_the_customer(self):
        cart = self.build({self.soap.id: 2}, self.customer, note="<script>alert(1)</script>")
        mail = self.env["mail.mail"].sudo().search([("model", "=", "mlm.shared.cart")], limit=1)
        self.assertIn(cart._link(), mail.body_html)
        self.assertNotIn("<script>", mail.body_html)
        self.assertIn("Nothing is ordered", mail.body_html)
        self.assertFalse(self.env["sale.order"].search([("partner_id", "=", self.customer.id)]))

    def test_link(self):
        cart = self.build({self.soap.id: 2})
        find = self.env["mlm.shared.cart"]._find
        self.assertEqual(find(cart.id, cart.token), cart)
        for cart_id, token in ((cart.id, "x"), (cart.id, ""), (cart.id + 1, cart.token)):
            self.assertFalse(find(cart_id, token))
        cart.open_until = fields.Date.today() - timedelta(days=2)
        self.assertFalse(find(cart.id, cart.token))
        cart.open_until = fields.Date.today() + timedelta(days=2)
        self.partner._mlm_set_state("suspended", "Test")
        self.assertFalse(find(cart.id, cart.token))

    def test_stranger_takes_it(self):
        cart = self.build({self.soap.id: 2, self.oil.id: 1}, name="<b>Bold</b>")
        self.oil.product_tmpl_id.is_published = False
        self.authenticate(None, None)
        url = f"/cart/{cart.id}/{cart.token}"
        page = self.url_open(url)
        self.assertIn("&lt;b&gt;Bold", page.text)
        self.assertEqual(cart.open_count, 1)
        answer = self.url_open(url, data={"csrf_token": http.Request.csrf_token(self)})
        self.assertIn("/shop/cart", answer.url)
        lines = self.env["sale.order.line"].sudo().search([("product_id", "=", self.soap.id)])
        self.assertEqual(lines.mapped("product_uom_qty"), [2])
        self.assertEqual(lines.order_id.order_line.product_id, self.soap)
        self.assertEqual(lines.order_id.website_id, self.env["website"].get_current_website())
        self.assertEqual(cart.taken_count, 1)
        self.assertEqual(self.url_open(f"/cart/{cart.id}/forged").status_code, 404)

    def test_close(self):
        cart = self.build({self.soap.id: 2})
        self.authenticate("above_cu", "above_cu")
        data = {"csrf_token": http.Request.csrf_token(self)}
        self.assertEqual(self.url_open(f"/my/carts/{cart.id}/close", data=data).status_code, 404)
        self.assertFalse(cart.is_closed)
        self.authenticate("seller_cu", "seller_cu")
        data = {"csrf_token": http.Request.csrf_token(self)}
        self.url_open(f"/my/carts/{cart.id}/close", data=data)
        self.assertTrue(cart.is_closed)

    def test_partner_puts_one_together(self):
        self.authenticate("seller_cu", "seller_cu")
        data = {
            "csrf_token": http.Request.csrf_token(self),
            "customer_id": str(self.customer.id),
            "name": "For spring",
            f"quantity_{self.soap.id}": "2",
        }
        form = html.fromstring(self.url_open("/my/carts/new").text)
        self.assertTrue(form.xpath("//textarea[@name='note']"))
        answer = self.url_open("/my/carts/new", data=data)
        cart = self.env["mlm.shared.cart"].search([("partner_id", "=", self.partner.id)])
        self.assertIn(f"/my/carts/{cart.id}", answer.url)
        self.assertIn(cart._link(), answer.text)
        self.assertEqual(cart.customer_id, self.customer)
        data[f"quantity_{self.soap.id}"] = "two"
        self.assertIn("whole numbers", self.url_open("/my/carts/new", data=data).text)
