# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_base.tests.common import MlmCommon
from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common_phone import PhoneMixin


class PreferencesCommon(MlmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.carla = cls.make_member("Carla", partner_type=cls.type_customer, lang="en_US")
        cls.carla.email = "carla@example.org"
        cls.user = new_test_user(
            cls.env,
            "preferences_carla",
            "base.group_portal",
            partner_id=cls.carla.id,
            name="Carla",
            email="carla@example.org",
            password="preferences_carla",
        )
        cls.newsletter = cls.env.ref("mlm_base.consent_purpose_newsletter")
        cls.ranking = cls.env.ref("mlm_base.consent_purpose_ranking")

    def given(self, purpose):
        return self.env["mlm.consent"]._current(self.carla, purpose)[self.carla.id]

    def link(self):
        link = self.carla._mlm_preferences_link()
        return link[link.index("/preferences/") :]


@tagged("post_install", "-at_install")
class TestPreferences(PreferencesCommon, HttpCase):
    """One page for all purposes, the language and how often."""

    def post(self, path, **form):
        answer = self.url_open(path, data={"csrf_token": Request.csrf_token(self), **form})
        self.env.invalidate_all()
        return answer

    def test_with_login(self):
        self.authenticate(self.user.login, self.user.login)
        self.assertEqual(self.url_open("/my/preferences").status_code, 200)
        self.post("/my/preferences", purpose=self.newsletter.id, frequency="month", lang="de_DE")
        self.assertTrue(self.given(self.newsletter))
        self.assertEqual((self.carla.lang, self.carla.mlm_mail_frequency), ("de_DE", "month"))
        self.post("/my/preferences", frequency="never", lang="xx_XX")
        self.assertFalse(self.given(self.newsletter))
        self.assertEqual((self.carla.lang, self.carla.mlm_mail_frequency), ("de_DE", "month"))

    def test_by_the_link_of_a_mail(self):
        self.env["mlm.consent"]._record(self.carla, self.ranking, True, "test")
        self.authenticate(None, None)
        page = self.url_open(self.link())
        self.assertIn("Newsletter", page.text)
        self.assertNotIn(self.ranking.text, page.text, "the mailbox decides on mails only")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.post(self.link(), purpose=self.newsletter.id)
        self.assertTrue(self.given(self.newsletter))
        self.assertTrue(self.given(self.ranking))

    def test_wrong_links(self):
        self.authenticate(None, None)
        link = self.link()
        other = self.make_member("Dora", email="dora@example.org")
        for path in (
            link[:-1] + ("0" if link[-1] != "0" else "1"),
            link.replace(f"/{self.carla.id}/", f"/{other.id}/"),
            f"/preferences/{self.carla.id}/x",
        ):
            self.assertEqual(self.url_open(path).status_code, 404)
            self.assertEqual(self.post(path, block="1").status_code, 404)
        self.carla.email = "new@example.org"
        self.assertEqual(self.url_open(link).status_code, 404, "the mailbox is another one")

    def test_only_the_mailbox_lifts_a_block(self):
        self.authenticate(self.user.login, self.user.login)
        self.post("/my/preferences", block="1")
        self.assertTrue(self.carla.is_blacklisted)
        self.post("/my/preferences", purpose=self.newsletter.id)
        self.assertTrue(self.carla.is_blacklisted, "a login doesn't prove the address")
        self.post("/my/preferences/link")
        mail = self.env["mail.mail"].search([("res_id", "=", self.carla.id)], limit=1)
        [link] = re.findall(r"/preferences/\d+/[0-9a-f]+", mail.body_html)
        self.assertEqual(link, self.link())
        self.authenticate(None, None)
        self.post(link, purpose=self.newsletter.id)
        self.assertFalse(self.carla.is_blacklisted)
        self.assertTrue(self.given(self.newsletter))

    def newsletter_mailing(self):
        return self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "body_html": "<p>News</p>",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "=", self.carla.id)]),
            }
        )

    def test_how_often(self):
        self.env["mlm.consent"]._record(self.carla, self.newsletter, True, "test")
        first, second = self.newsletter_mailing(), self.newsletter_mailing()
        first._action_send_mail()
        mail = self.env["mail.mail"].search([("mailing_id", "=", first.id)])
        self.assertIn(self.link(), mail.body_html)
        self.assertEqual(second._get_recipients(), self.carla.ids)
        self.carla.mlm_mail_frequency = "week"
        self.assertFalse(second._get_recipients())
        self.env.cr.execute(
            "UPDATE mailing_trace SET create_date = %s WHERE mass_mailing_id = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), days=8), first.id],
        )
        self.assertEqual(second._get_recipients(), self.carla.ids)
        self.carla.mlm_mail_frequency = "month"
        self.assertFalse(second._get_recipients())
        second.mlm_purpose_id = False
        self.assertEqual(second._get_recipients(), self.carla.ids, "what the contract needs")


@tagged("post_install", "-at_install")
class TestPreferencesAxe(PreferencesCommon, AxeCase):
    """The page keeps nobody out."""

    def test_pages(self):
        self.env["mail.blacklist"]._add("carla@example.org")
        self.assert_no_barrier("/my/preferences", self.user.login)
        self.assert_no_barrier(self.link())


@tagged("post_install", "-at_install")
class TestPreferencesAxePhone(PhoneMixin, TestPreferencesAxe):
    """The same on a phone."""
