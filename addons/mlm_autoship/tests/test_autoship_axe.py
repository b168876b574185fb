# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common import AutoshipCommon

LOGIN = "axe_autoship"


@tagged("post_install", "-at_install")
class TestAutoshipAxe(AutoshipCommon, AxeCase):
    """What comes regularly keeps nobody out."""

    def test_pages(self):
        new_test_user(
            self.env, LOGIN, "base.group_portal", password=LOGIN, partner_id=self.customer.id
        )
        autoship = self.make_autoship(next_date=self.today + timedelta(days=4))
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.soap.id})],
            }
        )
        order.action_confirm()
        for path in (
            "/my/autoship",
            f"/my/autoship/{autoship.id}",
            f"/my/autoship/new?order_id={order.id}",
        ):
            with self.subTest(path):
                self.assert_no_barrier(path, LOGIN)
