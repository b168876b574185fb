# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_base.text_hash import sha256_of

from .common import AcademyCommon


@tagged("post_install", "-at_install")
class TestAcademyTraining(AcademyCommon):
    """Passing course and test is evidence; its state follows the calendar."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls.make_training()
        cls.officer = cls.make_user("academy_officer", "compliance")
        cls.clerk = cls.make_user("academy_clerk", "clerk")
        cls.reader = cls.make_user("academy_reader", "user")

    def records(self, partner=None):
        return self.Record.search([("partner_id", "=", (partner or self.anna).id)])

    # === EVIDENCE === #

    def test_course_and_test_make_evidence(self):
        with freeze_time("2026-03-01"):
            self.course._action_add_members(self.anna)
            self.read_lessons(self.anna_user)
            self.assertFalse(self.records(), "the test is still missing")
            self.answer(self.anna_user, right=False)
            self.assertFalse(self.records(), "a failed test is no evidence")
            attempt = self.answer(self.anna_user, hand_in=False)
            self.assertFalse(self.records(), "the test was not handed in yet")
            attempt._mark_done()
            self.env.flush_all()
        record = self.records()
        self.assertEqual(
            (str(record.date_passed), str(record.valid_until), record.score, record.how),
            ("2026-03-01", "2027-03-01", 100, "course"),
        )
        self.assertIn("Words 2 of Honest Work.", record.content_id.text)
        self.assertIn("[x] No", record.content_id.text)
        self.assertEqual(record.text_hash, sha256_of(record.content_id.text))

    def test_content_is_kept_once_until_it_changes(self):
        self.pass_course(self.anna_user)
        self.pass_course(self.bert_user)
        first = self.records().content_id
        self.assertEqual(self.records(self.bert).content_id, first)
        self.lessons[0].html_content = "<p>Other words.</p>"
        second = self.env["mlm.training.content"]._of(self.course, first.lang)
        self.assertNotEqual(second.text_hash, first.text_hash)
        self.assertIn("Words 1", first.text)

    def test_a_course_without_test(self):
        quick = self.make_course("Quick", with_test=False)
        training = self.make_training(name="Quick", channel_id=quick.id, valid_months=0)
        quick._action_add_members(self.anna)
        self.read_lessons(self.anna_user, quick)
        self.assertEqual(self.records().training_id, training)
        self.assertFalse(self.records().valid_until)
        self.assertEqual(self.state(training, self.anna), "valid")

    def test_courses_that_nobody_has_to_take_leave_no_record(self):
        other = self.make_course("Other", with_test=False)
        other._action_add_members(self.anna)
        self.read_lessons(self.anna_user, other)
        self.assertFalse(self.records())

    def test_records_never_change(self):
        self.pass_course(self.anna_user)
        record = self.records()
        with self.assertRaisesRegex(UserError, "evidence"):
            record.sudo().score = 1
        with self.assertRaisesRegex(UserError, "evidence"):
            record.sudo().unlink()
        for statement in (
            "UPDATE mlm_training_record SET valid_until = '2099-01-01'",
            "DELETE FROM mlm_training_record",
            "UPDATE mlm_training_content SET text = 'nothing'",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RestrictViolation),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.training.unlink()

    # === CALENDAR === #

    def test_states_follow_the_calendar(self):
        for day, state in (("2026-01-10", "open"), ("2026-01-11", "overdue")):
            with freeze_time(day):
                self.assertEqual(self.state(self.training, self.anna), state, day)
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
        for day, state in (
            ("2026-03-01", "valid"),
            ("2027-01-30", "valid"),
            ("2027-01-31", "expiring"),
            ("2027-03-01", "expiring"),
            ("2027-03-02", "expired"),
        ):
            with freeze_time(day):
                self.assertEqual(self.state(self.training, self.anna), state, day)

    def test_grace_begins_with_joining_or_with_the_training(self):
        self.bert.mlm_date_joined = "2026-05-01"
        with freeze_time("2026-05-10"):
            self.assertEqual(self.state(self.training, self.bert), "open")
        with freeze_time("2026-05-11"):
            self.assertEqual(self.state(self.training, self.bert), "overdue")
        self.training.date_from = "2026-06-01"
        with freeze_time("2026-06-10"):
            self.assertEqual(self.state(self.training, self.bert), "open")

    def test_who_has_to(self):
        self.training.mlm_type_ids = self.type_reseller
        self.assertIsNone(self.state(self.training, self.anna))
        self.training.mlm_type_ids = self.type_distributor
        self.assertTrue(self.state(self.training, self.anna))
        self.training.mlm_market_ids = self.make_market("Other", "OTH", self.env.ref("base.fr"))
        self.assertIsNone(self.state(self.training, self.anna))
        self.training.mlm_market_ids = self.market
        self.assertTrue(self.state(self.training, self.anna))
        self.course.is_published = False
        self.assertIsNone(self.state(self.training, self.anna), "nobody can take it")
        with self.assertRaisesRegex(ValidationError, "No plan has a rank"):
            self.training.mlm_rank_code = "no such rank"

    def test_renewal_begins_anew(self):
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
        with freeze_time("2026-04-01"):
            self.anna._mlm_start_training(self.training.id)
            self.assertTrue(self.course.with_user(self.anna_user).completed, "it is still valid")
        with freeze_time("2027-02-15"):
            self.anna._mlm_start_training(self.training.id)
            self.env.invalidate_all()
            course = self.course.with_user(self.anna_user)
            self.assertEqual((course.completed, course.completion), (False, 0))
            self.assertEqual(self.state(self.training, self.anna), "expiring", "nothing is lost")
            self.pass_course(self.anna_user)
            self.assertEqual(self.state(self.training, self.anna), "valid")
        self.assertEqual(
            [str(day) for day in self.records().mapped("valid_until")],
            ["2028-02-15", "2027-03-01"],
        )

    def test_leaving_and_coming_back_renews_nothing(self):
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
        with freeze_time("2027-03-02"):
            self.course.with_user(self.anna_user)._remove_membership(self.anna.ids)
            self.lessons[0].copy({"name": "A new lesson", "is_published": True})
            self.course._action_add_members(self.anna)
            self.read_lessons(self.anna_user)
            self.env.flush_all()
            self.assertTrue(self.course.with_user(self.anna_user).completed)
            self.assertEqual(self.state(self.training, self.anna), "expired", "without the test")
            self.anna._mlm_start_training(self.training.id)
            self.pass_course(self.anna_user)
            self.assertEqual(self.state(self.training, self.anna), "valid")

    # === STAFF === #

    def enter(self, user, **values):
        wizard = self.env["mlm.training.enter"].with_user(user)
        return wizard.create(
            {
                "training_id": self.training.id,
                "partner_ids": [(6, 0, self.anna.ids)],
                "date_passed": "2026-03-01",
                "reason": "Seminar in Hamburg",
                **values,
            }
        ).action_enter()

    def test_entered_by_hand_with_a_reason(self):
        self.enter(self.clerk)
        record = self.records()
        self.assertEqual((record.how, record.reason), ("hand", "Seminar in Hamburg"))
        self.assertEqual(record.user_id, self.clerk)
        with self.assertRaisesRegex(UserError, "future"):
            self.enter(self.clerk, date_passed="2099-01-01")
        with self.assertRaisesRegex(UserError, "how you know"):
            self.enter(self.clerk, reason=" ")
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRaisesRegex(UserError, "not a member"):
            self.enter(self.clerk, partner_ids=[(6, 0, stranger.ids)])

    def test_readers_enter_nothing(self):
        with self.assertRaises(AccessError):
            self.enter(self.reader)
        with self.assertRaises(AccessError):
            self.Record.with_user(self.reader)._enter_by_hand(
                self.training, self.anna, self.training.date_from, "I say so"
            )
        for user in (self.reader, self.clerk, self.officer):
            with self.assertRaises(AccessError):
                self.Record.with_user(user).create(
                    {"name": "TC1", "training_id": self.training.id, "how": "course"}
                )

    def test_revoked_with_a_reason(self):
        self.pass_course(self.anna_user)
        record = self.records()
        with self.assertRaises(AccessError):
            record.with_user(self.clerk)._revoke("Somebody else took it")
        revoke = self.env["mlm.training.revoke"].with_user(self.officer)
        values = {"record_ids": [(6, 0, record.ids)], "reason": "Somebody else took it"}
        revoke.create(values).action_revoke()
        self.env.invalidate_all()
        self.assertTrue(record.is_revoked)
        self.assertEqual(record.revocation_ids.user_id, self.officer)
        self.assertEqual(self.Record.search([("is_revoked", "=", True)]) & record, record)
        self.assertEqual(self.state(self.training, self.anna), "overdue")
        with self.assertRaisesRegex(UserError, "already"):
            revoke.create(values).action_revoke()

    def test_put_in_force(self):
        course = self.env.ref("mlm_academy.course_fair_selling").copy({"is_published": False})
        training = self.make_training(channel_id=course.id, active=False)
        with self.assertRaises(AccessError):
            training.with_user(self.officer).action_put_in_force()
        self.officer.group_ids |= self.env.ref("website_slides.group_website_slides_manager")
        training.with_user(self.officer).action_put_in_force()
        self.assertTrue(training.active and course.is_published)
        self.assertEqual(self.state(training, self.anna), "open")
        with self.assertRaises(AccessError):
            training.with_user(self.clerk).action_put_in_force()

    def test_copy_of_the_own_data(self):
        self.pass_course(self.anna_user)
        self.pass_course(self.bert_user)
        data = self.anna._mlm_export_data()
        self.assertEqual([row["name"] for row in data["trainings"]], self.records().mapped("name"))
        self.assertEqual(
            data["courses"],
            [{"channel_id": "Honest Work", "member_status": "completed", "completion": 100}],
        )

    # === LISTS === #

    def test_who_is_missing_what(self):
        Status = self.env["mlm.training.status"].with_user(self.reader)
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
            own = [("partner_id", "in", (self.anna | self.bert).ids)]
            found = {row.partner_id: row.state for row in Status.search(own)}
            self.assertEqual(found, {self.anna: "valid", self.bert: "overdue"})
            self.assertEqual(
                Status.search([("leader_id", "in", self.anna.ids)]).partner_id, self.bert
            )
            self.assertEqual(
                Status.search([("leader_id", "ilike", "Anna"), *own]).partner_id, self.bert
            )
            groups = dict(Status._read_group(own, ["state"], ["__count"]))
            self.assertEqual(groups, {"valid": 1, "overdue": 1})
            self.assertGreaterEqual(self.training.missing_count, 1)
            self.assertEqual(self.anna.mlm_training_late_count, 0)
            self.assertEqual(self.bert.mlm_training_late_count, 1)

    def test_members_of_any_number_are_one_statement(self):
        few = self.anna
        many = self.env["res.partner"].browse(
            self.make_member(f"Many {n}", mlm_date_joined="2026-01-01").id for n in range(20)
        )
        self.training._late(few)
        with self.assertQueryCount(1):
            self.assertEqual(len(self.training._late(many)), 20)
