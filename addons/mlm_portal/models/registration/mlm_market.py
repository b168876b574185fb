# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmMarket(models.Model):
    _inherit = "mlm.market"

    mlm_needs_identity_check = fields.Boolean(
        string="Check Identity",
        help="Staff looks at an identity document before a partner of this market is approved.",
    )
    mlm_minimum_age = fields.Integer(string="Minimum Age", default=18)

    _mlm_of_age = models.Constraint(
        "CHECK(mlm_minimum_age >= 18)", "Partners are at least 18 years old."
    )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    mlm_offered_at_registration = fields.Boolean(
        string="Offer at Registration",
        help="New partners may choose this kit. Nobody has to, and it costs its list price.",
    )

    _mlm_only_kits_offered = models.Constraint(
        "CHECK(NOT mlm_offered_at_registration OR mlm_commission_class = 'kit')",
        "Only starter kits are offered at registration: choose the class “Starter Kit”.",
    )
