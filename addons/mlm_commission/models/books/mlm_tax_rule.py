# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command, models

# Services from outside the EU, § 13b Abs. 2 Nr. 1 UStG: boxes 84, 85 and 67.
THIRD_COUNTRY_TAX = "mlm_tax_13b_third_country"
# Per chart: input tax § 13b 19 %, tax owed § 13b 19 %, tax group, position, tax it takes the
# place of.
THIRD_COUNTRY_PARTS = {
    "de_skr03": (
        "account_1577",
        "account_1787",
        "fiscal_position_non_eu_partner_service_skr03",
        "tax_vst_19_skr03",
    ),
    "de_skr04": (
        "chart_skr04_1407",
        "chart_skr04_3837",
        "fiscal_position_non_eu_partner_service_skr04",
        "tax_vst_19_skr04",
    ),
}
BASE_BOX, OWED_BOX, INPUT_BOX = "84", "85", "67"


class MlmTaxRule(models.Model):
    _inherit = "mlm.tax.rule"

    def _first_of_chart(self, names):
        """Create the tax on services from third countries where the German chart has a wrong one.

        The tax of the chart for this case counts its input tax in box 66 instead of 67, shows the
        tax owed in box 85 with the wrong sign and books it on the account of box 69.
        """
        found = super()._first_of_chart(names)
        company = self.env.company
        if found or THIRD_COUNTRY_TAX not in names.split():
            return found
        if company.chart_template not in THIRD_COUNTRY_PARTS:
            return found
        return company.sudo()._mlm_create_third_country_tax()


class ResCompany(models.Model):
    _inherit = "res.company"

    def _mlm_create_third_country_tax(self):
        """Create the § 13b tax on services from third countries in a German chart; return it."""
        self.ensure_one()
        chart = self.env["account.chart.template"].with_company(self)
        input_account, owed_account, position, regular = map(
            chart.ref, THIRD_COUNTRY_PARTS[self.chart_template]
        )
        tags = {
            box: self.env["account.account.tag"]._get_tax_tags(box, self.country_id.id)
            for box in (BASE_BOX, OWED_BOX, INPUT_BOX)
        }

        def part(box, account=None, factor=100):
            return Command.create(
                {
                    "repartition_type": "tax" if account else "base",
                    "account_id": account and account.id,
                    "factor_percent": factor,
                    "tag_ids": [Command.set(tags[box].ids)],
                }
            )

        def parts():
            return [
                part(BASE_BOX),
                part(INPUT_BOX, input_account),
                part(OWED_BOX, owed_account, -100),
            ]

        return self._mlm_load_for_chart(
            "account.tax",
            THIRD_COUNTRY_TAX,
            {
                "name": "19% § 13b",
                "description": self.env._("Services from outside the EU (§ 13b UStG), 19 %"),
                "invoice_label": self.env._("§ 13b 19 %"),
                "type_tax_use": "purchase",
                "amount_type": "percent",
                "amount": 19,
                "company_id": self.id,
                "country_id": self.country_id.id,
                "tax_group_id": regular.tax_group_id.id,
                "fiscal_position_ids": [Command.link(position.id)],
                "original_tax_ids": [Command.link(regular.id)],
                "invoice_repartition_line_ids": parts(),
                "refund_repartition_line_ids": parts(),
            },
        )
