# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib

from psycopg2 import DatabaseError, IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .common import MlmCommon


@tagged("post_install", "-at_install")
class TestEvidence(MlmCommon):
    """Agreements, consents and logs: written once, with the words that were shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.make_member("Member")
        cls.version = cls.make_agreement()
        cls.clerk = cls.make_user("clerk_evidence", "clerk")
        cls.officer = cls.make_user("officer_evidence", "compliance")
        cls.purpose = cls.env.ref("mlm_base.consent_purpose_newsletter")
        cls.Acceptance = cls.env["mlm.agreement.acceptance"]

    # === AGREEMENTS === #

    def test_hash_is_of_the_text(self):
        acceptance = self.version._accept(self.member, "paper")
        expected = hashlib.sha256(b"<p>The text of version 1.</p>").hexdigest()
        self.assertEqual(acceptance.text_hash, expected)
        self.assertTrue(acceptance._is_text_unchanged())

    def test_hash_is_not_claimed(self):
        acceptance = self.Acceptance.with_user(self.clerk).create(
            {
                "partner_id": self.member.id,
                "version_id": self.version.id,
                "method": "paper",
                "text_hash": "forged",
            }
        )
        self.assertEqual(len(acceptance.text_hash), 64)

    def test_people_do_not_claim_what_the_portal_records(self):
        vals = {"partner_id": self.member.id, "version_id": self.version.id, "method": "paper"}
        Acceptance = self.Acceptance.with_user(self.clerk)
        for wrong in (
            {"method": "portal"},
            {"ip_address": "1.2.3.4"},
            {"accepted_at": "2999-01-01 00:00:00"},
        ):
            with self.assertRaises(UserError, msg=str(wrong)):
                Acceptance.create({**vals, **wrong})
        with self.assertRaises(UserError):
            Acceptance.with_context(default_ip_address="1.2.3.4").create(vals)

    def test_portal_keeps_where_it_came_from(self):
        acceptance = self.version.sudo()._accept(self.member, "portal", ip="2001:db8::1")
        self.assertEqual(acceptance.ip_address, "2001:db8::1")

    def test_published_text_is_frozen(self):
        for vals in ({"text": "<p>Other</p>"}, {"date_from": "2019-01-01"}, {"state": "draft"}):
            with self.assertRaises(UserError, msg=str(vals)):
                self.version.write(vals)
        with self.assertRaises(UserError):
            self.version.update_field_translations("text", {"en_US": "<p>Other</p>"})
        with self.assertRaises(UserError):
            self.version.unlink()

    def test_draft_is_not_accepted(self):
        draft = self.env["mlm.agreement.version"].create(
            {"agreement_id": self.version.agreement_id.id, "name": "9", "text": "<p>x</p>"}
        )
        with self.assertRaises(ValidationError):
            draft._accept(self.member, "paper")

    def test_version_is_not_published_by_default_value(self):
        version = (
            self.env["mlm.agreement.version"]
            .with_context(default_state="published")
            .create({"agreement_id": self.version.agreement_id.id, "name": "9", "text": "<p>x</p>"})
        )
        self.assertEqual(version.state, "draft")

    def test_current_version_by_date(self):
        agreement = self.version.agreement_id
        self.make_version(agreement, "future", "2999-01-01")
        self.assertEqual(agreement.current_version_id, self.version)
        newer = self.make_version(agreement, "2", "2021-01-01")
        self.assertEqual(agreement.current_version_id, newer)

    def test_wizard_records_paper(self):
        form = Form(
            self.env["mlm.agreement.accept.wizard"]
            .with_user(self.clerk)
            .with_context(default_partner_ids=self.member.ids)
        )
        form.version_id = self.version
        form.save().action_accept()
        acceptance = self.Acceptance.search([("partner_id", "=", self.member.id)])
        self.assertEqual((acceptance.method, acceptance.create_uid), ("paper", self.clerk))

    # === CONSENTS === #

    def test_latest_consent_counts(self):
        Consent = self.env["mlm.consent"]
        Consent._record(self.member, self.purpose, True, "form")
        self.assertEqual(Consent._current(self.member, self.purpose), {self.member.id: True})
        Consent._record(self.member, self.purpose, False, "phone call")
        self.assertEqual(Consent._current(self.member, self.purpose), {self.member.id: False})

    def test_consent_keeps_the_words(self):
        consent = self.env["mlm.consent"]._record(self.member, self.purpose, True, "form")
        words = consent.text
        self.purpose.text = "Other words"
        self.assertEqual(consent.text, words)
        self.assertEqual(consent.text_hash, hashlib.sha256(words.encode()).hexdigest())

    def test_consent_names_the_recording_user(self):
        consent = (
            self.env["mlm.consent"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.member.id,
                    "purpose_id": self.purpose.id,
                    "is_given": True,
                    "source": "phone",
                    "user_id": self.officer.id,
                }
            )
        )
        self.assertEqual(consent.user_id, self.clerk)

    # === APPEND ONLY === #

    def evidence(self):
        self.member._mlm_set_state("suspended", "why")
        self.member.sudo().vat = "DE136695976"
        return [
            self.version._accept(self.member, "paper"),
            self.env["mlm.consent"]._record(self.member, self.purpose, True, "form"),
            self.member.mlm_life_cycle_event_ids,
            self.env["mlm.audit.log"].search([("partner_id", "=", self.member.id)], limit=1),
        ]

    def test_orm_refuses_change_and_deletion(self):
        for row in self.evidence():
            for record in (row, row.sudo(), row.with_user(self.officer)):
                with self.assertRaisesRegex((UserError, AccessError), "evidence|not allowed"):
                    record.write({"partner_id": self.env.user.partner_id.id})
                with self.assertRaisesRegex((UserError, AccessError), "evidence|not allowed"):
                    record.unlink()

    @mute_logger("odoo.sql_db")
    def test_database_refuses_change_and_deletion(self):
        rows = self.evidence()
        self.env.flush_all()
        for row in rows:
            table = SQL.identifier(row._table)
            for query in (
                SQL("UPDATE %s SET partner_id = %s", table, self.env.user.partner_id.id),
                SQL("UPDATE %s SET create_date = '2020-01-01'", table),
                SQL("DELETE FROM %s", table),
                SQL("TRUNCATE %s CASCADE", table),
            ):
                with self.assertRaises(DatabaseError, msg=str(query)), self.cr.savepoint():
                    self.cr.execute(query)

    @mute_logger("odoo.sql_db")
    def test_merge_setting_opens_nothing_but_the_contact(self):
        acceptance = self.version._accept(self.member, "paper")
        self.env.flush_all()
        self.cr.execute("SELECT set_config('mlm.audit_reason', 'merge', true)")
        with self.assertRaises(DatabaseError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE mlm_agreement_acceptance SET text_hash = 'x' WHERE id = %s", [acceptance.id]
            )
        self.cr.execute("SELECT set_config('mlm.audit_reason', '', true)")

    # === AUDIT === #

    def logs(self, field=None):
        domain = [("partner_id", "=", self.member.id)]
        return self.env["mlm.audit.log"].search(
            domain + ([("field", "=", field)] if field else []), order="id"
        )

    def test_bank_number_is_masked(self):
        account = self.env["res.partner.bank"].create(
            {"acc_number": "DE89 3704 0044 0532 0130 00", "partner_id": self.member.id}
        )
        account.acc_number = "DE02 1203 0000 0000 2020 51"
        account.unlink()
        self.assertRecordValues(
            self.logs("acc_number"),
            [
                {"old_value": False, "new_value": "DE••••••••••••••••3000"},
                {"old_value": "DE••••••••••••••••3000", "new_value": "DE••••••••••••••••2051"},
                {"old_value": "DE••••••••••••••••2051", "new_value": False},
            ],
        )

    def test_change_behind_the_mask_is_logged(self):
        """Only masked digits differ: the log shows that the number changed, not the digits."""
        account = self.env["res.partner.bank"].create(
            {"acc_number": "1111222233334444", "partner_id": self.member.id}
        )
        account.acc_number = "1111999933334444"
        self.assertEqual(self.logs()[-1].old_value, "11••••••••••4444")
        self.assertEqual(len(self.logs()), 2)

    def test_short_numbers_are_masked(self):
        mask = self.env["mlm.audit.log"]._mask
        self.assertEqual(mask("1234567890"), "••••••7890")
        self.assertEqual(mask("1234"), "••34")
        self.assertEqual(mask(""), "")

    def test_account_handed_to_somebody_else_shows_under_both(self):
        account = self.env["res.partner.bank"].create(
            {"acc_number": "1111222233334444", "partner_id": self.member.id}
        )
        other = self.make_member("Other")
        account.partner_id = other
        self.assertEqual(self.logs("partner_id").new_value, "Other")
        log = self.env["mlm.audit.log"].search(
            [("partner_id", "=", other.id), ("field", "=", "partner_id")]
        )
        self.assertEqual((log.old_value, log.new_value), ("Member", "Other"))

    def test_tax_number_and_type_are_logged(self):
        self.member.with_user(self.clerk).vat = "DE136695976"
        self.member.with_user(self.clerk).mlm_type_id = self.type_customer
        self.assertRecordValues(
            self.logs(),
            [
                {"field": "vat", "old_value": False, "new_value": "DE136695976"},
                {"field": "mlm_type_id", "old_value": "Distributor", "new_value": "Customer"},
            ],
        )
        self.assertEqual(self.logs().user_id, self.clerk)

    def test_people_outside_the_network_are_not_logged(self):
        contact = self.env["res.partner"].create({"name": "Plain"})
        contact.vat = "DE136695976"
        self.env["res.partner.bank"].create({"acc_number": "123", "partner_id": contact.id})
        self.assertFalse(self.env["mlm.audit.log"].search([("partner_id", "=", contact.id)]))

    def test_log_is_read_by_the_compliance_officer_only(self):
        self.member.vat = "DE136695976"
        self.assertTrue(self.logs().with_user(self.officer).mapped("new_value"))
        with self.assertRaises(AccessError):
            self.logs().with_user(self.clerk).mapped("new_value")
        with self.assertRaises(AccessError):
            self.env["mlm.audit.log"].with_user(self.officer).create(
                {
                    "model": "res.partner",
                    "res_id": 1,
                    "field": "x",
                    "user_id": self.clerk.id,
                }
            )

    def test_log_of_another_company_is_invisible(self):
        self.member.vat = "DE136695976"
        log = self.logs()
        other = self.env["res.company"].create({"name": "Other Ltd."})
        self.officer.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        Log = self.env["mlm.audit.log"].with_user(self.officer)
        self.assertFalse(Log.search([("id", "=", log.id)]))

    # === SETTINGS === #

    def test_settings_move_the_sequence_forward_only(self):
        Settings = self.env["res.config.settings"]
        sequence = self.company._mlm_number_sequences()[self.company]
        settings = Settings.create({"mlm_number_next": sequence.number_next + 10})
        settings.mlm_number_prefix = "DE"
        expected = sequence.number_next + 10
        settings.execute()
        member = self.make_member("Next")
        self.assertTrue(member.mlm_member_number.startswith(f"DE{expected}-"))
        back = Settings.create({"mlm_number_next": expected - 5, "mlm_number_prefix": "DE"})
        with self.assertRaisesRegex(UserError, "can't go back"):
            back.execute()
        with self.assertRaisesRegex(ValidationError, "capital letters"):
            Settings.create({"mlm_number_next": expected + 5, "mlm_number_prefix": "x1"})

    @mute_logger("odoo.sql_db")
    def test_one_sequence_per_company(self):
        sequence = self.company._mlm_number_sequences()[self.company]
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            sequence.copy({"code": sequence.code, "company_id": self.company.id})

    def test_market_by_country(self):
        Market = self.env["mlm.market"]
        austria = self.env.ref("base.at")
        self.assertEqual(Market._get_for_country(self.germany, self.company), self.market)
        everywhere = Market.create({"name": "Everywhere", "code": "EVE"})
        self.assertEqual(Market._get_for_country(austria, self.company), everywhere)
        self.company.mlm_market_id = self.market
        self.assertEqual(Market._get_for_country(austria, self.company), self.market)
        self.assertEqual(
            self.make_member("At", country_id=austria.id, mlm_market_id=False).mlm_market_id,
            self.market,
        )
        self.assertFalse(
            Market._get_for_country(self.germany, self.env["res.company"].create({"name": "Z"}))
        )
        self.assertEqual(fields.Date.today(), self.make_member("J").mlm_date_joined)
