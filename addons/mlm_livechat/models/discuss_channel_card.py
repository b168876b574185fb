# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store

TICKETS_SHOWN = 5


class DiscussChannel(models.Model):
    """Who chats, for operators who may read members."""

    _inherit = "discuss.channel"

    mlm_company_id = fields.Many2one(
        "res.company", string="Company of the Site", index="btree_not_null", ondelete="set null"
    )
    mlm_sponsor_id = fields.Many2one(
        "res.partner",
        string="Sponsor of a Stranger",
        index="btree_not_null",
        ondelete="set null",
        groups="mlm_base.group_mlm_user",
        help="Whose link brought somebody who is not known yet.",
    )

    def _mlm_visitor(self):
        """Return the contact who asks (sudo), empty for a stranger.

        The first one counts: guests that operators invite later don't become the one who asks.
        If an operator began the chat, it is whose visit of the website it was.
        """
        self.ensure_one()
        channel_sudo = self.sudo()
        visits = channel_sudo.livechat_channel_member_history_ids.filtered(
            lambda one: one.livechat_member_type == "visitor" and not one.partner_id.is_public
        )
        return visits.sorted("id").partner_id[:1] or channel_sudo.livechat_visitor_id.partner_id

    def _mlm_member_card(self):
        """Return what the user may know of who asks.

        :return: dict of ``facts`` (list of label and text; none without the right to read
            members) and ``tickets`` (id and name; none without the helpdesk)
        """
        self.ensure_one()
        partner = self._mlm_visitor().with_user(self.env.user)._filtered_access("read")
        facts = []
        if self.env.user.has_group("mlm_base.group_mlm_user"):
            sponsor = (partner.mlm_sponsor_id or self.mlm_sponsor_id)._filtered_access("read")
            facts = self._mlm_member_facts(partner) if partner else []
            facts.append((self.env._("Sponsor"), sponsor.display_name))
        return {
            "facts": [[label, text] for label, text in facts if text],
            "tickets": self._mlm_card_tickets(partner),
        }

    def _mlm_member_facts(self, partner):
        labels = {
            name: dict(partner._fields[name]._description_selection(self.env))
            for name in ("mlm_role", "mlm_state")
        }
        spoken = self.livechat_lang_id.code or partner.lang
        language = self.env["res.lang"]._get_data(code=spoken).name
        result = self.env["mlm.member.result"]._mlm_latest_each(partner)[:1]
        return [
            (self.env._("Member Number"), partner.mlm_member_number),
            (self.env._("Type"), partner.mlm_type_id.name),
            (self.env._("Status"), labels["mlm_state"].get(partner.mlm_state)),
            (self.env._("Rank"), result.rank_id.display_name),
            (self.env._("Market"), partner.mlm_market_id.name),
            (self.env._("Language"), language),
        ]

    def _mlm_card_tickets(self, partner):
        """Return the open tickets of who asks, and the one of this chat."""
        Ticket = self.env["helpdesk.ticket"]
        if not Ticket.has_access("read"):
            return []
        domain = Domain.FALSE
        if partner:
            domain |= Domain("partner_id", "=", partner.id) & Domain("stage_id.closed", "=", False)
        if Ticket._has_field_access(Ticket._fields["mlm_channel_id"], "read"):
            domain |= Domain("mlm_channel_id", "=", self.id)
        tickets = Ticket.search(domain, limit=TICKETS_SHOWN)
        return [{"id": ticket.id, "name": ticket.display_name} for ticket in tickets]

    def _mlm_card_to_store(self):
        return Store.Attr("mlm_member_card", lambda channel: channel._mlm_member_card())

    def _get_livechat_session_fields_to_store(self):
        return [
            *super()._get_livechat_session_fields_to_store(),
            self._mlm_card_to_store(),
        ]
