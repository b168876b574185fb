# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..engine import language
from ..engine.scenario import verify
from .common import LEVEL_PLAN, CommissionCommon

# pays 9 % at the 1,000 points of the last step at most; nobody gains by further positions
SOUND_PLAN = """plan:
  currency: USD
  bonuses:
    - code: steps
      kind: differential
      slab: {measure: group_volume, steps: [[100, 3], [1000, 9]]}
"""
OVERPAYING_PLAN = "plan: {bonuses: [{code: uni, kind: level, rates: [60, 41]}]}"
KIT_PLAN = "plan: {bonuses: [{code: uni, kind: level, rates: [5], kinds: [starter_kit]}]}"


@tagged("post_install", "-at_install")
class TestPlanLint(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: new_test_user(
                cls.env,
                login=f"lint_{name}",
                groups=f"base.group_user,mlm_base.group_mlm_{name}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for name in ("user", "clerk", "accountant", "compliance", "manager")
        }

    def draft(self, definition, date="2026-05-01"):
        """A draft of the plan."""
        return self.env["mlm.plan.version"].create(
            {"plan_id": self.plan.id, "date_from": date, "definition": definition}
        )

    def checked(self, definition):
        """A draft that the linter has looked at."""
        version = self.draft(definition)
        version.action_check_plan()
        return version

    def severities(self, version):
        return {finding.rule: finding.severity for finding in version.finding_ids}

    # === RELEASE === #

    def test_a_sound_plan_is_released(self):
        version = self.draft(SOUND_PLAN)
        version.action_activate()
        self.assertEqual(version.state, "active")
        self.assertTrue(version.is_checked)

    def test_errors_block_the_release(self):
        for definition, rule in ((OVERPAYING_PLAN, "payout_over_100"), (KIT_PLAN, "fees")):
            version = self.checked(definition)
            finding = version.finding_ids.filtered(lambda f, rule=rule: rule in f.rule)
            self.assertEqual((finding.severity, finding.state), ("error", "blocking"))
            with self.assertRefused(finding.message, UserError):
                version.action_activate()
            with self.assertRefused("must be mended", UserError):
                finding._accept("We know.")
            self.assertEqual(version.state, "draft")

    def test_warnings_need_a_reason(self):
        version = self.checked(LEVEL_PLAN)
        stacking = version.finding_ids.filtered(lambda finding: finding.rule == "stacking")
        self.assertEqual(stacking.state, "open")
        with self.assertRefused("positions", UserError):
            version.action_activate()
        officer = self.users["compliance"]
        stacking.with_user(officer).acceptance_reason = "One position per person by contract."
        self.assertEqual(stacking.state, "accepted")
        self.assertEqual(stacking.accepted_by, officer)
        self.assertTrue(stacking.accepted_at)
        version.action_activate()
        self.assertEqual(version.state, "active")
        with self.assertRefused("released", UserError):
            stacking.with_user(officer).acceptance_reason = "Something else."

    def test_an_empty_reason_accepts_nothing(self):
        stacking = self.checked(LEVEL_PLAN).finding_ids.filtered(lambda f: f.rule == "stacking")
        stacking._accept("   ")
        self.assertEqual(stacking.state, "open")
        stacking._accept("Reason")
        stacking._accept("")
        self.assertEqual(stacking.state, "open")
        self.assertFalse(stacking.accepted_by)

    def test_what_was_accepted_is_kept_while_it_stands(self):
        version = self.checked(LEVEL_PLAN)
        stacking = version.finding_ids.filtered(lambda finding: finding.rule == "stacking")
        stacking._accept("Reason")
        version.action_check_plan()
        self.assertEqual(stacking.state, "accepted")
        version.definition = SOUND_PLAN
        self.assertFalse(version.is_checked)
        version.action_check_plan()
        self.assertFalse(version.finding_ids.filtered(lambda finding: finding.rule == "stacking"))
        self.assertFalse(stacking.active)
        self.assertEqual(stacking.acceptance_reason, "Reason")
        version.definition = LEVEL_PLAN.replace("[10, 5]", "[10, 6]")
        with self.assertRefused("positions", UserError):
            version.action_activate()

    # === RIGHTS === #

    def test_nobody_but_compliance_accepts(self):
        stacking = self.checked(LEVEL_PLAN).finding_ids.filtered(lambda f: f.rule == "stacking")
        for name in ("user", "clerk", "accountant"):
            finding = stacking.with_user(self.users[name])
            with self.subTest(user=name), self.assertRaises(AccessError):
                finding.acceptance_reason = "I say so."
            with self.subTest(user=name), self.assertRaises(AccessError):
                finding._accept("I say so.")
        self.assertEqual(stacking.state, "open")

    def test_compliance_writes_nothing_but_the_reason(self):
        version = self.checked(OVERPAYING_PLAN)
        finding = version.finding_ids[0].with_user(self.users["compliance"])
        for values in ({"severity": "info"}, {"accepted_by": self.env.uid}, {"active": False}):
            with self.assertRefused("only the reason", UserError):
                finding.write(values)
        with self.assertRaises(AccessError):
            finding.unlink()
        with self.assertRaises(AccessError):
            version.with_user(self.users["compliance"]).action_activate()

    def test_managers_and_compliance_check(self):
        version = self.draft(SOUND_PLAN)
        for name in ("user", "clerk", "accountant"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                version.with_user(self.users[name]).action_check_plan()
        for name in ("manager", "compliance"):
            version.with_user(self.users[name]).action_check_plan()
        self.assertTrue(version.is_checked)

    def test_decisions_are_on_record(self):
        version = self.checked(LEVEL_PLAN)
        stacking = version.finding_ids.filtered(lambda finding: finding.rule == "stacking")
        stacking.with_user(self.users["compliance"])._accept("First reason")
        stacking.with_user(self.users["compliance"])._accept("Better reason")
        log = self.env["mlm.audit.log"].search(
            [("model", "=", "mlm.plan.finding"), ("res_id", "=", stacking.id)], order="id"
        )
        self.assertEqual(log.mapped("old_value"), [False, "First reason"])
        self.assertEqual(log.mapped("new_value"), ["First reason", "Better reason"])
        self.assertEqual(log.user_id, self.users["compliance"])
        self.assertIn("Better reason", version.message_ids[0].body)

    # === FIGURES === #

    def test_ratios_and_witness(self):
        """10 % and 5 % on two levels; the witness proves it by itself."""
        version = self.checked(LEVEL_PLAN)
        self.assertEqual(version.payout_bound, "15 %")
        self.assertEqual(version.payout_most, "15 %")
        self.assertEqual(version.payout_earned, "15 %")
        for name in ("witness_file", "earned_file", "stacking_file"):
            document = language.load(base64.b64decode(version[name]))
            self.assertTrue(document["expect"]["total"])
            self.assertEqual(verify(document), [])
        self.assertEqual(version.witness_name, "level-v2-maximum.yaml")
        self.assertIn("m0", version.witness_preview)
        self.assertIn(version.witness_rows[-1][3], version.witness_preview)

    def test_amounts_per_head_stand_apart(self):
        version = self.checked(
            "plan: {active: [{measure: personal_volume, min: 1}],"
            " bonuses: [{code: car, kind: fixed, amount: 300}]}"
        )
        self.assertEqual(version.payout_per_head, "car: 300")
        self.assertEqual(version.payout_most, "0 %")

    def test_limits_of_company_and_market(self):
        self.company.mlm_payout_limit = 14
        self.assertEqual(self.severities(self.checked(LEVEL_PLAN))["payout_limit"], "warning")
        self.company.mlm_payout_limit = 15
        self.assertNotIn("payout_limit", self.severities(self.checked(LEVEL_PLAN)))
        self.market.payout_limit = 14.5
        found = self.checked(LEVEL_PLAN).finding_ids.filtered(lambda f: f.rule == "payout_limit")
        self.assertIn(self.market.name, found.message)
        self.assertIn("14.5 %", found.message)

    def test_the_law_of_a_country(self):
        self.assertNotIn("country_limit", self.severities(self.checked(LEVEL_PLAN)))
        china = self.env["res.country.group"].create(
            {"name": "China", "country_ids": [(6, 0, self.env.ref("base.cn").ids)]}
        )
        self.market.country_group_id = china
        self.assertEqual(self.severities(self.checked(LEVEL_PLAN))["country_limit"], "warning")

    def test_a_text_that_is_no_plan(self):
        version = self.draft("plan: [")
        with self.assertRefused("YAML", UserError):
            version.action_check_plan()
        wrong = self.checked("plan: {bonusses: []}")
        self.assertEqual(self.severities(wrong), {"language": "error"})
        self.assertFalse(wrong.payout_most)

    def test_messages_speak_the_readers_language(self):
        finding = self.checked(OVERPAYING_PLAN).finding_ids.filtered(
            lambda finding: finding.rule == "payout_over_100"
        )
        self.assertEqual(
            finding.message,
            "The plan can pay 101 % of the volume; see the network that shows it.",
        )
        self.assertNotIn("%%", finding.reason)
        self.env["res.lang"]._activate_lang("de_DE")
        german = finding.with_context(lang="de_DE")
        self.assertIn("Der Plan kann 101 % des Volumens auszahlen", german.message)
        self.assertIn("lebt vom Geld neuer Mitglieder", german.reason)
