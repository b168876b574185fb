# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import email_normalize

# Who the asker is to the network is for staff: the sponsor's name isn't always the asker's to know.
STAFF = "helpdesk_mgmt.group_helpdesk_user_own"


class HelpdeskTicket(models.Model):
    """Tickets of members: who asks, below whom, about which order or statement."""

    _inherit = "helpdesk.ticket"

    mlm_member_number = fields.Char(
        related="partner_id.mlm_member_number", string="Member Number", groups=STAFF
    )
    mlm_role = fields.Selection(related="partner_id.mlm_role", string="Role", groups=STAFF)
    mlm_sponsor_id = fields.Many2one(
        related="partner_id.mlm_sponsor_id", string="Sponsor", groups=STAFF
    )
    mlm_market_id = fields.Many2one(
        related="partner_id.mlm_market_id", string="Market", store=True, groups=STAFF
    )
    mlm_statement_id = fields.Many2one(
        "mlm.statement",
        string="Statement",
        index="btree_not_null",
        ondelete="set null",
        groups="mlm_base.group_mlm_user",
    )
    mlm_explanation = fields.Html(
        string="Explanation",
        readonly=True,
        help="What the partner was told about the line when the question was asked.",
    )
    mlm_order_id = fields.Many2one(
        "sale.order", string="Order", index="btree_not_null", ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Route what came without a team to the one that the rules name."""
        tickets = super().create(vals_list)
        for ticket in tickets.filtered(lambda one: not one.team_id):
            ticket._mlm_route()
        return tickets

    def _mlm_route(self):
        """Give the ticket to the team and the person of the first rule that fits."""
        self.ensure_one()
        route = self.env["mlm.ticket.route"].sudo()._find(self)
        if route:
            stage = route.team_id._get_applicable_stages()[:1]
            self.sudo().write(
                {
                    "team_id": route.team_id.id,
                    "user_id": route.user_id.id,
                    **({"stage_id": stage.id} if stage else {}),
                }
            )
            # The promises of the team: none were made while the ticket had no team.
            self.sudo().set_sla()

    def _mlm_language(self):
        """Return the code of the language in which somebody asks, False if it is not known."""
        self.ensure_one()
        return self.partner_id.sudo().lang

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Know the member who writes, also where the address stands on other contacts too."""
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or 0)
        email = email_normalize(msg_dict.get("email_from") or msg_dict.get("from") or "")
        if email and not author.mlm_type_id:
            members = self.env["res.partner"].search(
                [("email_normalized", "=", email), ("mlm_type_id", "!=", False)], limit=2
            )
            if len(members) == 1:
                msg_dict = {**msg_dict, "author_id": members.id}
                custom_values = {**(custom_values or {}), "partner_id": members.id}
        ticket = super().message_new(msg_dict, custom_values=custom_values)
        if ticket.partner_id and not ticket.partner_name:
            ticket.partner_name = ticket.partner_id.name
        return ticket
