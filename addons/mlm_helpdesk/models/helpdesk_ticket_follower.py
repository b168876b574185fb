# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """Followers read all of a ticket in the portal: who asks, and employees, nobody else.

    The helpdesk makes everybody a follower who stands in the copy of a mail; whoever writes in
    another one's name, or answers a forwarded mail, could let himself in.
    """

    _inherit = "helpdesk.ticket"

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Add followers.

        :raise UserError: an employee adds somebody else's eyes; mails that name them don't fail
        """
        if not self.env.su:
            partners = self.env["res.partner"].browse(partner_ids or ())
            for ticket in self:
                strangers = partners - ticket._mlm_may_follow(partners)
                if strangers:
                    raise UserError(
                        self.env._(
                            "%(name)s would read the whole ticket. Only who asks and employees "
                            "can follow it; use “Ask the Sponsor”, or send a mail of your own.",
                            name=strangers[0].sudo().display_name,
                        )
                    )
        return super().message_subscribe(partner_ids, subtype_ids)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        partners = self.env["res.partner"].browse(partner_ids or ())
        for ticket in self:
            allowed = ticket._mlm_may_follow(partners).ids
            if allowed:
                super(HelpdeskTicket, ticket)._message_subscribe(
                    allowed, subtype_ids, customer_ids=customer_ids
                )
        return True

    def _mlm_may_follow(self, partners):
        """Return those of some partners who may read the whole ticket."""
        self.ensure_one()
        asker = self.sudo().commercial_partner_id
        return partners.filtered(
            lambda partner: (
                not partner.sudo().partner_share
                or (asker and partner.sudo().commercial_partner_id == asker)
            )
        )
