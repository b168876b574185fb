# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class MlmTicketRoute(models.Model):
    """Which team and person get a ticket, by topic, language, market and role."""

    _name = "mlm.ticket.route"
    _description = "Ticket Route"
    _order = "sequence, id"
    _rec_name = "team_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    category_id = fields.Many2one("helpdesk.ticket.category", string="Topic")
    lang_id = fields.Many2one("res.lang", string="Language")
    market_id = fields.Many2one("mlm.market")
    role = fields.Selection(
        [("partner", "Partner"), ("customer", "Customer"), ("other", "Nobody of the network")]
    )
    team_id = fields.Many2one("helpdesk.ticket.team", required=True)
    user_id = fields.Many2one("res.users", string="Person", domain=[("share", "=", False)])

    @api.model
    def _find(self, ticket):
        """Return the first route whose criteria all fit; empty criteria fit everything."""
        partner = ticket.partner_id.sudo()
        for route in self.search([("company_id", "=", ticket.company_id.id)]):
            if route._fits(ticket, partner):
                return route
        return self.browse()

    def _fits(self, ticket, partner):
        self.ensure_one()
        return (
            self.category_id in (ticket.category_id, self.category_id.browse())
            and (not self.lang_id or self.lang_id.code == ticket._mlm_language())
            and (not self.market_id or self.market_id == partner.mlm_market_id)
            and (not self.role or self.role == (partner.mlm_role or "other"))
        )
