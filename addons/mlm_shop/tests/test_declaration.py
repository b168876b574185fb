# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.mlm_base.tests.common import MlmCommon


@tagged("post_install", "-at_install")
class TestDeclarationPages(MlmCommon, HttpCase):
    """Both buttons on each page, two steps, no login, nothing twice."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def token(self, page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)

    def declare(self, url, **values):
        data = {
            "contact_name": "Carla Neu",
            "email": "carla@example.org",
            "reference": "S00042",
            "content": "<b>everything</b>",
            **values,
        }
        page = self.url_open(url)
        second = self.url_open(url, data={**data, "csrf_token": self.token(page)})
        nonce = re.search(r'name="nonce" value="([^"]+)"', second.text)
        self.assertTrue(nonce, second.text)
        confirm = {**data, "nonce": nonce.group(1), "csrf_token": self.token(second)}
        return second, self.url_open(f"{url}/confirm", data=confirm), confirm

    def test_buttons_stand_on_each_page(self):
        self.env["res.lang"]._activate_lang("de_DE")
        for url in ("/", "/shop", "/withdrawal"):
            text = self.url_open(url).text
            self.assertIn('href="/withdrawal"', text)
            self.assertIn('href="/cancel-contract"', text)

    def test_withdrawal(self):
        second, done, confirm = self.declare("/withdrawal")
        self.assertIn("&lt;b&gt;everything", second.text)
        self.assertIn("Received", done.text)
        record = self.env["mlm.withdrawal"].search([], limit=1)
        self.assertEqual((record.reference, record.state), ("S00042", "received"))
        self.assertIn(record.name, done.text)
        again = self.url_open("/withdrawal/confirm", data=confirm)
        self.assertIn("sent before", again.text)
        self.assertEqual(self.env["mlm.withdrawal"].search_count([("reference", "=", "S00042")]), 1)

    def test_errors_stand_at_their_fields(self):
        page = self.url_open("/withdrawal")
        answer = self.url_open(
            "/withdrawal", data={"contact_name": "", "csrf_token": self.token(page)}
        )
        self.assertIn("Please enter your name.", answer.text)
        self.assertIn('aria-invalid="true"', answer.text)
        self.assertNotIn("nonce", answer.text)

    def test_confirming_without_the_first_step_does_nothing(self):
        page = self.url_open("/withdrawal")
        before = self.env["mlm.withdrawal"].search_count([])
        self.url_open(
            "/withdrawal/confirm",
            data={
                "contact_name": "X",
                "email": "x@example.org",
                "reference": "S1",
                "nonce": "made-up",
                "csrf_token": self.token(page),
            },
        )
        self.assertEqual(self.env["mlm.withdrawal"].search_count([]), before)

    def test_a_cancellation_ends_a_fee(self):
        member = self.make_member("Carla Neu", email="carla@example.org")
        product = self.env["product.product"].create(
            {"name": "Workplace", "type": "service", "mlm_commission_class": "fee"}
        )
        fee = self.env["mlm.fee"].create({"partner_id": member.id, "product_id": product.id})
        fee.action_start()
        __, done, __ = self.declare("/cancel-contract", reference="0000000-0")
        self.assertIn("Received", done.text)
        self.assertEqual(fee.state, "running")
        self.declare(
            "/cancel-contract", reference=member.mlm_member_number, email="other@example.org"
        )
        self.assertEqual(fee.state, "running", "number and address must both fit")
        later = str(fields.Date.add(fields.Date.today(), days=90))
        second, __, __ = self.declare(
            "/cancel-contract", reference=member.mlm_member_number, ends_on=later
        )
        self.assertIn(later, second.text)
        self.assertEqual((fee.state, str(fee.date_to)), ("running", later))
        self.declare("/cancel-contract", reference=member.mlm_member_number, kind="extraordinary")
        self.assertEqual(fee.state, "ended")
        record = self.env["mlm.cancellation"].search([], limit=1)
        self.assertEqual((record.state, record.kind), ("done", "extraordinary"))
