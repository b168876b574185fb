# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import tagged

from .common import LivechatCommon
from .common_browsers import DESK, PHONE, BrowsersCase


@tagged("post_install", "-at_install")
class TestJourney(LivechatCommon, BrowsersCase):
    """From the first word of a visitor to the ticket, in two browsers that talk to each other."""

    def test_from_chat_to_ticket(self):
        self.run_together(
            ("/odoo/discuss", "mlm_livechat_operator", "lc_operator", DESK),
            ("/my", "mlm_livechat_visitor", "lc_customer", PHONE),
        )
        ticket = self.tickets()
        self.assertEqual(len(ticket), 1)
        self.assertEqual((ticket.name, ticket.partner_id), ("Parcel", self.customer))
        lines = ("Where is my parcel?", "I look it up", "It is order 7")
        places = [ticket.description.index(line) for line in lines]
        self.assertEqual(places, sorted(places))
        self.assertEqual(ticket.mlm_channel_id.livechat_operator_id, self.operator.partner_id)

    def test_a_stranger_and_the_bot_while_nobody_is_there(self):
        self.go_home()
        self.chat.rule_ids = [
            Command.create({"chatbot_script_id": self.env.ref("mlm_livechat.bot").id})
        ]
        category = self.env["mlm.article.category"].create({"name": "Test"})
        article = self.env["mlm.article"].create(
            {
                "name": "Where a zebra lives",
                "body": "<p>In the savanna.</p>",
                "category_id": category.id,
            }
        )
        article.action_publish()
        self.run_together(("/", "mlm_livechat_bot", None, PHONE))
        ticket = self.tickets()
        self.assertEqual(ticket.partner_email, "sven@example.org")
        self.assertIn("Where a zebra lives", ticket.description)

    def test_a_message_while_nobody_is_there(self):
        self.go_home()
        self.run_together(("/", "mlm_livechat_message", None, PHONE))
        self.assertEqual(self.tickets().partner_name, "Sven Stranger")
