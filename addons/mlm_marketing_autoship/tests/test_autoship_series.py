# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.mlm_autoship.tests.common import AutoshipCommon


@tagged("post_install", "-at_install")
class TestAutoshipSeries(AutoshipCommon):
    """A delivery begins a series, and what its buyer does about it ends it."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("mass_mailing.group_mass_mailing_user")

    def segment(self, autoship):
        segment = self.env["mlm.segment"].create({"name": autoship, "autoship": autoship})
        return self.env["res.partner"].search([("mlm_segment_ids", "in", segment.ids)])

    def series(self, name):
        """Return a shipped series, for the company of the test."""
        shipped = self.env.ref(f"mlm_marketing_autoship.series_{name}").sudo()
        values = {"company_id": self.company.id, "hour_from": 0, "hour_to": 24}
        return self.env["mlm.series"].browse(shipped.copy(values).id)

    def started(self, name):
        series = self.series(name)
        series.action_start()
        # Rows of a test carry the time at which it began.
        series.running_since = fields.Datetime.now() - timedelta(days=1)
        return series

    def people(self, series):
        return series.person_ids.filtered(lambda one: one.partner_id == self.customer)

    def step_on(self, people):
        people.due_at = fields.Datetime.now() - timedelta(minutes=1)
        people._process()

    def mails(self):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "res.partner"), ("res_id", "=", self.customer.id)])
        )

    def test_segments(self):
        self.assertIn(self.customer, self.segment("none"))
        autoship = self.make_autoship()
        self.assertEqual(self.segment("running") & self.customer, self.customer)
        self.assertNotIn(self.customer, self.segment("none"))
        self.deliver_and_charge(autoship, "error")
        self.assertIn(self.customer, self.segment("failed"))
        autoship._pause()
        self.assertIn(self.customer, self.segment("paused"))
        self.assertNotIn(self.customer, self.segment("running"))

    def test_reminder_once_per_delivery(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=8))
        series = self.started("autoship_reminder")
        series._let_in()
        self.assertFalse(self.people(series), "eight days are too early")
        autoship.next_date = self.today + timedelta(days=6)
        series._let_in()
        series._let_in()
        person = self.people(series)
        self.assertEqual(len(person), 1)
        self.step_on(person)
        self.assertIn("regular delivery", person.delivery_ids.message)
        autoship.next_date = self.today + timedelta(days=7)
        series._let_in()
        self.assertEqual(len(self.people(series)), 2, "one reminder per delivery")

    def test_no_reminder_of_what_was_paused(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=6))
        series = self.started("autoship_reminder")
        series._let_in()
        autoship.state = "paused"
        self.step_on(self.people(series))
        self.assertEqual(self.people(series).stop_reason, "over")
        self.assertFalse(self.people(series).delivery_ids)

    def test_unpaid_until_paid(self):
        series = self.started("autoship_unpaid")
        delivery, __ = self.deliver_and_charge(self.make_autoship(), "error")
        before = self.mails()
        series._let_in()
        person = self.people(series)
        self.step_on(person)
        self.assertEqual(len(self.mails() - before), 1)
        self.assertEqual(person.state, "running")
        delivery._paid()
        self.step_on(person)
        self.assertEqual(person.stop_reason, "over")
        self.assertEqual(len(self.mails() - before), 1)

    def test_paid_at_once_begins_nothing(self):
        series = self.started("autoship_unpaid")
        self.deliver_and_charge(self.make_autoship())
        series._let_in()
        self.assertFalse(self.people(series))

    def test_the_test_clock_needs_no_delivery(self):
        self.env.user.email = "staff@example.org"
        series = self.series("autoship_unpaid")
        series.test_partner_ids = self.customer
        series.action_test()
        series.action_wind()
        series.action_wind()
        self.assertEqual(series.person_ids.state, "done")
        self.assertEqual(set(self.mails().mapped("email_to")), {"staff@example.org"})
