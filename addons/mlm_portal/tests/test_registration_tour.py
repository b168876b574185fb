# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_journey import JourneyCase
from .common_registration_form import RegistrationFormCommon


@tagged("post_install", "-at_install")
class TestRegistrationJourney(RegistrationFormCommon, JourneyCase, MailCase):
    """A stranger in a real browser: link, form, mail, approval by staff, first login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.clerk = new_test_user(
            cls.env, "journey_clerk", "mlm_base.group_mlm_clerk", password="journey_clerk"
        )

    def path(self, link):
        return link[link.index("/", len("https://")) :]

    def journey(self):
        """Walk all of it; return the new partner."""
        self.start_tour(f"/r/{self.anna_code.code}", "mlm_portal_register")
        record = self.Registration.search([("email", "=", "carla.neu@example.org")])
        self.assertEqual((record.state, record.sponsor_id), ("unconfirmed", self.anna))
        confirm = self.path(record._confirm_link())
        self.start_tour(confirm, "mlm_portal_confirm")
        self.env.invalidate_all()
        self.assertEqual(record.state, "review")
        action = self.env.ref("mlm_portal.mlm_registration_action").id
        self.start_tour(f"/odoo/action-{action}", "mlm_portal_approve", login="journey_clerk")
        self.env.invalidate_all()
        carla = record.partner_id
        self.assertEqual((carla.mlm_state, carla.mlm_sponsor_id), ("active", self.anna))
        self.logout()
        invitation = self.path(carla._get_signup_url_for_action()[carla.id])
        self.start_tour(invitation, "mlm_portal_first_login")
        return carla

    def test_on_a_desk(self):
        carla = self.journey()
        self.assertEqual(carla.mlm_acceptance_ids.version_id, self.version)
        self.assertFalse(carla.mlm_consent_ids, "nothing was ticked")


@tagged("post_install", "-at_install")
class TestRegistrationJourneyPhone(TestRegistrationJourney):
    """The public pages again on a phone, 390 pixels wide; staff sits at a desk."""

    browser_size = "390x844"
    touch_enabled = True

    def journey(self):
        self.start_tour(f"/r/{self.anna_code.code}", "mlm_portal_register")
        record = self.Registration.search([("email", "=", "carla.neu@example.org")])
        self.start_tour(self.path(record._confirm_link()), "mlm_portal_confirm")
        self.env.invalidate_all()
        record.with_user(self.clerk).action_approve()
        carla = record.partner_id
        invitation = self.path(carla._get_signup_url_for_action()[carla.id])
        self.start_tour(invitation, "mlm_portal_first_login")
        return carla
