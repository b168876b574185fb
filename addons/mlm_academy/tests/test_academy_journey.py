# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_journey import JourneyCase

from .common import AcademyCommon


@tagged("post_install", "-at_install")
class TestAcademyJourney(AcademyCommon, JourneyCase):
    """A partner takes the course that is shipped, passes its test and may recruit again."""

    def test_fair_selling(self):
        training = self.env.ref("mlm_academy.training_fair_selling")
        training.company_id = self.company
        training.action_put_in_force()
        training.write({"date_from": "2026-01-01", "grace_days": 0})
        self.assertFalse(self.anna._mlm_takes_on())
        self.start_tour("/my/academy", "mlm_academy_course", login="academy_anna")
        self.start_tour("/my/academy", "mlm_academy_certificate", login="academy_anna")
        self.env.invalidate_all()
        record = self.Record.search([("partner_id", "=", self.anna.id)])
        self.assertEqual((record.training_id, record.score), (training, 100))
        self.assertIn("[x] At once", record.content_id.text)
        self.assertTrue(self.anna._mlm_takes_on())


@tagged("post_install", "-at_install")
class TestAcademyJourneyPhone(TestAcademyJourney):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True
