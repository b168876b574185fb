# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
        help="New partners may choose this kit. Nobody has to, and it is sold at cost or below.",
    )

    _mlm_only_kits_offered = models.Constraint(
        "CHECK(NOT mlm_offered_at_registration OR mlm_commission_class = 'kit')",
        "Only starter kits are offered at registration: choose the class “Starter Kit”.",
    )

    @api.constrains("mlm_offered_at_registration", "list_price", "standard_price", "taxes_id")
    def _check_mlm_kit_at_cost(self):
        # Odoo writes the cost of a new product when its variant is there: then it is checked again.
        for kit in self.filtered("mlm_offered_at_registration").filtered("product_variant_ids"):
            if not kit._mlm_is_at_cost(kit.company_id or self.env.company):
                raise ValidationError(
                    self.env._(
                        "“%(kit)s” is offered at registration: its price without tax must not be "
                        "above its cost. Enter the cost, or lower the price.",
                        kit=kit.name,
                    )
                )

    def _mlm_is_at_cost(self, company):
        """Whether this kit is sold without profit: who earns by starting somebody, recruits.

        :param company: res.company record that sells it
        """
        self.ensure_one()
        kit = self.with_company(company)
        net = kit.taxes_id._filter_taxes_by_company(company).compute_all(
            kit.list_price, currency=kit.currency_id, product=kit.product_variant_id
        )["total_excluded"]
        return kit.currency_id.compare_amounts(net, kit.standard_price) <= 0
