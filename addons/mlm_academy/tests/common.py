# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

from odoo.addons.mlm_base.tests.common import MlmCommon


class AcademyMixin:
    """A course of two lessons and a test, and a mandatory training with it."""

    @classmethod
    def set_up_academy(cls):
        """Make the course; other trainings of the database are put aside."""
        cls.env = cls.env(su=True)
        cls.env["mlm.training"].search([]).action_archive()
        cls.course = cls.make_course("Honest Work")
        cls.lessons = cls.course.slide_ids.filtered(lambda one: one.slide_category == "article")
        cls.test = cls.course.slide_ids - cls.lessons
        cls.survey = cls.test.survey_id
        cls.Training = cls.env["mlm.training"]
        cls.Record = cls.env["mlm.training.record"]

    @classmethod
    def make_course(cls, name, with_test=True, **values):
        """Return a published course with two lessons."""
        course = cls.env["slide.channel"].create(
            {
                "name": name,
                "visibility": "connected",
                "is_published": True,
                "publish_template_id": False,
                "completed_template_id": False,
                **values,
            }
        )
        lesson = {"channel_id": course.id, "slide_category": "article", "is_published": True}
        cls.env["slide.slide"].create(
            [
                {**lesson, "name": f"{name} {n}", "html_content": f"<p>Words {n} of {name}.</p>"}
                for n in (1, 2)
            ]
        )
        if with_test:
            cls.env["slide.slide"].create(
                {
                    "channel_id": course.id,
                    "name": f"{name} Test",
                    "slide_category": "certification",
                    "survey_id": cls.make_survey(name).id,
                    "is_published": True,
                }
            )
        return course

    @classmethod
    def make_survey(cls, name):
        """Return a certification with one question; 80 percent are needed."""
        answer = {"is_correct": True, "answer_score": 1}
        return cls.env["survey.survey"].create(
            {
                "title": f"{name} Test",
                "user_id": False,
                "access_mode": "token",
                "users_login_required": True,
                "scoring_type": "scoring_without_answers",
                "scoring_success_min": 80,
                "certification": True,
                "question_and_page_ids": [
                    (
                        0,
                        0,
                        {
                            "title": "Is income promised?",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                (0, 0, {"value": "No", **answer}),
                                (0, 0, {"value": "Yes"}),
                            ],
                        },
                    )
                ],
            }
        )

    @classmethod
    def make_training(cls, **values):
        """Return a training that is mandatory since January 2026, valid for a year."""
        return cls.env["mlm.training"].create(
            {
                "name": "Honesty",
                "channel_id": cls.course.id,
                "date_from": "2026-01-01",
                "grace_days": 10,
                "valid_months": 12,
                "warning_days": 30,
                **values,
            }
        )

    @classmethod
    def make_login(cls, partner, login):
        """Return a portal user of a member, whose password is the login."""
        return new_test_user(
            cls.env(su=True),
            login,
            "base.group_portal",
            partner_id=partner.id,
            name=partner.name,
            email=partner.email,
            password=login,
            company_id=cls.env.company.id,
            company_ids=[(6, 0, cls.env.company.ids)],
        )

    def read_lessons(self, user, course=None):
        """Read all lessons of a course as its reader does, without the test."""
        slides = (course or self.course).slide_ids.with_user(user)
        lessons = slides.filtered(lambda one: one.slide_category == "article")
        lessons.action_mark_completed()

    def answer(self, user, right=True, hand_in=True):
        """Take the test, answer its question and hand it in."""
        test = self.test.with_user(user)
        test.action_set_viewed()
        test._generate_certification_url()
        attempt = self.env["survey.user_input"].search(
            [("slide_partner_id.partner_id", "=", user.partner_id.id)], order="id desc", limit=1
        )
        if attempt.state == "done":
            attempt = attempt.copy({"state": "new", "user_input_line_ids": False})
        question = self.survey.question_ids
        chosen = question.suggested_answer_ids.filtered(lambda one: one.is_correct == right)
        attempt._save_lines(question, chosen.id)
        if hand_in:
            attempt._mark_done()
        self.env.flush_all()
        return attempt

    def pass_course(self, user):
        """Enrol, read everything and pass the test."""
        self.course._action_add_members(user.partner_id)
        self.read_lessons(user)
        return self.answer(user)

    def state(self, training, partner):
        """Return how far a member is with a training, None where it isn't asked for it."""
        rows = {row["training"]: row["state"] for row in partner._mlm_training_rows()}
        return rows.get(training)


class AcademyCommon(AcademyMixin, MlmCommon):
    """Anna sponsors Bert; both have a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_academy()
        made = cls.make_tree("Anna(Bert)", mlm_date_joined="2026-01-01")
        cls.anna, cls.bert = made["Anna"], made["Bert"]
        cls.anna.email, cls.bert.email = "anna@example.org", "bert@example.org"
        cls.anna_user = cls.make_login(cls.anna, "academy_anna")
        cls.bert_user = cls.make_login(cls.bert, "academy_bert")
