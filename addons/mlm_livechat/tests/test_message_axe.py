# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common import LivechatCommon


@tagged("post_install", "-at_install")
class TestMessageAxe(LivechatCommon, AxeCase):
    """The form can be used without eyes or mouse, at a desk and on a phone."""

    def test_desk(self):
        self.assert_no_barrier("/chat/message")
        self.assert_no_barrier("/chat/message", login="lc_customer")

    def test_phone(self):
        self.browser_size = "390x844"
        self.assert_no_barrier("/chat/message")
