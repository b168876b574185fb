# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.engine import schema

from .common import AutoshipCommon


@tagged("post_install", "-at_install")
class TestAutoship(AutoshipCommon):
    def test_order_of_the_day(self):
        autoship = self.make_autoship()
        self.soap.list_price = 22
        delivery, __ = self.deliver_and_charge(autoship)
        order = delivery.order_id
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.mlm_kind, "autoship")
        self.assertEqual(order.partner_id, self.customer)
        # At the price of the day, not of the day when the autoship began.
        self.assertEqual(order.amount_untaxed, 44)
        self.assertEqual(delivery.state, "paid")
        self.assertEqual(autoship.next_date, autoship._after(self.today))

    def test_month_ends_keep_their_day(self):
        autoship = self.make_autoship(next_date=date(2027, 1, 31))
        days = [autoship.next_date]
        for __ in range(3):
            days.append(autoship._after(days[-1]))
        self.assertEqual(days[1:], [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)])

    def test_weeks(self):
        autoship = self.make_autoship(unit="week", every=6)
        self.assertEqual(autoship._after(date(2027, 1, 31)), date(2027, 3, 14))

    def test_same_day_twice_is_one_order(self):
        autoship = self.make_autoship()
        first, __ = self.deliver_and_charge(autoship)
        autoship.next_date = self.today
        self.assertEqual(autoship._open_delivery(), first)
        self.assertEqual(autoship.order_count, 1)

    def test_missed_days_are_not_made_up_for(self):
        autoship = self.make_autoship(unit="week", next_date=self.today - timedelta(days=30))
        self.deliver_and_charge(autoship)
        self.assertEqual(autoship.order_count, 1)
        self.assertEqual(autoship.next_date, self.today + timedelta(days=5))

    def test_not_yet_due(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=1))
        self.assertFalse(autoship._open_delivery())
        self.assertNotIn(autoship, self.env["mlm.autoship"].sudo()._due())

    def test_change_until_the_day_before(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=1))
        autoship._change_goods({self.soap.id: 5, self.oil.id: 1})
        self.assertEqual(autoship.line_ids.mapped("quantity"), [5, 1])
        autoship.next_date = self.today
        for change in (
            lambda: autoship._change_goods({self.soap.id: 1}),
            lambda: autoship._change_rhythm(2, "week", self.today + timedelta(days=9)),
            autoship._skip,
            autoship._pause,
        ):
            with self.assertRefused("can no longer be changed", UserError):
                change()

    def test_nothing_left(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=5))
        with self.assertRefused("Nothing would be left", UserError):
            autoship._change_goods({self.soap.id: 0})
        autoship._change_goods({self.soap.id: 0, self.oil.id: 2})
        self.assertEqual(autoship.line_ids.product_id, self.oil)

    def test_senseless_quantities(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=5))
        for quantity in (-1, 1000):
            with self.assertRefused("quantities from 0", UserError):
                autoship._change_goods({self.soap.id: quantity})

    def test_skip(self):
        day = self.today + timedelta(days=3)
        autoship = self.make_autoship(next_date=day, unit="week")
        autoship._skip()
        self.assertEqual(autoship.next_date, day + timedelta(days=7))
        self.assertEqual(autoship.delivery_ids.mapped("state"), ["skipped"])
        # Whoever goes back to the skipped day gets no order for it.
        autoship.next_date = day
        self.assertFalse(autoship._open_delivery())

    def test_pause_and_resume(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=1), unit="week")
        with self.assertRefused("in the future", UserError):
            autoship._pause(self.today)
        autoship._pause(self.today + timedelta(days=20))
        self.assertNotIn(autoship, self.env["mlm.autoship"].sudo()._due())
        autoship.write({"next_date": self.today - timedelta(days=3), "resume_on": self.today})
        self.env["mlm.autoship"].sudo()._resume_due()
        self.assertEqual(autoship.state, "running")
        self.assertEqual(autoship.next_date, self.today + timedelta(days=4))

    def test_end_is_final(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=1))
        autoship._end("Enough")
        self.assertFalse(autoship._open_delivery())
        with self.assertRefused("has ended", UserError):
            autoship._skip()
        with self.assertRefused("Only what is paused", UserError):
            autoship._resume()
        mail = self.env["mail.mail"].sudo().search([("model", "=", "mlm.autoship")], limit=1)
        self.assertIn("ended", mail.subject)

    def test_ends_after_its_last_day(self):
        autoship = self.make_autoship(last_date=self.today - timedelta(days=1))
        self.assertNotIn(autoship, self.env["mlm.autoship"].sudo()._due())
        self.assertEqual(autoship.state, "ended")

    def test_cancellation_button_ends_it(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=9))
        self.env["mlm.cancellation"]._declare(
            self.company,
            {
                "contact_name": "Carla",
                "email": "carla@example.org",
                "reference": self.customer.mlm_member_number,
                "content": "",
                "kind": "ordinary",
                "ends_on": None,
            },
        )
        self.assertEqual(autoship.state, "ended")

    def test_kits_and_training_never_come_by_themselves(self):
        with self.assertRefused("cannot come regularly"):
            self.make_autoship([(self.starter, 1)])

    def test_goods_off_sale_are_left_out(self):
        autoship = self.make_autoship([(self.soap, 1), (self.oil, 1)])
        self.oil.sale_ok = False
        delivery, __ = self.deliver_and_charge(autoship)
        self.assertEqual(delivery.order_id.order_line.product_id, self.soap)
        autoship = self.make_autoship()
        self.soap.sale_ok = False
        with self.assertRefused("Nothing of these goods", UserError):
            autoship._open_delivery()

    def test_means_and_addresses_of_others(self):
        with self.assertRefused("belongs to somebody else"):
            self.make_autoship(token_id=self.make_token(self.friend).id)
        with self.assertRefused("belongs to somebody else"):
            self.make_autoship(partner_shipping_id=self.friend.id)

    def test_rights(self):
        autoship = self.make_autoship(next_date=self.today + timedelta(days=3))
        owner = new_test_user(
            self.env, "carla_as", groups="base.group_portal", partner_id=self.customer.id
        )
        other = new_test_user(self.env, "felix_as", groups="base.group_portal")
        self.assertEqual(self.env["mlm.autoship"].with_user(owner).search([]), autoship)
        self.assertFalse(self.env["mlm.autoship"].with_user(other).search([]))
        for user in (owner, other):
            for method in ("action_skip", "action_pause", "action_end", "action_resume"):
                with self.assertRaises(AccessError):
                    getattr(autoship.with_user(user), method)()
            with self.assertRaises(AccessError):
                autoship.with_user(user).write({"next_date": self.today})

    def test_settings(self):
        for days in ("3;5", "soon", "3,,5"):
            with self.assertRaises(ValidationError):
                self.company.mlm_autoship_retry_days = days
        self.company.mlm_autoship_retry_days = " 2, 4 "
        self.assertEqual(self.company._mlm_autoship_retries(), [2, 4])

    def test_no_plan_can_ask_for_it(self):
        """An autoship counts as a sale like any other; no measure and no attribute knows it."""
        self.assertFalse([name for name in schema.MEASURES if "autoship" in name])
