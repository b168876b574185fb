# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

TITLE_LENGTH = 80


class HelpdeskTicket(models.Model):
    """Tickets that began as a chat, or as a message while nobody was there to chat."""

    _inherit = "helpdesk.ticket"

    mlm_channel_id = fields.Many2one(
        "discuss.channel",
        string="Chat",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="im_livechat.im_livechat_group_user",
    )
    mlm_channel_message = fields.Integer(
        string="Last Message Taken Over",
        readonly=True,
        copy=False,
        groups="im_livechat.im_livechat_group_user",
    )
    mlm_lang_id = fields.Many2one(
        "res.lang", string="Language of the Chat", readonly=True, ondelete="set null"
    )

    _mlm_channel_uniq = models.UniqueIndex(
        "(mlm_channel_id) WHERE mlm_channel_id IS NOT NULL", "This chat is a ticket already."
    )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        # Defaults of the context don't stand in the values: look at what was made.
        self._mlm_refuse_chat(tickets.sudo().mlm_channel_id)
        return tickets

    def write(self, vals):
        self._mlm_refuse_chat(vals.get("mlm_channel_id"))
        return super().write(vals)

    @api.model
    def _mlm_refuse_chat(self, chat):
        """Nobody hangs a chat on a ticket by hand: its words belong to who chatted."""
        if chat and not self.env.su:
            raise AccessError(self.env._("Make a ticket from within the chat instead."))

    # === BUSINESS === #

    @api.model
    def _mlm_title(self, words):
        """Return a one-line title out of what somebody wrote."""
        line = " ".join(words.split()) or self.env._("Question from the live chat")
        return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"

    @api.model
    def _mlm_create_from_chat(self, partner, values):
        """Create (sudo) the ticket of who chats.

        :param partner: res.partner record that is proven by its login, empty for a stranger
        :param dict values: further values of the ticket
        """
        channel = self.env.ref("mlm_livechat.ticket_channel", raise_if_not_found=False)
        ticket = self.sudo().create(
            {
                "partner_id": partner.id,
                "partner_name": partner.name,
                "partner_email": partner.email,
                "channel_id": channel and channel.id,
                # Who writes is no helper: the ticket waits for its team.
                "user_id": False,
                **values,
            }
        )
        ticket.message_subscribe(partner_ids=partner.ids)
        return ticket

    def _mlm_language(self):
        return super()._mlm_language() or self.mlm_lang_id.code

    def _mlm_copy_files(self, messages):
        """Keep what was sent in the chat: the chat itself is erased one day."""
        self.ensure_one()
        for file in messages.attachment_ids:
            file.copy({"res_model": self._name, "res_id": self.id, "access_token": False})

    def _mlm_leave_out(self, message):
        """Don't note later that this chat told its number."""
        if self.mlm_channel_id._mlm_spoken(after=self.mlm_channel_message) == message:
            self.mlm_channel_message = message.id

    def _mlm_add_rest_of_chat(self):
        """Note what was said after the ticket was made."""
        for ticket in self.sudo():
            chat = ticket.mlm_channel_id
            messages = chat._mlm_spoken(after=ticket.mlm_channel_message)
            if messages:
                ticket._message_log(
                    body=Markup("<p>%s</p>%s")
                    % (self.env._("The chat went on:"), chat._mlm_transcript(messages))
                )
                ticket._mlm_copy_files(messages)
                ticket.mlm_channel_message = messages[-1].id

    def action_mlm_open_chat(self):
        """Open the chat that the ticket came from, with the user's own rights."""
        self.ensure_one()
        chat = self.mlm_channel_id
        chat.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "mail.action_discuss",
            "context": {"active_id": f"discuss.channel_{chat.id}"},
        }
