# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tests import tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon
from odoo.addons.mlm_portal.tests.common_journey import JourneyCase


@tagged("post_install", "-at_install")
class TestShopJourney(VolumeCommon, JourneyCase):
    """A stranger in a real browser: link, goods, address, order; later she withdraws as a guest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.website = cls.env.ref("website.default_website")
        cls.website.company_id = cls.company
        cls.company.write({"mlm_referral_rule": "first", "mlm_referral_days": 30})
        cls.company.country_id = cls.germany
        cls.anna = cls.make_member(
            "Anna Sommer", cls.type_distributor, cls.partner, email="anna@example.org"
        )
        cls.code = cls.env["mlm.referral.code"]._of_partner(cls.anna)
        cls.soap.is_published = True
        cls.env["delivery.carrier"].search([]).is_published = False
        cls.env["delivery.carrier"].create(
            {
                "name": "Parcel",
                "delivery_type": "fixed",
                "fixed_price": 0,
                "is_published": True,
                "company_id": cls.company.id,
                "product_id": cls.env["product.product"]
                .create({"name": "Parcel", "type": "service", "list_price": 0})
                .id,
            }
        )
        cls.transfer = cls.env["payment.provider"].search(
            [("code", "=", "custom"), ("custom_mode", "=", "wire_transfer")], limit=1
        )
        cls.transfer = cls.transfer.copy({"company_id": cls.company.id})
        cls.transfer._transfer_ensure_pending_msg_is_set()
        cls.transfer.write({"state": "enabled", "is_published": True})
        cls.transfer.payment_method_ids = cls.env.ref(
            "payment_custom.payment_method_wire_transfer"
        ).sudo()
        cls.transfer.payment_method_ids.active = True

    def buy(self):
        """Walk from the link to the order; return the order."""
        link = f"/r/{self.code.code}{self.soap.website_url}"
        self.start_tour(link, "mlm_shop_stranger_buys")
        self.env.invalidate_all()
        return self.env["sale.order"].search(
            [("partner_id.email", "=", "carla.neu@example.org")], order="id desc", limit=1
        )

    def test_bought_bound_withdrawn(self):
        order = self.buy()
        carla = order.partner_id
        self.assertEqual((carla.name, order.state), ("Carla Neu", "sent"))
        self.assertFalse(carla.mlm_sponsor_id, "an unpaid cart binds nobody")
        # The transfer has arrived: staff confirms the order.
        order.action_confirm()
        self.assertEqual((carla.mlm_sponsor_id, carla.mlm_role), (self.anna, "customer"))
        [bound] = self.env["mlm.binding"].search([("partner_id", "=", carla.id)])
        self.assertEqual((bound.how, bound.result, bound.origin), ("link", "bound", order.name))
        today = fields.Date.to_string(fields.Date.context_today(order))
        self.deliver(order, today)
        self.pay(self.invoice_order(order, today), today)
        self.end_transaction()
        row = self.env["mlm.volume"].search(
            [("order_id", "=", order.id), ("product_id", "=", self.soap.id)]
        )
        self.assertTrue(row.date_release, "the points are about to be released")
        order.name = "JOURNEY-1"
        self.start_tour("/shop", "mlm_shop_guest_withdraws")
        self.env.invalidate_all()
        withdrawal = self.env["mlm.withdrawal"].search([("order_id", "=", order.id)])
        self.assertEqual(withdrawal.state, "received")
        self.assertFalse(row.date_release, "nobody is paid for what is withdrawn")


@tagged("post_install", "-at_install")
class TestShopJourneyPhone(TestShopJourney):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True
