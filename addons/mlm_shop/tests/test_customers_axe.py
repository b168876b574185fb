# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon
from odoo.addons.mlm_portal.tests.common_axe import AxeCase

LOGIN = "axe_customers"


@tagged("post_install", "-at_install")
class TestCustomersAxe(VolumeCommon, AxeCase):
    """Own customers and shared carts keep nobody out."""

    def test_pages(self):
        new_test_user(
            self.env, LOGIN, "base.group_portal", password=LOGIN, partner_id=self.partner.id
        )
        self.soap.product_tmpl_id.is_published = True
        self.make_order(self.customer, [(self.soap, 3)], "2026-02-25")
        cart = self.env["mlm.shared.cart"]._build(self.partner, {}, {self.soap.id: 2})
        for path in (
            "/my/customers",
            f"/my/customers/{self.customer.id}",
            "/my/carts",
            "/my/carts/new",
            f"/my/carts/{cart.id}",
            f"/cart/{cart.id}/{cart.token}",
        ):
            with self.subTest(path):
                self.assert_no_barrier(path, LOGIN)
