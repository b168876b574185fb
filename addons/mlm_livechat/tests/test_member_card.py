# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_commission.tests.common import CommissionCommon

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

    def test_each_operator_by_its_own_rights(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        self.env["helpdesk.ticket"].create(
            {"name": "Parcel", "description": "?", "partner_id": self.partner.id}
        )
        for groups, has_facts, has_tickets in (
            ([LIVECHAT], False, False),
            ([LIVECHAT, "mlm_base.group_mlm_user"], True, False),
            ([LIVECHAT, "helpdesk_mgmt.group_helpdesk_user"], False, True),
            (["mlm_base.group_mlm_user", "helpdesk_mgmt.group_helpdesk_user"], True, True),
        ):
            with self.subTest(groups):
                login = f"lc_{has_facts}_{has_tickets}_{len(groups)}_{LIVECHAT in groups}"
                user = new_test_user(self.env, login, ",".join(groups))
                if LIVECHAT not in groups:
                    channel._add_members(users=user)
                card = self.card(channel, user)
                self.assertEqual(bool(card["facts"]), has_facts)
                self.assertEqual(bool(card["tickets"]), has_tickets)

    def test_the_ticket_of_a_stranger_stands_on_its_card(self):
        self.log_in()
        channel = self.open_chat()
        ticket = self.make_ticket(channel)
        self.assertEqual([one["id"] for one in self.card(channel)["tickets"]], ticket.ids)

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

    def ask_for(self, channel):
        """Yield (name, answer) of all ways to somebody's chat; None where the server refuses."""
        for path, values in (
            ("/discuss/channel/messages", {"channel_id": channel.id}),
            ("/chatbot/step/trigger", {"channel_id": channel.id}),
            ("/im_livechat/feedback", {"channel_id": channel.id, "rate": 1, "reason": "x"}),
            ("/im_livechat/visitor_leave_session", {"channel_id": channel.id}),
            ("/web/dataset/call_kw", self.call("read", channel.ids)),
            ("/web/dataset/call_kw", self.call("execute_command_ticket", channel.ids)),
            ("/web/dataset/call_kw", self.call("message_post", channel.ids)),
        ):
            try:
                yield path, self.make_jsonrpc_request(path, values)
            except JsonRpcException:
                yield path, None

    def call(self, method, *args):
        return {"model": "discuss.channel", "method": method, "args": args, "kwargs": {}}

    @mute_logger("odoo.http")
    def test_visitors_reach_no_chat_of_others(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        self.say(channel, "My secret question")
        count = len(channel.message_ids)
        for login in (None, "lc_customer"):
            self.log_in(login)
            if not login:
                # A guest with a chat of its own is a guest with a cookie.
                self.open_chat()
            for path, answer in self.ask_for(channel):
                with self.subTest(login=login, path=path):
                    self.assertFalse(answer)
            self.assertNotIn("mlm_member_card", self.session_data(channel))
            self.assertNotIn("My secret", str(self.session_data(channel)))
            transcript = self.url_open(f"/im_livechat/download_transcript/{channel.id}")
            self.assertEqual(transcript.status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(channel.livechat_end_dt)
        self.assertEqual(len(channel.message_ids), count)

    @mute_logger("odoo.http")
    def test_visitors_read_no_card_of_their_own_chat(self):
        self.log_in("lc_partner")
        channel = self.open_chat()
        self.assertNotIn("mlm_member_card", self.session_data(channel))
        for field in ("mlm_sponsor_id", "mlm_ticket_ids"):
            with self.subTest(field), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw", self.call("read", channel.ids, [field])
                )


@tagged("post_install", "-at_install")
class TestMemberCardRank(CommissionCommon):
    """The rank is the one of the newest run."""

    def test_the_rank_of_the_newest_run(self):
        version = self.env["mlm.plan.version"].create(
            {
                "plan_id": self.plan.id,
                "date_from": "2026-02-01",
                "definition": """plan:
  currency: USD
  ranks:
    - {code: star, require: [{measure: personal_volume, min: 40}]}
  bonuses:
    - {code: level, kind: level, compression: none, rates: [10]}
""",
            }
        )
        version._release()
        self.sell(self.top, [(self.soap, 5)])
        self.march.action_cut_off()
        run = self.march._new_run("trial")
        run._execute()
        run.sudo().kind = "final"
        chat = self.env["discuss.channel"]
        rank = self.env["mlm.plan.rank"].search([("code", "=", "star")], limit=1).display_name
        self.assertEqual(dict(chat._mlm_member_facts(self.top))["Rank"], rank)
        self.assertFalse(dict(chat._mlm_member_facts(self.partner))["Rank"])
