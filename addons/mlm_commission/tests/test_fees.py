# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_payout import PayoutCommon


@tagged("post_install", "-at_install")
class TestFees(PayoutCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workplace = cls.make_product("Workplace", 12.0, 0, 0, mlm_commission_class="fee")
        cls.workplace.taxes_id = False

    def fee(self, **values):
        return self.env["mlm.fee"].create(
            {
                "partner_id": self.top.id,
                "product_id": self.workplace.id,
                "date_first": "2026-01-31",
                **values,
            }
        )

    def make_all(self, until):
        with freeze_time(until):
            due = self.env["mlm.fee"].search([("state", "=", "running")])
            while todo := due.filtered(lambda fee: fee.date_next and str(fee.date_next) <= until):
                todo._make_invoices()

    def test_month_ends_stay_month_ends(self):
        fee = self.fee()
        fee.action_start()
        self.make_all("2026-04-30")
        days = sorted(map(str, fee.move_ids.mapped("invoice_date")))
        self.assertEqual(days, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"])
        self.assertEqual(set(fee.move_ids.mapped("state")), {"posted"})
        self.assertEqual(set(fee.move_ids.mapped("amount_total")), {12.0})
        self.assertEqual(str(fee.date_next), "2026-05-31")

    def test_instalments_end(self):
        fee = self.fee(times=2, price=50)
        fee.action_start()
        self.make_all("2026-12-31")
        self.assertEqual((len(fee.move_ids), fee.state, fee.date_next), (2, "ended", False))
        self.assertEqual(fee.amount_open, 100)

    def test_a_due_day_is_invoiced_once(self):
        fee = self.fee()
        fee.action_start()
        fee._make_invoices()
        fee.made_times = 0
        with (
            self.assertRaises(psycopg2.IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            fee._make_invoices()

    def test_no_points_and_no_commission(self):
        fee = self.fee()
        fee.action_start()
        fee._make_invoices()
        rows = self.env["mlm.volume"].search([("move_id", "in", fee.move_ids.ids)])
        self.assertFalse(sum(rows.mapped("cv")))
        with self.assertRaises(ValidationError):
            self.fee(product_id=self.soap.id)

    def test_set_off_against_commission_where_agreed(self):
        fee = self.fee(price=1.4, date_first="2026-04-01")
        fee.action_start()
        fee._make_invoices()
        self.settled()
        run = self.proposed()
        line = run.sudo().line_ids.filtered(lambda row: row.partner_id == self.top)
        self.assertEqual((line.amount_offset, line.amount), (0, 2.4))
        run.action_reset()
        self.top.mlm_payout_offset = True
        run.action_propose()
        line = run.sudo().line_ids.filtered(lambda row: row.partner_id == self.top)
        self.assertEqual((line.amount_offset, line.amount), (1.4, 1.0))

    def test_who_left_pays_no_more(self):
        fee = self.fee()
        fee.action_start()
        self.top.sudo().write({"mlm_state": "suspended"})
        due = [("partner_id.mlm_state", "=", "active"), ("id", "=", fee.id)]
        self.assertFalse(self.env["mlm.fee"].search(due))

    def test_what_was_invoiced_stays(self):
        fee = self.fee()
        fee.action_start()
        fee._make_invoices()
        for refused in (lambda: fee.write({"partner_id": self.partner.id}), fee.unlink):
            with self.assertRaises(UserError), self.cr.savepoint():
                refused()
        clerk = new_test_user(self.env, login="mlm_fees", groups="mlm_base.group_mlm_clerk")
        with self.assertRaises(AccessError):
            fee.with_user(clerk).write({"price": 0})
