# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the shop says beside a price: the lowest one before a reduction, and points for partners."""

from odoo import fields, models
from odoo.http import request


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_sales_prices(self, website):
        """In lists: a crossed-out price is the lowest of 30 days, points are for partners."""
        prices = super()._get_sales_prices(website)
        variants = {template: template.product_variant_id for template in self}
        if not self._mlm_visitor_is_partner(website):
            reduced = self.filtered(lambda template: "base_price" in prices[template.id])
            lowest = self._mlm_lowest_shown(
                website, {variants[template] for template in reduced}, request.pricelist
            )
            for template in reduced:
                found = lowest.get(variants[template].id)
                if found and found > prices[template.id]["price_reduce"]:
                    prices[template.id]["base_price"] = found
                else:
                    del prices[template.id]["base_price"]
        points = self._mlm_points_shown(website, self.product_variant_ids)
        for template, variant in variants.items():
            if variant.id in points:
                prices[template.id]["mlm_points"] = points[variant.id]
        return prices

    def _get_additionnal_combination_info(self, product_or_template, quantity, uom, date, website):
        """On the page of a product: the same."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        variant = product_or_template
        if product_or_template._name == "product.template":
            variant = product_or_template.product_variant_id
        reduced = info["has_discounted_price"] or info.get("compare_list_price")
        if reduced and not self._mlm_visitor_is_partner(website):
            lowest = self._mlm_lowest_shown(website, {variant}, request.pricelist).get(variant.id)
            info.pop("compare_list_price", None)
            info["has_discounted_price"] = bool(lowest and lowest > info["price"])
            info["list_price"] = lowest if info["has_discounted_price"] else info["price"]
            info["mlm_lowest_price"] = info["has_discounted_price"]
        points = self._mlm_points_shown(website, variant)
        if variant.id in points:
            info["mlm_points"] = points[variant.id]
        return info

    def _mlm_visitor_is_partner(self, website):
        """Whether a trader is looking, to whom the rules for consumers don't apply."""
        return website._mlm_visiting_member().mlm_role == "partner"

    def _mlm_lowest_shown(self, website, products, pricelist):
        """Return the lowest price of 30 days before each present price, as this visitor reads it.

        § 11 PAngV, CJEU C-330/23: who announces a reduction has to state it. Without a history
        nothing may be announced.

        :return: {product id: price}; products without a history are missing
        """
        products = self.env["product.product"].union(*products)
        gross = website.show_line_subtotals_tax_selection == "tax_included"
        result, currency = {}, website.currency_id
        for product, row in products._mlm_lowest_price(pricelist.sudo()).items():
            if row:
                price = row.price_gross if gross else row.price
                result[product] = row.currency_id._convert(
                    price, currency, self.env.company, fields.Date.context_today(self)
                )
        return result

    def _mlm_points_shown(self, website, products):
        """Return the PV per unit for a partner who is logged in; nobody else sees points.

        :return: {product id: Decimal}
        """
        if not self._mlm_visitor_is_partner(website):
            return {}
        member = website._mlm_visiting_member()
        found = products._mlm_points(
            member.mlm_type_id, member.country_id, fields.Date.context_today(self)
        )
        return {product: pv for product, (pv, __) in found.items() if pv}
