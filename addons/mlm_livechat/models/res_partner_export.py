# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import html2plaintext


class ResPartner(models.Model):
    """What a member wrote in chats belongs into the copy of its data."""

    _inherit = "res.partner"

    def _mlm_export_data(self):
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("model", "=", "discuss.channel"), ("author_id", "=", self.id)], order="id")
        )
        chats = self.env["discuss.channel"].sudo().browse(set(messages.mapped("res_id")))
        own = set(chats.filtered(lambda chat: chat.channel_type == "livechat").ids)
        return {
            **super()._mlm_export_data(),
            "chats": [
                {
                    "date": fields.Datetime.to_string(message.date),
                    "text": html2plaintext(message.body),
                }
                for message in messages
                if message.res_id in own
            ],
        }
