# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    mlm_autoship_delivery_id = fields.Many2one(
        "mlm.autoship.delivery",
        string="Autoship Delivery",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _mlm_may_come_again(self):
        """Whether its buyer may have this order delivered regularly."""
        self.ensure_one()
        return (
            self.state == "sale"
            and not self.mlm_autoship_delivery_id
            and self.company_id.mlm_autoship_open
            and bool(self._mlm_autoship_lines())
        )

    def _mlm_autoship_lines(self):
        """Return the lines with goods that can be ordered again."""
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and line.product_id.mlm_autoship_ok
                and line.product_uom_qty > 0
            )
        )
