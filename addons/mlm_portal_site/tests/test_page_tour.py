# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_journey import JourneyCase

from .common import PageCommon

LOGIN = "anna_page_tour"


@tagged("post_install", "-at_install")
class TestPageTour(PageCommon, JourneyCase):
    """Written, looked at, public, read, answered: in a real browser."""

    def test_journey(self):
        new_test_user(self.env, LOGIN, "base.group_portal", password=LOGIN, partner_id=self.anna.id)
        self.start_tour("/my", "mlm_page_written", login=LOGIN)
        self.env.invalidate_all()
        page = self.Page._newest(self.anna)
        self.assertEqual((page.state, page.product_ids), ("submitted", self.soap.product_tmpl_id))
        self.assertEqual(self.url_open(self.address).status_code, 404, "nobody looked at it")
        review = page.with_user(self.officer)
        review.write({"has_no_health_claim": True, "has_no_income_claim": True})
        review.action_approve()
        self.start_tour(f"/r/{self.code.code}", "mlm_page_read")
        self.env.invalidate_all()
        message = self.env["mlm.partner.message"].sudo().search([("partner_id", "=", self.anna.id)])
        self.assertEqual(message.email, "carla@example.org")


@tagged("post_install", "-at_install")
class TestPageTourPhone(TestPageTour):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True
