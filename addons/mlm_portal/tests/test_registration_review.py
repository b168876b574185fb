# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common_registration_form import IBAN, RegistrationFormCommon


@tagged("post_install", "-at_install")
class TestRegistrationReview(RegistrationFormCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "registration_clerk", "mlm_base.group_mlm_clerk")
        cls.reader = new_test_user(cls.env, "registration_reader", "mlm_base.group_mlm_user")

    def approve(self, record):
        with self.mock_mail_gateway():
            record.with_user(self.clerk).action_approve()
        return record.partner_id

    def mails_to(self, address):
        return [mail for mail in self._mails if any(address in to for to in mail["email_to"])]

    # === APPROVAL === #

    def test_a_partner_with_all_that_belongs_to_it(self):
        record = self.confirmed()
        self.assertEqual(record.state, "review")
        carla = self.approve(record)
        self.assertEqual((record.state, record.reviewer_id), ("approved", self.clerk))
        self.assertEqual(carla.name, "Carla Neu")
        self.assertEqual((carla.mlm_state, carla.mlm_sponsor_id), ("active", self.anna))
        self.assertEqual(carla.mlm_type_id, self.type_distributor)
        self.assertEqual(carla.mlm_market_id, self.market)
        self.assertTrue(carla.mlm_member_number)
        self.assertEqual(str(carla.mlm_birthdate), "1985-04-23")
        self.assertEqual(carla.mlm_tax_number, "181/815/08155")
        status = carla.mlm_tax_status_ids
        self.assertEqual((status.status, status.source), ("small", "portal"))
        self.assertEqual(carla.bank_ids.sanitized_acc_number, IBAN.replace(" ", ""))
        self.assertEqual(carla.bank_ids.acc_holder_name, "Carla Neu")
        self.assertFalse(carla.bank_ids.allow_out_payment, "accounting trusts accounts, not we")

    def test_evidence_is_what_the_applicant_did(self):
        record = self.confirmed()
        ticked = fields.Datetime.now() - timedelta(days=2)
        record.consent_ids.given_at = ticked
        carla = self.approve(record)
        acceptance = carla.mlm_acceptance_ids
        self.assertEqual(acceptance.version_id, self.version)
        self.assertEqual((acceptance.accepted_at, acceptance.method), (ticked, "portal"))
        self.assertEqual((acceptance.ip_address, acceptance.user_agent), ("192.0.2.7", "Test"))
        self.assertTrue(acceptance._is_text_unchanged())
        consent = carla.mlm_consent_ids
        self.assertEqual((consent.purpose_id, consent.is_given), (self.newsletter, True))
        self.assertEqual(consent.given_at, ticked)
        self.assertIn("192.0.2.8", consent.source)

    def test_reworded_consents_do_not_count(self):
        record = self.confirmed()
        self.newsletter.text = "Something else entirely."
        carla = self.approve(record)
        self.assertFalse(carla.mlm_consent_ids)
        self.assertIn("reworded", " ".join(record.message_ids.mapped("body")))

    def test_login_by_invitation(self):
        carla = self.approve(self.confirmed())
        user = carla.user_ids
        self.assertEqual((user.login, user._is_portal()), ("carla.neu@example.org", True))
        [mail] = self.mails_to("carla.neu@example.org")
        self.assertIn("/web/signup", mail["body"].replace("reset_password", "signup"))

    def test_messages_to_the_sponsor_say_no_more_than_allowed(self):
        record = self.fill(self.begin())
        with self.mock_mail_gateway():
            record._submit()
            self.assertFalse(self.mails_to(self.anna.email))
            record._confirm("192.0.2.8")
        [waiting] = self.mails_to(self.anna.email)
        self.assertIn("Carla N.", waiting["subject"])
        for secret in ("Neu", "Kassel", "carla.neu", "1234567"):
            self.assertNotIn(secret, waiting["body"])
        self.approve(record)
        [joined] = self.mails_to(self.anna.email)
        self.assertIn("Carla Neu", joined["body"])
        for secret in ("carla.neu", "1234567", "Lindenstra", "1985", "3000"):
            self.assertNotIn(secret, joined["body"])

    def test_then_the_team_is_told(self):
        """Sponsor by name; those above by what the matrix grants, as far as the company wants."""
        top = self.make_member("Tina Top", email="tina.top@example.org")
        above = self.make_member("Udo Upper", top, email="udo.upper@example.org")
        self.anna.sudo()._mlm_set_sponsor(above)
        self.company.mlm_newcomer_levels = 2
        record = self.fill(self.begin())
        record._submit()
        record._confirm("192.0.2.8")
        self.approve(record)
        mails = self.env["mail.mail"].sudo().search([("email_to", "=", above.email)])
        self.assertIn("Carla N.", mails.body_html)
        self.assertIn("level", mails.body_html)
        for secret in ("Neu", "Kassel", "carla.neu", "1234567"):
            self.assertNotIn(secret, mails.body_html)
        self.assertFalse(self.env["mail.mail"].sudo().search([("email_to", "=", top.email)]))

    def test_binding_is_logged_with_its_way(self):
        carla = self.approve(self.confirmed())
        [row] = self.Binding.search([("partner_id", "=", carla.id)])
        self.assertEqual((row.result, row.how), ("bound", "link"))
        self.assertEqual((row.code, row.sponsor_id), (self.anna_code.code, self.anna))
        self.assertIn("Registration", row.origin)
        self.assertEqual(
            sum(
                self.env["mlm.referral.day"]
                .search([("code_id", "=", self.anna_code.id)])
                .mapped("registrations")
            ),
            1,
        )

    def test_no_second_copy_of_secrets(self):
        record = self.confirmed()
        self.approve(record)
        self.assertFalse(record.iban or record.tax_number or record.birthdate)

    def test_company(self):
        record = self.begin()
        self.fill(record, kind="company", company_name="Neu GmbH", company_registry="HRB 1")
        record._submit()
        record._confirm("192.0.2.8")
        firm = self.approve(record)
        self.assertTrue(firm.is_company)
        self.assertEqual((firm.name, firm.company_registry), ("Neu GmbH", "HRB 1"))
        self.assertEqual(firm.child_ids.name, "Carla Neu")

    def test_kit_is_ordered_at_its_list_price(self):
        kit = self.env["product.template"].create(
            {
                "name": "Starter Kit",
                "list_price": 49,
                "standard_price": 60,
                "mlm_commission_class": "kit",
                "mlm_offered_at_registration": True,
            }
        )
        record = self.fill(self.begin())
        record._take("kit", {"kit": str(kit.id)})
        record._submit()
        record._confirm("192.0.2.8")
        carla = self.approve(record)
        order = record.order_id
        self.assertEqual((order.partner_id, order.state), (carla, "sent"))
        self.assertEqual(order.order_line.mapped("price_unit"), [49])

    # === REVIEW === #

    def test_who_may_decide(self):
        record = self.confirmed()
        with self.assertRaises(AccessError):
            record.with_user(self.reader).action_approve()
        with self.assertRaises(AccessError):
            record.with_user(self.reader).read(["name"])
        with self.assertRaises(AccessError):
            record.with_user(self.clerk).read(["iban"])
        self.assertTrue(record.with_user(self.clerk).iban_masked.endswith("3000"))
        with self.assertRaisesRegex(UserError, "come from the website"):
            self.Registration.with_user(self.clerk).sudo(False).create({"email": "x"})

    def test_only_confirmed_ones(self):
        record = self.fill(self.begin())
        for __ in range(2):
            with self.assertRaisesRegex(UserError, "not waiting for a review"):
                record.with_user(self.clerk).action_approve()
            record._submit()
        self.assertFalse(record.partner_id)

    def test_approved_once(self):
        record = self.confirmed()
        self.approve(record)
        with self.assertRaisesRegex(UserError, "not waiting"):
            record.with_user(self.clerk).action_approve()
        with self.assertRaisesRegex(UserError, "closed"):
            record.with_user(self.clerk).sponsor_id = self.bert
        with self.assertRaisesRegex(UserError, "evidence"):
            record.unlink()

    def test_staff_does_not_change_what_was_said(self):
        record = self.confirmed().with_user(self.clerk)
        for values in ({"email": "x@example.org"}, {"state": "approved"}, {"last_name": "Alt"}):
            with self.assertRaisesRegex(UserError, "what the applicant said"):
                record.write(values)

    def test_sponsor_stays(self):
        record = self.confirmed().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "came with Anna Sommer"):
            record.sponsor_id = self.bert
        self.anna._mlm_set_state("terminated", "test")
        with self.assertRaisesRegex(UserError, "takes on nobody"):
            record.action_approve()
        record.sponsor_id = self.bert
        carla = self.approve(record)
        self.assertEqual(carla.mlm_sponsor_id, self.bert)

    def test_without_sponsor(self):
        record, __ = self.Registration._start(
            self.website, {"email": "a@example.org", "country_id": str(self.germany.id)}, None
        )
        self.fill(record)
        record._submit()
        record._confirm("192.0.2.8")
        with self.assertRaisesRegex(UserError, "Choose a sponsor"):
            record.with_user(self.clerk).action_approve()
        record.with_user(self.clerk).sponsor_id = self.bert
        carla = self.approve(record)
        self.assertEqual(self.Binding.search([("partner_id", "=", carla.id)]).how, "staff")

    def test_identity_check(self):
        self.market.mlm_needs_identity_check = True
        record = self.confirmed().with_user(self.clerk)
        with self.assertRaisesRegex(UserError, "check of the identity"):
            record.action_approve()
        record.write({"is_identity_checked": True, "identity_note": "Passport in a video call"})
        self.assertTrue(self.approve(record))

    # === DUPLICATES === #

    def test_duplicates_go_to_review(self):
        values = {"country_id": self.germany.id}
        Partner = self.env["res.partner"]
        mail = Partner.create({"name": "By mail", "email": "CARLA.NEU@example.org", **values})
        phone = Partner.create({"name": "By phone", "phone": "+49 170 1234567", **values})
        street = Partner.create(
            {"name": "Next door", "street": "lindenstr. 5A", "zip": "34117", **values}
        )
        bank = Partner.create({"name": "By account", **values})
        self.env["res.partner.bank"].create({"partner_id": bank.id, "acc_number": IBAN})
        Partner.create({"name": "Nobody", "street": "Lindenstr. 6", "zip": "34117", **values})
        self.company.mlm_registration_auto = True
        record = self.confirmed()
        self.assertEqual(record.state, "review", "similar ones never approve themselves")
        self.assertEqual(record.duplicate_ids, mail | phone | street | bank)
        with self.assertRaisesRegex(UserError, "resembles"):
            record.with_user(self.clerk).action_approve()
        record.with_user(self.clerk).is_duplicate_checked = True
        self.assertTrue(self.approve(record))

    def test_two_applications_of_one_person(self):
        first = self.confirmed()
        self.assertFalse(first.duplicate_note)
        second = self.confirmed(email="c.neu@example.org")
        self.assertIn("phone number", second.duplicate_note)
        self.assertIn("bank account", second.duplicate_note)

    def test_an_existing_customer_keeps_its_sponsor(self):
        customer = self.make_member(
            "Carla Neu", self.bert, self.type_customer, email="carla.neu@example.org"
        )
        record = self.confirmed()
        record.with_user(self.clerk).write(
            {"existing_partner_id": customer.id, "is_duplicate_checked": True}
        )
        self.assertEqual(self.approve(record), customer)
        self.assertEqual(customer.mlm_sponsor_id, self.bert)
        self.assertEqual((customer.mlm_role, customer.mlm_state), ("partner", "active"))
        kept = self.Binding.search([("partner_id", "=", customer.id), ("result", "=", "kept")])
        self.assertEqual(kept.sponsor_id, self.anna)

    def test_an_unbound_contact_is_taken_on(self):
        contact = self.stranger(email="carla.neu@example.org")
        record = self.confirmed()
        record.with_user(self.clerk).write(
            {"existing_partner_id": contact.id, "is_duplicate_checked": True}
        )
        self.assertEqual(self.approve(record), contact)
        self.assertEqual((contact.mlm_sponsor_id, contact.mlm_state), (self.anna, "active"))

    # === WITHOUT REVIEW, REFUSAL, ERASURE === #

    def test_approves_itself_by_setting(self):
        self.company.mlm_registration_auto = True
        self.assertEqual(self.confirmed().state, "approved")
        self.market.mlm_needs_identity_check = True
        self.assertEqual(self.confirmed(email="b@example.org").state, "review")

    def test_refused_with_reason(self):
        record = self.confirmed()
        with self.assertRaises(AccessError):
            record.with_user(self.reader)._reject("no")
        with self.assertRaisesRegex(UserError, "say why"):
            record.with_user(self.clerk)._reject("  ")
        wizard = (
            self.env["mlm.registration.reject"]
            .with_user(self.clerk)
            .create({"registration_ids": record.ids, "reason": "Identity <b>unclear</b>"})
        )
        with self.mock_mail_gateway():
            wizard.action_reject()
        self.assertEqual(record.state, "rejected")
        [mail] = self.mails_to("carla.neu@example.org")
        self.assertIn("Identity &lt;b&gt;unclear", mail["body"])

    def test_erasure(self):
        draft, unconfirmed = self.begin(), self.fill(self.begin(email="u@example.org"))
        unconfirmed._submit()
        review = self.confirmed(email="r@example.org")
        rejected = self.confirmed(email="x@example.org")
        rejected.with_user(self.clerk)._reject("no")
        everything = draft | unconfirmed | review | rejected
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mlm_registration SET write_date = now() - interval '31 days',"
            " reviewed_at = reviewed_at - interval '31 days' WHERE id = ANY(%s)",
            [everything.ids],
        )
        self.env.invalidate_all()
        self.Registration._cron_erase()
        self.assertEqual(everything.exists(), review | rejected)
        self.env.cr.execute(
            "UPDATE mlm_registration SET reviewed_at = now() - interval '7 months' WHERE id = %s",
            [rejected.id],
        )
        self.env.invalidate_all()
        self.Registration._cron_erase()
        self.assertEqual(everything.exists(), review)
