# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
class TestContactFollowUp(ContactCommon):
    """Employees' lists: whom nobody has spoken to."""

    def listed(self, action, *filters):
        """Return whom a list shows with some filters of its search view."""
        view = self.env.ref("mlm_contact.res_partner_view_search_follow_up")
        domain = Domain(safe_eval(self.env.ref(f"mlm_contact.{action}").domain))
        partners = self.env["res.partner"].with_user(self.clerk)
        for name in filters:
            [node] = view._get_combined_arch().xpath(f"//filter[@name='{name}']")
            domain &= Domain(safe_eval(node.get("domain")))
        return partners.search(domain) & self.everybody

    def setUp(self):
        super().setUp()
        self.everybody = self.top | self.partner | self.reseller | self.customer | self.carla
        self.everybody.mlm_date_joined = "2020-01-01"

    def test_newcomers_without_contact(self):
        today = fields.Date.today()
        (self.partner | self.reseller).mlm_date_joined = today - timedelta(days=20)
        self.carla.mlm_date_joined = today - timedelta(days=3)
        filters = ("partners", "newcomers", "quiet_14")
        listed = self.listed("res_partner_action_newcomers", *filters)
        self.assertEqual(listed, self.partner | self.reseller, "Carla joined three days ago")
        self.Note.with_user(self.clerk).create({"partner_id": self.partner.id, "summary": "Hi"})
        self.Note.with_user(self.clerk).create(
            {
                "partner_id": self.reseller.id,
                "summary": "Long ago",
                "date": today - timedelta(days=15),
            }
        )
        self.assertEqual(self.listed("res_partner_action_newcomers", *filters), self.reseller)

    def test_the_contact_shows_its_contacts(self):
        action = self.customer.with_user(self.clerk).action_mlm_contacts()
        form = Form(self.Note.with_user(self.clerk).with_context(**action["context"]))
        form.kind = "meeting"
        form.summary = "Met at the fair"
        note = form.save()
        self.assertEqual(note.partner_id, self.customer)
        customer = self.customer.with_user(self.clerk)
        self.assertEqual(customer.mlm_contact_count, 1)
        self.assertEqual(customer.mlm_last_contact, note.date)
        note.activity_schedule("mail.mail_activity_data_call", user_id=self.officer.id)
        found = self.Note.with_user(self.officer).search(
            [("my_activity_date_deadline", ">=", "today")]
        )
        self.assertEqual(found, note)


@tagged("post_install", "-at_install")
class TestPartnersAtRisk(TaxCommon):
    """The reseller bought in February and not in March; the partner the other way round."""

    def test_at_risk(self):
        self.sell(self.reseller, [(self.soap, 2)], date="2026-02-10")
        february = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-02-01"})
        february.date_cutoff = "2026-03-18"
        february._close()
        self.sell(self.partner, [(self.soap, 4)])
        self.close_march()
        members = self.top | self.partner | self.reseller
        listed = self.env["res.partner"].search([("mlm_is_at_risk", "=", True)])
        self.assertEqual(listed & members, self.reseller)
        others = self.env["res.partner"].search([("mlm_is_at_risk", "=", False)])
        self.assertEqual(others & members, self.top | self.partner)
        self.assertEqual(members.filtered("mlm_is_at_risk"), self.reseller)
