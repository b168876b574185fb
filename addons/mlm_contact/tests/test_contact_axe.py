# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
class TestContactAxe(ContactCommon, AxeCase):
    """The contact log keeps nobody out."""

    def test_pages(self):
        self.log(next_date=str(fields.Date.today()), next_step="Call", outcome="reached")
        for path in ("/my/contacts", f"/my/contacts/{self.customer.id}"):
            with self.subTest(path):
                self.assert_no_barrier(path, "mlm_c_seller")


@tagged("post_install", "-at_install")
class TestContactAxePhone(TestContactAxe):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
