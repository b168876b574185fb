# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..const import BUYER_PARTNER_OWN, BUYER_PREFERRED, BUYER_RETAIL, BUYER_ROLES

CUSTOMER_BUYER_ROLES = (BUYER_RETAIL, BUYER_PREFERRED)


class MlmPartnerType(models.Model):
    _inherit = "mlm.partner.type"

    buyer_role = fields.Selection(
        selection=BUYER_ROLES,
        string="Buys As",
        compute="_compute_buyer_role",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Written on every sale to such a contact. It decides the right of withdrawal and the "
        "share of retail sales in compliance reports.",
    )

    @api.depends("role")
    def _compute_buyer_role(self):
        for partner_type in self:
            is_customer = partner_type.role == "customer"
            if (partner_type.buyer_role in CUSTOMER_BUYER_ROLES) != is_customer:
                partner_type.buyer_role = BUYER_RETAIL if is_customer else BUYER_PARTNER_OWN
            elif not partner_type.buyer_role:
                partner_type.buyer_role = BUYER_PARTNER_OWN

    @api.constrains("buyer_role", "role")
    def _check_buyer_role(self):
        for partner_type in self:
            is_customer = partner_type.role == "customer"
            if (partner_type.buyer_role in CUSTOMER_BUYER_ROLES) != is_customer:
                raise ValidationError(
                    self.env._(
                        "“%(type)s”: customers buy as retail or preferred customers, partners as "
                        "partners or resellers. Choose another value for “Buys As”.",
                        type=partner_type.name,
                    )
                )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _mlm_member(self):
        """Return the member of the network behind this contact: itself, or its company.

        An invoice or delivery address counts as its commercial contact, unless it is a member.
        """
        self.ensure_one()
        return self if self.mlm_type_id else self.commercial_partner_id

    def _mlm_buyer_role(self):
        """Return the role in which this contact buys today, one of ``const.BUYER_ROLES``.

        Nobody's partner, and former partners, are retail customers.
        """
        self.ensure_one()
        # Whoever writes an order needs the type's role, not the right to read the network.
        member_sudo = self._mlm_member().sudo()
        if member_sudo.mlm_role == "partner" and member_sudo.mlm_state == "terminated":
            return BUYER_RETAIL
        return member_sudo.mlm_type_id.buyer_role or BUYER_RETAIL

    @api.model
    def _sql_mlm_buyer_role(self, partner, partner_type):
        """The same choice as :meth:`_mlm_buyer_role`, as SQL.

        :param str partner: alias of ``res_partner`` (the member)
        :param str partner_type: alias of ``mlm_partner_type``, may be outer-joined
        """
        return SQL(
            """CASE WHEN %(type)s.role = 'partner' AND %(partner)s.mlm_state = 'terminated'
                    THEN %(retail)s
                    ELSE coalesce(%(type)s.buyer_role, %(retail)s) END""",
            type=SQL.identifier(partner_type),
            partner=SQL.identifier(partner),
            retail=BUYER_RETAIL,
        )
