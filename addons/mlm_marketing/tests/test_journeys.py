# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.mlm_base.tests.common import MlmCommon
from odoo.addons.mlm_portal.tests.common_journey import JourneyCase

# Core shows the form, which is saved hidden, when it listens; before, it would empty the field.
PAGE = """<t t-call="website.layout"><div id="wrap" class="container py-5">
    <div class="s_newsletter_subscribe_form s_newsletter_list js_subscribe d-none"
            data-vxml="001" data-list-id="%s">
        <div class="js_subscribed_wrap d-none"><p>Thanks</p></div>
        <div class="js_subscribe_wrap"><div class="input-group">
            <input type="email" name="email" class="js_subscribe_value form-control"/>
            <a role="button" href="#" class="btn btn-primary js_subscribe_btn">Subscribe</a>
        </div></div>
    </div>
</div></t>"""


@tagged("post_install", "-at_install")
class TestNewsletterJourney(MlmCommon, JourneyCase, MailCase):
    """A visitor subscribes, confirms by the mail, gets a newsletter, and unsubscribes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.env.ref("website.default_website").company_id.email = "office@sunny.example"
        cls.news = cls.env["mailing.list"].create({"name": "News", "is_public": True})
        cls.env["website.page"].create(
            {
                "name": "Newsletter",
                "url": "/newsletter-journey",
                "is_published": True,
                "type": "qweb",
                "arch": PAGE % cls.news.id,
            }
        )

    def sent(self, domain):
        """Let the mails of the outgoing queue go out; return them as they leave the server."""
        mails = self.env["mail.mail"].search([*domain, ("state", "=", "outgoing")])
        with self.mock_mail_gateway(mail_unlink_sent=False):
            mails.send()
        return self._mails

    def test_from_the_form_to_the_last_mail(self):
        self.start_tour("/newsletter-journey", "mlm_marketing_subscribe")
        self.env.invalidate_all()
        self.assertFalse(self.news.contact_ids)
        [mail] = self.sent([("model", "=", "mlm.newsletter.optin")])
        self.assertEqual(mail["email_to"], ["carla@example.org"])
        self.assertIn("office@sunny.example", mail["email_from"])
        link = re.search(r"/newsletter/confirm/\d+/[\w-]+", mail["body"]).group()
        self.start_tour(link, "mlm_marketing_confirm")
        self.env.invalidate_all()
        self.assertEqual(self.news.contact_ids.email, "carla@example.org")
        self.start_tour(link, "mlm_marketing_used_link")
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "The first one",
                "body_html": '<p>News <a href="/unsubscribe_from_list">Unsubscribe</a></p>',
                "mailing_model_id": self.env["ir.model"]._get_id("mailing.list"),
                "contact_list_ids": [Command.set(self.news.ids)],
            }
        )
        mailing._action_send_mail()
        [mail] = self.sent([("mailing_id", "=", mailing.id)])
        one_click = mail["headers"]["List-Unsubscribe"].strip("<>")
        path = one_click[one_click.index("/mailing/") :]
        forged = path.replace("hash_token=", "hash_token=0")
        self.assertGreaterEqual(self.url_open(forged, data={"a": "b"}).status_code, 400)
        self.assertFalse(self.news.contact_ids.subscription_ids.opt_out)
        self.assertEqual(self.url_open(path, data={"a": "b"}).status_code, 200)
        self.env.invalidate_all()
        self.assertTrue(self.news.contact_ids.subscription_ids.opt_out)


@tagged("post_install", "-at_install")
class TestNewsletterJourneyPhone(TestNewsletterJourney):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True


@tagged("post_install", "-at_install")
class TestSeriesJourney(MlmCommon, JourneyCase):
    """Staff tries a series of four steps by a clock that is wound on, and starts it."""

    def test_four_steps(self):
        login = "series_marketer"
        new_test_user(
            self.env,
            login,
            "mass_mailing.group_mass_mailing_user,mlm_base.group_mlm_user",
            email="staff@example.org",
            password=login,
        )
        bert = self.make_member("Bert Winter", email="bert@example.org")
        template = self.env["mail.template"].create(
            {
                "name": "Step",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "subject": "Hello {{ object.mlm_first_name }}",
                "body_html": "<p>Hello <t t-out='object.mlm_first_name'/></p>",
                "partner_to": "{{ object.id }}",
                "use_default_to": False,
            }
        )
        mail = {"template_id": template.id}
        steps = (
            mail,
            {**mail, "condition": "not_opened"},
            {"kind": "message", "message": "Look at your workplace"},
            {**mail, "condition": "opened"},
        )
        series = self.env["mlm.series"].create(
            {
                "name": "Journey",
                "sequence": -1,
                "purpose_id": False,
                "test_partner_ids": [Command.set(bert.ids)],
                "step_ids": [
                    Command.create({"name": f"Step {number}", "sequence": number, **values})
                    for number, values in enumerate(steps)
                ],
            }
        )
        before = self.env["mail.mail"].search([])
        self.start_tour(
            "/odoo/action-mlm_marketing.mlm_series_action", "mlm_marketing_series", login=login
        )
        self.env.invalidate_all()
        mails = self.env["mail.mail"].search([("id", "not in", before.ids)])
        self.assertEqual(mails.mapped("subject"), ["Hello Bert", "Hello Bert"])
        self.assertEqual(set(mails.mapped("email_to")), {"staff@example.org"})
        self.assertEqual(series.state, "running")
        self.assertFalse(series.person_ids, "the test has left nothing")
