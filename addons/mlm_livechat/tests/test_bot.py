# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import LivechatCommon

EVIL = "<b>Evil</b>"


@tagged("post_install", "-at_install")
class TestBot(LivechatCommon):
    """The bot looks for articles as the visitor, then for an operator, then makes a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bot = cls.env.ref("mlm_livechat.bot")
        cls.chat.rule_ids = [Command.create({"chatbot_script_id": cls.bot.id})]
        cls.env["mlm.article"].search([]).action_take_down()
        category = cls.env["mlm.article.category"].create({"name": "Test"})
        cls.article, cls.secret = cls.env["mlm.article"].create(
            [
                {
                    "name": f"How to return a zebra {EVIL}",
                    "body": "<p>Put it into the box.</p>",
                    "category_id": category.id,
                    "audience": "public",
                },
                {
                    "name": "Zebra margin for partners",
                    "body": "<p>Our zebra margin is secret.</p>",
                    "category_id": category.id,
                    "audience": "partner",
                },
            ]
        )
        (cls.article | cls.secret).action_publish()

    def ask(self, login, words):
        """Begin a chat with the bot and ask; return it after the bot has looked for articles."""
        self.log_in(login)
        channel = self.open_chat(self.bot)
        self.say(channel, words)
        return self.go_on(channel)

    def go_on(self, channel):
        self.make_jsonrpc_request(
            "/chatbot/step/trigger",
            {"channel_id": channel.id, "chatbot_script_id": self.bot.id},
        )
        self.env.invalidate_all()
        return channel

    def answer(self, channel, name):
        answer = self.env.ref(f"mlm_livechat.bot_helped_{name}")
        self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "discuss.channel",
                "thread_id": channel.id,
                "post_data": {"body": answer.name, "message_type": "comment"},
                "context": {"selected_answer_id": answer.id},
                "selected_answer_id": answer.id,
            },
        )
        self.env.invalidate_all()
        return self.go_on(channel)

    def at(self, channel):
        """Return the short name of the step at which the bot is."""
        xmlid = channel.chatbot_current_step_id.get_external_id()
        return xmlid[channel.chatbot_current_step_id.id].removeprefix("mlm_livechat.bot_")

    def last_words(self, channel):
        return channel.message_ids.sorted("id")[-1].body

    def test_articles_for_a_stranger(self):
        channel = self.ask(None, "How do I return my zebra?")
        self.assertEqual(self.at(channel), "articles")
        words = self.last_words(channel)
        self.assertIn(self.article.website_url, words)
        self.assertNotIn("margin", words)
        self.assertNotIn(EVIL, words)
        self.assertIn("&lt;b&gt;Evil", words)
        self.assertEqual(self.at(self.go_on(channel)), "helped")
        self.assertEqual(self.at(self.answer(channel, "yes")), "bye")
        self.go_on(channel)
        self.assertTrue(channel.livechat_end_dt)
        self.assertFalse(self.tickets())

    def test_articles_of_partners_for_partners_only(self):
        self.assertIn("Zebra margin", self.last_words(self.ask("lc_partner", "zebra margin")))
        self.assertNotIn("Zebra margin", self.last_words(self.ask("lc_customer", "zebra margin")))
        self.assertNotIn("Zebra margin", self.last_words(self.ask(None, "zebra margin")))

    def test_forwarded_to_an_operator(self):
        channel = self.ask("lc_customer", "zebra")
        self.answer(self.go_on(channel), "no")
        self.assertEqual(channel.livechat_operator_id, self.operator.partner_id)
        self.assertIn(self.operator.partner_id, channel.channel_partner_ids)
        self.assertFalse(self.tickets())

    def test_nothing_found_leads_to_an_operator(self):
        channel = self.ask("lc_customer", "xylophone quartz")
        self.assertIn("found no article", self.last_words(channel))
        self.go_on(channel)
        self.assertEqual(channel.livechat_operator_id, self.operator.partner_id)

    def test_nobody_is_there_and_a_stranger_gives_an_address(self):
        self.go_home()
        channel = self.ask(None, "xylophone quartz")
        self.assertEqual(self.at(self.go_on(channel)), "forward")
        self.assertEqual(self.at(self.go_on(channel)), "email")
        self.say(channel, "paul@example.org")
        self.assertEqual(self.at(self.go_on(channel)), "ticket")
        ticket = self.tickets()
        self.assertEqual(ticket.partner_email, "paul@example.org")
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.name, "xylophone quartz")
        self.assertIn("xylophone quartz", ticket.description)
        self.assertIn(ticket.number, self.last_words(channel))
        self.assertEqual(ticket.mlm_channel_id, channel)
        count = len(ticket.message_ids)
        self.go_on(channel)
        self.assertTrue(channel.livechat_end_dt)
        self.assertEqual(len(ticket.message_ids), count)

    def test_nobody_is_there_and_a_member_is_asked_nothing(self):
        self.go_home()
        channel = self.ask("lc_customer", "xylophone quartz")
        self.go_on(channel)
        self.assertEqual(self.at(self.go_on(channel)), "ticket")
        ticket = self.tickets()
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertIn("Service Bot", ticket.description)
        self.assertIn(self.customer, ticket.message_partner_ids)

    def test_not_too_many_tickets(self):
        self.go_home()
        with patch("odoo.addons.mlm_livechat.models.chatbot_script_step.TICKETS_PER_HOUR", 1):
            for __ in range(2):
                channel = self.ask("lc_customer", "xylophone quartz")
                self.go_on(self.go_on(channel))
        self.assertEqual(len(self.tickets()), 1)
        self.assertIn("asked a lot", self.last_words(channel))

    def test_a_copied_bot_asks_its_question(self):
        copy = self.bot.copy()
        self.assertFalse(copy.script_step_ids.mlm_unsolved_answer_id)
        self.assertEqual(len(copy.script_step_ids), len(self.bot.script_step_ids))
