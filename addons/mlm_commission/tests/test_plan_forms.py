# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools.translate import code_translations

from odoo.addons.mlm_commission.engine.forms.example import EXAMPLE

from .common import LEVEL_PLAN, CommissionCommon

COMMENTED = """# our plan
plan:
  currency: EUR # euro
  ranks:
    - {code: bronze}
  bonuses:
    - {code: level, kind: level, rates: [5.00]}
"""
SCENARIO = f"""scenario: shop
{COMMENTED}
members: {{A: {{}}, B: {{sponsor: A}}}}
volumes: [{{member: B, volume: 100}}]
"""


@tagged("post_install", "-at_install")
class TestPlanForms(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.env["mlm.plan.version"].create(
            {"plan_id": cls.plan.id, "date_from": "2026-06-01", "definition": COMMENTED}
        )
        cls.versions = cls.env["mlm.plan.version"]

    def import_text(self, text, **values):
        wizard = self.env["mlm.plan.import"].create(
            {"version_id": self.draft.id, "text": text, **values}
        )
        return wizard.action_import()

    # === EDITOR === #

    def test_edits_of_the_form_change_the_text_in_their_place_only(self):
        edits = [
            {"do": "set", "path": ["bonuses", 0, "rates"], "value": ["5.00", "2.50"]},
            {"do": "rename_code", "path": ["ranks", 0], "value": "starter"},
        ]
        data = self.versions.edit_plan(COMMENTED, edits, EXAMPLE)
        self.assertEqual(
            data["text"],
            COMMENTED.replace("[5.00]", "[5.00, 2.50]").replace("bronze", "starter"),
        )
        self.assertFalse(data["refused"])
        self.assertEqual(data["plan"]["bonuses"][0]["rates"], ["5.00", "2.50"])
        paid = {m["name"]: m["total"] for m in data["example"]["periods"][0]["members"]}
        # 5 % of 400 of Ben's and 300 of Carla's group, 2.5 % of 500 of Dora's
        self.assertEqual(paid["Ann"], "47.50")

    def test_problems_have_their_place_and_there_is_no_example_then(self):
        edits = [{"do": "set", "path": ["bonuses", 0, "rates"], "value": {"gold": ["-1"]}}]
        data = self.versions.edit_plan(COMMENTED, edits, EXAMPLE)
        self.assertEqual(
            [problem["path"] for problem in data["problems"]],
            ["plan.bonuses[0].rates.gold", "plan.bonuses[0].rates.gold[0]"],
        )
        self.assertIsNone(data["example"])

    def test_an_unreadable_text_is_said_to_be_so(self):
        data = self.versions.read_plan("plan: [", EXAMPLE)
        self.assertIsNone(data["plan"])
        self.assertIn("no valid YAML", data["problems"][0]["message"])
        data = self.versions.edit_plan(COMMENTED, [{"do": "remove", "path": ["caps", 3]}], EXAMPLE)
        self.assertTrue(data["refused"])
        self.assertEqual(data["text"], COMMENTED)

    def test_plans_without_the_key_plan_are_edited_too(self):
        text = "currency: EUR\nbonuses: [{code: f, kind: fixed, amount: 5}]\n"
        edits = [{"do": "set", "path": ["bonuses", 0, "amount"], "value": "7"}]
        data = self.versions.edit_plan(text, edits, EXAMPLE)
        self.assertEqual(data["text"], text.replace("amount: 5", "amount: 7"))
        self.assertEqual(data["problems"], [])

    def test_an_example_with_mistakes_names_them(self):
        data = self.versions.read_plan(COMMENTED, "members: {A: {sponsr: B}}\nvolumes: []")
        self.assertIn("members.A.sponsr", data["example"]["problems"][0])

    def test_shapes_name_every_kind_and_measure(self):
        shapes = self.versions.get_plan_shapes()
        self.assertEqual(set(shapes["kinds"]) - set(shapes["words"]["kinds"]), set())
        self.assertEqual(set(shapes["measures"]) - set(shapes["words"]["measures"]), set())
        keys = {key["name"] for kind in shapes["kinds"].values() for key in kind}
        self.assertEqual(keys - set(shapes["words"]["keys"]), set())

    # === RIGHTS === #

    def test_only_plan_managers_edit(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "plan_clerk",
                "group_ids": [self.env.ref("mlm_base.group_mlm_clerk").id],
            }
        )
        versions = self.versions.with_user(clerk)
        self.assertEqual(versions.read_plan(COMMENTED, EXAMPLE)["problems"], [])
        with self.assertRaises(AccessError):
            versions.edit_plan(COMMENTED, [], EXAMPLE)
        with self.assertRaises(AccessError):
            self.draft.with_user(clerk).action_import()
        with self.assertRaises(AccessError):
            self.env["mlm.plan.import"].with_user(clerk).create({"version_id": self.draft.id})
        outsider = self.env["res.users"].create({"name": "O", "login": "plan_outsider"})
        with self.assertRaises(AccessError):
            self.versions.with_user(outsider).get_plan_shapes()

    # === IMPORT AND EXPORT === #

    def test_import_of_a_scenario_fills_plan_and_example(self):
        self.import_text(SCENARIO)
        self.assertEqual(self.draft.definition, COMMENTED.split("\n", 1)[1] + "\n")
        self.assertIn("members: {A: {}, B: {sponsor: A}}", self.draft.example)
        data = self.versions.read_plan(self.draft.definition, self.draft.example)
        self.assertEqual(data["example"]["periods"][0]["total"], "5.00")

    def test_import_names_unknown_keys_and_changes_nothing(self):
        with self.assertRaisesRegex(UserError, r"plan\.bonusses: unknown key.*'bonuses'"):
            self.import_text("plan: {bonusses: []}")
        with self.assertRaisesRegex(UserError, "stands twice"):
            self.import_text("plan: {currency: EUR, currency: USD}")
        with self.assertRaisesRegex(UserError, "not UTF-8"):
            self.import_text(False, file=base64.b64encode(b"plan: {name: \xff\xfe}"))
        with self.assertRaises(UserError):
            self.import_text("")
        self.assertEqual(self.draft.definition, COMMENTED)

    def test_export_is_what_was_imported_byte_for_byte(self):
        given = COMMENTED.replace("# euro", "# Ünïcode").encode()
        self.import_text(False, file=base64.b64encode(given))
        self.assertEqual(base64.b64decode(self.draft.definition_file), given)
        self.assertIn("level-v2.yaml", self.draft.action_export()["url"])

    def test_a_released_version_takes_no_import(self):
        self.draft._release()
        with self.assertRaisesRegex(UserError, "never changes"):
            self.import_text(LEVEL_PLAN)

    # === VERSIONS === #

    def test_a_new_version_from_a_day_on_ends_the_old_one(self):
        wizard = self.env["mlm.plan.new.version"].create(
            {"version_id": self.version.id, "date_from": "2026-04-01"}
        )
        new = self.versions.browse(wizard.action_create_version()["res_id"])
        self.assertEqual(
            (new.state, new.definition, new.number), ("draft", self.version.definition, 3)
        )
        self.assertFalse(self.version.date_to)
        new._release()
        self.version.invalidate_recordset()
        self.assertEqual(str(self.version.date_to), "2026-03-31")
        self.assertEqual(self.plan._version_for(self.march), self.version)
        with self.assertRaises(ValidationError):
            wizard.copy({"date_from": "2025-12-31"}).action_create_version()

    def test_a_version_used_by_a_closed_period_never_changes(self):
        self.march._close()
        self.assertEqual(self.version.state, "used")
        for values in (
            {"definition": COMMENTED},
            {"date_from": "2026-02-01"},
            {"plan_id": self.plan.copy({"code": "other"}).id},
        ):
            with self.assertRaisesRegex(UserError, "never changes"):
                self.version.write(values)
        with self.assertRaises(UserError):
            self.version.unlink()

    # === COMPARISON === #

    def test_comparison_in_words_and_as_text(self):
        new = COMMENTED.replace("[5.00]", "[6]").replace(
            "{code: bronze}", "{code: bronze, require: [{measure: group_volume, min: 100}]}"
        )
        other = self.draft.copy({"date_from": "2026-07-01", "definition": new})
        with Form(
            self.env["mlm.plan.comparison"].with_context(default_version_id=other.id)
        ) as form:
            self.assertEqual(form.old_id, self.draft)
            changes, difference = str(form.changes), str(form.difference)
        self.assertIn("Bonus: level", changes)
        self.assertIn("Rates in percent", changes)
        self.assertRegex(changes, r"\[?5\.00\]?")
        self.assertIn("Rank: bronze", changes)
        self.assertIn("Conditions", changes)
        self.assertIn("-    - {code: bronze}", difference)
        self.assertNotIn("currency", changes)

    def test_names_of_ranks_and_bonuses(self):
        self.draft.definition = COMMENTED.replace("{code: bronze}", "{code: bronze, name: Bronze!}")
        self.draft._release()
        self.assertEqual(self.draft.rank_ids.display_name, "Bronze!")
        self.assertEqual(self.draft.bonus_ids.display_name, "level")

    # === LANGUAGE === #

    def test_what_the_engine_says_comes_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = {
            "unknown key%(hint)s": "unbekannter Schlüssel%(hint)s",
            " (did you mean '%(name)s'?)": " (meinten Sie '%(name)s'?)",
            "Percent per level": "Prozent je Ebene",
            "line %(line)s, column %(column)s": "Zeile %(line)s, Spalte %(column)s",
            "%(mark)s: %(text)s is no date of the calendar": "%(mark)s: %(text)s gibt es nicht",
        }
        versions = self.versions.with_context(lang="de_DE")
        known = {("mlm_commission", "de_DE"): german}
        wrong = "plan: {bonuses: [{code: a, kind: level, rats: [5], rates: [5]}]}"
        message = "unbekannter Schlüssel (meinten Sie 'rates'?)"
        with patch.dict(code_translations.python_translations, known):
            [problem] = versions.read_plan(wrong, "")["problems"]
            self.assertEqual(problem, {"path": "plan.bonuses[0].rats", "message": message})
            self.draft.definition = wrong
            german_draft = self.draft.with_context(lang="de_DE")
            self.assertEqual(german_draft.problems, f"plan.bonuses[0].rats: {message}")
            keys = versions.get_plan_shapes()["kinds"]["level"]
            helps = {key["name"]: key["help"] for key in keys}
            self.assertEqual(helps["rates"], "Prozent je Ebene")
            [problem] = versions.read_plan("plan: {a: 2026-13-01}", "")["problems"]
            self.assertEqual(problem["message"], "Zeile 1, Spalte 11: 2026-13-01 gibt es nicht")
        self.assertIn("did you mean", self.draft.with_context(lang="en_US").problems)


@tagged("post_install", "-at_install")
class TestPlanFormTour(HttpCase):
    def setUp(self):
        super().setUp()
        self.manager = self.env["res.users"].create(
            {
                "name": "Plan Manager",
                "login": "plan_manager",
                "password": "plan_manager",
                "group_ids": [self.env.ref("mlm_base.group_mlm_manager").id],
            }
        )
        self.plan = self.env["mlm.plan"].create({"name": "Tour Plan", "code": "tour"})

    def draft(self, definition):
        """A draft of the plan."""
        return self.env["mlm.plan.version"].create(
            {"plan_id": self.plan.id, "date_from": "2026-01-01", "definition": definition}
        )

    def test_a_level_plan_is_built_in_the_form_and_released(self):
        version = self.draft("plan:\n  currency: EUR # euro\n")
        self.start_tour(
            f"/odoo/mlm.plan.version/{version.id}",
            "mlm_commission_plan_form",
            login=self.manager.login,
        )
        self.assertEqual(version.state, "active")
        self.assertEqual(
            version.definition,
            "plan:\n"
            "  currency: EUR # euro\n"
            "  active:\n"
            "    - {measure: customer_volume, min: 50}\n"
            "  ranks:\n"
            "    - {code: starter}\n"
            "  bonuses:\n"
            "    - {code: level, kind: level, rates: [10, 2.50]}\n",
        )
        self.assertEqual(version.rank_ids.mapped("code"), ["starter"])

    def test_findings_and_problems_lead_to_their_place(self):
        version = self.draft(
            "plan:\n  currency: EUR\n  bonuses: [{code: uni, kind: level, rates: [-60, 41]}]\n"
        )
        url = f"/odoo/mlm.plan.version/{version.id}"
        self.start_tour(url, "mlm_commission_plan_place", login=self.manager.login)
        self.assertIn("payout_over_100", version.finding_ids.mapped("rule"))
        self.start_tour(
            "/odoo/plan-findings", "mlm_commission_finding_place", login=self.manager.login
        )
