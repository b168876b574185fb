# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.mlm_commission.bulk_tables import BulkTable
from odoo.addons.mlm_commission.frozen import (
    pack_carry,
    pack_network,
    unpack_carry,
    unpack_network,
)
from odoo.addons.mlm_commission.models.mlm_commission_line import LINES

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestRuns(CommissionCommon):
    def trial(self):
        run = self.march._new_run("trial")
        run._execute()
        return run

    def has_partition(self, run):
        self.env.cr.execute("SELECT to_regclass(%s)", [LINES.partition(run.id)])
        return self.env.cr.fetchone()[0] is not None

    def sell_something(self):
        invoice = self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        return invoice

    def test_totals_only_are_those_of_a_trial_and_keep_nobody(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        trial = self.march._new_run("trial")
        trial._execute()
        totals = self.march.with_context(queue_job__no_delay=True).action_totals()
        totals = self.env["mlm.run"].browse(totals["res_id"])
        for name in ("amount_total", "earner_count", "input_hash", "result_hash", "volume_net"):
            self.assertEqual(totals[name], trial[name], name)
        self.assertTrue(trial.line_count)
        self.assertEqual((totals.state, totals.line_count), ("done", 0))
        self.assertIn(self.march.plan_version_id.bonus_ids[0].display_name, totals.bonus_totals)
        self.assertFalse(self.env["mlm.member.result"].search([("run_id", "=", totals.id)]))
        self.march.date_cutoff = "2026-04-18"
        self.march.action_cut_off()
        with self.assertRaises(UserError):
            totals.action_approve()

    def test_trials_stand_side_by_side_and_can_be_discarded(self):
        self.sell_something()
        first, second = self.trial(), self.trial()
        self.assertEqual(first.result_hash, second.result_hash)
        self.assertEqual(self.run_lines(first), self.run_lines(second))
        self.assertEqual(self.march.state, "open")
        first.action_discard()
        self.assertEqual(first.state, "discarded")
        self.assertFalse(self.has_partition(first))
        self.assertEqual(self.run_lines(first), [])
        self.assertEqual(len(self.run_lines(second)), 1)

    def test_the_final_run_stays(self):
        run = self.march._close()
        with self.assertRefused("stays", UserError):
            run.action_discard()
        with self.assertRefused("stays", UserError):
            run.unlink()

    def test_a_run_is_executed_once(self):
        run = self.trial()
        with self.assertRefused("executed already", UserError):
            run._execute()

    def test_a_run_can_be_repeated_and_tampering_is_found(self):
        self.sell_something()
        self.march.date_cutoff = "2026-04-18"
        run = self.march._close()
        self.assertFalse(run._verify())
        self.env.cr.execute("ALTER TABLE mlm_volume DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE mlm_volume SET cv = cv + 1 WHERE company_id = %s", [self.company.id]
        )
        self.env.cr.execute("ALTER TABLE mlm_volume ENABLE TRIGGER USER")
        self.assertTrue(run._verify())

    def test_a_later_change_of_the_network_does_not_change_a_closed_run(self):
        self.sell_something()
        self.march.date_cutoff = "2026-04-18"
        run = self.march._close()
        self.partner._mlm_set_state("terminated", "left")
        self.assertFalse(run._verify())

    def test_a_failing_job_leaves_the_period_open_and_says_why(self):
        self.sell_something()
        self.march.sudo().state = "closing"
        run = self.march._new_run("final")
        load = BulkTable.load

        def fail_on_results(table, *args):
            if table is not LINES:
                raise ValueError("the disk is full")
            load(table, *args)

        with patch.object(BulkTable, "load", fail_on_results):
            run._run_job()
        self.assertRecordValues(run, [{"state": "failed", "message": "the disk is full"}])
        self.assertEqual(self.march.state, "open")
        self.assertFalse(self.has_partition(run))
        self.assertFalse(self.march.statement_ids)
        self.march._close()
        self.assertEqual(self.march.state, "closed")

    def test_the_job_executes_the_queued_run(self):
        self.sell_something()
        action = self.march.with_context(queue_job__no_delay=True).action_trial_run()
        run = self.env["mlm.run"].browse(action["res_id"])
        self.assertRecordValues(run, [{"state": "done", "amount_total": 2.4, "progress": 100}])

    def test_stated_rank_and_activity_reach_the_engine(self):
        self.sell(self.customer, [(self.soap, 3)])
        self.env["mlm.member.override"].create(
            {
                "partner_id": self.top.id,
                "date_from": "2026-03-01",
                "date_to": "2026-04-01",
                "active_state": "active",
                "reason": "goodwill",
            }
        )
        self.assertEqual(self.run_lines(self.trial()), [("Top", 1, 0, 24.0, 2.4)])

    def test_suspended_partners_earn_nothing(self):
        self.sell_something()
        self.top._mlm_set_state("suspended", "complaint")
        self.assertEqual(self.run_lines(self.trial()), [])

    def test_network_and_carry_survive_packing(self):
        self.sell_something()
        run = self.march._new_run("trial")
        _plan, network, _volumes, _carry = run._freeze_inputs()
        self.assertEqual(unpack_network(pack_network(network)).fingerprint(), network.fingerprint())
        carry = run._execute().carry
        self.assertEqual(unpack_carry(pack_carry(carry)).fingerprint(), carry.fingerprint())

    def test_a_released_version_never_changes(self):
        with self.assertRefused("never changes", UserError):
            self.version.definition = "plan: {currency: EUR}"
        with self.assertRefused("stay", UserError):
            self.version.unlink()

    def test_a_wrong_plan_is_not_released(self):
        version = self.env["mlm.plan.version"].create(
            {
                "plan_id": self.plan.id,
                "date_from": "2026-05-01",
                "definition": "plan: {currency: EUR, bonusses: []}",
            }
        )
        self.assertIn("bonusses", version.problems)
        with self.assertRefused("bonusses", ValidationError):
            version.action_activate()
