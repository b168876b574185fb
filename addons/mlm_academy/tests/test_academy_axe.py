# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import freeze_time, tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common import AcademyCommon


@tagged("post_install", "-at_install")
class TestAcademyAxe(AcademyCommon, AxeCase):
    """The academy keeps nobody out, whatever stands on its page."""

    def test_academy(self):
        with freeze_time("2026-03-01"):
            for name, grace in (("Valid", 0), ("Soon", 400)):
                self.make_training(name=name, grace_days=grace, gate_recruiting=True)
            self.make_training(name="Ends", valid_months=6, gate_payout=True)
            self.pass_course(self.anna_user)
        self.course = self.make_course("Another Course")
        self.make_training(name="Never Taken", gate_placement=True, gate_commission=True)
        self.authenticate("academy_anna", "academy_anna")
        page = self.url_open("/my/academy").text
        for words in ("Overdue", "Expired", "Valid until", "Further courses", "Certificates"):
            self.assertIn(words, page)
        self.assert_no_barrier("/my/academy", "academy_anna")


@tagged("post_install", "-at_install")
class TestAcademyAxePhone(TestAcademyAxe):
    """The same on a phone."""

    browser_size = "390x844"
