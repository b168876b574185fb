# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo.tests import tagged

from .common import AutoshipCommon


@tagged("post_install", "-at_install")
class TestAutoshipForecast(AutoshipCommon):
    """What will be ordered counts as goods that leave."""

    def until(self, days):
        return datetime.combine(self.today + timedelta(days=days), time.max)

    def forecast(self, days, **context):
        product = self.soap.with_context(to_date=self.until(days), **context)
        product.invalidate_recordset()
        return product.virtual_available, product.outgoing_qty

    def test_each_delivery_until_the_day(self):
        before, __ = self.forecast(30)
        self.make_autoship(
            [(self.soap, 4)], unit="week", every=2, next_date=self.today + timedelta(days=7)
        )
        # After 7, 21 and 35 days.
        for days, expected in ((6, 0), (7, 4), (20, 4), (21, 8), (40, 12)):
            available, outgoing = self.forecast(days)
            self.assertEqual((available - before, outgoing), (-expected, expected), days)

    def test_without_a_day_nothing_changes(self):
        before = self.soap.virtual_available
        self.make_autoship([(self.soap, 4)], next_date=self.today + timedelta(days=1))
        self.soap.invalidate_recordset()
        self.assertEqual(self.soap.virtual_available, before)

    def test_paused_and_ended_ones_do_not_count(self):
        autoship = self.make_autoship([(self.soap, 4)], next_date=self.today + timedelta(days=2))
        self.assertEqual(self.forecast(5)[1], 4)
        autoship._pause()
        self.assertEqual(self.forecast(5)[1], 0)

    def test_only_at_its_warehouse(self):
        autoship = self.make_autoship([(self.soap, 4)], next_date=self.today + timedelta(days=2))
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        mine = autoship.warehouse_id.lot_stock_id.id
        self.assertEqual(self.forecast(5, location=mine)[1], 4)
        self.assertEqual(self.forecast(5, location=other.lot_stock_id.id)[1], 0)
        self.assertEqual(self.forecast(5, warehouse_id=other.id)[1], 0)

    def test_proposal_to_buy_grows(self):
        self.company.horizon_days = 0
        warehouse = self.make_autoship().warehouse_id
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.oil.id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "product_min_qty": 5,
                "product_max_qty": 10,
            }
        )
        rule._compute_qty_to_order_computed()
        before = rule.qty_to_order
        self.make_autoship([(self.oil, 7)], next_date=self.today - timedelta(days=1))
        self.env.invalidate_all()
        rule._compute_qty_to_order_computed()
        self.assertEqual(rule.qty_to_order - before, 7)
