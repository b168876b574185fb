# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common import PageCommon, photo

LOGIN = "axe_partner_page"


@tagged("post_install", "-at_install")
class TestPageAxe(PageCommon, AxeCase):
    """The page and its editor keep nobody out."""

    def test_pages(self):
        new_test_user(self.env, LOGIN, "base.group_portal", password=LOGIN, partner_id=self.anna.id)
        self.publish(photo(), product_ids=self.soap.product_tmpl_id.ids)
        for path, login in ((self.address, None), ("/my/site", LOGIN), ("/my/site/preview", LOGIN)):
            with self.subTest(path):
                self.assert_no_barrier(path, login)


@tagged("post_install", "-at_install")
class TestPageAxePhone(TestPageAxe):
    """The same on a phone."""

    browser_size = "390x844"
