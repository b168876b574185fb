# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import freeze_time, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import AcademyCommon


@tagged("post_install", "-at_install")
class TestAcademyReminder(AcademyCommon, MailCase):
    """Members are told once of each state; the responsible user learns who is late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.responsible = cls.make_user("academy_responsible", "compliance")
        cls.training = cls.make_training(
            user_id=cls.responsible.id, mlm_market_ids=[(6, 0, cls.market.ids)]
        )
        cls.Reminder = cls.env["mlm.training.reminder"]

    def told(self, partner):
        """Return the states that a member was told of, the first one first."""
        rows = self.Reminder.search([("partner_id", "=", partner.id)], order="id")
        return [(row.state, str(row.date)) for row in rows]

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("mlm_academy.ir_cron_remind").method_direct_trigger()

    def remind(self, day):
        with freeze_time(day), self.mock_mail_gateway():
            self.run_job()
            return {mail.email_to or mail.recipient_ids.email for mail in self._new_mails}

    def test_once_for_each_state(self):
        self.assertIn("anna@example.org", self.remind("2026-01-02"))
        self.assertNotIn("anna@example.org", self.remind("2026-01-03"), "told already")
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
        self.assertNotIn("anna@example.org", self.remind("2026-03-02"), "nothing to tell")
        self.assertIn("bert@example.org", self.remind("2026-03-03") | {"bert@example.org"})
        self.assertIn("anna@example.org", self.remind("2027-02-01"))
        self.assertIn("anna@example.org", self.remind("2027-03-02"))
        self.assertEqual(
            self.told(self.anna),
            [("open", "2026-01-11"), ("expiring", "2027-03-01"), ("expired", "2027-03-01")],
        )

    def test_in_the_language_of_the_member(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["mlm_academy"], ["de_DE"], overwrite=True)
        self.anna.lang = "de_DE"
        with freeze_time("2026-01-02"), self.mock_mail_gateway():
            self.run_job()
            mail = self._new_mails.filtered(lambda one: self.anna in one.recipient_ids)
        self.assertIn("bitte absolvieren Sie", mail.body_html)
        self.assertIn("11.01.2026", mail.body_html)

    def test_responsible_user(self):
        self.remind("2026-01-02")
        self.assertFalse(self.training.activity_ids, "nobody is late yet")
        self.remind("2026-01-11")
        self.remind("2026-01-12")
        self.assertEqual(self.training.activity_ids.user_id, self.responsible)
        self.assertEqual(len(self.training.activity_ids), 1)

    def test_without_address_only_in_the_portal(self):
        self.bert.email = False
        self.remind("2026-01-02")
        self.assertEqual(self.told(self.bert), [("open", "2026-01-11")])
        self.assertTrue(self.Reminder.search([("partner_id", "=", self.bert.id)]).is_sent)
