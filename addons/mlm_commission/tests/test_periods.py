# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestPeriods(CommissionCommon):
    def test_months_and_weeks_are_half_open(self):
        self.assertEqual(self.march.date_to, date(2026, 4, 1))
        week = self.env["mlm.period"].create({"kind": "week", "date_from": "2026-03-02"})
        self.assertEqual((week.date_to, week.name), (date(2026, 3, 9), "2026-W10"))

    def test_periods_do_not_overlap(self):
        with self.assertRefused("overlaps", ValidationError):
            self.env["mlm.period"].create({"kind": "month", "date_from": "2026-03-15"})

    def test_periods_close_in_their_order(self):
        april = self.march._next()
        self.assertEqual(april.date_from, date(2026, 4, 1))
        with self.assertRefused("Close 2026-03 first", UserError):
            april._close()

    def test_a_period_closes_once(self):
        self.march._close()
        with self.assertRefused("is closed already", UserError):
            self.march._close()
        with self.assertRefused("can't be changed", UserError):
            self.march.date_cutoff = "2026-05-01"

    def test_back_dated_invoices_count_in_the_next_open_period(self):
        self.march._close()
        invoice = self.sell(self.customer, [(self.soap, 1)], date="2026-03-20")
        row = self.Volume.search([("move_id", "=", invoice.id)])
        self.assertEqual(row.date_invoice, date(2026, 3, 20))
        self.assertEqual(row.date_commission, date(2026, 4, 1))

    def test_rows_of_a_closed_period_cannot_be_rebooked(self):
        invoice = self.sell(self.customer, [(self.soap, 1)])
        later = self.sell(self.customer, [(self.soap, 1)], date="2026-04-03")
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        rows = self.Volume.search([("move_id", "=", invoice.id)])
        with self.assertRefused("which is closed", UserError):
            self.Volume._move_commission_date(rows.ids, date(2026, 5, 1), "out")
        rows = self.Volume.search([("move_id", "=", later.id)])
        with self.assertRefused("which is closed", UserError):
            self.Volume._move_commission_date(rows.ids, date(2026, 3, 31), "in")

    def test_unreleased_rows_move_to_the_next_period_and_leave_a_trace(self):
        self.market.release_rule = "payment"
        invoice = self.sell(self.customer, [(self.soap, 1)])
        self.end_transaction()
        row = self.Volume.search([("move_id", "=", invoice.id)])
        self.assertFalse(row.date_release)
        self.march.date_cutoff = "2026-04-18"
        run = self.march._close()
        self.assertEqual(run.volume_count, 0)
        row.invalidate_recordset()
        self.assertEqual(row.date_commission, date(2026, 4, 1))
        entry = row.log_ids.filtered(lambda log: log.field == "date_commission")
        self.assertIn("Not released at the cut-off of 2026-03", entry.reason)

    def test_no_plan_no_run(self):
        early = self.env["mlm.period"].create({"kind": "month", "date_from": "2025-12-01"})
        with self.assertRefused("No released plan", UserError):
            early._close()

    def test_a_closing_that_was_not_carried_out_can_be_taken_back(self):
        self.march.sudo().state = "closing"
        run = self.march._new_run("final")
        self.march.action_reopen()
        self.assertEqual((self.march.state, run.state), ("open", "discarded"))
        self.march._close()
        # Nobody earned anything: there is nothing to settle.
        self.assertEqual(self.march.state, "settled")
