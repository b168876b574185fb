# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class HelpdeskTicketDuplicateWizard(models.TransientModel):
    _inherit = "helpdesk.ticket.duplicate.wizard"

    def action_confirm(self):
        """Mark as duplicate, and put what it holds together with the ticket that goes on."""
        ticket, target = self.ticket_id, self.duplicate_of_id
        if target:
            ticket._mlm_check_merge(target)
        result = super().action_confirm()
        ticket._mlm_merge_into(target)
        if not self.target_stage_id:
            ticket._mlm_close()
        return result


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _mlm_check_merge(self, target):
        """Refuse what would show somebody's words to somebody else.

        :param target: helpdesk.ticket record that goes on
        """
        self.ensure_one()
        (self | target).check_access("write")
        partners = self.partner_id, target.partner_id
        mails = [email_normalize(one.partner_email or "") for one in (self, target)]
        same = partners[0] == partners[1] if any(partners) else mails[0] and mails[0] == mails[1]
        if not same or self.company_id != target.company_id:
            raise UserError(
                self.env._(
                    "Tickets of different people can't be merged: "
                    "each would read the other's words."
                )
            )

    def _mlm_merge_into(self, target):
        """Move messages, files and what was started; each ticket says where the rest is.

        Of the followers only employees come along: others would read the words of the ticket
        that goes on without having been part of it.
        """
        self.ensure_one()
        source = self.sudo()
        goal = target.sudo()
        goal._message_log(
            body=Markup("<p>%s</p><blockquote>%s</blockquote>")
            % (
                self.env._("Merged from %(number)s: %(name)s", number=self.number, name=self.name),
                # Sanitized when the ticket was written.
                Markup(source.description or ""),
            )
        )
        moved = source.message_ids.filtered(lambda m: m.message_type != "notification")
        moved.write({"res_id": target.id})
        source.attachment_ids.write({"res_id": target.id})
        source.mlm_question_ids.write({"ticket_id": target.id})
        goal.message_subscribe(
            partner_ids=source.message_partner_ids.filtered(lambda p: not p.partner_share).ids
        )
        source._mlm_hand_on_workflow(goal)
        # Nobody is asked how satisfied it is with a ticket that goes on elsewhere.
        source.rating_status = "no_rate"
        source._message_log(body=self.env._("Goes on in %(number)s.", number=target.number))
