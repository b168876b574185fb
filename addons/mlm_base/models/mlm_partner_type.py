# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import PARTNER_ROLES, PRICE_DISPLAYS


class MlmPartnerType(models.Model):
    """What a contact is in the network: whether it sponsors and earns, how it sees prices."""

    _name = "mlm.partner.type"
    _description = "Partner Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Used by imports and plans; keep it short.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    role = fields.Selection(
        selection=PARTNER_ROLES,
        required=True,
        default="partner",
        help="Customers buy and stand below a partner; partners build the network.",
    )
    may_sponsor = fields.Boolean(
        help="Customers with this right recommend other customers; only a partner stands above a "
        "partner.",
    )
    may_earn = fields.Boolean()
    price_display = fields.Selection(
        selection=PRICE_DISPLAYS,
        string="Prices",
        required=True,
        default="gross",
        help="Consumers see prices including tax.",
    )
    needs_agreement = fields.Boolean(
        help="Nobody of this type becomes active without having accepted the current agreement.",
    )
    partner_count = fields.Integer(string="Members", compute="_compute_partner_count")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another partner type has this code.")

    def _compute_partner_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("mlm_type_id", "in", self.ids)], ["mlm_type_id"], ["__count"]
            )
        )
        for partner_type in self:
            partner_type.partner_count = counts.get(partner_type, 0)

    @api.constrains("role", "may_earn")
    def _check_customer_rights(self):
        for partner_type in self:
            if partner_type.role == "customer" and partner_type.may_earn:
                raise ValidationError(
                    self.env._(
                        "Customers earn no commission. Make “%(type)s” a partner or take this "
                        "right away.",
                        type=partner_type.name,
                    )
                )

    def write(self, vals):
        if "role" in vals:
            for partner_type in self.filtered(lambda t: t.role != vals["role"]):
                if partner_type.with_context(active_test=False).partner_count:
                    raise ValidationError(
                        self.env._(
                            "“%(type)s” has members; its role can't change. Create another type "
                            "and change the members.",
                            type=partner_type.name,
                        )
                    )
        return super().write(vals)

    def action_view_partners(self):
        """Open the members of this type."""
        xmlid = "mlm_base.res_partner_action_members"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("mlm_type_id", "in", self.ids)]}
