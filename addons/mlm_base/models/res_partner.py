# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists, create_column

from ..const import ACTIVE, APPLICANT, MEMBER_STATES, TERMINATED

STORED_COLUMNS = (
    ("mlm_role", "varchar"),
    ("mlm_market_id", "int4"),
    ("mlm_company_id", "int4"),
    ("mlm_state", "varchar"),
    ("mlm_date_joined", "date"),
    ("mlm_date_ended", "date"),
)


class ResPartner(models.Model):
    """Membership of a contact: what it is in the network, its number, its state."""

    _inherit = "res.partner"
    _rec_names_search = [
        "complete_name",
        "email",
        "ref",
        "vat",
        "company_registry",
        "mlm_member_number",
    ]

    mlm_type_id = fields.Many2one(
        comodel_name="mlm.partner.type",
        string="Partner Type",
        index="btree_not_null",
        copy=False,
        tracking=True,
        ondelete="restrict",
    )
    mlm_role = fields.Selection(
        string="Role in the Network",
        related="mlm_type_id.role",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    mlm_sponsor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Sponsor",
        index="btree_not_null",
        copy=False,
        tracking=True,
        ondelete="restrict",
        # A name shown by a Many2one asks nobody: in the portal the sponsor decides what is told.
        groups="base.group_user",
        help="Who brought this member into the network. It changes by an approved request only.",
    )
    mlm_frontline_ids = fields.One2many(
        "res.partner", "mlm_sponsor_id", string="Frontline", groups="base.group_user"
    )
    mlm_frontline_count = fields.Integer(
        string="Frontline Count",
        compute="_compute_mlm_frontline_count",
        groups="base.group_user",
    )
    mlm_member_number = fields.Char(
        string="Member Number", readonly=True, copy=False, index="btree_not_null"
    )
    mlm_market_id = fields.Many2one(
        comodel_name="mlm.market",
        string="Market",
        compute="_compute_mlm_market_id",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    mlm_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Network Company",
        compute="_compute_mlm_company_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The company of the market. Numbers and sponsor lines stay inside one company.",
    )
    mlm_state = fields.Selection(
        selection=MEMBER_STATES,
        string="Member Status",
        compute="_compute_mlm_state",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    mlm_date_joined = fields.Date(
        string="Joined On",
        compute="_compute_mlm_dates",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        tracking=True,
    )
    mlm_date_ended = fields.Date(
        string="Ended On",
        compute="_compute_mlm_dates",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
    )
    mlm_attributes = fields.Json(
        string="Facts for Plans", copy=False, help="Further facts that plan conditions may ask for."
    )

    _mlm_not_own_sponsor = models.Constraint(
        "CHECK(mlm_sponsor_id <> id)", "Nobody sponsors himself. Choose another sponsor."
    )

    def _auto_init(self):
        """Create the stored computed columns empty: contacts that exist are not members yet.

        Without this, installing into a database with a million contacts computes them one by one.
        """
        for name, column_type in STORED_COLUMNS:
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, column_type)
        return super()._auto_init()

    # === COMPUTE METHODS === #

    def _compute_mlm_frontline_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("mlm_sponsor_id", "in", self.ids)], ["mlm_sponsor_id"], ["__count"]
            )
        )
        for partner in self:
            partner.mlm_frontline_count = counts.get(partner, 0)

    @api.depends("mlm_type_id")
    def _compute_mlm_market_id(self):
        """A new member gets its country's market; a given one stays."""
        Market = self.env["mlm.market"]
        found = {}
        for partner in self:
            if not partner.mlm_type_id or partner.mlm_market_id:
                partner.mlm_market_id = partner.mlm_market_id
                continue
            company = partner._mlm_default_company()
            key = (company, partner.country_id)
            if key not in found:
                found[key] = Market._get_for_country(partner.country_id, company)
            partner.mlm_market_id = found[key]

    @api.depends("mlm_type_id", "mlm_market_id.company_id")
    def _compute_mlm_company_id(self):
        for partner in self:
            if not partner.mlm_type_id:
                partner.mlm_company_id = False
                continue
            partner.mlm_company_id = (
                partner.mlm_market_id.company_id
                or partner.mlm_company_id
                or partner._mlm_default_company()
            )

    def _mlm_default_company(self):
        self.ensure_one()
        return self.company_id or self.mlm_sponsor_id.mlm_company_id or self.env.company

    @api.depends("mlm_type_id")
    def _compute_mlm_state(self):
        """Who needs no agreement is active at once; the others apply first."""
        for partner in self:
            if not partner.mlm_type_id:
                partner.mlm_state = False
            elif not partner.mlm_state:
                partner.mlm_state = APPLICANT if partner.mlm_type_id.needs_agreement else ACTIVE
            else:
                partner.mlm_state = partner.mlm_state

    @api.depends("mlm_state")
    def _compute_mlm_dates(self):
        today = fields.Date.context_today(self)
        for partner in self:
            state = partner.mlm_state
            joined = partner.mlm_date_joined
            partner.mlm_date_joined = joined or (
                today if state not in (False, APPLICANT) else False
            )
            ended = partner.mlm_date_ended
            partner.mlm_date_ended = (ended or today) if state == TERMINATED else False

    @api.depends_context("mlm_show_number")
    def _compute_display_name(self):
        """In the network's menus the number stands before the name (context mlm_show_number)."""
        super()._compute_display_name()
        if self.env.context.get("mlm_show_number"):
            for partner in self.filtered("mlm_member_number"):
                partner.display_name = f"[{partner.mlm_member_number}] {partner.display_name}"

    # === ACTION METHODS === #

    def action_mlm_view_frontline(self):
        """Open the members whom this one sponsors."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mlm_base.res_partner_action_members"
        )
        return {
            **action,
            "name": self.env._("Frontline of %(name)s", name=self.name),
            "domain": [("mlm_sponsor_id", "=", self.id)],
            "context": {"default_mlm_sponsor_id": self.id, "mlm_show_number": True},
        }

    def action_mlm_request_sponsor_change(self):
        """Open a new request for another sponsor of this member."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request Another Sponsor"),
            "res_model": "mlm.sponsor.change",
            "view_mode": "form",
            "context": {"default_partner_id": self.id},
        }

    def action_mlm_hand_over_frontline(self):
        """Request this member's sponsor as new sponsor of its whole frontline.

        The way out when somebody with a downline leaves for good.

        :raise UserError: if nobody stands above or below
        """
        self.ensure_one()
        frontline = self.with_context(active_test=False).mlm_frontline_ids
        if not self.mlm_sponsor_id or not frontline:
            raise UserError(
                self.env._(
                    "%(name)s has no sponsor or no frontline. Request a new sponsor for each "
                    "member of the frontline.",
                    name=self.display_name,
                )
            )
        requests = self.env["mlm.sponsor.change"].create(
            [
                {
                    "partner_id": member.id,
                    "sponsor_to_id": self.mlm_sponsor_id.id,
                    "reason": self.env._("%(name)s hands over its frontline", name=self.name),
                }
                for member in frontline
            ]
        )
        requests.action_submit()
        action = self.env["ir.actions.act_window"]._for_xml_id("mlm_base.mlm_sponsor_change_action")
        return {**action, "domain": [("id", "in", requests.ids)], "context": {}}
