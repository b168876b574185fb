# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of large leaders, kept with their run."""

from decimal import Decimal
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
        result = self.result(self.top, trial)
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
            again = result._told()
            self.assertEqual(told_text.loads(one.told), told_text.loads(told_text.dumps(again)))
            self.assertTrue(again["bonuses"][0]["lines"] or result.partner_id == self.top)
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
        """Partner has 6.06 for 101 CV of Deep below its own cap, the company pays 1.01 in all."""
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.release_version(
            """plan:
  currency: USD
  bonuses:
    - {code: level, kind: level, rates: [0, 6]}
    - {code: match, kind: matching, of: [level], rates: [50], cap: 2}
  caps: [{company: 1}]
""",
            "2026-04-01",
        )
        self.sell(self.deep, [(self.oil, 4)], date="2026-04-10")
        trial = self.march._next()._new_run("trial")
        with trap_jobs() as trap:
            trial._execute()
            trap.assert_jobs_count(0)
        self.assertEqual(self.kept(trial).partner_id, self.top | self.partner)
        for reads in (lambda result: result._explain(), self.worked_out):
            level, __ = reads(self.result(self.partner, trial))["bonuses"]
            self.assertEqual((level["made"], level["paid"]), (Decimal("6.06"), Decimal("6.06")))
            self.assertEqual(level["earned"], Decimal("0.76"))
            cap = {"kind": "company", "amount": None}
            capped = {"reason": "capped", "cap": cap, "made": Decimal("6.06")}
            self.assertEqual(level["reasons"], [capped])
            __, match = reads(self.result(self.top, trial))["bonuses"]
            self.assertEqual((match["made"], match["paid"]), (Decimal("3.03"), Decimal(2)))
            self.assertEqual(match["earned"], Decimal("0.25"))
            caps = [reason["cap"]["kind"] for reason in match["reasons"]]
            self.assertEqual(caps, ["bonus", "company"])
        self.assertIn("cap of the company", self.result(self.partner, trial).explanation)
        line = self.env["mlm.commission.line"].search(
            [("run_id", "=", trial.id), ("partner_id", "=", self.partner.id)]
        )
        self.assertEqual(line._explain()["cap"], {"kind": "company", "amount": None})

    def test_of_several_shared_caps_none_is_named(self):
        """Nobody can tell which one has taken how much."""
        self.release_version(
            """plan:
  currency: USD
  bonuses: [{code: level, kind: level, rates: [10]}]
  caps: [{company: 60}, {per_owner: 1}]
""",
            "2026-04-01",
        )
        self.sell(self.partner, [(self.soap, 2)], date="2026-04-10")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        told = self.result(self.top, trial)._explain()["bonuses"][0]
        self.assertEqual((told["paid"], told["earned"]), (Decimal("1.6"), 1))
        self.assertEqual([one["cap"]["kind"] for one in told["reasons"]], [None])
        line = self.env["mlm.commission.line"].search([("run_id", "=", trial.id)])
        self.assertEqual(line._explain()["cap"]["kind"], None)
        for record in (self.result(self.top, trial), line):
            self.assertIn("a cap", record.explanation)

    def test_lines_taken_back_are_no_cap(self):
        """Of a run that has kept no totals it is not told that a cap has left less."""
        self.plan.return_policy = "reverse"
        self.release_version(
            """plan:
  currency: USD
  bonuses: [{code: level, kind: level, rates: [10]}]
  caps: [{company: 60}]
""",
            "2026-04-01",
        )
        self.credit(self.invoice, "2026-04-20")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        for totals in (trial.totals_data, trial.totals_data, False):
            trial.sudo().totals_data = totals
            (level,) = self.result(self.top, trial)._explain()["bonuses"]
            self.assertEqual((level["paid"], level["earned"]), (0, Decimal("-2.4")))
            self.assertFalse([one for one in level["reasons"] if one["reason"] == "capped"])
            # What is stored counts, whatever the policy is by now.
            self.plan.return_policy = "negative"

    def test_todays_figures_tell_what_each_bonus_would_pay(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.sell(self.top, [(self.soap, 2)], date="2026-04-10")
        self.sell(self.deep, [(self.oil, 4)], date="2026-04-10")
        april = self.march._next()
        trial, live = april._new_run("trial"), april._new_run("live")
        with trap_jobs() as trap:
            (trial | live).mapped(lambda run: run._execute())
            trap.assert_jobs_count(0)
        self.assertFalse(live.line_count)
        self.assertEqual(self.kept(live).partner_id, self.top | self.partner)
        earned = {}
        for run in (trial, live):
            for partner in self.top | self.deep:
                for told in (
                    self.result(partner, run)._explain(),
                    self.worked_out(self.result(partner, run)),
                ):
                    (level,) = told["bonuses"]
                    earned.setdefault(partner, set()).add(level["earned"])
        self.assertEqual(earned, {self.top: {Decimal("10.1")}, self.deep: {0}})

    def worked_out(self, result):
        """What a result tells if nothing is kept of it."""
        with patch.object(type(self.env["mlm.kept.explanation"]), "_kept_of", return_value=None):
            return result._explain()

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
        result = self.result(self.top, trial)
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

    def test_today_too_further_leaders_are_left_to_the_job(self):
        self.patch(mlm_kept_explanation, "LARGE_TEAM", 2)
        self.patch(mlm_kept_explanation, "AT_ONCE", 1)
        self.sell(self.partner, [(self.soap, 2)], date="2026-04-10")
        self.sell(self.deep, [(self.oil, 4)], date="2026-04-10")
        totals, live = (self.march._next()._new_run(kind) for kind in ("totals", "live"))
        with trap_jobs() as trap:
            totals._execute()
            trap.assert_jobs_count(0)
            live._execute()
            self.assertEqual(self.kept(live).partner_id, self.top)
            trap.assert_jobs_count(1)
            trap.perform_enqueued_jobs()
        self.assertFalse(self.kept(totals))
        self.assertEqual(self.kept(live).partner_id, self.top | self.partner)
        (level,) = self.result(self.partner, live)._explain()["bonuses"]
        self.assertEqual(level["earned"], Decimal("10.1"))
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
