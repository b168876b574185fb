# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase


@tagged("post_install", "-at_install")
class TestShopPagesAxe(AxeCase):
    """Withdrawal and cancellation are open to everybody."""

    def test_pages(self):
        for path in ("/withdrawal", "/cancel-contract"):
            with self.subTest(path=path):
                self.assert_no_barrier(path)
