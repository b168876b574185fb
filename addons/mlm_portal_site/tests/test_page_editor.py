# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from PIL import Image

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from ..photo import clean_photo
from .common import PageCommon, photo


@tagged("post_install", "-at_install")
class TestPageEditor(PageCommon, HttpCase):
    """A partner writes the own page, nobody else's, and nothing that isn't plain text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, member in (("anna_pp", cls.anna), ("bert_pp", cls.partner)):
            new_test_user(cls.env, login, groups="base.group_portal", partner_id=member.id)

    def setUp(self):
        super().setUp()
        self.authenticate("anna_pp", "anna_pp")

    def post(self, address="/my/site", files=None, **form):
        form = {"csrf_token": http.Request.csrf_token(self), **form}
        answer = self.url_open(address, data=form, files=files)
        self.env.invalidate_all()
        return answer

    def test_write_and_submit(self):
        answer = self.post(
            headline="Soap and me",
            story="I wash.\r\nEvery day.",
            product=self.soap.product_tmpl_id.id,
            takes_messages="1",
            action="submit",
            files={"photo": ("me.jpg", photo(), "image/jpeg")},
        )
        self.assertIn("is being looked at", answer.text)
        page = self.Page._newest(self.anna)
        self.assertEqual((page.state, page.story), ("submitted", "I wash.\nEvery day."))
        self.assertEqual(page.product_ids, self.soap.product_tmpl_id)
        self.assertTrue(page.takes_messages)
        self.assertFalse(page.is_indexed)
        self.assertEqual(self.url_open("/my/site/photo").content[:3], b"\xff\xd8\xff")
        self.assertIn("Every day.", self.url_open("/my/site/preview").text)

    def test_foreign_page(self):
        """No address and no field names a page or its owner: there is nothing to be guessed."""
        self.publish(story="Words of Anna.")
        self.authenticate("bert_pp", "bert_pp")
        page = self.Page._newest(self.anna)
        ids = {"partner_id": self.anna.id, "id": page.id, "page_id": page.id}
        self.post(headline="Mine", story="Mine", **ids)
        self.assertEqual(page.story, "Words of Anna.")
        self.assertEqual(self.Page._newest(self.partner).story, "Mine")
        self.assertNotIn("Words of Anna.", self.url_open("/my/site").text)
        self.assertNotIn("Words of Anna.", self.url_open("/my/site/preview").text)
        self.assertEqual(self.url_open("/my/site/photo").status_code, 404)

    def test_records_are_closed_to_the_portal(self):
        page = self.write_page(photo())
        for login in ("anna_pp", "bert_pp"):
            user = self.env["res.users"].search([("login", "=", login)])
            with self.assertRaises(AccessError):
                page.with_user(user).read(["story"])
            self.authenticate(login, login)
            for address in (
                f"/web/image/mlm.partner.page/{page.id}/photo",
                f"/web/content/mlm.partner.page/{page.id}/photo",
            ):
                answer = self.url_open(address)
                self.assertNotEqual(answer.content, page._photo())

    def test_customers_have_no_page(self):
        new_test_user(self.env, "cust_pp", groups="base.group_portal", partner_id=self.customer.id)
        self.authenticate("cust_pp", "cust_pp")
        self.assertEqual(self.url_open("/my/site").status_code, 404)
        self.assertEqual(self.post(headline="Mine").status_code, 404)

    def test_without_a_page_there_is_no_preview(self):
        self.assertEqual(self.url_open("/my/site").status_code, 200)
        self.assertEqual(self.url_open("/my/site/preview").status_code, 404)

    def test_too_much_is_refused_and_kept_in_the_form(self):
        answer = self.post(headline="Soap", story="x" * 3001)
        self.assertIn("shorten your story", answer.text)
        self.assertIn("x" * 3001, answer.text)
        self.assertFalse(self.Page._newest(self.anna))

    def test_hidden_letters_are_taken_out(self):
        page = self.Page._save(
            self.anna, {"headline": "So\u200bap\nand me", "story": "he\u200bals\x00 \u202etxt"}
        )
        self.assertEqual((page.headline, page.story), ("So ap and me", "heals txt"))

    def test_only_goods_of_the_shop(self):
        page = self.Page._save(
            self.anna, {"product_ids": [self.soap.product_tmpl_id.id, self.oil.product_tmpl_id.id]}
        )
        self.assertEqual(page.product_ids, self.soap.product_tmpl_id, "the oil isn't published")
        many = self.env["product.template"].create(
            [{"name": f"P{number}", "is_published": True} for number in range(9)]
        )
        with self.assertRefused("at most 8 products", UserError):
            self.Page._save(self.anna, {"product_ids": many.ids})

    def test_take_offline(self):
        self.publish()
        self.post(action="offline")
        self.assertFalse(self.Page._public(self.anna))
        self.assertEqual(self.Page._newest(self.anna).state, "retired")

    # === PHOTOS === #

    def test_photos_are_painted_anew(self):
        exif = Image.Exif()
        exif[0x010F], exif[0x0112] = "SecretCamera", 6
        sent = photo(exif=exif, comment=b"<script>alert(1)</script>")
        self.assertIn(b"SecretCamera", sent)
        kept = clean_photo(sent)
        for secret in (b"SecretCamera", b"Exif", b"<script>"):
            self.assertNotIn(secret, kept)
        image = Image.open(io.BytesIO(kept))
        self.assertEqual((image.format, image.size), ("JPEG", (600, 800)), "upright and smaller")

    def test_png_becomes_jpeg(self):
        self.assertEqual(clean_photo(photo("PNG"))[:3], b"\xff\xd8\xff")

    def test_what_is_no_photo(self):
        svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
        for sent in (svg, photo("GIF"), b"", b"%PDF-1.7", photo()[:200], b"\xff\xd8\xff" + svg):
            with self.assertRaises(ValueError):
                clean_photo(sent)
        with self.assertRaises(ValueError):
            clean_photo(photo() + b"\0" * 5 * 1024 * 1024)
        answer = self.post(headline="Soap", files={"photo": ("me.jpg", svg, "image/jpeg")})
        self.assertIn("JPEG or PNG", answer.text)
