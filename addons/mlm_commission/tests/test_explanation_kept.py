# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of large leaders, kept with their run."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission import told as told_text
from odoo.addons.mlm_commission.models import mlm_kept_explanation, mlm_run_explanation
from odoo.addons.queue_job.tests.common import trap_jobs

from .common_explanation import ExplanationCommon


@tagged("post_install", "-at_install")
class TestKeptExplanation(ExplanationCommon):
    def kept(self, run):
        return self.env["mlm.kept.explanation"].search([("run_id", "=", run.id)])

    def test_what_is_kept_of_leaders_is_what_is_worked_out(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        members = self.top | self.partner | self.deep
        worked_out = {partner: self.result(partner)._explain() for partner in members}
        self.final._keep_explanations()
        self.assertEqual(self.kept(self.final).partner_id, self.top | self.partner)
        with patch.object(type(self.final), "_explain_case", side_effect=AssertionError):
            for partner in (self.top, self.partner):
                self.assertEqual(self.result(partner)._explain(), worked_out[partner])
            (level,) = self.result(self.top)._explain("level")["bonuses"]
            self.assertEqual(level["bonus"], "level")
            rank = self.result(self.top)._distance_to_next_rank()
            self.assertEqual(rank, worked_out[self.top]["rank"])
        self.final._keep_explanations()  # a second time they are replaced
        self.assertEqual(self.kept(self.final).partner_id, self.top | self.partner)
        self.assertEqual(self.result(self.deep)._explain(), worked_out[self.deep])

    def test_trials_keep_them_until_they_are_thrown_away(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        april = self.march._next()
        trial, dropped = april._new_run("trial"), april._new_run("trial")
        with trap_jobs() as trap:
            trial._execute()
            dropped._execute()
            trap.assert_jobs_count(0)
        self.assertEqual(self.kept(trial).partner_id, self.top | self.partner)
        self.assertTrue(self.kept(dropped))
        dropped.action_discard()
        dropped._keep_explanations()
        self.assertFalse(self.kept(dropped))
        self.assertFalse(dropped.frozen_network or dropped.frozen_volumes or dropped.carry_data)

    def test_a_trial_is_explained_by_what_it_has_read(self):
        """Sales may come in, members may move, and the trial's line stays what it was."""
        self.sell(self.top, [(self.soap, 2)], date="2026-04-10")
        self.sell(self.partner, [(self.soap, 3)], date="2026-04-10")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", trial.id), ("partner_id", "=", self.top.id)]
        )
        line = self.env["mlm.commission.line"].search(
            [("run_id", "=", trial.id), ("partner_id", "=", self.top.id)], limit=1
        )
        told = result._explain(), line._explain()
        self.assertTrue(told[0]["bonuses"][0]["lines"])
        self.sell(self.partner, [(self.soap, 9)], date="2026-04-11")
        self.make_member("Newcomer", self.type_distributor, self.top)
        mlm_run_explanation._KEPT.clear()
        self.assertEqual((result._explain(), line._explain()), told)

    def test_a_trial_is_explained_by_the_carry_it_has_read(self):
        self.sell(self.top, [(self.soap, 2)], date="2026-04-10")
        april = self.march._next()
        early = april._next()._new_run("trial")
        late = april._new_run("trial")
        (early | late).mapped(lambda run: run._execute())
        self.assertEqual(late.carry_run_id, self.final)
        april.date_cutoff = "2026-05-18"
        april._close()
        for trial in (early, late):
            carry = trial._frozen_carry()
            self.assertEqual(carry.fingerprint() if carry else "", trial._carry_hash())
        now = early._read_carry().fingerprint()
        self.assertNotEqual(now, early._carry_hash(), "what a run would read now")

    def test_the_largest_are_told_from_the_lines_of_the_run_itself(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.sell(self.deep, [(self.soap, 3)], date="2026-04-10")
        self.sell(self.partner, [(self.soap, 2)], date="2026-04-10")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        kept = self.kept(trial)
        self.assertEqual(kept.partner_id, self.top | self.partner)
        results = self.env["mlm.member.result"].search([("run_id", "=", trial.id)])
        for one in kept:
            result = results.filtered(lambda r, one=one: r.partner_id == one.partner_id)
            again = {**result._told(), "earned": result._earned_by_bonus()}
            self.assertEqual(told_text.loads(one.told), told_text.loads(told_text.dumps(again)))
            self.assertTrue(again["earned"] or result.partner_id == self.top)
        with patch.object(type(results), "_told_by", side_effect=AssertionError):
            trial._keep_explanations()

    def test_what_has_no_room_in_the_run_is_told_by_its_job(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.patch(mlm_kept_explanation, "AT_ONCE", 1)
        april = self.march._next()
        trial, large = april._new_run("trial"), april._new_run("trial")
        with trap_jobs() as trap:
            trial._execute()
            self.assertEqual(self.kept(trial).partner_id, self.top)
            trap.assert_jobs_count(1)
            trap.perform_enqueued_jobs()
        self.assertEqual(self.kept(trial).partner_id, self.top | self.partner)
        # A job that runs twice finds what the other one finds.
        with patch.object(type(trial), "_not_kept", side_effect=lambda _network, members: members):
            trial._keep_explanations()
        self.assertEqual(len(self.kept(trial)), 2)
        self.patch(mlm_kept_explanation, "MEMBERS_AT_ONCE", 3)
        large._execute()
        self.assertFalse(self.kept(large))
        large._keep_explanations()
        self.assertEqual(self.kept(large).partner_id, self.top | self.partner)

    def test_a_cap_of_the_company_is_not_taken_for_one_of_the_member(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.env["mlm.plan.version"].create(
            {
                "plan_id": self.plan.id,
                "date_from": "2026-04-01",
                "definition": """plan:
  currency: USD
  bonuses: [{code: level, kind: level, rates: [10]}]
  caps: [{company: 1}]
""",
            }
        )._release()
        self.sell(self.deep, [(self.soap, 3)], date="2026-04-10")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        self.assertTrue(trial.line_count)
        self.assertFalse(self.kept(trial))
        trial._keep_explanations()
        self.assertEqual(self.kept(trial).partner_id, self.top | self.partner)

    def test_a_run_does_not_fail_for_its_explanations(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        trial = self.march._next()._new_run("trial")
        with (
            patch.object(mlm_kept_explanation.Case, "of_result", side_effect=KeyError("odd")),
            self.assertLogs(mlm_kept_explanation._logger, "ERROR"),
        ):
            trial._execute()
        self.assertEqual(trial.state, "done")
        self.assertFalse(self.kept(trial))

    def test_lines_taken_back_count_in_what_is_earned(self):
        self.plan.return_policy = "reverse"
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.credit(self.invoice, "2026-04-20")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", trial.id), ("partner_id", "=", self.top.id)]
        )
        (level,) = result._explain("level")["bonuses"]
        self.assertLess(level["earned"], 0)

    def test_what_is_thrown_away_meanwhile_keeps_nothing(self):
        trial = self.march._next()._new_run("trial")
        trial._execute()
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)

        def thrown_away(*_args):
            trial.action_discard()
            return {self.top.id: {}}

        with patch.object(type(trial), "_answers", side_effect=thrown_away):
            trial._keep_explanations()
        self.assertFalse(self.kept(trial))

    def test_who_has_no_turn_in_time_is_told_on_demand(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.patch(mlm_kept_explanation, "SECONDS", -1)
        self.final._keep_explanations()
        self.assertFalse(self.kept(self.final))
        self.assertTrue(self.result(self.top)._explain()["bonuses"])

    def test_runs_without_lines_leave_it_to_the_job(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        totals, live = (self.march._next()._new_run(kind) for kind in ("totals", "live"))
        with trap_jobs() as trap:
            totals._execute()
            trap.assert_jobs_count(0)
            live._execute()
            trap.assert_jobs_count(1)
            trap.perform_enqueued_jobs()
        self.assertEqual(self.kept(live).partner_id, self.top | self.partner)
        live.unlink()
        live._keep_explanations()

    def test_kept_explanations_obey_the_rights_of_the_reader(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.final._keep_explanations()
        stranger = new_test_user(self.env, login="stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.result(self.top).with_user(stranger)._explain()
        with self.assertRaises(AccessError):
            self.env["mlm.kept.explanation"].with_user(stranger).search([])

    def test_runs_of_earlier_versions_kept_no_rows(self):
        """They are explained by those of the ledger."""
        told = self.result(self.top)._explain()
        self.final.sudo().frozen_volumes = False
        mlm_run_explanation._KEPT.clear()
        self.assertEqual(self.result(self.top)._explain(), told)
