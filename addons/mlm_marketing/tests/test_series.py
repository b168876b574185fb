# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

import psycopg2
import pytz

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_base.tests.common import MlmCommon


@tagged("post_install", "-at_install")
class TestSeries(MlmCommon):
    """Four steps: mail, mail if not opened, message, task."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_member("Anna Sommer", email="anna@example.org")
        cls.bert = cls.make_member("Bert Winter", cls.anna, email="bert@example.org")
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Step",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "subject": "Hello {{ object.name }}",
                "body_html": '<p>Hello <t t-out="object.name"/> '
                '<a href="https://example.com/more">more</a></p>',
                "partner_to": "{{ object.id }}",
                "use_default_to": False,
            }
        )
        cls.series = cls.env["mlm.series"].create(
            {
                "name": "Test",
                "trigger": "partner_joined",
                "purpose_id": False,
                "hour_from": 0,
                "hour_to": 24,
                "step_ids": [
                    fields.Command.create(
                        {"name": "One", "delay": 1, "template_id": cls.template.id}
                    ),
                    fields.Command.create(
                        {
                            "name": "Two",
                            "sequence": 20,
                            "delay": 2,
                            "template_id": cls.template.id,
                            "condition": "not_opened",
                        }
                    ),
                    fields.Command.create(
                        {
                            "name": "Three",
                            "sequence": 30,
                            "kind": "message",
                            "message": "Look at your workplace",
                        }
                    ),
                    fields.Command.create(
                        {
                            "name": "Call",
                            "sequence": 40,
                            "kind": "activity",
                            "activity_type_id": cls.env.ref("mail.mail_activity_data_call").id,
                            "user_id": cls.env.uid,
                        }
                    ),
                ],
            }
        )
        cls.People = cls.env["mlm.series.person"]

    def start(self):
        self.series.action_start()
        self.series.running_since = fields.Datetime.subtract(fields.Datetime.now(), days=1)

    def person(self, partner):
        return self.People.search(
            [("series_id", "=", self.series.id), ("partner_id", "=", partner.id)]
        )

    def wind(self, people):
        """Make the next step of these people due and deliver it."""
        people.due_at = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        self.People._lock_due()._process()

    def mails(self, partner):
        return self.env["mail.mail"].search(
            [("model", "=", "res.partner"), ("res_id", "=", partner.id)]
        )

    def test_who_joined_since_enters_once(self):
        self.start()
        self.anna.mlm_date_joined = "2020-01-01"
        self.assertGreaterEqual(self.series._let_in(), 1)
        self.assertEqual(self.series._let_in(), 0)
        person = self.person(self.bert)
        self.assertAlmostEqual((person.due_at - person.entered_at).total_seconds(), 86400, delta=1)
        self.assertFalse(self.person(self.anna))

    def test_all_steps(self):
        self.start()
        self.series._let_in()
        person = self.person(self.bert)
        self.People._lock_due()._process()
        self.assertFalse(self.mails(self.bert), "nothing is due yet")
        self.wind(person)
        mail = self.mails(self.bert)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("Hello", mail.subject)
        self.assertIn("/r/", mail.body_html, "links are counted")
        self.assertEqual(mail.mailing_trace_ids.mass_mailing_id.mlm_step_id.name, "One")
        self.wind(person)
        self.assertEqual(len(self.mails(self.bert)), 2)
        self.wind(person)
        self.assertEqual(person.delivery_ids[0].message, "Look at your workplace")
        self.wind(person)
        self.assertEqual(self.bert.activity_ids.summary, "Call")
        self.assertEqual(person.state, "done")
        self.assertEqual(len(person.delivery_ids), 4)
        self.assertEqual(self.series.step_ids.mapped("delivered_count"), [1, 1, 1, 1])

    def test_branch_on_opened(self):
        self.start()
        self.series._let_in()
        person = self.person(self.bert)
        self.wind(person)
        trace = self.mails(self.bert).mailing_trace_ids
        trace.set_opened()
        self.wind(person)
        self.assertEqual(len(self.mails(self.bert)), 1)
        self.assertEqual(person.delivery_ids[0].state, "skipped")
        self.assertEqual(self.series.step_ids[0].opened_count, 1)
        self.assertEqual(person.step_id.name, "Three")

    def test_each_language_gets_its_own(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.template.lang = "{{ object.lang }}"
        self.template.with_context(lang="de_DE").subject = "Hallo {{ object.name }}"
        self.bert.lang = "de_DE"
        self.start()
        self.series._let_in()
        self.wind(self.person(self.anna) | self.person(self.bert))
        self.assertTrue(self.mails(self.bert).subject.startswith("Hallo"))
        self.assertTrue(self.mails(self.anna).subject.startswith("Hello"))

    def test_ends_with_its_reason(self):
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        self.series.purpose_id = purpose
        consents = self.env["mlm.consent"]
        self.start()
        self.assertEqual(self.series._let_in(), 0, "nobody agreed")
        for partner in (self.anna, self.bert):
            consents._record(partner, purpose, True, "test")
        self.assertEqual(self.series._let_in(), 2)
        consents._record(self.bert, purpose, False, "test")
        people = self.person(self.anna) | self.person(self.bert)
        self.wind(people)
        self.assertEqual(self.person(self.bert).stop_reason, "left")
        self.assertFalse(self.mails(self.bert))
        self.env["mail.blacklist"]._add("anna@example.org")
        self.wind(self.person(self.anna))
        self.assertEqual(self.person(self.anna).state, "stopped")
        self.assertEqual(len(self.mails(self.anna)), 1)

    def test_stops_on_order_and_reply(self):
        self.series.write({"stops_on_order": True, "stops_on_reply": True})
        self.start()
        self.series._let_in()
        order = self.env["sale.order"].create({"partner_id": self.bert.id})
        order.action_confirm()
        self.wind(self.person(self.bert) | self.person(self.anna))
        self.assertEqual(self.person(self.bert).stop_reason, "ordered")
        self.mails(self.anna).mailing_trace_ids.set_replied()
        self.wind(self.person(self.anna))
        self.assertEqual(self.person(self.anna).stop_reason, "replied")

    def test_a_killed_worker_sends_nothing_twice(self):
        """What a batch delivers and that it did so stand in one transaction."""
        self.start()
        self.series._let_in()
        person = self.person(self.bert)
        person.due_at = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        self.env.flush_all()

        class Killed(Exception):
            pass

        dies = patch.object(type(self.People), "_write_deliveries", side_effect=Killed)
        with self.assertRaises(Killed), self.cr.savepoint(), dies:
            self.People._lock_due()._process()
        self.env.invalidate_all()
        self.assertFalse(self.mails(self.bert))
        self.People._lock_due()._process()
        self.assertEqual(len(self.mails(self.bert)), 1)
        self.People._lock_due()._process()
        self.assertEqual(len(self.mails(self.bert)), 1)

    def test_the_key_refuses_a_step_twice(self):
        self.start()
        self.series._let_in()
        person = self.person(self.bert)
        self.wind(person)
        with (
            self.assertRaises(psycopg2.IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            person.delivery_ids.copy()

    def test_time_window(self):
        series = self.series
        series.write({"hour_from": 8, "hour_to": 20, "weekdays_only": True})
        berlin = pytz.timezone("Europe/Berlin")
        cases = (
            # Monday 12:00 local is inside, 22:00 waits for Tuesday 8:00, Saturday for Monday.
            (
                fields.Datetime.to_datetime("2026-11-23 11:00:00"),
                fields.Datetime.to_datetime("2026-11-23 11:00:00"),
            ),
            (
                fields.Datetime.to_datetime("2026-11-23 21:00:00"),
                fields.Datetime.to_datetime("2026-11-24 07:00:00"),
            ),
            (
                fields.Datetime.to_datetime("2026-11-28 11:00:00"),
                fields.Datetime.to_datetime("2026-11-30 07:00:00"),
            ),
            # The clocks change on 29 March 2026: 8:00 is 6:00 UTC from then on.
            (
                fields.Datetime.to_datetime("2026-03-28 11:00:00"),
                fields.Datetime.to_datetime("2026-03-30 06:00:00"),
            ),
        )
        for now, expected in cases:
            self.assertEqual(series._next_opening(now, berlin), expected, now)

    def test_test_mode_has_its_own_clock_and_address(self):
        self.env.user.email = "staff@example.org"
        self.series.test_partner_ids = self.bert
        self.series.action_test()
        for __ in range(4):
            self.series.action_wind()
        with self.assertRaises(UserError):
            self.series.action_wind()
        mails = self.mails(self.bert)
        self.assertEqual(len(mails), 2)
        self.assertEqual(set(mails.mapped("email_to")), {"staff@example.org"})
        self.assertFalse(mails.recipient_ids)
        self.assertFalse(self.bert.activity_ids)
        self.assertEqual(self.series.person_count, 0)
        self.series.action_start()
        self.assertFalse(self.person(self.bert))

    def test_birthdays_need_consent_and_repeat_by_year(self):
        with self.assertRaises(UserError):
            self.series.trigger = "birthday"
        purpose = self.env.ref("mlm_base.consent_purpose_newsletter")
        self.series.write({"trigger": "birthday", "purpose_id": purpose.id, "may_repeat": True})
        today = fields.Date.context_today(self.bert)
        self.bert.mlm_birthdate = today.replace(year=1990)
        self.env["mlm.consent"]._record(self.bert, purpose, True, "test")
        self.start()
        self.assertEqual(self.series._let_in(), 1)
        self.assertEqual(self.series._let_in(), 0)
        self.assertEqual(self.person(self.bert).occasion, str(today.year))

    def test_first_and_missing_orders(self):
        self.series.write({"trigger": "first_order"})
        self.start()
        order = self.env["sale.order"].create({"partner_id": self.bert.id})
        order.action_confirm()
        self.series._let_in()
        self.assertEqual(self.series.person_ids.partner_id, self.bert)
        silent = self.series.copy({"name": "Silent", "trigger": "no_order", "trigger_days": 60})
        silent.action_start()
        silent._let_in()
        self.assertNotIn(self.bert, silent.person_ids.partner_id)
        order.date_order = fields.Datetime.subtract(fields.Datetime.now(), days=61)
        silent._let_in()
        self.assertIn(self.bert, silent.person_ids.partner_id)

    def test_every_event_is_a_statement(self):
        """The statements of events that need a closed period run on an empty one, too."""
        segment = self.env["mlm.segment"].create({"name": "All"})
        self.start()
        for trigger in ("rank_reached", "rank_lost", "statement", "segment", "customer_joined"):
            self.series.write({"trigger": trigger, "segment_id": segment.id})
            self.series._let_in()
        self.assertTrue(self.person(self.anna))

    def test_shipped_series_are_complete(self):
        for name in ("customer_welcome", "partner_welcome", "reactivation", "rank"):
            series = self.env.ref(f"mlm_marketing.series_{name}")
            self.assertEqual(series.state, "draft")
            self.assertTrue(series.step_ids)
            for template in series.step_ids.template_id:
                [values] = template._generate_template(
                    self.bert.ids, ("subject", "body_html", "email_from")
                ).values()
                self.assertIn("Bert Winter", values["body_html"])
                self.assertIn("/unsubscribe_from_list", values["body_html"])
