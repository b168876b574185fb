# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_commission.tests.common import CommissionCommon

from .common import AcademyCommon, AcademyMixin


@tagged("post_install", "-at_install")
class TestAcademyAudience(AcademyCommon, HttpCase):
    """Whoever isn't meant finds nothing of a course: no page, no search, no RPC, no join."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course.mlm_type_ids = cls.type_distributor
        cls.customer = cls.make_member("Kim", cls.anna, cls.type_customer)
        cls.customer_user = cls.make_login(cls.customer, "academy_kim")
        cls.public = cls.env.ref("base.public_user")
        cls.question = cls.env["slide.question"].create(
            {
                "question": "A secret question?",
                "slide_id": cls.lessons[0].id,
                "answer_ids": [
                    (0, 0, {"text_value": "Yes", "is_correct": True}),
                    (0, 0, {"text_value": "No"}),
                ],
            }
        )

    def found(self, user):
        course = self.course.with_user(user)
        return bool(course.search([("id", "=", course.id)]))

    def test_by_type_market_and_state(self):
        self.assertTrue(self.found(self.anna_user))
        for user in (self.customer_user, self.public):
            self.assertFalse(self.found(user))
        self.course.mlm_market_ids = self.make_market("Other", "OTH", self.env.ref("base.fr"))
        self.assertFalse(self.found(self.anna_user))
        self.course.mlm_market_ids = self.market
        self.assertTrue(self.found(self.anna_user))
        self.anna.mlm_state = "suspended"
        self.assertFalse(self.found(self.anna_user))

    def test_employees_see_what_odoo_shows_them(self):
        self.assertTrue(self.found(self.make_user("academy_employee")))
        self.course.is_published = False
        self.assertFalse(self.found(self.make_user("academy_employee_2")))

    def test_rules_of_odoo_still_hold(self):
        self.course.write({"visibility": "members", "enroll": "invite"})
        self.assertFalse(self.found(self.anna_user), "meant, but not enrolled")
        self.course._action_add_members(self.anna)
        self.assertTrue(self.found(self.anna_user))

    def test_who_has_to_take_it_may_open_it(self):
        self.assertFalse(self.found(self.customer_user))
        self.make_training(mlm_type_ids=[(6, 0, self.type_customer.ids)])
        self.assertTrue(self.found(self.customer_user))

    def test_lessons_and_questions_are_closed(self):
        self.course.slide_ids.filtered(lambda one: not one.survey_id).is_preview = True
        for record in (self.course, self.lessons, self.question):
            self.assertTrue(record.with_user(self.anna_user).read(["display_name"]))
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                record.with_user(self.customer_user).read(["display_name"])

    def test_enrolled_before_and_no_longer_meant(self):
        self.course._action_add_members(self.anna)
        self.assertTrue(self.lessons.with_user(self.anna_user).read(["html_content"]))
        self.course.mlm_type_ids = self.type_reseller
        with self.assertRaises(AccessError):
            self.lessons.with_user(self.anna_user).read(["html_content"])

    def test_nobody_joins_from_outside(self):
        memberships = self.env["slide.channel.partner"]
        course = self.course.with_user(self.customer_user)
        course._action_add_members(self.customer)
        course.sudo()._action_add_members(self.customer)
        self.assertFalse(memberships.search([("partner_id", "=", self.customer.id)]))
        officer = self.make_user("academy_editor")
        officer.group_ids |= self.env.ref("website_slides.group_website_slides_manager")
        with self.assertRaisesRegex(UserError, "not meant for Kim"):
            self.course.with_user(officer)._action_add_members(self.customer)

    def test_pages(self):
        self.authenticate("academy_kim", "academy_kim")
        paths = (
            self.course.website_url,
            self.lessons[0].website_url,
            f"/slides/{self.course.id}",
            f"/slides/slide/{self.lessons[0].id}",
            f"/slides_survey/slide/get_certification_url?slide_id={self.test.id}",
            "/slides",
            f"/slides/all?search={self.course.name}",
            f"/website/search?search={self.course.name}",
            "/my/academy",
        )
        slug = self.env["ir.http"]._slug(self.course)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            for path in paths:
                answer = self.url_open(path)
                self.assertLess(answer.status_code, 500, path)
                self.assertNotIn(slug, answer.text, path)
                self.assertNotIn("Words 1", answer.text, path)
        self.authenticate("academy_anna", "academy_anna")
        self.assertIn(slug, self.url_open("/slides").text)

    def call(self, path, **params):
        answer = self.url_open(path, json={"jsonrpc": "2.0", "params": params})
        return json.loads(answer.text)

    def test_rpc(self):
        self.authenticate("academy_kim", "academy_kim")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            for model, record in (
                ("slide.channel", self.course),
                ("slide.slide", self.lessons[0]),
                ("slide.question", self.question),
            ):
                values = {"model": model, "method": "read", "args": [record.ids], "kwargs": {}}
                path = f"/web/dataset/call_kw/{model}/read"
                self.assertIn("AccessError", str(self.call(path, **values)["error"]))
            self.call("/slides/channel/join", channel_id=self.course.id)
            quiz = self.call("/slides/slide/quiz/get", slide_id=self.lessons[0].id)
            self.assertNotIn("secret question", json.dumps(quiz))
            for model in ("mlm.training", "mlm.training.record", "mlm.training.status"):
                values = {"model": model, "method": "search_read", "args": [[]], "kwargs": {}}
                path = f"/web/dataset/call_kw/{model}/search_read"
                self.assertIn("AccessError", str(self.call(path, **values)["error"]))
        self.assertFalse(self.course.sudo().partner_ids & self.customer)

    def enrol(self):
        with self.enter_registry_test_mode():
            self.env.ref("mlm_academy.ir_cron_enrol").method_direct_trigger()

    def test_enrolled_by_the_job(self):
        self.env["slide.channel"].search([]).mlm_auto_enrol = False
        enrolled = [("channel_id", "=", self.course.id), ("partner_id", "=", self.anna.id)]
        self.enrol()
        self.assertFalse(self.env["slide.channel.partner"].search(enrolled), "not asked for")
        self.course.mlm_auto_enrol = True
        self.enrol()
        self.assertTrue(self.env["slide.channel.partner"].search(enrolled))
        self.assertNotIn(self.customer, self.course.partner_ids)
        self.course._remove_membership(self.anna.ids)
        self.enrol()
        self.assertFalse(self.env["slide.channel.partner"].search(enrolled), "she has left")


@tagged("post_install", "-at_install")
class TestAcademyRank(AcademyMixin, CommissionCommon):
    """From a rank on, by the newest figures."""

    RANKS = """plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  ranks:
    - {code: starter}
    - {code: silver, require: [{measure: personal_volume, min: 40}]}
  bonuses:
    - {code: level, kind: level, rates: [10]}
"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_academy()
        version = cls.env["mlm.plan.version"].create(
            {"plan_id": cls.plan.id, "date_from": "2026-02-01", "definition": cls.RANKS}
        )
        version._release()
        cls.users = {
            cls.top: cls.make_login(cls.top, "rank_top"),
            cls.partner: cls.make_login(cls.partner, "rank_partner"),
        }

    def test_from_silver_on(self):
        self.sell(self.top, [(self.soap, 4)])
        self.sell(self.partner, [(self.soap, 2)])
        self.march._close()
        self.course.mlm_rank_code = "silver"
        found = {
            partner: self.course.with_user(user).search_count([("id", "=", self.course.id)])
            for partner, user in self.users.items()
        }
        self.assertEqual(found, {self.top: 1, self.partner: 0})
        training = self.make_training(mlm_rank_code="silver")
        self.assertEqual(self.state(training, self.top), "overdue")
        self.assertIsNone(self.state(training, self.partner))
