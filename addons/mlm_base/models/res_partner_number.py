# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from stdnum.iso7064 import mod_11_10

from odoo import api, models

NUMBER_SEQUENCE = "mlm.member.number"


class ResPartner(models.Model):
    _inherit = "res.partner"

    _mlm_member_number_uniq = models.UniqueIndex(
        "(mlm_company_id, mlm_member_number) WHERE mlm_member_number IS NOT NULL",
        "Another member of this company has this number.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._mlm_assign_numbers()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if vals.get("mlm_type_id") or vals.get("mlm_market_id"):
            self._mlm_assign_numbers()
        return result

    def _mlm_assign_numbers(self):
        """Number the members that have none, in their order, from their company's sequence."""
        for partner in self:
            if partner.mlm_type_id and partner.mlm_company_id and not partner.mlm_member_number:
                number = self._mlm_number_sequence(partner.mlm_company_id).next_by_id()
                partner.mlm_member_number = self._mlm_with_check_digit(number)

    @api.model
    def _mlm_number_sequence(self, company):
        """Return the company's own sequence (sudo: members are made by people without settings)."""
        Sequence_sudo = self.env["ir.sequence"].sudo()
        sequence = Sequence_sudo.search(
            [("code", "=", NUMBER_SEQUENCE), ("company_id", "=", company.id)], limit=1
        )
        return sequence or Sequence_sudo.create(
            {
                "name": self.env._("Member Number %(company)s", company=company.name),
                "code": NUMBER_SEQUENCE,
                "company_id": company.id,
                "implementation": "standard",
                "number_next": 100001,
                "padding": 6,
            }
        )

    @api.model
    def _mlm_with_check_digit(self, number):
        """Append the check digit of ISO 7064 Mod 11,10: '100001' -> '100001-4'.

        It finds each single wrong digit and nearly all swapped neighbours.
        """
        return f"{number}-{mod_11_10.calc_check_digit(number)}"
