# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import Form, new_test_user, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestPlainAccounting(CommissionCommon):
    """People of accounting and sales who have no right of ours work as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = new_test_user(
            cls.env,
            "plain_accountant",
            "account.group_account_manager,base.group_partner_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def test_invoices_are_opened_reset_cancelled_and_deleted(self):
        invoice = self.sell(self.customer, [(self.soap, 1)]).with_user(self.plain)
        invoice.invalidate_recordset()
        self.assertEqual(Form(invoice).name, invoice.name)
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(invoice.state, "cancel")
        invoice.button_draft()
        self.make_invoice(self.customer, [(self.soap, 1)]).with_user(self.plain).unlink()

    def test_vendor_bills_in_a_self_billing_journal_are_numbered(self):
        journal = self.company_data["default_journal_purchase"].copy({"is_self_billing": True})
        bill = self.make_invoice(
            self.top, [(self.soap, 1)], move_type="in_invoice", journal_id=journal.id
        )
        bill.with_user(self.plain).action_post()
        self.assertEqual(bill.state, "posted")

    def test_contacts_are_written_and_copied(self):
        contact = self.env["res.partner"].with_user(self.plain).create({"name": "New"})
        contact.country_id = self.germany
        with Form(contact) as form:
            form.name = "Renamed"
        self.assertEqual(contact.name, "Renamed")
        # Somebody else's numbers are neither read nor taken over.
        contact.sudo().mlm_tax_number = "181/815/08155"
        self.assertFalse(contact.copy().sudo().mlm_tax_number)
