# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..const import COMMISSION_CLASSES, GOODS, POINTS_DIGITS, POINTS_MAX


class ProductTemplate(models.Model):
    _inherit = "product.template"

    # === FIELDS === #
    mlm_commission_class = fields.Selection(
        selection=COMMISSION_CLASSES,
        string="Commission Class",
        default=GOODS,
        required=True,
        help="Only goods may carry commissionable volume: paying commission on kits, fees, "
        "trainings or events would reward recruiting instead of selling.",
    )
    mlm_pv = fields.Float(
        string="PV",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        help="Points per unit of measure that count for qualification, unless a rule below says "
        "otherwise.",
    )
    mlm_cv = fields.Float(
        string="CV",
        digits=POINTS_DIGITS,
        min_display_digits=2,
        help="Points per unit of measure on which commission is paid, unless a rule below says "
        "otherwise.",
    )
    mlm_points_ids = fields.One2many(
        comodel_name="mlm.product.points",
        inverse_name="product_tmpl_id",
        string="Point Rules",
    )

    _mlm_points_range = models.Constraint(
        f"CHECK(mlm_pv >= 0 AND mlm_pv < {POINTS_MAX} AND mlm_cv >= 0 AND mlm_cv < {POINTS_MAX})",
        "PV and CV of a product must not be negative.",
    )
    _mlm_only_goods_have_cv = models.Constraint(
        "CHECK(mlm_commission_class = 'goods' OR coalesce(mlm_cv, 0) = 0)",
        "Only products of the commission class “Goods” may have CV. Set CV to 0.",
    )

    def init(self):
        """Give rows written without this module in memory (Odoo loading others) a class."""
        super().init()
        self.env.cr.execute(
            SQL(
                "ALTER TABLE product_template ALTER COLUMN mlm_commission_class SET DEFAULT %s",
                GOODS,
            )
        )

    # === CONSTRAINT METHODS === #
    @api.constrains("mlm_commission_class", "mlm_cv", "mlm_pv")
    def _check_mlm_points(self):
        """Refuse negative points, and CV on anything but goods (also in the point rules)."""
        for template in self:
            if template.mlm_pv < 0 or template.mlm_cv < 0:
                raise ValidationError(
                    self.env._(
                        "“%(product)s”: PV and CV must not be negative.", product=template.name
                    )
                )
            if template.mlm_commission_class != GOODS and (
                template.mlm_cv or any(template.sudo().mlm_points_ids.mapped("cv"))
            ):
                raise ValidationError(
                    self.env._(
                        "“%(product)s” is not in the commission class “Goods”, so it cannot have "
                        "CV. Set CV to 0 on the product and on all its point rules.",
                        product=template.name,
                    )
                )

    # === ONCHANGE METHODS === #
    @api.onchange("mlm_commission_class")
    def _onchange_mlm_commission_class(self):
        if self.mlm_commission_class != GOODS:
            self.mlm_cv = 0
