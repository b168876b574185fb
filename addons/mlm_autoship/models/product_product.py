# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class ProductProduct(models.Model):
    """Coming autoships count as goods that will leave: the proposals to buy follow from that."""

    _inherit = "product.product"

    mlm_autoship_ok = fields.Boolean(compute="_compute_mlm_autoship_ok")

    @api.depends("active", "sale_ok", "type", "mlm_commission_class")
    def _compute_mlm_autoship_ok(self):
        """Goods on sale; kits, fees and training never come again by themselves."""
        for product in self:
            product.mlm_autoship_ok = (
                product.active
                and product.sale_ok
                and product.type == "consu"
                and product.mlm_commission_class == "goods"
            )

    def _compute_quantities_dict(
        self, lot_id, owner_id, package_id, from_date=False, to_date=False
    ):
        result = super()._compute_quantities_dict(lot_id, owner_id, package_id, from_date, to_date)
        day = fields.Datetime.to_datetime(to_date)
        if not day or day < fields.Datetime.now() or lot_id or owner_id or package_id:
            return result
        for product, quantity in self._mlm_autoship_demand(day.date()).items():
            values = result.get(product)
            if values and quantity:
                values["outgoing_qty"] += quantity
                values["virtual_available"] -= quantity
        return result

    def _mlm_autoship_demand(self, until):
        """Sum up what running autoships will order up to a day, today's among it.

        The place is what the context names (``location``, ``warehouse_id``), else all warehouses.

        :param date until: last day
        :return: dict of quantities in the products' own units by product id
        """
        if not self.ids:
            return {}
        for model in ("mlm.autoship", "mlm.autoship.line"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT l.product_id, sum(l.quantity * (
                          SELECT count(*) FROM generate_series(
                              a.next_date::timestamp, %(until)s::timestamp,
                              make_interval(
                                  weeks => CASE WHEN a.unit = 'week' THEN a.every ELSE 0 END,
                                  months => CASE WHEN a.unit = 'month' THEN a.every ELSE 0 END))))
                     FROM mlm_autoship_line l JOIN mlm_autoship a ON a.id = l.autoship_id
                    WHERE a.state = 'running' AND a.next_date <= %(until)s
                      AND l.product_id = ANY(%(products)s) AND a.warehouse_id = ANY(%(places)s)
                    GROUP BY l.product_id""",
                until=until,
                products=self.ids,
                places=self._mlm_autoship_warehouses().ids,
            )
        )
        demand = defaultdict(float)
        for product, quantity in rows:
            demand[product] = float(quantity)
        return demand

    def _mlm_autoship_warehouses(self):
        """Return the warehouses that the context asks about."""
        Warehouse = self.env["stock.warehouse"].sudo()
        context = self.env.context
        if location := context.get("location"):
            ids = location if isinstance(location, list | tuple) else [location]
            if all(isinstance(one, int) for one in ids):
                return Warehouse.search([("lot_stock_id", "child_of", ids)])
        if warehouse := context.get("warehouse_id"):
            ids = warehouse if isinstance(warehouse, list | tuple) else [warehouse]
            return Warehouse.browse([one for one in ids if isinstance(one, int)])
        return Warehouse.search([("company_id", "in", self.env.companies.ids)])
