# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup, escape

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime, html2plaintext

from odoo.addons.mail.tools.discuss import Store


class DiscussChannel(models.Model):
    """A chat becomes a ticket, with who said what and when."""

    _inherit = "discuss.channel"

    mlm_ticket_ids = fields.One2many(
        "helpdesk.ticket",
        "mlm_channel_id",
        string="Tickets",
        groups="im_livechat.im_livechat_group_user",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("livechat_end_dt"):
            for channel in self.sudo().filtered("mlm_ticket_ids"):
                channel.mlm_ticket_ids._mlm_add_rest_of_chat()
        return result

    def execute_command_ticket(self, **kwargs):
        """Make a ticket of this chat and tell both sides its number.

        :param str body: the command as typed, ``/ticket`` and a title
        :raise AccessError: unless an operator asks who may read the chat
        """
        self.ensure_one()
        if not self.env.user.has_group("im_livechat.im_livechat_group_user"):
            raise AccessError(self.env._("Only operators of the live chat make tickets of chats."))
        self.check_access("read")
        known = self.mlm_ticket_ids[:1]
        ticket = known or self._mlm_create_ticket(
            html2plaintext(kwargs.get("body") or "").strip().removeprefix("/ticket").strip()
        )
        if not known:
            self._mlm_tell_number(ticket)
        shown = ticket.with_user(self.env.user)
        link = shown._get_html_link() if shown.has_access("read") else ticket.number
        text = (
            self.env._("This chat is a ticket already: %(ticket)s", ticket=link)
            if known
            else self.env._("Ticket created: %(ticket)s", ticket=link)
        )
        self.env.user._bus_send_transient_message(self, text)
        Store(bus_channel=self.env.user).add(self, [self._mlm_card_to_store()]).bus_send()

    def _mlm_create_ticket(self, title=""):
        """Return the ticket of this chat (sudo); a chat has one.

        Whom it belongs to comes from the chat, never from the caller.
        """
        self.ensure_one()
        channel_sudo = self.sudo()
        if channel_sudo.mlm_ticket_ids:
            return channel_sudo.mlm_ticket_ids[0]
        partner = self._mlm_visitor()
        messages = self._mlm_spoken()
        asked = messages.filtered(lambda one: self._mlm_is_of_visitor(one, partner))
        values = {
            "name": self.env["helpdesk.ticket"]._mlm_title(
                title or " ".join(html2plaintext(one.body) for one in asked[:1])
            ),
            "description": self._mlm_transcript(messages),
            "company_id": (channel_sudo.mlm_company_id or self.env.company).id,
            "mlm_channel_id": self.id,
            "mlm_channel_message": messages[-1:].id,
            "mlm_lang_id": channel_sudo.livechat_lang_id.id,
        }
        if not partner:
            typed = channel_sudo._chatbot_find_customer_values_in_messages(
                {"question_email": "email"}
            )
            email = typed.get("email") or channel_sudo.livechat_customer_guest_ids[:1].email
            values |= {"partner_email": email, "partner_name": email or self.env._("Stranger")}
        ticket = self.env["helpdesk.ticket"]._mlm_create_from_chat(partner, values)
        ticket._mlm_copy_files(messages)
        return ticket

    def _mlm_tell_number(self, ticket):
        """Tell who asks the number, in the language of the chat."""
        lang = self.livechat_lang_id.code or self._mlm_visitor().lang or self.env.lang
        text = self.with_context(lang=lang).env._(
            "Your question goes on as ticket %(number)s. We will answer you there.",
            number=ticket.number,
        )
        told = self.message_post(body=text, message_type="comment", subtype_xmlid="mail.mt_comment")
        ticket._mlm_leave_out(told)

    # === TRANSCRIPT === #

    def _mlm_spoken(self, after=0):
        """Return what people and bots said (sudo), in order; no notices of the system."""
        messages = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("message_type", "!=", "notification"),
                    ("id", ">", after or 0),
                ],
                order="id",
            )
        )
        return messages - messages._filter_empty()

    def _mlm_is_of_visitor(self, message, partner):
        if message.author_guest_id:
            return True
        return bool(partner) and message.author_id == partner

    def _mlm_transcript(self, messages):
        """Return who said what and when. Names and words are shown as written, never as HTML."""
        zone = self.sudo().mlm_company_id.partner_id.tz or self.env.user.tz or "UTC"
        lines = []
        for message in messages:
            author = message.author_id
            name = author.user_livechat_username or author.name or message.author_guest_id.name
            at = format_datetime(self.env, message.date, tz=zone, dt_format="short")
            words = html2plaintext(message.body).strip().splitlines()
            words += [f"[{file.name}]" for file in message.attachment_ids]
            lines.append(
                Markup("<p><strong>%s</strong> <em>%s</em><br/>%s</p>")
                % (name, at, Markup("<br/>").join(escape(line) for line in words))
            )
        return Markup("").join(lines)
