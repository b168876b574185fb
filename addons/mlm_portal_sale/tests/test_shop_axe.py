# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

LOGIN = "axe_shop_buyer"


@tagged("post_install", "-at_install")
class TestShopAxe(AxeCase):
    """Shop, cart and checkout keep nobody out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        website = cls.env["website"].search([], limit=1)
        cls.soap = cls.env["product.product"].create(
            {"name": "Soap of linden", "list_price": 10, "website_published": True}
        )
        user = new_test_user(
            cls.env, LOGIN, "base.group_portal", password=LOGIN, name="Berta Buyer"
        )
        user.partner_id.write(
            {
                "street": "Lindenweg 3",
                "zip": "06108",
                "city": "Halle",
                "phone": "+49 345 1234567",
                "country_id": cls.env.ref("base.de").id,
            }
        )
        cls.env["sale.order"].create(
            {
                "partner_id": user.partner_id.id,
                "website_id": website.id,
                "order_line": [Command.create({"product_id": cls.soap.id})],
            }
        )

    def test_shop(self):
        for path in ("/shop", self.soap.website_url):
            with self.subTest(path=path):
                self.assert_no_barrier(path, part="#wrap")

    def test_cart_and_checkout(self):
        for path in ("/shop/cart", "/shop/checkout", "/shop/payment"):
            with self.subTest(path=path):
                self.assert_no_barrier(path, LOGIN, part="#wrap")
