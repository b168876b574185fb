# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..const import GOODS, POINTS_DIGITS, POINTS_MAX


class MlmProductPoints(models.Model):
    _name = "mlm.product.points"
    _description = "Points of a Product"
    _order = "product_tmpl_id, partner_type_id, country_group_id, product_id, date_from, id"

    # === FIELDS === #
    product_tmpl_id = fields.Many2one(
        comodel_name="product.template",
        string="Product",
        required=True,
        index=True,
        ondelete="cascade",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Variant",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('product_tmpl_id', '=', product_tmpl_id)]",
    )
    company_id = fields.Many2one(
        related="product_tmpl_id.company_id", store=True, index="btree_not_null"
    )
    commission_class = fields.Selection(related="product_tmpl_id.mlm_commission_class")
    country_group_id = fields.Many2one(
        comodel_name="res.country.group", index="btree_not_null", ondelete="restrict"
    )
    partner_type_id = fields.Many2one(
        comodel_name="mlm.partner.type", index="btree_not_null", ondelete="restrict"
    )
    date_from = fields.Date(string="Valid From", help="First day of the rule; empty: always.")
    date_to = fields.Date(
        string="Valid Until",
        help="The day on which the rule no longer holds; empty: no end.",
    )
    pv = fields.Float(string="PV", digits=POINTS_DIGITS, min_display_digits=2, required=True)
    cv = fields.Float(string="CV", digits=POINTS_DIGITS, min_display_digits=2, required=True)

    _points_range = models.Constraint(
        f"CHECK(pv >= 0 AND pv < {POINTS_MAX} AND cv >= 0 AND cv < {POINTS_MAX})",
        "PV and CV must not be negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from < date_to)",
        "A point rule must end after the day on which it begins.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("cv", "pv", "product_tmpl_id")
    def _check_values(self):
        for rule in self:
            if rule.pv < 0 or rule.cv < 0:
                raise ValidationError(
                    self.env._(
                        "“%(product)s”: PV and CV must not be negative.",
                        product=rule.product_tmpl_id.name,
                    )
                )
            if rule.cv and rule.product_tmpl_id.mlm_commission_class != GOODS:
                raise ValidationError(
                    self.env._(
                        "“%(product)s” is not in the commission class “Goods”: its point rules "
                        "must have CV 0.",
                        product=rule.product_tmpl_id.name,
                    )
                )

    @api.constrains("product_tmpl_id", "product_id")
    def _check_variant(self):
        for rule in self:
            if rule.product_id and rule.product_id.product_tmpl_id != rule.product_tmpl_id:
                raise ValidationError(
                    self.env._(
                        "“%(variant)s” is not a variant of “%(product)s”.",
                        variant=rule.product_id.display_name,
                        product=rule.product_tmpl_id.name,
                    )
                )

    @api.constrains(
        "product_tmpl_id",
        "product_id",
        "country_group_id",
        "partner_type_id",
        "date_from",
        "date_to",
    )
    def _check_overlap(self):
        """Refuse two equally specific rules that could both apply to a sale."""
        self._refuse_overlaps(self.product_tmpl_id.ids)

    @api.model
    def _refuse_overlaps(self, template_ids):
        """Raise if equally specific rules of these products overlap.

        :param list template_ids: ids of product templates
        :raise ValidationError: naming the first pair found
        """
        self.flush_model()
        self.env["res.country.group"].flush_model(["country_ids"])
        pairs = self.env.execute_query(
            SQL(
                """
                SELECT a.id, b.id
                  FROM mlm_product_points a
                  JOIN mlm_product_points b
                    ON b.product_tmpl_id = a.product_tmpl_id AND b.id > a.id
                   AND b.product_id IS NOT DISTINCT FROM a.product_id
                   AND b.partner_type_id IS NOT DISTINCT FROM a.partner_type_id
                   AND daterange(a.date_from, a.date_to) && daterange(b.date_from, b.date_to)
                   AND (b.country_group_id IS NOT DISTINCT FROM a.country_group_id
                        OR EXISTS (
                            SELECT 1
                              FROM res_country_res_country_group_rel ra
                              JOIN res_country_res_country_group_rel rb
                                ON rb.res_country_id = ra.res_country_id
                             WHERE ra.res_country_group_id = a.country_group_id
                               AND rb.res_country_group_id = b.country_group_id))
                 WHERE a.product_tmpl_id = ANY(%s)
                 ORDER BY a.id, b.id LIMIT 1
                """,
                list(template_ids),
            )
        )
        if pairs:
            first, second = self.browse(pairs[0])
            raise ValidationError(
                self.env._(
                    "Two point rules of “%(product)s” would hold for the same sale: "
                    "%(first)s and %(second)s. Change their dates, countries or partner types so "
                    "that they do not overlap.",
                    product=first.product_tmpl_id.name,
                    first=first.display_name,
                    second=second.display_name,
                )
            )

    # === COMPUTE METHODS === #
    @api.depends("product_tmpl_id", "country_group_id", "partner_type_id", "date_from", "date_to")
    def _compute_display_name(self):
        for rule in self:
            parts = [
                (rule.product_id or rule.product_tmpl_id).display_name,
                rule.partner_type_id.display_name,
                rule.country_group_id.display_name,
                (rule.date_from or rule.date_to)
                and f"{rule.date_from or ''} … {rule.date_to or ''}",
            ]
            rule.display_name = " · ".join(part for part in parts if part)

    # === BUSINESS METHODS === #
    @api.model
    def _sql_points(self, product, template, partner_type, country, date):
        """Return the SQL subquery that finds the points of one product: columns ``pv``, ``cv``.

        The one place where the choice is made. Of the rules that hold, the most specific wins:
        partner type and country before partner type before country before neither; a rule of the
        variant before one of the product. Without a rule the product's own points hold. Only
        goods have CV, whatever stands in a rule.

        :param SQL product, partner_type, country, date: expressions (country may be NULL)
        :param str template: alias of ``product_template`` in the surrounding query
        :return: SQL, to be used as ``CROSS JOIN LATERAL (…) AS points``
        """
        return SQL(
            """
            SELECT coalesce(rule.pv, %(t)s.mlm_pv, 0) AS pv,
                   CASE WHEN %(t)s.mlm_commission_class = %(goods)s
                        THEN coalesce(rule.cv, %(t)s.mlm_cv, 0) ELSE 0 END AS cv
              FROM (SELECT 1) AS always
              LEFT JOIN LATERAL (
                SELECT r.pv, r.cv
                  FROM mlm_product_points r
                 WHERE r.product_tmpl_id = %(t)s.id
                   AND (r.product_id IS NULL OR r.product_id = %(product)s)
                   AND (r.partner_type_id IS NULL OR r.partner_type_id = %(partner_type)s)
                   AND (r.country_group_id IS NULL OR EXISTS (
                        SELECT 1 FROM res_country_res_country_group_rel rel
                         WHERE rel.res_country_group_id = r.country_group_id
                           AND rel.res_country_id = %(country)s))
                   AND (r.date_from IS NULL OR r.date_from <= %(date)s)
                   AND (r.date_to IS NULL OR r.date_to > %(date)s)
                 ORDER BY (r.partner_type_id IS NULL), (r.country_group_id IS NULL),
                          (r.product_id IS NULL), r.id
                 LIMIT 1) AS rule ON TRUE
            """,
            t=SQL.identifier(template),
            goods=GOODS,
            product=product,
            partner_type=partner_type,
            country=country,
            date=date,
        )


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _mlm_points(self, partner_type, country, date):
        """Return the points per unit of measure of each product for a kind of buyer.

        :param partner_type: ``mlm.partner.type`` record, may be empty
        :param country: ``res.country`` record, may be empty
        :param date: the day of the order
        :return: {product id: (Decimal pv, Decimal cv)}, one query whatever the number of products
        """
        product_ids = self._origin.ids
        if not product_ids:
            return {}
        self.env["product.template"].flush_model(["mlm_pv", "mlm_cv", "mlm_commission_class"])
        self.env["product.product"].flush_model(["product_tmpl_id"])
        self.env["mlm.product.points"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, points.pv::text, points.cv::text
                  FROM product_product p
                  JOIN product_template t ON t.id = p.product_tmpl_id
                 CROSS JOIN LATERAL (%s) AS points
                 WHERE p.id = ANY(%s)
                """,
                self.env["mlm.product.points"]._sql_points(
                    SQL("p.id"),
                    "t",
                    SQL("%s::integer", partner_type.id or None),
                    SQL("%s::integer", country.id or None),
                    SQL("%s::date", date),
                ),
                product_ids,
            )
        )
        return {product_id: (Decimal(pv), Decimal(cv)) for product_id, pv, cv in rows}


class ResCountryGroup(models.Model):
    _inherit = "res.country.group"

    @api.constrains("country_ids")
    def _check_mlm_points_overlap(self):
        """A country added to a group must not make two point rules hold at once."""
        rules = self.env["mlm.product.points"].sudo().search([("country_group_id", "in", self.ids)])
        if rules:
            rules._refuse_overlaps(rules.product_tmpl_id.ids)
