# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .helpdesk_ticket import STAFF


class HelpdeskTicket(models.Model):
    """A closed ticket whose asker answers is open again."""

    _inherit = "helpdesk.ticket"

    mlm_reopened_at = fields.Datetime(string="Reopened At", readonly=True, copy=False, groups=STAFF)

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        comment = self.env.ref("mail.mt_comment")
        # A rating is posted in the asker's name too, and asks for nothing.
        if (
            self.sudo().closed
            and not self.sudo().duplicate_id
            and message.message_type in ("comment", "email")
            and message.subtype_id == comment
            and not message.sudo().rating_id
            and message.author_id.partner_share
            and message.author_id.commercial_partner_id == self.sudo().commercial_partner_id
        ):
            self.sudo()._mlm_reopen()
        return result

    def _mlm_reopen(self):
        self.ensure_one()
        stages = self.team_id._get_applicable_stages().filtered(lambda stage: not stage.closed)
        if not stages:
            return
        self.write({"stage_id": stages[0].id, "mlm_reopened_at": fields.Datetime.now()})
        if self.user_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The ticket was closed and is open again"),
                user_id=self.user_id.id,
            )
