# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """What a manufacturer's contact must hold for Art. 19 of Regulation (EU) 2023/988."""

    _inherit = "res.partner"

    def _mlm_safety_address(self):
        """Return the lines that a buyer reads: name, postal and electronic address; no record."""
        partner = self.sudo()
        lines = [partner.name, *partner._display_address(without_company=True).split("\n")]
        lines += [partner.email or partner.website]
        return [line.strip() for line in lines if line and line.strip()]

    def _mlm_is_in_the_union(self):
        """Whether the contact sits in the European Union."""
        return self.country_id in self.env.ref("base.europe").sudo().country_ids

    def _mlm_has_safety_address(self):
        """Whether name, postal and electronic address are there."""
        return bool(
            self
            and all((self.name, self.street, self.city, self.country_id))
            and (self.email or self.website)
        )

    def _mlm_safety_domain(self, field):
        """Return the domain of records whose contact in a field has all addresses.

        :param str field: a Many2one to res.partner
        """
        needed = [(f"{field}.{name}", "!=", False) for name in ("street", "city", "country_id")]
        electronic = Domain(f"{field}.email", "!=", False) | Domain(f"{field}.website", "!=", False)
        return Domain.AND([needed, electronic])
