# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.engine.sample_check import SampleCheck
from odoo.addons.mlm_commission.models import mlm_period_approval

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestPeriodApproval(CommissionCommon):
    """Cut-off, trial, approval by a second person, closing, settlement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.person("closing_clerk", "mlm_base.group_mlm_clerk")
        cls.accountant = cls.person(
            "closing_accountant", "mlm_base.group_mlm_accountant,mlm_base.group_mlm_clerk"
        )

    @classmethod
    def person(cls, login, groups):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=cls.company.ids
        )

    def setUp(self):
        super().setUp()
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.period = self.march.with_user(self.clerk).with_context(queue_job__no_delay=True)

    def trial(self):
        return self.env["mlm.run"].browse(self.period.action_trial_run()["res_id"])

    def approved(self):
        self.period.action_cut_off()
        run = self.trial()
        run.with_user(self.accountant).action_approve()
        return run

    def test_from_open_to_settled(self):
        run = self.approved()
        self.assertEqual((self.march.state, self.march.approved_run_id), ("approved", run))
        self.period.action_close()
        self.assertEqual(self.march.state, "closed")
        self.assertEqual(self.march.final_run_id.result_hash, run.result_hash)
        self.march.statement_ids._settle("2026-04-18")
        self.assertEqual(self.march.state, "settled")

    def test_nobody_closes_alone(self):
        with self.assertRefused("let a second person approve", UserError):
            self.period.action_close()
        self.period.action_cut_off()
        with self.assertRefused("let a second person approve", UserError):
            self.period.action_close()
        own = self.env["mlm.run"].browse(
            self.march.with_user(self.accountant)
            .with_context(queue_job__no_delay=True)
            .action_trial_run()["res_id"]
        )
        with self.assertRefused("can't approve it", AccessError):
            own.with_user(self.accountant).action_approve()
        with self.assertRefused("Only accountants and compliance", AccessError):
            own.with_user(self.clerk).action_approve()

    def test_a_small_company_may_close_alone(self):
        self.company.mlm_closing_needs_approval = False
        self.period.action_close()
        self.assertEqual(self.march.state, "closed")

    def test_orders_keep_coming_and_count_later(self):
        self.period.action_cut_off()
        before = self.trial()
        late = self.sell(self.customer, [(self.soap, 1)], date="2026-03-30")
        row = self.Volume.search([("move_id", "=", late.id)])
        self.assertEqual(str(row.date_commission), "2026-04-01")
        after = self.trial()
        self.assertEqual(before.result_hash, after.result_hash)

    def test_trials_after_the_cut_off_see_what_the_final_run_sees(self):
        self.market.release_rule = "payment"  # nothing is paid
        self.sell(self.customer, [(self.soap, 5)])
        self.end_transaction()
        self.assertEqual(self.trial().volume_count, 3)
        self.period.action_cut_off()
        self.assertEqual(self.trial().volume_count, 0)

    def test_the_approved_result_or_none(self):
        self.approved()
        self.partner._mlm_set_state("suspended", "complaint")
        self.top._mlm_set_state("suspended", "complaint")
        run = self.env["mlm.run"].browse(self.period.action_close()["res_id"])
        self.assertEqual((run.state, self.march.state), ("failed", "cut_off"))
        self.assertIn("Changed since: members, trees, volume", run.message)
        self.assertFalse(self.march.statement_ids)

    def test_runs_from_before_the_cut_off_are_not_approved(self):
        run = self.trial()
        self.period.action_cut_off()
        self.march.sudo().cut_off_at = run.create_date.replace(year=2099)
        with self.assertRefused("older than the cut-off", UserError):
            run.with_user(self.accountant).action_approve()

    def test_an_open_month_is_not_cut_off_before_it_ends(self):
        self.march.date_cutoff = "2026-03-20"
        with self.assertRefused("is not over", UserError):
            self.period.action_cut_off()

    def test_reopening_forgets_the_approval(self):
        self.approved()
        self.period.action_reopen()
        self.assertRecordValues(
            self.march, [{"state": "open", "approved_run_id": False, "cut_off_by": False}]
        )
        with self.assertRefused("Only a period between", UserError):
            self.period.action_reopen()

    def test_a_second_computation_that_differs_blocks_the_closing(self):
        self.approved()
        wrong = SampleCheck(3, True, ("Top: level 2.40 against 2.39",))
        with patch.object(mlm_period_approval, "sample_check", lambda *args: wrong):
            run = self.env["mlm.run"].browse(self.period.action_close()["res_id"])
        self.assertEqual(run.state, "failed")
        self.assertIn("Top: level 2.40 against 2.39", run.message)

    def test_rpc_cannot_skip_the_steps(self):
        run = self.trial()
        for values in (
            {"state": "approved"},
            {"approved_run_id": run.id},
            {"approved_by": self.accountant.id},
            {"cut_off_by": self.accountant.id},
        ):
            with self.assertRefused("by its buttons", UserError):
                self.period.write(values)
            with self.assertRefused("by its buttons", UserError):
                self.period.create({"kind": "month", "date_from": "2026-09-01", **values})
