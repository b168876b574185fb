# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.engine.explain import member as explained_member
from odoo.addons.mlm_commission.models import mlm_run_explanation

from .common import CommissionCommon
from .common_explanation import ExplanationCommon


@tagged("post_install", "-at_install")
class TestExplanation(ExplanationCommon):
    # === LINES === #

    def test_a_line_tells_its_sale_its_way_and_its_sum(self):
        told = self.line(self.top, 2, self.deep)._explain()
        self.assertEqual(told["source"]["product"], "Oil")
        self.assertEqual(told["source"]["buyer"]["name"], "Deep")
        self.assertEqual(
            [
                (step["member"]["name"], step["reason"], step["level"], step["uses_level"])
                for step in told["path"]
            ],
            [
                ("Middle", "inactive", None, False),
                ("Partner", "paid", 1, True),
                ("Top", "paid", 2, True),
            ],
        )
        self.assertEqual(told["path"][0]["failed"][0]["missing"], Decimal(10))
        formula = told["formula"]
        self.assertEqual(
            (formula["base"], formula["rate"], formula["exact"], formula["made"]),
            (Decimal("50.5"), Decimal(5), Decimal("2.525"), Decimal("2.53")),
        )
        self.assertIsNone(told["cap"])

    def test_a_late_return_names_what_it_takes_back(self):
        self.plan.return_policy = "reverse"
        self.credit(self.invoice, "2026-04-20")
        april = self.march._next()
        april.date_cutoff = "2026-05-18"
        run = april._close()
        line = self.env["mlm.commission.line"].search([("run_id", "=", run.id)])
        told = line._explain()
        self.assertEqual((told["reverses"]["period"], told["path"]), ("2026-03", []))
        self.assertEqual(told["reverses"]["amount"], Decimal("2.4"))

    def test_a_line_taken_back_is_none_of_the_new_plan(self):
        """April's plan has a matching bonus of the same code, or none."""
        self.plan.return_policy = "reverse"
        matching = self.release_version(
            """plan:
  currency: USD
  bonuses:
    - {code: fee, kind: fixed, amount: 40, require: [{measure: personal_volume, min: 1}]}
    - {code: level, kind: matching, of: [fee], rates: [50]}
""",
            "2026-04-01",
        )
        without = self.release_version("plan: {currency: USD}", "2026-05-01")
        pool = self.release_version(
            """plan:
  currency: USD
  bonuses: [{code: level, kind: pool, fund: 10, shares: 1, cap: 1}]
""",
            "2026-06-01",
        )
        self.sell(self.partner, [(self.soap, 2)], date="2026-04-10")
        self.credit(self.invoice, "2026-04-20")
        for version in (matching, without, pool):
            trial = self.march._next()._new_run("trial")
            trial.plan_version_id = version
            trial._execute()
            line = self.env["mlm.commission.line"].search(
                [("run_id", "=", trial.id), ("volume_id", "!=", False)]
            )
            self.assertEqual((line.partner_id, line.amount), (self.top, -2.4))
            told = line._explain()
            self.assertEqual((told["bonus"], told["reverses"]["amount"]), ("level", Decimal("2.4")))
            self.assertIsNone(told["formula"]["exact"])
            self.assertIsNone(told["fund"])
            self.assertRegex(line.explanation, "-\\W*2.40: takes back")

    def test_the_line_form_shows_it_in_words(self):
        html = self.line(self.top, 2, self.deep).explanation
        for words in ("not active: personal volume: 10 of 20 (10 short)", "Oil", "2.525", "Deep"):
            self.assertIn(words, html)

    def test_buyers_outside_the_readers_view_stay_unnamed(self):
        user = new_test_user(
            self.env,
            login="mlm_narrow",
            groups="base.group_user,mlm_base.group_mlm_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.env["ir.rule"].create(
            {
                "name": "not the deep",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": str([("id", "not in", (self.deep | self.middle).ids)]),
            }
        )
        line = self.line(self.top, 2, self.deep).with_user(user)
        told = line._explain()
        self.assertEqual(told["source"]["buyer"]["name"], None)
        self.assertEqual([step["member"]["visible"] for step in told["path"]], [False, True, True])
        self.assertIn("a member outside your view", line.explanation)
        self.assertNotIn("Deep", line.explanation)
        self.assertEqual(line.sudo()._explain()["source"]["buyer"]["name"], None)

    def test_nobody_without_rights_gets_an_explanation(self):
        stranger = new_test_user(self.env, login="mlm_stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.line(self.top, 2, self.deep).with_user(stranger)._explain()
        with self.assertRaises(AccessError):
            self.result(self.top).with_user(stranger)._explain()
        with self.assertRaises(AccessError):
            self.result(self.top).with_user(stranger)._distance_to_next_rank()

    # === MEMBERS === #

    def test_an_inactive_member_learns_what_it_missed_and_why(self):
        (bonus,) = self.result(self.middle)._explain("level")["bonuses"]
        self.assertEqual(bonus["earned"], 0)
        self.assertEqual(bonus["reasons"][0]["reason"], "inactive")
        self.assertEqual(bonus["reasons"][0]["failed"][0]["missing"], Decimal(10))
        self.assertEqual(bonus["missed"], Decimal("5.05"))  # 10 % of 50.50
        (row,) = bonus["missed_rows"]
        self.assertEqual((row["level"], row["missed"]), (1, Decimal("5.05")))
        self.assertEqual(self.env["mlm.volume"].browse(row["volume_id"]).buyer_id, self.deep)

    def test_what_is_told_as_earned_is_what_is_stored(self):
        for partner in (self.top, self.partner, self.middle, self.deep):
            result = self.result(partner)
            bonuses = result._explain()["bonuses"]
            self.assertEqual(sum(bonus["earned"] for bonus in bonuses), Decimal(str(result.amount)))
            for bonus in bonuses:
                self.assertEqual(bonus["earned"], bonus["paid"])

    def test_the_members_form_shows_all_parts(self):
        # as the web client reads
        result = self.result(self.partner).with_context(bin_size=True)
        self.assertIn("level", result.explanation)
        self.assertIn("personal volume: 30 of 20", result.rank_explanation)
        self.assertIn("personal volume", result.measure_explanation)
        self.assertIn("Middle", result.leg_explanation)
        self.assertIn("Missed", self.result(self.middle).explanation)

    def test_of_very_many_legs_the_largest_are_shown(self):
        self.make_member("Second", self.type_distributor, self.top)
        trial = self.march._next()._new_run("trial")
        trial._execute()
        result = self.result(self.top, trial)
        self.patch(explained_member, "SHOWN_LEGS", 1)
        self.assertIn("The 1 largest of 2 legs.", result.leg_explanation)
        self.assertNotIn("Second", result.leg_explanation)

    def test_a_later_member_and_a_discarded_run_are_named(self):
        newcomer = self.make_member("Newcomer", self.type_distributor, self.top)
        with self.assertRefused("not yet a member", UserError):
            self.final._explain_case(newcomer)
        trial = self.march._next()._new_run("trial")
        with self.assertRefused("no results", UserError):
            trial._explain_case(self.top)
        for content in (False, b"ZGFtYWdlZA=="):  # gone or damaged
            self.final.sudo().frozen_network = content
            mlm_run_explanation._KEPT.clear()
            with self.assertRefused("no results", UserError):
                self.final._explain_case(self.top)

    def test_the_sale_alone_explains_the_same_as_all_sales(self):
        lines = self.env["mlm.commission.line"].search([("run_id", "=", self.final.id)])
        whole = type(self.final)._explain_case
        with patch.object(
            type(self.final), "_explain_case", autospec=True, side_effect=whole
        ) as computed:
            told = [line._explain() for line in lines]
        self.assertEqual(computed.call_count, len(lines), "each once")
        with patch.object(type(lines), "_is_same", return_value=False):
            self.assertEqual([line._explain() for line in lines], told)

    def test_the_statement_leads_to_the_why(self):
        statement = self.march.statement_ids.filtered(lambda s: s.partner_id == self.top)
        self.assertEqual(statement.action_explain()["res_id"], self.result(self.top).id)

    def test_explanations_speak_the_readers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        line = self.line(self.top, 2, self.deep).with_context(lang="de_DE")
        self.assertIn("2,525", line.explanation)


@tagged("post_install", "-at_install")
class TestCappedLine(CommissionCommon):
    def test_a_cap_looks_at_all_sales(self):
        """Partner buys for 24 and 16 CV: 2.40 and 1.60 for Top, who may have 3."""
        self.release_version("""plan:
  currency: USD
  bonuses: [{code: level, kind: level, rates: [10]}]
  caps: [{per_member: 3}]
""")
        self.sell(self.partner, [(self.soap, 3)])
        self.sell(self.partner, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        final = self.march._close()
        lines = self.env["mlm.commission.line"].search([("run_id", "=", final.id)])
        told = [line._explain() for line in lines]
        self.assertEqual(
            sorted((one["formula"]["made"], one["formula"]["amount"]) for one in told),
            [(Decimal("1.6"), Decimal("1.2")), (Decimal("2.4"), Decimal("1.8"))],
        )
        for one in told:
            self.assertEqual(one["cap"], {"kind": "per_member", "amount": Decimal(3)})
            self.assertEqual([step["reason"] for step in one["path"]], ["paid"])


@tagged("post_install", "-at_install")
class TestMatchedLine(CommissionCommon):
    def test_the_base_is_the_amount_that_is_matched(self):
        """Partner has 40.00 and 10 % of its customer's 24 CV; Top half of both."""
        self.release_version("""plan:
  currency: USD
  rounding: {to: "0.05"}
  bonuses:
    - {code: fee, kind: fixed, amount: 40, require: [{measure: customer_volume, min: 1}]}
    - {code: own, kind: personal, rate: 10}
    - {code: match, kind: matching, of: [fee, own], rates: [50]}
""")
        self.sell(self.customer, [(self.soap, 3)])
        self.march.date_cutoff = "2026-04-18"
        final = self.march._close()
        lines = self.env["mlm.commission.line"].search(
            [("run_id", "=", final.id), ("bonus_id.code", "=", "match")], order="amount"
        )
        self.assertEqual(lines.partner_id, self.top)
        told = [(line.base, line.amount, line._explain()["formula"]) for line in lines]
        self.assertEqual([(base, amount) for base, amount, __ in told], [(2.4, 1.2), (40, 20)])
        for base, amount, formula in told:
            self.assertEqual(
                (formula["base"], formula["rate"], formula["exact"], formula["made"]),
                (Decimal(str(base)), 50, Decimal(str(amount)), Decimal(str(amount))),
            )
        self.assertFalse(final._verify())

    def test_lines_that_stand_for_no_sale_tell_themselves(self):
        """Nothing is computed again for them; a cap is looked at with the others."""
        self.release_version("""plan:
  currency: USD
  ranks: [{code: star, require: [{measure: customer_volume, min: 1}]}]
  bonuses:
    - {code: fee, kind: fixed, amount: 40, require: [{measure: customer_volume, min: 1}]}
    - {code: match, kind: matching, of: [fee], rates: [50]}
    - {code: pool, kind: pool, fund: 10, shares: {star: 1}}
    - {code: capped, kind: fixed, amount: 40, cap: 30, require: [{measure: customers, min: 1}]}
""")
        self.sell(self.customer, [(self.soap, 3)])
        trial = self.march._new_run("trial")
        trial._execute()
        lines = self.env["mlm.commission.line"].search([("run_id", "=", trial.id)])
        self.assertEqual(len(lines), 4)
        Run = type(trial)
        with patch.object(
            Run, "_explain_case", autospec=True, side_effect=Run._explain_case
        ) as asked:
            told = {line.bonus_id.code: line._explain() for line in lines}
        self.assertEqual(asked.call_count, 1)
        self.assertEqual(told["match"]["formula"]["exact"], Decimal(20))
        self.assertEqual(told["pool"]["formula"]["amount"], Decimal("2.4"))
        self.assertEqual(told["capped"]["cap"], {"kind": "bonus", "amount": Decimal(30)})
        self.assertFalse(told["fee"]["path"] or told["fee"]["cap"] or told["fee"]["reverses"])

    def test_a_pool_tells_its_fund_and_the_share(self):
        """10 % of 40 CV among 1.5 + 3 shares; the company pays 9 % in all, 3.60."""
        self.release_version("""plan:
  currency: USD
  ranks:
    - {code: star, require: [{measure: customer_volume, min: 1}]}
    - {code: gold, require: [{measure: own_volume, min: 20}]}
  bonuses: [{code: pool, kind: pool, fund: 10, shares: {star: 1.5, gold: 3}}]
  caps: [{company: 9}]
""")
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        trial = self.march._new_run("trial")
        trial._execute()
        lines = self.env["mlm.commission.line"].search([("run_id", "=", trial.id)], order="amount")
        self.assertEqual(lines.partner_id, self.partner | self.top)
        told = [line._explain() for line in lines]
        fund = {"percent": 10, "points": 40, "worth": 40, "money": 4, "shares": Decimal("4.5")}
        self.assertEqual(
            [one["fund"] for one in told], [{**fund, "own": Decimal("1.5")}, {**fund, "own": 3}]
        )
        self.assertEqual(
            [(one["formula"]["made"], one["formula"]["amount"]) for one in told],
            [(Decimal("1.33"), Decimal("1.2")), (Decimal("2.66"), Decimal("2.4"))],
        )
        self.assertEqual([one["cap"]["kind"] for one in told], ["company"] * 2)
        self.assertIn("10 % of $\xa040.00 (40 points count", lines[1].explanation)
        self.assertIn("3 of 4.5 shares", lines[1].explanation)
        trial.sudo().totals_data = base64.b64encode(b"damaged")
        self.env.invalidate_all()
        self.assertIn("no results that could be explained", lines[1].explanation)
        trial.sudo().totals_data = False
        self.assertIsNone(lines[1]._explain()["fund"])


@tagged("post_install", "-at_install")
class TestRankExplanation(CommissionCommon):
    def test_ranks_and_the_distance_to_the_next(self):
        self.release_version("""plan:
  currency: USD
  ranks:
    - {code: bronze, require: [{measure: group_volume, min: 50}]}
    - {code: gold, require: [{measure: group_volume, min: 200}, {measure: customers, min: 1}]}
  bonuses: [{code: level, kind: level, rates: {bronze: [10]}}]
""")
        self.sell(self.customer, [(self.soap, 6)])
        run = self.march._new_run("trial")
        run._execute()
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", run.id), ("partner_id", "=", self.partner.id)]
        )
        found = result._distance_to_next_rank()
        self.assertEqual((found["rank"], found["next"]), ("bronze", "gold"))
        (state,) = found["failed"]
        self.assertEqual(
            (state["measure"], state["value"], state["missing"]), ("group_volume", 60, 140)
        )
        self.assertIn("140 short", result.rank_explanation)
        codes = {state["measure"] for state in result._explain()["measures"]}
        self.assertEqual(codes, {"group_volume", "customers"})

    def test_people_read_names_in_their_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.release_version("""plan:
  currency: USD
  ranks:
    - {code: r1, name: Berater, require: [{measure: personal_volume, min: 10}]}
    - {code: r2, name: Direktor, require: [{measure: legs_with_rank, rank: r1, min: 3}]}
  bonuses: [{code: b1, name: Stufenprovision, kind: level, rates: {r1: [10]}}]
""")
        self.sell(self.top, [(self.soap, 2)])
        self.sell(self.customer, [(self.soap, 3)])
        trial = self.march._new_run("trial")
        trial._execute()
        german = self.env(context={**self.env.context, "lang": "de_DE"})
        result = german["mlm.member.result"].search(
            [("run_id", "=", trial.id), ("partner_id", "=", self.top.id)]
        )
        line = german["mlm.commission.line"].search([("run_id", "=", trial.id)])
        self.assertEqual(line.display_name, "Stufenprovision, Ebene 1")
        for html, words in (
            (line.explanation, "Bonus Stufenprovision (Ebenenbonus)"),
            (result.explanation, "Ebenenbonus"),
            (result.rank_explanation, "Nächster Rang: Direktor"),
            (result.rank_explanation, "Linien mit Rang Berater"),
            (result.measure_explanation, "Linien mit Rang Berater"),
            (result.leg_explanation, "Berater"),
        ):
            self.assertIn(words, html)
            for code in ("b1", "r1", "r2", "level", "sponsor<"):
                self.assertNotIn(code, html)

    def test_volume_of_closed_periods_counts_for_lifetime_conditions(self):
        self.release_version("""plan:
  currency: USD
  ranks: [{code: star, require: [{measure: lifetime_group_volume, min: 100}]}]
  bonuses: [{code: level, kind: level, rates: [10]}]
""")
        self.sell(self.customer, [(self.soap, 3)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.sell(self.customer, [(self.soap, 2)], date="2026-04-02")
        trial = self.march._next()._new_run("trial")
        trial._execute()
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", trial.id), ("partner_id", "=", self.top.id)]
        )
        (failed,) = result._distance_to_next_rank()["failed"]
        self.assertEqual((failed["value"], failed["missing"]), (50, 50))

    def test_volume_that_rolls_up_past_the_member(self):
        """Middle (10 PV) is inactive: its sale is Partner's (30 + 10 PV), one level below Top."""
        self.release_version("""plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  volume_roll_up: true
  bonuses: [{code: level, kind: level, rates: [10]}]
""")
        middle = self.make_member("Middle", self.type_distributor, self.partner)
        self.sell(self.top, [(self.soap, 2)])
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(middle, [(self.soap, 1)])
        run = self.march._new_run("trial")
        run._execute()
        told = {}
        for partner in (self.top, middle):
            result = self.env["mlm.member.result"].search(
                [("run_id", "=", run.id), ("partner_id", "=", partner.id)]
            )
            (told[partner],) = result._explain()["bonuses"]
            self.assertEqual(told[partner]["paid"], told[partner]["earned"])
        self.assertEqual(told[self.top]["paid"], Decimal("3.2"))  # 10 % of 24 + 8
        self.assertEqual(told[middle]["reasons"][0]["reason"], "inactive")
        self.march.date_cutoff = "2026-04-18"
        final = self.march._close()
        self.assertEqual(final._verify(), [], "rows are kept as they were, before they rolled up")
        for partner, before in told.items():
            result = self.env["mlm.member.result"].search(
                [("run_id", "=", final.id), ("partner_id", "=", partner.id)]
            )
            self.assertEqual(result._explain()["bonuses"], [before])
