# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestRetention(TaxCommon):
    """Settlement documents are kept for eight years; then a former partner may be forgotten."""

    @classmethod
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.Due = cls.env["mlm.retention.due"].sudo()

    def settle_in_january(self):
        """A document dated 2 January 2026, and nothing later."""
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.top.id,
                "invoice_date": "2026-01-02",
                "date": "2026-01-02",
                "invoice_line_ids": [(0, 0, {"name": "Commission", "price_unit": 10})],
            }
        )
        bill.action_post()
        return bill

    def end(self):
        with freeze_time("2026-02-01 12:00:00"):
            self.top._mlm_set_state("terminated", "Left")

    def due(self, day):
        with freeze_time(f"{day} 12:00:00"):
            self.Due._cron_propose()
            return self.Due.search([("partner_id", "=", self.top.id)])

    def test_a_document_of_january_is_free_nine_new_years_later(self):
        self.settle_in_january()
        self.end()
        kept = self.top._mlm_kept_until()[self.top]
        self.assertEqual(kept[0], date(2035, 1, 1))
        self.assertIn("§ 147", kept[1].basis)
        self.assertFalse(self.due("2034-12-31"))
        self.assertEqual(self.due("2035-01-01").rule_id, kept[1])

    def test_the_country_of_the_company_decides(self):
        self.settle_in_january()
        self.env["mlm.retention.rule"].search([("model", "=", "mlm.tax.status")]).action_archive()
        for country, year in (("base.at", 2034), ("base.ch", 2037)):
            self.company.country_id = self.env.ref(country)
            self.assertEqual(self.top._mlm_kept_until()[self.top][0], date(year, 1, 1))

    def test_a_legal_hold_blocks(self):
        self.settle_in_january()
        self.end()
        self.top.mlm_legal_hold = True
        self.assertFalse(self.due("2040-01-01"))
        self.top.mlm_legal_hold = False
        row = self.due("2040-01-01")
        self.top.mlm_legal_hold = True
        with freeze_time("2040-01-02"), self.assertRefused("is held", UserError):
            row.action_erase()

    def test_active_partners_stay(self):
        self.settle_in_january()
        self.assertFalse(self.due("2060-01-01"))

    def test_what_came_since_is_looked_at_again(self):
        self.settle_in_january()
        self.end()
        row = self.due("2035-01-01")
        later = self.make_invoice(self.top, [(self.soap, 1)], "2034-06-01")
        later.action_post()
        with freeze_time("2035-01-02"), self.assertRefused("must be kept until", UserError):
            row.action_erase()

    def test_erased_is_who_it_was_not_what_was_booked(self):
        bill = self.settle_in_january()
        self.end()
        bank = self.env["res.partner.bank"].create(
            {"partner_id": self.top.id, "acc_number": "DE89370400440532013000"}
        )
        self.top.write({"email": "top@example.org", "phone": "123"})
        self.top.message_post(body="Spoke about her knee", message_type="comment")
        number, name = self.top.mlm_member_number, bill.name
        row = self.due("2035-01-01")
        with freeze_time("2035-01-02"):
            row.action_erase()
        self.assertEqual(self.top.name, f"Partner #{number}")
        self.assertFalse(self.top.email or self.top.phone or self.top.street or self.top.vat)
        self.assertNotIn("knee", "".join(self.top.message_ids.mapped("body")))
        self.assertEqual((bank.acc_number, bank.active), (f"erased-{bank.id}", False))
        self.assertEqual((bill.state, bill.name), ("posted", name))
        self.assertEqual(self.partner.mlm_sponsor_id, self.top)
        self.assertEqual(row.state, "done")
        self.assertEqual(self.due("2036-01-01"), row)

    def test_rules_name_what_exists(self):
        values = {"name": "X", "model": "account.move", "date_field": "date", "years": 1}
        for change in (
            {"model": "no.such"},
            {"date_field": "state"},
            {"partner_field": "nobody"},
            {"domain": "[('nothing', '=', 1)]"},
            {"domain": "__import__('os')"},
        ):
            with self.subTest(change), self.assertRaises(ValidationError):
                self.env["mlm.retention.rule"].create({**values, **change})

    def test_only_compliance_officers_erase(self):
        self.settle_in_january()
        self.end()
        row = self.due("2035-01-01")
        user = new_test_user(
            self.env,
            "erase_acc",
            "mlm_base.group_mlm_accountant,mlm_base.group_mlm_clerk",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            row.with_user(user).action_erase()
        with self.assertRaises(AccessError):
            self.top.with_user(user).write({"mlm_legal_hold": False})
        with self.assertRaises(AccessError):
            self.env["mlm.retention.rule"].with_user(user).create({})
