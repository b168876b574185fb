# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import HttpCase, new_test_user

from odoo.addons.mlm_base.tests.common import MlmCommon

OPERATOR_GROUPS = (
    "im_livechat.im_livechat_group_user,mlm_base.group_mlm_user,helpdesk_mgmt.group_helpdesk_user"
)


class LivechatCommon(MlmCommon, HttpCase):
    """A site with one chat, an operator who is online, a partner, a customer and strangers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.ticket.route"].search([]).unlink()
        cls.env["mlm.livechat.route"].search([]).unlink()
        cls.top = cls.make_member("Tina Top")
        cls.partner = cls.make_member("Paul Partner", cls.top)
        cls.customer = cls.make_member("Clara Customer", cls.partner, cls.type_customer)
        for login, contact in (("lc_partner", cls.partner), ("lc_customer", cls.customer)):
            new_test_user(
                cls.env,
                login,
                "base.group_portal",
                partner_id=contact.id,
                password=login,
                name=contact.name,
                email=f"{contact.name.split()[0].lower()}@example.org",
            )
        cls.operator = cls.make_operator("lc_operator")
        cls.chat = cls.env["im_livechat.channel"].create(
            {"name": "Help", "user_ids": [Command.set(cls.operator.ids)]}
        )
        # The tests also run in a database that people work in.
        cls.old_tickets = cls.env["helpdesk.ticket"].search([]).ids
        cls.website = cls.env["website"].get_current_website()
        cls.website.channel_id = cls.chat

    @classmethod
    def make_operator(cls, login, groups=OPERATOR_GROUPS, **values):
        """Return an operator who is online."""
        operator = new_test_user(cls.env, login, groups, password=login, **values)
        cls.env["mail.presence"]._update_presence(operator)
        return operator

    def go_home(self, *operators):
        """Operators close their browsers."""
        users = self.env["res.users"].union(*operators) or self.operator
        users.sudo().presence_ids.status = "offline"
        self.env.invalidate_all()

    def log_in(self, login=None):
        """Become somebody else; nothing of who was here before is left in the browser."""
        self.authenticate(login, login)

    def open_chat(self, bot=None, **params):
        """Open a chat as who is logged in, and return it (None if nobody is there)."""
        answer = self.make_jsonrpc_request(
            "/im_livechat/get_session",
            {"channel_id": self.chat.id, "chatbot_script_id": bot and bot.id, **params},
        )
        self.env.invalidate_all()
        return answer and self.env["discuss.channel"].browse(answer["channel_id"])

    def say(self, channel, words):
        """Write into a chat as who is logged in."""
        self.make_jsonrpc_request(
            "/mail/message/post",
            {
                "thread_model": "discuss.channel",
                "thread_id": channel.id,
                "post_data": {
                    "body": words,
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                },
            },
        )
        self.env.invalidate_all()

    def tickets(self):
        """Return the tickets that came out of chats in this test, newest first."""
        channel = self.env.ref("mlm_livechat.ticket_channel")
        return self.env["helpdesk.ticket"].search(
            [("channel_id", "=", channel.id), ("id", "not in", self.old_tickets)], order="id desc"
        )

    def make_ticket(self, channel, title="", user=None):
        """Type the operator's command and return the ticket."""
        channel.with_user(user or self.operator).execute_command_ticket(body=f"/ticket {title}")
        return channel.mlm_ticket_ids
