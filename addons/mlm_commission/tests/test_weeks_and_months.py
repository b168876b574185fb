# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LEVEL_PLAN, CommissionCommon


@tagged("post_install", "-at_install")
class TestWeeksAndMonths(CommissionCommon):
    """One company with weeks and months: a row lies in one of each.

    Week 13 is [23 March, 30 March), week 14 [30 March, 6 April): it crosses the end of March.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        weekly = cls.env["mlm.plan"].create(
            {"name": "Weekly", "code": "weekly", "period_kind": "week"}
        )
        cls.env["mlm.plan.version"].create(
            {"plan_id": weekly.id, "date_from": "2026-01-01", "definition": LEVEL_PLAN}
        )._release()
        cls.week_13 = cls.env["mlm.period"].create({"kind": "week", "date_from": "2026-03-23"})
        cls.week_14 = cls.week_13._next()

    def row(self, invoice):
        return self.Volume.search([("move_id", "=", invoice.id)])

    def sold(self, day):
        return self.row(self.sell(self.customer, [(self.soap, 2)], date=day))

    def test_a_closed_week_is_shut_though_its_month_is_open(self):
        self.week_13._close()
        self.assertEqual(self.march.state, "open")
        self.assertEqual(self.sold("2026-03-25").date_commission, date(2026, 3, 30))
        self.assertEqual(self.sold("2026-03-20").date_commission, date(2026, 3, 20))

    def test_late_rows_count_on_a_day_open_in_all_kinds(self):
        self.week_13._close()
        self.march._close()
        # 1 April: past the month; week 14 is still open.
        self.assertEqual(self.sold("2026-03-25").date_commission, date(2026, 4, 1))
        self.week_14._close()
        # Past the month lies the closed week 14: past that one too.
        self.assertEqual(self.sold("2026-03-25").date_commission, date(2026, 4, 6))
        self.assertEqual(self.sold("2026-04-02").date_commission, date(2026, 4, 6))

    def test_nothing_is_rebooked_into_or_out_of_a_closed_week(self):
        counted = self.sold("2026-03-25")
        other = self.sold("2026-03-10")
        self.week_13.date_cutoff = "2026-04-18"
        self.week_13._close()
        with self.assertRefused("2026-W13, which is closed", UserError):
            self.Volume._move_commission_date(counted.ids, date(2026, 3, 31), "out")
        with self.assertRefused("2026-W13, which is closed", UserError):
            self.Volume._move_commission_date(other.ids, date(2026, 3, 24), "in")

    def test_what_a_week_paid_on_stays_in_its_month(self):
        # Paid on 3 April: in time for the week, after the cut-off of the month.
        self.market.release_rule = "payment"
        invoice = self.sell(self.customer, [(self.soap, 2)], date="2026-03-25")
        self.pay(invoice, "2026-04-03")
        late = self.sold("2026-03-20")
        self.week_13.date_cutoff = "2026-04-04"
        self.march.date_cutoff = "2026-04-01"
        week = self.week_13._close()
        self.assertEqual(week.volume_count, 1)
        month = self.march._close()
        self.assertEqual(month.volume_count, 1)
        self.assertFalse(month._verify())
        self.assertEqual(self.row(invoice).date_commission, date(2026, 3, 25))
        late.invalidate_recordset()
        self.assertEqual(late.date_commission, date(2026, 4, 1))

    def test_unreleased_rows_move_past_a_week_that_has_closed(self):
        self.market.release_rule = "payment"
        late = self.sold("2026-03-20")
        self.week_13._close()
        self.week_14._close()
        self.march._close()
        late.invalidate_recordset()
        self.assertEqual(late.date_commission, date(2026, 4, 6))
