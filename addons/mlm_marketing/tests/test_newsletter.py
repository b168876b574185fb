# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.mlm_base.tests.common import MlmCommon


@tagged("post_install", "-at_install")
class TestNewsletter(MlmCommon, HttpCase):
    """Double opt-in: what a stranger types subscribes nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.news = cls.env["mailing.list"].create({"name": "News", "is_public": True})

    def subscribe(self, email="Carla@Example.org"):
        return self.make_jsonrpc_request(
            "/website_mass_mailing/subscribe",
            {"list_id": self.news.id, "value": email, "subscription_type": "email"},
        )

    def subscription(self, email="carla@example.org"):
        return self.env["mailing.subscription"].search(
            [("contact_id.email_normalized", "=", email), ("list_id", "=", self.news.id)]
        )

    def optin(self):
        return self.env["mlm.newsletter.optin"].search([], limit=1)

    def link(self):
        """Return the path of the link in the newest mail of the outgoing queue."""
        mail = self.env["mail.mail"].search([("model", "=", "mlm.newsletter.optin")], limit=1)
        self.assertEqual(mail.email_to, "carla@example.org")
        return re.search(r"/newsletter/confirm/\d+/[\w-]+", mail.body_html).group()

    def press(self, link):
        page = self.url_open(link)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.url_open(link, data={"csrf_token": token.group(1)} if token else {"a": "b"})

    def test_from_form_to_subscription(self):
        self.assertEqual(self.subscribe()["toast_type"], "success")
        self.assertFalse(self.subscription())
        link = self.link()
        self.assertIn("carla@example.org", self.url_open(link).text)
        self.assertFalse(self.subscription(), "looking at the page subscribes nobody")
        self.assertEqual(self.press(link).status_code, 200)
        self.assertFalse(self.subscription().opt_out)
        optin = self.optin()
        self.assertEqual(optin.state, "confirmed")
        self.assertTrue(optin.confirmed_at and optin.confirmed_ip and optin.requested_ip)
        self.assertIn("newsletter" if not optin.text else optin.text, optin.text)
        self.assertEqual(self.url_open(link).status_code, 404, "a link works once")

    def test_wrong_and_old_links(self):
        self.subscribe()
        optin, link = self.optin(), self.link()
        self.assertEqual(self.url_open(link[:-1] + "_").status_code, 404)
        self.assertEqual(self.url_open(f"/newsletter/confirm/{optin.id + 1}/abc").status_code, 404)
        optin.requested_at = fields.Datetime.subtract(fields.Datetime.now(), hours=73)
        self.assertEqual(self.url_open(link).status_code, 404)
        self.env["mlm.newsletter.optin"]._gc_pending()
        self.assertFalse(optin.exists())

    def test_opt_out_is_never_undone_by_a_stranger(self):
        contact = self.env["mailing.contact"].create(
            {
                "name": "Carla",
                "email": "carla@example.org",
                "subscription_ids": [
                    fields.Command.create({"list_id": self.news.id, "opt_out": True})
                ],
            }
        )
        self.subscribe()
        self.assertTrue(self.subscription().opt_out)
        self.press(self.link())
        self.assertFalse(self.subscription().opt_out)
        self.assertEqual(self.subscription().contact_id, contact)

    def test_a_website_form_subscribes_nobody(self):
        self.authenticate(None, None)
        token = Request.csrf_token(self)
        self.url_open(
            "/website/form/mailing.contact",
            data={
                "csrf_token": token,
                "name": "Carla",
                "email": "carla@example.org",
                "list_ids": str(self.news.id),
            },
        )
        self.assertFalse(self.subscription().filtered(lambda s: not s.opt_out))

    def test_a_portal_user_subscribes_no_other_address(self):
        user = self.env["res.users"].create(
            {
                "name": "Mallory",
                "login": "mallory",
                "password": "mallory-mallory",
                "email": "carla@example.org",
                "group_ids": [fields.Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self.env["mailing.contact"].create({"name": "Carla", "email": "carla@example.org"})
        self.authenticate(user.login, "mallory-mallory")
        self.make_jsonrpc_request(
            "/mailing/list/update", {"email": None, "lists_optin_ids": self.news.ids}
        )
        self.assertFalse(self.subscription().filtered(lambda s: not s.opt_out))

    def test_answer_is_the_same_for_known_addresses(self):
        first = self.subscribe()
        self.press(self.link())
        self.assertEqual(self.subscribe(), first)
        self.assertFalse(
            self.make_jsonrpc_request(
                "/website_mass_mailing/is_subscriber",
                {"list_id": self.news.id, "subscription_type": "email"},
            )["is_subscriber"]
        )

    def test_mails_to_one_mailbox_are_limited(self):
        for __ in range(6):
            self.subscribe()
        self.assertEqual(len(self.env["mlm.newsletter.optin"].search([])), 3)

    def test_rubbish_is_no_address(self):
        for value in ("", "x", "<script>"):
            self.subscribe(value)
        self.assertFalse(self.optin())

    def test_consent_of_a_member_is_logged(self):
        member = self.make_member("Carla", email="carla@example.org")
        self.subscribe()
        self.press(self.link())
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        self.assertTrue(self.env["mlm.consent"]._current(member, purpose)[member.id])
