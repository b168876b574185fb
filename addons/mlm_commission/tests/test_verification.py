# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

SCENARIO = """
scenario: Two levels
plan:
  currency: EUR
  bonuses: [{code: uni, kind: level, rates: [10, 5]}]
members: {A: {}, B: {sponsor: A}, C: {sponsor: B, type: customer}}
volumes: [{member: C, volume: 100}]
expect: {strict: true, payout: {A: {uni: "10"}}}
"""
FOLDER = Path(__file__).resolve().parents[3] / "tests" / "scenarios"
TABLES = ("res.company", "res.partner", "mlm.volume", "mlm.plan", "mlm.period", "mlm.run")


@tagged("post_install", "-at_install")
class TestVerification(TransactionCase):
    def verify(self, text):
        return self.env["mlm.verification"]._verify_text(text)

    def test_a_scenario_that_holds(self):
        self.assertEqual(self.verify(SCENARIO), ("ok", []))

    def test_a_difference_is_named(self):
        status, messages = self.verify(SCENARIO.replace('"10"', '"11"'))
        self.assertEqual(status, "differs")
        self.assertEqual(messages, ["uni of A: expected 11, found 10"])

    def test_unknown_keys_and_kinds_are_named(self):
        status, messages = self.verify(SCENARIO.replace("bonuses", "bonusses"))
        self.assertEqual(status, "invalid")
        self.assertIn("bonusses", " ".join(messages))
        status, messages = self.verify(SCENARIO.replace("kind: level", "kind: lottery"))
        self.assertIn(status, ("invalid", "unsupported"))
        self.assertIn("lottery", " ".join(messages))

    def test_text_that_is_no_yaml(self):
        status, messages = self.verify("plan: [")
        self.assertEqual(status, "invalid")
        self.assertTrue(messages[0])

    def test_a_partner_below_a_customer_counts_for_the_partner_above(self):
        text = SCENARIO.replace(
            "C: {sponsor: B, type: customer}", "K: {sponsor: B, type: customer}, C: {sponsor: K}"
        )
        text = text.replace('{A: {uni: "10"}}', '{B: {uni: "10"}, A: {uni: "5"}}')
        self.assertEqual(self.verify(text), ("ok", []))

    def test_kinds_and_product_classes_of_any_name(self):
        text = SCENARIO.replace("rates: [10, 5]", "rates: [10, 5], kinds: [Auto-Ship]").replace(
            "volume: 100}", "volume: 100, kind: Auto-Ship, product_class: Care & More}"
        )
        self.assertEqual(self.verify(text), ("ok", []))

    def test_a_plan_without_members(self):
        self.assertEqual(self.verify("plan: {bonuses: []}"), ("ok", []))

    def test_finer_points_than_the_ledger_keeps(self):
        text = SCENARIO.replace("volume: 100", 'volume: "99.99999"')
        status, messages = self.verify(text)
        self.assertEqual(status, "ok")
        self.assertIn("without the database", messages[0])
        status, messages = self.verify(text.replace('"10"', '"9"'))
        self.assertEqual((status, messages[1]), ("differs", "uni of A: expected 9, found 10"))

    @mute_logger("odoo.sql_db")
    def test_what_the_database_refuses_is_said(self):
        text = SCENARIO.replace("A: {}", 'A: {attributes: {note: "\\0"}}')  # no text in JSON
        status, messages = self.verify(text)
        self.assertEqual(status, "differs")
        self.assertIn("The database refuses", messages[0])
        self.assertEqual(self.verify(SCENARIO), ("ok", []))

    def test_nothing_remains(self):
        def counts():
            return [
                self.env[name].with_context(active_test=False).search_count([]) for name in TABLES
            ]

        before = counts()
        self.verify(SCENARIO)
        self.assertEqual(counts(), before)
        self.env.cr.execute(
            "SELECT count(*) FROM pg_class WHERE relname ~ '^mlm_commission_line_[0-9]+$'"
            " AND oid NOT IN (SELECT inhrelid FROM pg_inherits)"
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_the_wizard_shows_the_verdict(self):
        wizard = self.env["mlm.verification"].create(
            {"file": base64.b64encode(SCENARIO.encode()), "file_name": "two.yaml"}
        )
        wizard.action_verify()
        self.assertEqual(wizard.status, "ok")
        user = new_test_user(
            self.env, login="mlm_reader", groups="base.group_user,mlm_base.group_mlm_user"
        )
        with self.assertRaises(AccessError):
            wizard.with_user(user).action_verify()

    def test_all_scenarios_of_the_repository(self):
        files = sorted(FOLDER.rglob("*.yaml"))
        self.assertGreater(len(files), 20, f"no scenarios in {FOLDER}")
        for file in files:
            with self.subTest(scenario=file.stem):
                status, messages = self.verify(file.read_text(encoding="utf-8"))
                self.assertIn(status, ("ok", "unsupported"), messages)
