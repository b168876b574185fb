# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..const import MEMBER_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"
    _rec_names_search = ["complete_name", "email", "ref", "vat", "company_registry", "mlm_member_number"]

    mlm_type_id = fields.Many2one(
        comodel_name="mlm.partner.type", string="Partner Type", index="btree_not_null", tracking=True,
        ondelete="restrict",
    )
    mlm_role = fields.Selection(
        string="Role in the Network",
        related="mlm_type_id.role",
        store=True,
        index="btree_not_null",
    )
    mlm_sponsor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Sponsor",
        index="btree_not_null",
        ondelete="restrict",
        help="Who brought this member into the network. It changes by an approved request only.",
    )
    mlm_frontline_ids = fields.One2many("res.partner", "mlm_sponsor_id", string="Frontline")
    mlm_frontline_count = fields.Integer(string="Frontline Count", compute="_compute_mlm_frontline_count")
    mlm_member_number = fields.Char(
        string="Member Number", readonly=True, copy=False, index="btree_not_null"
    )
    mlm_market_id = fields.Many2one(
        comodel_name="mlm.market", string="Market", index="btree_not_null", ondelete="restrict"
    )
    mlm_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Network Company",
        related="mlm_market_id.company_id",
        store=True,
        index="btree_not_null",
    )
    mlm_state = fields.Selection(
        selection=MEMBER_STATES, string="Member Status", copy=False, index="btree_not_null", tracking=True
    )
    mlm_date_joined = fields.Date(string="Joined On", copy=False)
    mlm_date_ended = fields.Date(string="Ended On", copy=False)
    mlm_attributes = fields.Json(
        string="Facts for Plans", copy=False, help="Further facts that plan conditions may ask for."
    )

    def _compute_mlm_frontline_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("mlm_sponsor_id", "in", self.ids)], ["mlm_sponsor_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mlm_frontline_count = counts.get(partner, 0)

    @api.depends_context("mlm_show_number")
    def _compute_display_name(self):
        super()._compute_display_name()
        if self.env.context.get("mlm_show_number"):
            for partner in self.filtered("mlm_member_number"):
                partner.display_name = f"[{partner.mlm_member_number}] {partner.display_name}"

    def action_mlm_view_frontline(self):
        """Open the members whom this one sponsors."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("mlm_base.res_partner_action_members")
        return {
            **action,
            "domain": [("mlm_sponsor_id", "=", self.id)],
            "context": {"default_mlm_sponsor_id": self.id, "mlm_show_number": True},
        }
