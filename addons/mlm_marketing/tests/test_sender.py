# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.mlm_base.tests.common import MlmCommon


@tagged("post_install", "-at_install")
class TestSender(MlmCommon):
    """Sender, answer address and footer come from the market of each recipient."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.market.write(
            {
                "mailing_email_from": "Sunny Soaps <news@sunny.example>",
                "mailing_reply_to": "hello@sunny.example",
                "mailing_footer": "<p>Sunny Soaps Ltd</p>",
            }
        )
        cls.market.with_context(lang="de_DE").mailing_footer = "<p>Sunny Soaps GmbH</p>"
        austria = cls.make_market("Test Austria", "TAT", cls.env.ref("base.at"))
        cls.anna = cls.make_member("Anna Sommer", email="anna@example.org", lang="de_DE")
        cls.bert = cls.make_member("Bert Winter", cls.anna, email="bert@example.org", lang="en_US")
        cls.vienna = cls.make_member(
            "Vera Wien", email="vera@example.org", mlm_market_id=austria.id
        )

    def send(self):
        """Return {member: mail} of a newsletter to all three."""
        members = self.anna | self.bert | self.vienna
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "body_html": "<p>Hi <t t-out='object.mlm_first_name'/>, "
                "<t t-out='object.mlm_sponsor_name'/></p>",
                "email_from": "Office <office@example.org>",
                "reply_to": "office@example.org",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "in", members.ids)]),
                "mlm_purpose_id": False,
            }
        )
        mailing._action_send_mail()
        mails = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        return {self.env["res.partner"].browse(mail.res_id): mail for mail in mails}

    def test_by_market_and_language(self):
        mails = self.send()
        self.assertIn("news@sunny.example", mails[self.anna].email_from)
        self.assertEqual(mails[self.anna].reply_to, "hello@sunny.example")
        self.assertIn("Sunny Soaps GmbH", mails[self.anna].body_html)
        self.assertIn("Sunny Soaps Ltd", mails[self.bert].body_html)
        self.assertIn("office@example.org", mails[self.vienna].email_from)
        self.assertEqual(mails[self.vienna].reply_to, "office@example.org")
        self.assertNotIn("Sunny", mails[self.vienna].body_html)

    def test_words_for_mails(self):
        mails = self.send()
        self.assertIn("Hi Bert, Anna S.", mails[self.bert].body_html)
        self.assertIn("Hi Anna,", mails[self.anna].body_html)
        firm = self.make_member("Sun Trade Ltd", is_company=True)
        self.assertEqual(firm.mlm_first_name, "Sun Trade Ltd")
        self.assertFalse(firm.mlm_next_rank_name)

    def test_shipped_templates(self):
        """The editor offers them; as they stand they can be sent."""
        offered = {row["id"] for row in self.env["mailing.mailing"].action_fetch_favorites()}
        for name in ("news", "launch", "event"):
            for lang, hello in (("en", "Hello Bert"), ("de", "Hallo Bert")):
                template = self.env.ref(f"mlm_marketing.mailing_{name}_{lang}")
                self.assertIn(template.id, offered)
                self.assertFalse(template.active)
                template.body_html = template.body_arch
                [body] = template._render_field("body_html", self.bert.ids).values()
                self.assertIn(hello, body)
                self.assertIn("/unsubscribe_from_list", body)

    def test_a_sender_is_an_address(self):
        with self.assertRaisesRegex(ValidationError, "no mail address"):
            self.market.mailing_email_from = "Sunny Soaps"
