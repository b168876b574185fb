# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .common import LivechatCommon

LIVECHAT = "im_livechat.im_livechat_group_user"


@tagged("post_install", "-at_install")
class TestMemberCard(LivechatCommon):
    """Operators see who asks, as far as their rights go; nobody else sees anything."""

    def card(self, channel, user=None):
        return channel.with_user(user or self.operator)._mlm_member_card()

    def session_data(self, channel):
        """Return what the side panel of who is logged in gets."""
        data = self.make_jsonrpc_request(
            "/mail/data",
            {"fetch_params": [["/im_livechat/session/data", {"channel_id": channel.id}]]},
        )
        return data.get("discuss.channel", [{}])[0]

    def test_a_partner_who_asks(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Parcel", "description": "?", "partner_id": self.partner.id}
        )
        card = self.card(channel)
        facts = dict(card["facts"])
        self.assertEqual(facts["Member Number"], self.partner.mlm_member_number)
        self.assertEqual(facts["Type"], self.type_distributor.name)
        self.assertEqual(facts["Status"], "Active")
        self.assertIn("Tina Top", facts["Sponsor"])
        self.assertEqual(facts["Market"], self.market.name)
        self.assertIn("English", facts["Language"])
        self.assertEqual([one["id"] for one in card["tickets"]], ticket.ids)

    def test_a_closed_ticket_is_no_open_one(self):
        self.log_in("lc_customer")
        channel = self.open_chat()
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "Parcel", "description": "?", "partner_id": self.customer.id}
        )
        self.assertTrue(self.card(channel)["tickets"])
        ticket.stage_id = self.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        self.assertFalse(self.card(channel)["tickets"])

    def test_the_panel_of_the_operator(self):
        self.log_in("lc_customer")
        channel = self.open_chat()
        self.log_in("lc_operator")
        card = self.session_data(channel)["mlm_member_card"]
        self.assertIn(["Member Number", self.customer.mlm_member_number], card["facts"])

    def test_a_stranger_has_no_card_but_its_sponsor(self):
        self.log_in()
        self.assertEqual(self.card(self.open_chat()), {"facts": [], "tickets": []})
        self.log_in()
        code = self.env["mlm.referral.code"].create({"partner_id": self.top.id})
        self.url_open(f"/r/{code.code}")
        channel = self.open_chat()
        self.assertEqual(channel.mlm_sponsor_id, self.top)
        [[label, name]] = self.card(channel)["facts"]
        self.assertEqual(label, "Sponsor")
        self.assertIn("Tina Top", name)

    def test_without_the_right_to_read_members(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        plain = new_test_user(self.env, "lc_plain", LIVECHAT, password="lc_plain")
        self.assertFalse(self.card(channel, plain))
        no_helpdesk = new_test_user(
            self.env, "lc_no_help", f"{LIVECHAT},mlm_base.group_mlm_user", password="lc_no_help"
        )
        self.env["helpdesk.ticket"].create(
            {"name": "Parcel", "description": "?", "partner_id": self.partner.id}
        )
        card = self.card(channel, no_helpdesk)
        self.assertTrue(card["facts"])
        self.assertFalse(card["tickets"])

    def test_a_contact_of_another_company(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = new_test_user(
            self.env,
            "lc_foreign",
            f"{LIVECHAT},mlm_base.group_mlm_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.partner.company_id = self.company
        self.assertEqual(self.card(channel, foreign)["facts"], [])

    @mute_logger("odoo.http")
    def test_visitors_read_no_cards(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        self.say(channel, "My secret question")
        for login in (None, "lc_customer", "lc_partner"):
            self.log_in(login)
            self.assertNotIn("mlm_member_card", self.session_data(channel))
        # The customer can't reach the chat of the partner by any other way.
        self.log_in("lc_customer")
        for model, method in (
            ("discuss.channel", "read"),
            ("discuss.channel", "execute_command_ticket"),
        ):
            with self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw",
                    {"model": model, "method": method, "args": [channel.ids], "kwargs": {}},
                )
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request("/discuss/channel/messages", {"channel_id": channel.id})
        self.assertNotIn("My secret", str(self.session_data(channel)))
        answer = self.url_open(f"/im_livechat/download_transcript/{channel.id}")
        self.assertEqual(answer.status_code, 404)
        # Nor does the partner read who brought strangers, not even on its own chat.
        self.log_in("lc_partner")
        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/web/dataset/call_kw",
                {
                    "model": "discuss.channel",
                    "method": "read",
                    "args": [channel.ids, ["mlm_sponsor_id"]],
                    "kwargs": {},
                },
            )
