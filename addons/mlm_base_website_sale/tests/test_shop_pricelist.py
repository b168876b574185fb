# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.website_sale.tests.common import MockRequest, WebsiteSaleCommon


@tagged("post_install", "-at_install")
class TestShopPricelist(WebsiteSaleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids |= cls.env.ref("product.group_product_pricelist")
        cls.env["product.pricelist"].search([]).action_archive()
        cls.reseller_type = cls.env.ref("mlm_base.partner_type_reseller")
        cls.everybody = cls.make_list("Everybody", 5)
        cls.resellers = cls.make_list("Resellers", 1, cls.reseller_type)
        cls.stranger = new_test_user(cls.env, "mlm_shop_stranger", groups="base.group_portal")
        cls.reseller = new_test_user(cls.env, "mlm_shop_reseller", groups="base.group_portal")
        cls.reseller.partner_id.mlm_type_id = cls.reseller_type

    @classmethod
    def make_list(cls, name, sequence, partner_type=None):
        return cls.env["product.pricelist"].create(
            {
                "name": name,
                "sequence": sequence,
                "selectable": True,
                "website_id": cls.website.id,
                "mlm_partner_type_ids": [Command.set(partner_type.ids)] if partner_type else [],
            }
        )

    def shop(self, user, **session):
        """Return (list in force, lists offered) for a visitor."""
        env = self.env(user=user)
        website = self.website.with_env(env)
        with MockRequest(env, website=website, **session):
            return website._get_and_cache_current_pricelist(), website.get_pricelist_available()

    def test_visitor_and_stranger_get_the_list_for_everybody(self):
        for user in (self.website.user_id, self.stranger):
            current, offered = self.shop(user)
            self.assertEqual(current, self.everybody)
            self.assertEqual(offered, self.everybody)

    def test_reseller_gets_its_own(self):
        current, offered = self.shop(self.reseller)
        self.assertEqual(current, self.resellers)
        self.assertIn(self.resellers, offered)

    def test_list_remembered_by_the_session_of_somebody_else(self):
        current, _offered = self.shop(self.stranger, website_sale_current_pl=self.resellers.id)
        self.assertEqual(current, self.everybody)
