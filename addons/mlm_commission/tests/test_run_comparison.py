# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestRunComparison(CommissionCommon):
    def trial(self):
        run = self.march._new_run("trial")
        run._execute()
        return run

    def compare(self, before, after):
        comparison = self.env["mlm.run.comparison"].create(
            {"run_id": before.id, "other_run_id": after.id}
        )
        action = comparison.action_compare()
        self.assertEqual(action["domain"], [("comparison_id", "=", comparison.id)])
        return comparison

    def test_gains_and_their_reasons(self):
        self.sell(self.customer, [(self.soap, 3)])
        before = self.trial()
        self.sell(self.top, [(self.soap, 2)])
        comparison = self.compare(before, self.trial())
        # Top was inactive; now it earns 10 % of 24 CV.
        self.assertRecordValues(
            comparison.line_ids,
            [
                {
                    "partner_id": self.top.id,
                    "amount_before": 0,
                    "amount_after": 2.4,
                    "difference": 2.4,
                    "reason": "activity",
                    "volume_before": 30,
                    "volume_after": 50,
                }
            ],
        )
        self.assertRecordValues(
            comparison.bonus_ids, [{"code": "level", "amount_before": 0, "amount_after": 2.4}]
        )

    def test_more_volume_below(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        before = self.trial()
        self.sell(self.customer, [(self.soap, 1)])
        comparison = self.compare(before, self.trial())
        line = comparison.line_ids.filtered("difference")
        self.assertRecordValues(line, [{"reason": "group", "difference": 0.8}])

    def test_another_plan(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        before = self.trial()
        self.release_version(self.version.definition.replace("[10, 5]", "[5]"), "2026-03-01")
        self.march.invalidate_recordset(["plan_version_id"])
        comparison = self.compare(before, self.trial())
        self.assertRecordValues(
            comparison.line_ids, [{"reason": "plan", "difference": -1.2, "amount_after": 1.2}]
        )

    def test_only_finished_runs_of_one_company(self):
        self.sell(self.customer, [(self.soap, 3)])
        run = self.trial()
        with self.assertRefused("two different runs", UserError):
            self.compare(run, run)
        queued = self.march._new_run("trial")
        with self.assertRefused("Only finished runs", UserError):
            self.compare(run, queued)

    def test_the_button_takes_two_runs(self):
        self.sell(self.customer, [(self.soap, 3)])
        one, two = self.trial(), self.trial()
        context = (one | two).action_compare()["context"]
        self.assertEqual(context, {"default_run_id": one.id, "default_other_run_id": two.id})
