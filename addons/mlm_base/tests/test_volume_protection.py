# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestVolumeProtection(VolumeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.sell(cls.customer, [(cls.soap, 2)])
        cls.row = cls.Volume.search([("move_id", "=", cls.invoice.id)])
        cls.clerk = new_test_user(
            cls.env,
            "mlm_test_clerk",
            groups="mlm_base.group_mlm_clerk,base.group_user",
            company_id=cls.company.id,
        )
        cls.user = new_test_user(
            cls.env,
            "mlm_test_user",
            groups="mlm_base.group_mlm_user,base.group_user",
            company_id=cls.company.id,
        )

    def assertRefusedBySql(self, statement, *params, message="volume"):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Error, message),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement, params)

    def test_raw_sql_is_refused(self):
        row_id = self.row.id
        for statement in (
            "DELETE FROM mlm_volume WHERE id = %s",
            "UPDATE mlm_volume SET pv = pv + 1 WHERE id = %s",
            "UPDATE mlm_volume SET net = 0 WHERE id = %s",
            "UPDATE mlm_volume SET reversed_id = id WHERE id = %s",
            "UPDATE mlm_volume SET buyer_role = 'preferred' WHERE id = %s",
            "UPDATE mlm_volume SET date_commission = '2026-01-01' WHERE id = %s",
            "UPDATE mlm_volume SET owner_id = NULL WHERE id = %s",
        ):
            with self.subTest(statement):
                self.assertRefusedBySql(statement, row_id)
        self.assertRefusedBySql("TRUNCATE mlm_volume CASCADE")

    def test_reason_does_not_open_amounts(self):
        self.env.cr.execute("SELECT set_config('mlm.audit_reason', 'because', true)")
        self.env.cr.execute("SELECT set_config('mlm.audit_uid', '1', true)")
        self.assertRefusedBySql("UPDATE mlm_volume SET cv = 0 WHERE id = %s", self.row.id)
        self.assertRefusedBySql("DELETE FROM mlm_volume WHERE id = %s", self.row.id)

    def test_commission_date_needs_reason_and_user(self):
        self.env.cr.execute("SELECT set_config('mlm.audit_reason', 'because', true)")
        self.assertRefusedBySql(
            "UPDATE mlm_volume SET date_commission = '2026-01-01' WHERE id = %s", self.row.id
        )

    def test_log_is_append_only(self):
        self.Volume._move_commission_date(self.row.ids, self.day("2026-04-01"), "Test")
        self.assertRefusedBySql("DELETE FROM mlm_volume_log", message="append-only")
        self.assertRefusedBySql("UPDATE mlm_volume_log SET reason = ''", message="append-only")

    def test_database_refuses_commission_on_kits(self):
        self.assertRefusedBySql(
            "INSERT INTO mlm_volume (company_id, buyer_id, buyer_role, product_id, product_class,"
            " kind, entry, pv, cv, net, currency_id, net_currency, date_invoice, date_commission)"
            " SELECT company_id, buyer_id, buyer_role, product_id, 'kit', kind, entry, 0, 1, 0,"
            " currency_id, 0, date_invoice, date_commission FROM mlm_volume WHERE id = %s",
            self.row.id,
            message="only_goods_have_cv",
        )

    def test_orm_refuses_everybody(self):
        for record in (self.row, self.row.sudo(), self.row.with_user(self.clerk)):
            with self.assertRefused("cannot be changed", UserError):
                record.write({"pv": 1})
            with self.assertRefused("cannot be deleted", UserError):
                record.unlink()
            with self.assertRefused("never by hand", UserError):
                record.create({"pv": 1})

    def test_buyer_cannot_be_deleted(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(Error), self.env.cr.savepoint():
            self.env.cr.execute("DELETE FROM res_partner WHERE id = %s", (self.customer.id,))

    def test_clerk_moves_a_row_and_the_log_tells_why(self):
        wizard = (
            self.env["mlm.volume.rebook"]
            .with_user(self.clerk)
            .with_context(active_model="mlm.volume", active_ids=self.row.ids)
            .create({"date_commission": "2026-04-01", "reason": " Delivered late "})
        )
        wizard.action_apply()
        self.assertEqual(self.row.date_commission, self.day("2026-04-01"))
        entry = self.row.log_ids.filtered(lambda log: log.field == "date_commission")
        self.assertRecordValues(
            entry,
            [
                {
                    "old_value": "2026-03-02",
                    "new_value": "2026-04-01",
                    "reason": "Delivered late",
                    "user_id": self.clerk.id,
                }
            ],
        )
        # The door is shut again afterwards.
        self.assertRefusedBySql(
            "UPDATE mlm_volume SET date_commission = '2026-01-01' WHERE id = %s", self.row.id
        )

    def test_no_reason_no_move(self):
        for reason in ("", "   ", None):
            with self.assertRefused("reason", UserError):
                self.Volume.with_user(self.clerk)._move_commission_date(
                    self.row.ids, self.day("2026-04-01"), reason
                )

    def test_no_right_no_move(self):
        with self.assertRaises(AccessError):
            self.Volume.with_user(self.user)._move_commission_date(
                self.row.ids, self.day("2026-04-01"), "I would like to"
            )
        with self.assertRaises(AccessError):
            self.env["mlm.volume.rebook"].with_user(self.user).create(
                {"date_commission": "2026-04-01", "reason": "x"}
            )

    def test_closed_period_refuses_and_receives_nothing(self):
        Volume = type(self.Volume)

        def check(volume, company, dates):
            if any(date < self.day("2026-03-31") for date in dates):
                raise UserError("March is closed.")

        self.patch(Volume, "_check_period_open", check)
        with self.assertRefused("March is closed", UserError):
            self.Volume.with_user(self.clerk)._move_commission_date(
                self.row.ids, self.day("2026-04-01"), "Too late"
            )
        self.patch(
            Volume,
            "_get_open_commission_dates",
            lambda volume, company, dates: {
                date: max(date, self.day("2026-04-01")) for date in dates
            },
        )
        self.invoice.button_draft()
        late = self.sell(self.customer, [(self.soap, 1)], "2026-03-30")
        self.assertEqual(
            [str(row.date_commission) for row in self.rows(self.invoice | late)],
            ["2026-03-02", "2026-04-01", "2026-04-01"],
        )

    def test_merged_contacts_keep_their_volume(self):
        other = self.make_member("Customer Twin", self.type_customer, self.partner)
        self.Volume._merge_buyers(self.customer.ids, other.id, "Contacts merged")
        self.assertEqual(self.row.buyer_id, other)
        self.assertIn("Contacts merged", self.row.log_ids.mapped("reason"))

    def test_company_rule(self):
        other_company = self.env["res.company"].create({"name": "Other Network"})
        stranger = new_test_user(
            self.env,
            "mlm_test_other",
            groups="mlm_base.group_mlm_manager,base.group_user",
            company_id=other_company.id,
            company_ids=[(6, 0, other_company.ids)],
        )
        self.assertFalse(self.Volume.with_user(stranger).search([("id", "=", self.row.id)]))

    def test_billing_clerk_without_network_rights_can_post(self):
        clerk = new_test_user(
            self.env,
            "mlm_test_billing",
            groups="account.group_account_invoice,base.group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        invoice = self.make_invoice(self.partner, [(self.soap, 1)])
        self.env.flush_all()
        invoice.with_user(clerk).action_post()
        self.assertEqual(self.rows(invoice).created_uid, clerk)
        invoice.with_user(clerk).button_draft()
        self.assertEqual(self.totals(invoice)[0], "0.0000")
