# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestLegal(VolumeCommon, HttpCase):
    """Legal pages: version by version, on each page, and kept with each order (LEGAL E3, E5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("website.default_website").company_id = cls.company
        cls.officer = new_test_user(
            cls.env, "officer_le", groups="base.group_user,mlm_base.group_mlm_compliance"
        )
        cls.Text = cls.env["mlm.legal.text"].with_user(cls.officer).with_company(cls.company)
        cls.officer.company_ids |= cls.company
        cls.officer.company_id = cls.company
        cls.env["mlm.legal.text"].sudo().search([("state", "=", "current")]).write({"state": "old"})

    def publish(self, kind, body):
        text = self.Text.create({"kind": kind, "body": body, "company_id": self.company.id})
        text.action_publish()
        return text

    def test_versions(self):
        first = self.publish("terms", "<p>One</p>")
        second = self.publish("terms", "<p>Two</p>")
        self.assertEqual((first.state, second.state), ("old", "current"))
        self.assertEqual(second.version, first.version + 1)
        self.assertNotEqual(first.content_hash, second.content_hash)
        self.assertEqual(second.content_hash, second.sudo()._hash())
        for call in (
            lambda: second.write({"body": "<p>Three</p>"}),
            lambda: first.write({"kind": "privacy"}),
            second.unlink,
            second.action_publish,
        ):
            with self.assertRaises(UserError):
                call()

    def test_link_to_the_closed_platform(self):
        for link in ("https://ec.europa.eu/consumers/odr", "http://EC.europa.eu/odr/"):
            with self.assertRaises(ValidationError):
                self.Text.create({"kind": "imprint", "body": f'<a href="{link}">ODR</a>'})

    def test_rights(self):
        text = self.publish("terms", "<p>One</p>")
        clerk = new_test_user(self.env, "clerk_le", groups="base.group_user")
        with self.assertRaises(AccessError):
            text.with_user(clerk).write({"state": "old"})
        with self.assertRaises(AccessError):
            self.env["mlm.legal.text"].with_user(clerk).create({"kind": "terms", "body": "x"})

    def test_pages_and_footer(self):
        self.authenticate(None, None)
        self.assertEqual(self.url_open("/agb").status_code, 404)
        self.publish("terms", "<p>Words of the terms</p>")
        self.publish("imprint", "<p>Words of the imprint</p>")
        for address in ("/agb", "/legal/terms"):
            self.assertIn("Words of the terms", self.url_open(address).text)
        for address in ("/", "/shop", "/withdrawal", "/impressum"):
            page = self.url_open(address).text
            self.assertIn('href="/imprint"', page, address)
            self.assertIn('href="/legal/terms"', page, address)
            self.assertNotIn("ec.europa.eu/consumers/odr", page)

    def test_order_keeps_its_texts(self):
        terms = self.publish("terms", "<p>One</p>")
        instruction = self.publish("instruction", "<p>Fourteen days</p>")
        self.publish("shipping", "<p>Two days</p>")
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.with_context(lang="en_US")._mlm_keep_legal_texts()
        self.assertEqual(order.mlm_legal_text_ids, terms | instruction)
        self.assertEqual(order.mlm_legal_lang, "en_US")
        order.action_confirm()
        self.publish("terms", "<p>Two</p>")
        order._mlm_keep_legal_texts()
        self.assertIn(terms, order.mlm_legal_text_ids)

    def test_guarantee_is_told_before_the_order(self):
        self.soap.product_tmpl_id.is_published = True
        self.authenticate(None, None)
        page = self.url_open(self.soap.website_url).text
        self.assertIn("at least 2 years", page)
        self.assertNotIn("money-back", page, "Odoo's example is no promise of the company")

    def test_official_notice_is_shown_as_it_is(self):
        """Design and words are prescribed (Reg. (EU) 2025/1960): not one byte changes."""
        self.soap.product_tmpl_id.is_published = True
        self.authenticate(None, None)
        address = "/shop/guarantee-notice.png"
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertNotIn(address, self.url_open(self.soap.website_url).text)
        Notice = self.env["mlm.guarantee.notice"].with_user(self.officer)
        notice = Notice.create(
            {"company_id": self.company.id, "lang": "en_US", "image": base64.b64encode(PIXEL)}
        )
        self.assertIn(address, self.url_open(self.soap.website_url).text)
        self.assertEqual(self.url_open(address).content, PIXEL)
        with self.assertRaises(ValidationError):
            notice.image = base64.b64encode(b"<svg onload='alert(1)'/>")
