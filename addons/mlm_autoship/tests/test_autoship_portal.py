# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import Command, fields, http
from odoo.tests import HttpCase, new_test_user, tagged

from .common import AutoshipCommon


@tagged("post_install", "-at_install")
class TestAutoshipPortal(AutoshipCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(
            cls.env, "carla_ap", groups="base.group_portal", partner_id=cls.customer.id
        )
        cls.customer.email = "carla@example.org"
        cls.other = new_test_user(cls.env, "felix_ap", groups="base.group_portal")
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create({"product_id": cls.soap.id, "product_uom_qty": 2}),
                    Command.create({"product_id": cls.starter.id}),
                ],
            }
        )
        cls.order.action_confirm()
        cls.day = cls.today + timedelta(days=10)

    def form(self, **values):
        return {
            f"quantity_{self.soap.id}": "3",
            "every": "2",
            "unit": "week",
            "next_date": fields.Date.to_string(self.day),
            "address_id": str(self.customer.id),
            "token_id": str(self.token.id),
            "agreed": "1",
            **values,
        }

    def post(self, url, **values):
        values["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=values)

    def started(self):
        return self.env["mlm.autoship"].sudo().search([("partner_id", "=", self.customer.id)])

    def error(self, answer):
        found = html.fromstring(answer.text).xpath("//div[hasclass('alert-danger')]")
        return found[0].text_content() if found else ""

    def test_start(self):
        self.authenticate("carla_ap", "carla_ap")
        page = self.url_open(f"/my/autoship/new?order_id={self.order.id}")
        self.assertIn("Order with obligation to pay", page.text)
        self.assertNotIn("checked", page.text.split("mlm_agreed")[1].split("/>")[0])
        self.assertNotIn("Starter Kit", html.fromstring(page.text).xpath("string(//main)"))
        self.post(f"/my/autoship/new?order_id={self.order.id}", **self.form())
        autoship = self.started()
        self.assertEqual((autoship.every, autoship.unit), (2, "week"))
        self.assertEqual(autoship.next_date, self.day)
        self.assertEqual(autoship.line_ids.mapped("quantity"), [3])
        self.assertIn("until I end it", autoship.agreed_text)

    def test_start_refused(self):
        self.authenticate("carla_ap", "carla_ap")
        url = f"/my/autoship/new?order_id={self.order.id}"
        foreign = self.make_token(self.friend)
        for values, words in (
            ({"agreed": ""}, "tick that you agree"),
            ({f"quantity_{self.soap.id}": "-3"}, "at least one product"),
            ({f"quantity_{self.soap.id}": "1e9"}, "not valid"),
            ({"token_id": str(foreign.id)}, "of your own"),
            ({"address_id": str(self.friend.id)}, "of your own"),
            ({"every": "0"}, "every 1 to 52"),
            ({"unit": "day"}, "every 1 to 52"),
            ({"next_date": "2020-01-01"}, "in the future"),
            ({"next_date": "tomorrow"}, "not valid"),
        ):
            with self.subTest(values):
                self.assertIn(words, self.error(self.post(url, **self.form(**values))))
                self.assertFalse(self.started())

    def test_goods_that_were_not_in_the_order(self):
        self.authenticate("carla_ap", "carla_ap")
        url = f"/my/autoship/new?order_id={self.order.id}"
        self.post(url, **self.form(**{f"quantity_{self.starter.id}": "1"}))
        self.assertEqual(self.started().line_ids.product_id, self.soap)

    def test_not_offered(self):
        self.company.mlm_autoship_open = False
        self.authenticate("carla_ap", "carla_ap")
        answer = self.url_open(f"/my/autoship/new?order_id={self.order.id}")
        self.assertEqual(answer.status_code, 404)

    def test_changes(self):
        autoship = self.make_autoship(next_date=self.day)
        url = f"/my/autoship/{autoship.id}"
        self.authenticate("carla_ap", "carla_ap")
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertEqual(self.url_open("/my/autoship").status_code, 200)
        self.post(f"{url}/goods", **{f"quantity_{self.soap.id}": "7"})
        self.assertEqual(autoship.line_ids.quantity, 7)
        later = fields.Date.to_string(self.day + timedelta(days=1))
        self.post(f"{url}/rhythm", every="3", unit="week", next_date=later)
        self.assertEqual(fields.Date.to_string(autoship.next_date), later)
        self.post(f"{url}/skip")
        self.assertEqual(autoship.next_date, self.day + timedelta(days=22))
        self.post(f"{url}/pause")
        self.assertEqual(autoship.state, "paused")
        self.post(f"{url}/resume")
        self.assertEqual(autoship.state, "running")
        self.post(f"{url}/end")
        self.assertEqual(autoship.state, "ended")
        self.assertIn("has ended", self.error(self.post(f"{url}/skip")))

    def test_others_find_nothing(self):
        autoship = self.make_autoship(next_date=self.day)
        self.authenticate("felix_ap", "felix_ap")
        for url in (
            f"/my/autoship/{autoship.id}",
            f"/my/autoship/new?order_id={self.order.id}",
            "/my/autoship/new?order_id=x",
        ):
            self.assertEqual(self.url_open(url).status_code, 404, url)
        for word in ("skip", "pause", "resume", "end", "goods", "rhythm", "delivery", "write"):
            answer = self.post(f"/my/autoship/{autoship.id}/{word}")
            self.assertEqual(answer.status_code, 404, word)
        self.assertNotIn(autoship.name, self.url_open("/my/autoship").text)
        self.assertEqual((autoship.state, autoship.next_date), ("running", self.day))

    def test_unknown_words(self):
        autoship = self.make_autoship(next_date=self.day)
        self.authenticate("carla_ap", "carla_ap")
        for word in ("unlink", "_end", "write"):
            answer = self.post(f"/my/autoship/{autoship.id}/{word}")
            self.assertEqual(answer.status_code, 404)
