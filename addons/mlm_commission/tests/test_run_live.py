# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import freeze_time, new_test_user, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestRunLive(CommissionCommon):
    """Today's figures: totals only, never older than the company wants, never in the way."""

    def setUp(self):
        super().setUp()
        self.company.mlm_live_minutes = 15
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.Run = self.env["mlm.run"].with_context(queue_job__no_delay=True)

    def live(self, at="2026-03-20 10:00:00"):
        with freeze_time(at):
            self.Run._cron_live()
        runs = self.Run.search([("period_id", "=", self.march.id), ("kind", "=", "live")])
        if runs:
            runs[:1].flush_recordset()
        return runs

    def age(self, runs, created):
        self.env.cr.execute(
            "UPDATE mlm_run SET create_date = %s WHERE id = ANY(%s)", [created, runs.ids]
        )
        runs.invalidate_recordset()

    def test_totals_without_lines(self):
        run = self.live()
        self.assertRecordValues(
            run, [{"state": "done", "line_count": 0, "amount_total": 2.4, "earner_count": 1}]
        )
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", run.id), ("partner_id", "=", self.top.id)]
        )
        self.assertRecordValues(result, [{"amount": 2.4, "personal_volume": 20, "is_active": True}])

    def test_a_member_sees_what_to_expect(self):
        self.live()
        self.top.invalidate_recordset()
        self.assertEqual((self.top.mlm_has_live, self.top.mlm_live_amount), (True, 2.4))
        self.assertTrue(self.top.mlm_live_at)
        action = self.top.action_mlm_view_live()
        result = self.env["mlm.member.result"].browse(action["res_id"])
        self.assertEqual(result.partner_id, self.top)
        outsider = new_test_user(self.env, "live_outsider", "base.group_user")
        self.assertFalse(self.top.with_user(outsider)._mlm_live_figures())

    def test_fresh_figures_stay_and_old_ones_are_replaced(self):
        first = self.live()
        self.age(first, "2026-03-20 10:00:00")
        self.assertEqual(self.live("2026-03-20 10:10:00"), first)
        runs = self.live("2026-03-20 10:20:00")
        self.assertEqual(len(runs), 2)
        self.age(runs[:1], "2026-03-20 10:20:00")
        self.assertEqual(self.live("2026-03-20 10:21:00"), runs[:1])

    def test_zero_minutes_are_never(self):
        self.company.mlm_live_minutes = 0
        self.assertFalse(self.live())

    def test_a_period_that_has_not_begun_has_no_figures(self):
        self.assertFalse(self.live("2026-02-20 10:00:00"))

    def test_the_cut_off_ends_them(self):
        run = self.live()
        self.march.date_cutoff = "2026-04-18"
        self.march.action_cut_off()
        self.assertEqual(run.state, "discarded")
        self.assertFalse(self.top._mlm_live_figures())

    def test_figures_do_not_hinder_the_closing(self):
        self.live()
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.assertEqual(self.march.state, "closed")
