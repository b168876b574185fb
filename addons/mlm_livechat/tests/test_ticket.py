# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import LivechatCommon

EVIL = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestTicket(LivechatCommon):
    """A chat becomes a ticket that belongs to who chatted and says who said what, and when."""

    def chat_as(self, login, *words):
        self.log_in(login)
        channel = self.open_chat()
        for line in words:
            self.say(channel, line)
        return channel

    def test_the_transcript(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Customers"})
        self.env["mlm.ticket.route"].create({"role": "customer", "team_id": team.id})
        channel = self.chat_as("lc_customer", "My parcel is late", "It is order 7")
        channel.with_user(self.operator).message_post(
            body="I look it up", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        ticket = self.make_ticket(channel, "Parcel")
        self.assertEqual(ticket.name, "Parcel")
        self.assertEqual((ticket.partner_id, ticket.team_id), (self.customer, team))
        self.assertEqual(ticket.mlm_channel_id, channel)
        text = ticket.description
        self.assertLess(text.index("My parcel is late"), text.index("It is order 7"))
        self.assertLess(text.index("It is order 7"), text.index("I look it up"))
        self.assertEqual(text.count("<strong>Clara Customer</strong>"), 2)
        self.assertIn(str(channel.message_ids[0].date.year % 100), text)
        last = channel.message_ids.sorted("id")[-1]
        self.assertIn(ticket.number, last.body)
        self.assertEqual(last.author_id, self.operator.partner_id)

    def test_a_chat_is_one_ticket(self):
        channel = self.chat_as("lc_customer", "Hello")
        ticket = self.make_ticket(channel)
        self.assertEqual(ticket.name, "Hello")
        self.assertEqual(self.make_ticket(channel, "Again"), ticket)

    def test_what_is_said_later_comes_along(self):
        channel = self.chat_as("lc_customer", "Hello")
        ticket = self.make_ticket(channel)
        self.say(channel, "One more thing")
        channel._close_livechat_session()
        note = ticket.message_ids[0]
        self.assertIn("One more thing", note.body)
        self.assertTrue(note.is_internal or note.subtype_id == self.env.ref("mail.mt_note"))
        self.assertNotIn("Hello", note.body)
        self.assertNotIn("goes on as ticket", note.body)
        count = len(ticket.message_ids)
        channel.livechat_end_dt = "2030-01-01 00:00:00"
        self.assertEqual(len(ticket.message_ids), count)

    def test_nothing_is_noted_if_nothing_was_said(self):
        channel = self.chat_as("lc_customer", "Hello")
        ticket = self.make_ticket(channel)
        count = len(ticket.message_ids)
        channel._close_livechat_session()
        self.assertTrue(channel.livechat_end_dt)
        self.assertEqual(len(ticket.message_ids), count)

    def test_titles_are_short(self):
        Ticket = self.env["helpdesk.ticket"]
        self.assertEqual(Ticket._mlm_title("  two\n words "), "two words")
        self.assertEqual(len(Ticket._mlm_title("x" * 500)), 80)
        self.assertTrue(Ticket._mlm_title(""))

    def test_two_tickets_at_once(self):
        channel = self.chat_as("lc_customer", "Hello")
        ticket = self.make_ticket(channel).sudo()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            ticket.create(
                {"name": "x", "description": "x", "mlm_channel_id": ticket.mlm_channel_id.id}
            )

    def test_files_come_along(self):
        channel = self.chat_as("lc_customer", "See here")
        channel.with_user(self.operator).message_post(
            body="A file", message_type="comment", attachments=[("box.txt", b"box")]
        )
        ticket = self.make_ticket(channel)
        self.assertIn("[box.txt]", ticket.description)
        self.assertEqual(ticket.attachment_ids.mapped("raw"), [b"box"])
        self.assertEqual(channel.message_ids.attachment_ids.res_id, channel.id)

    def test_html_in_names_and_words_stays_text(self):
        self.customer.name = f"Clara {EVIL}"
        channel = self.chat_as("lc_customer", f"Look {EVIL}")
        ticket = self.make_ticket(channel, f"Title {EVIL}")
        self.assertNotIn("<script", ticket.description)
        self.assertIn("&lt;script&gt;", ticket.description)

    def test_a_stranger_stays_a_stranger(self):
        channel = self.chat_as(None, "Who are you?")
        ticket = self.make_ticket(channel)
        self.assertFalse(ticket.partner_id)
        self.assertIn("Visitor", ticket.description)

    def test_an_invited_contact_is_not_who_asks(self):
        channel = self.chat_as("lc_customer", "Hello")
        channel.with_user(self.operator)._add_members(partners=self.partner)
        self.assertEqual(self.make_ticket(channel).partner_id, self.customer)

    def test_an_operator_without_the_helpdesk(self):
        plain = self.make_operator("lc_plain", "im_livechat.im_livechat_group_user")
        channel = self.chat_as("lc_customer", "Hello")
        ticket = self.make_ticket(channel, user=plain)
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertFalse(ticket.with_user(plain).has_access("read"))

    def test_a_chat_that_an_operator_began(self):
        visitor = self.env["website.visitor"].create(
            {
                "access_token": self.customer.id,
                "partner_id": self.customer.id,
                "website_id": self.website.id,
            }
        )
        boss = self.make_operator("lc_boss", "im_livechat.im_livechat_group_manager")
        visitor.with_user(boss).action_send_chat_request()
        channel = visitor.discuss_channel_ids
        self.assertEqual(channel._mlm_visitor(), self.customer)
        self.assertEqual(self.make_ticket(channel).partner_id, self.customer)

    @mute_logger("odoo.http")
    def test_visitors_make_no_tickets_of_chats(self):
        own = self.chat_as("lc_customer", "Hello")
        before = len(self.tickets())
        for login in ("lc_customer", "lc_partner"):
            self.log_in(login)
            for method, args in (
                ("execute_command_ticket", [own.ids]),
                ("_mlm_create_ticket", [own.ids]),
                ("write", [own.ids, {"mlm_sponsor_id": self.top.id}]),
            ):
                with (
                    self.subTest(login=login, method=method),
                    self.assertRaises(JsonRpcException),
                ):
                    self.make_jsonrpc_request(
                        "/web/dataset/call_kw",
                        {"model": "discuss.channel", "method": method, "args": args, "kwargs": {}},
                    )
        self.assertEqual(len(self.tickets()), before)

    def test_nobody_hangs_a_chat_on_a_ticket(self):
        foreign = self.chat_as("lc_customer", "My secret")
        Ticket = self.env["helpdesk.ticket"].with_user(self.operator)
        values = {"name": "x", "description": "x", "partner_id": self.partner.id}
        with self.assertRaises(AccessError):
            Ticket.create({**values, "mlm_channel_id": foreign.id})
        with self.assertRaises(AccessError):
            Ticket.with_context(default_mlm_channel_id=foreign.id).create(values)
        ticket = Ticket.create(values)
        with self.assertRaises(AccessError):
            ticket.write({"mlm_channel_id": foreign.id})

    def test_the_chat_behind_the_ticket_is_for_operators(self):
        channel = self.chat_as("lc_customer", "Hello")
        ticket = self.make_ticket(channel)
        action = ticket.with_user(self.operator).action_mlm_open_chat()
        self.assertEqual(action["context"]["active_id"], f"discuss.channel_{channel.id}")
        clerk = new_test_user(self.env, "lc_clerk", "helpdesk_mgmt.group_helpdesk_user")
        own = ticket.with_user(clerk)
        self.assertIn("Hello", own.description)
        with self.assertRaises(AccessError):
            own.action_mlm_open_chat()
        self.assertFalse(channel.with_user(clerk).has_access("read"))
        buttons = self.env["helpdesk.ticket"].with_user(clerk).get_view(view_type="form")["arch"]
        self.assertNotIn("action_mlm_open_chat", buttons)

    def test_the_copy_of_own_data(self):
        channel = self.chat_as("lc_partner", "My own words")
        channel.with_user(self.operator).message_post(body="Theirs", message_type="comment")
        rows = self.partner._mlm_export_data()["chats"]
        self.assertEqual([row["text"] for row in rows], ["My own words"])
