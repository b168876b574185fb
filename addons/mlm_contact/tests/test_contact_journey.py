# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_journey import JourneyCase

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
class TestContactJourney(ContactCommon, JourneyCase):
    """A partner in a real browser: whom to call, called, written down, next step, done."""

    def test_called_and_planned(self):
        self.start_tour("/my/home", "mlm_contact_log", login="mlm_c_seller")
        self.env.invalidate_all()
        [second, first] = self.Note.search([])
        self.assertEqual((first.partner_id, first.author_id), (self.customer, self.partner))
        self.assertEqual((first.kind, first.outcome), ("call", "interested"))
        self.assertFalse(first.activity_ids, "done")
        self.assertEqual((second.kind, second.summary), ("meeting", "Took two soaps"))


@tagged("post_install", "-at_install")
class TestContactJourneyPhone(TestContactJourney):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True
