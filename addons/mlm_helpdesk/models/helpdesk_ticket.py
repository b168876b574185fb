# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Tickets of members: who asks, below whom, about which order or statement."""

    _inherit = "helpdesk.ticket"

    mlm_member_number = fields.Char(
        related="partner_id.mlm_member_number", string="Member Number", related_sudo=True
    )
    mlm_role = fields.Selection(related="partner_id.mlm_role", string="Role")
    mlm_sponsor_id = fields.Many2one(related="partner_id.mlm_sponsor_id", string="Sponsor")
    mlm_market_id = fields.Many2one(related="partner_id.mlm_market_id", string="Market", store=True)
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

    def action_mlm_ask_sponsor(self):
        """Leave a task for the sponsor's contact; nothing of the ticket's words goes along."""
        for ticket in self.filtered("mlm_sponsor_id"):
            ticket.mlm_sponsor_id.activity_schedule(
                "mail.mail_activity_data_call",
                summary=self.env._(
                    "Ask how %(member)s can be helped", member=ticket.partner_id.name
                ),
                user_id=ticket.user_id.id or self.env.uid,
            )
