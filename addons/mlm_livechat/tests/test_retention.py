# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import LivechatCommon


@tagged("post_install", "-at_install")
class TestRetention(LivechatCommon):
    """Chats are erased after the company's days, but not while a ticket needs them."""

    def old_chat(self, login, days):
        self.log_in(login)
        channel = self.open_chat()
        self.say(channel, "Something private")
        channel.livechat_end_dt = fields.Datetime.now()
        self.age(channel, days)
        return channel

    def age(self, channel, days):
        channel.last_interest_dt = fields.Datetime.now() - timedelta(days=days)
        self.env.flush_all()

    def erase(self):
        cron = self.env.ref("mlm_livechat.ir_cron_erase")
        cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_after_the_days(self):
        self.assertEqual(self.company.mlm_livechat_days, 180)
        old = self.old_chat("lc_customer", 181)
        young = self.old_chat("lc_partner", 179)
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "res_id": old.id,
                "rating": 5,
                "feedback": "Private too",
            }
        )
        file = self.env["ir.attachment"].create(
            {"name": "a", "raw": b"a", "res_model": "discuss.channel", "res_id": old.id}
        )
        number = old.id
        self.erase()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists())
        self.assertFalse(file.exists())
        rest = [("res_id", "=", number)]
        self.assertFalse(
            self.env["mail.message"].search([("model", "=", "discuss.channel"), *rest])
        )
        self.assertFalse(
            self.env["rating.rating"].search([("res_model", "=", "discuss.channel"), *rest])
        )
        self.assertTrue(self.customer.exists())

    def test_guests_go_with_their_last_chat(self):
        old = self.old_chat(None, 181)
        guest = old.livechat_customer_guest_ids
        self.assertTrue(guest)
        second = self.open_chat()
        self.assertEqual(second.livechat_customer_guest_ids, guest)
        self.erase()
        self.assertFalse(old.exists())
        self.assertTrue(guest.exists())
        self.age(second, 181)
        self.erase()
        self.assertFalse(guest.exists())

    def test_open_tickets_keep_their_chat(self):
        old = self.old_chat("lc_customer", 1)
        ticket = self.make_ticket(old)
        self.age(old, 500)
        self.erase()
        self.assertTrue(old.exists())
        ticket.stage_id = self.env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
        self.env.flush_all()
        self.erase()
        self.assertFalse(old.exists())
        self.assertTrue(ticket.exists())
        self.assertIn("Something private", ticket.description)

    def test_each_company_has_its_days(self):
        old = self.old_chat("lc_customer", 20)
        self.company.mlm_livechat_days = 10
        other = self.env["res.company"].create({"name": "Other", "mlm_livechat_days": 30})
        foreign = self.old_chat("lc_partner", 20)
        foreign.mlm_company_id = other
        unknown = self.old_chat("lc_partner", 20)
        unknown.mlm_company_id = False
        self.env.flush_all()
        self.erase()
        self.assertFalse((old | unknown).exists())
        self.assertTrue(foreign.exists())

    def test_other_conversations_stay(self):
        channel = self.env["discuss.channel"].create({"name": "Team", "channel_type": "channel"})
        self.age(channel, 5000)
        self.erase()
        self.assertTrue(channel.exists())
