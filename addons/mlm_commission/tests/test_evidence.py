# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import Mock, patch

import requests
from psycopg2 import DatabaseError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common_tax import TaxCommon

POST = "odoo.addons.mlm_commission.models.evidence.vat_services.requests.post"


@tagged("post_install", "-at_install")
class TestEvidence(TaxCommon):
    """Confirmation of VAT IDs, revoked agreements, the yearly declaration."""

    @classmethod
    @TaxCommon.setup_country("de")
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"vat": "DE136695976", "mlm_checks_vat": True})
        cls.top.write({"country_id": cls.env.ref("base.be").id, "vat": "BE0477472701"})
        cls.Check = cls.env["mlm.vat.check"].sudo()

    def answer(self, status="evatr-0000", **values):
        response = Mock(text="{}")
        response.json.return_value = {
            "id": "R-1",
            "status": status,
            "ergFirmenname": "A",
            "ergOrt": "B",
            "ergPlz": "D",
            "ergStrasse": "C",
            **values,
        }
        return patch(POST, return_value=response)

    def statement(self):
        self.declare(status="eu_business", date_from="2026-03-01", date_declared="2026-03-01")
        return self.close_march()

    # === VAT IDS === #

    def test_the_answer_is_kept_as_proof(self):
        with self.answer() as post:
            check = self.Check._ask(self.company, self.top)
        body = post.call_args.kwargs["json"]
        self.assertEqual(post.call_args.args[0].split("/")[2], "api.evatr.vies.bzst.de")
        self.assertEqual(
            (body["anfragendeUstid"], body["angefragteUstid"], body["firmenname"], body["ort"]),
            ("DE136695976", "BE0477472701", "Top", "Halle"),
        )
        self.assertRecordValues(
            check,
            [
                {
                    "result": "valid",
                    "service": "evatr",
                    "request_id": "R-1",
                    "name_match": "match",
                    "city_match": "differs",
                    "zip_match": "not_told",
                    "street_match": "not_asked",
                }
            ],
        )
        self.assertIn("evatr-0000", check.response)
        with self.assertRaises(UserError):
            check.result = "invalid"
        with self.assertRaises(DatabaseError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.cr.execute("UPDATE mlm_vat_check SET result = 'invalid' WHERE id = %s", [check.id])

    def test_others_ask_vies(self):
        self.company.vat = "ATU12345675"
        data = {
            "valid": True,
            "requestIdentifier": "W1",
            "traderNameMatch": "VALID",
            "traderCityMatch": "INVALID",
        }
        with patch(POST, return_value=Mock(json=lambda: data, text="")) as post:
            check = self.Check._ask(self.company, self.top)
        self.assertIn("vies", post.call_args.args[0])
        self.assertEqual((check.service, check.result, check.request_id), ("vies", "valid", "W1"))
        self.assertEqual((check.name_match, check.city_match), ("match", "differs"))
        for data, result in (
            ({"valid": False}, "invalid"),
            ({"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}, "unknown"),
            ({"errorWrappers": [{"error": "INVALID_INPUT"}]}, "invalid"),
        ):
            with patch(POST, return_value=Mock(json=lambda data=data: data, text="")):
                self.assertEqual(self.Check._ask(self.company, self.top).result, result)

    def test_a_valid_number_is_asked_once_in_thirty_days(self):
        statement = self.statement()
        with self.answer() as post:
            self.assertTrue(statement._check_settlement("2026-04-18"))
            statement._check_settlement("2026-04-18")
            self.assertEqual(post.call_count, 1)
        with freeze_time("2099-01-01"), self.answer() as post:
            self.Check._refresh(self.company, self.top, 30)
            self.assertEqual(post.call_count, 1)

    def test_an_invalid_number_stops_the_document(self):
        statement = self.statement()
        with self.answer("evatr-2001"):
            self.assertFalse(statement._settle("2026-04-18"))
        self.assertIn("was not valid", statement.block_reason)
        # The partner has a new number: the old answer says nothing about it.
        self.top.vat = "BE0428759497"
        with self.answer():
            self.assertTrue(statement._settle("2026-04-18"))

    def test_no_answer_stops_nothing_and_is_asked_once(self):
        statement = self.statement()
        partners = self.top | self.partner | self.reseller
        partners.vat = "BE0477472701"
        with patch(POST, side_effect=requests.Timeout) as post:
            self.assertFalse(self.Check._refresh(self.company, partners, 30))
            self.assertEqual(post.call_count, 1)
            self.assertTrue(statement._settle("2026-04-18"))

    def test_an_odd_answer_is_no_answer(self):
        for value in ([], "x", None):
            with patch(POST, return_value=Mock(json=lambda value=value: value, text="odd")):
                self.assertEqual(self.Check._ask(self.company, self.top).result, "unknown")
        with self.answer("evatr-9999"):
            self.assertEqual(self.Check._ask(self.company, self.top).result, "unknown")

    def test_the_nightly_job_asks_who_settles_by_vat_id(self):
        self.declare(status="eu_business", date_from="2026-03-01", date_declared="2026-03-01")
        self.assertEqual(self.Check._partners_to_ask(self.company), self.top)
        with self.answer() as post:
            self.Check._cron_check()
            self.assertEqual(post.call_count, 1)
        self.assertFalse(self.Check._partners_to_ask(self.company))

    def test_only_accountants_ask(self):
        clerk = new_test_user(
            self.env, "vat_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.top.with_user(clerk).action_mlm_check_vat()
        with self.assertRaises(AccessError):
            self.env["mlm.vat.check"].with_user(clerk).search([])
        accountant = new_test_user(
            self.env, "vat_acc", "mlm_base.group_mlm_accountant", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            self.env["mlm.vat.check"].with_user(accountant).create(
                {
                    "partner_id": self.top.id,
                    "company_id": self.company.id,
                    "number": "X",
                    "service": "vies",
                    "result": "valid",
                }
            )
        with self.answer():
            action = self.top.with_user(accountant).action_mlm_check_vat()
        self.assertEqual(action["res_model"], "mlm.vat.check")
        self.top.vat = False
        with self.assertRefused("None of the partners", UserError):
            self.top.with_user(accountant).action_mlm_check_vat()

    # === AGREEMENTS === #

    def revoke(self, day="2026-04-01"):
        return self.env["mlm.agreement.revocation"].create(
            {
                "partner_id": self.top.id,
                "agreement_id": self.self_billing.agreement_id.id,
                "revoked_at": f"{day} 12:00:00",
            }
        )

    def test_a_revoked_agreement_stops_the_documents_after_it(self):
        self.company.mlm_checks_vat = False
        statement = self.statement()
        self.revoke("2026-04-19")
        self.assertIn(self.top.id, self.accepted("2026-04-18"))
        self.assertNotIn(self.top.id, self.accepted("2026-04-19"))
        self.assertIn("self-billing agreement", self.reasons(statement, "2026-04-20"))
        self.env["mlm.agreement.acceptance"].sudo().create(
            {
                "partner_id": self.top.id,
                "version_id": self.self_billing.id,
                "method": "paper",
                "accepted_at": "2026-05-02",
            }
        )
        self.assertNotIn(self.top.id, self.accepted("2026-05-01"))
        self.assertTrue(statement._settle("2026-05-04"))

    def accepted(self, day):
        return self.env["mlm.statement"]._accepted_self_billing(
            self.company, self.top | self.partner, fields.Date.to_date(day)
        )

    def test_revocations_are_evidence(self):
        revocation = self.revoke()
        with self.assertRefused("is evidence", UserError):
            revocation.unlink()
        with self.assertRefused("future", UserError):
            self.revoke("2099-01-01")
        user = new_test_user(
            self.env, "revoke_acc", "mlm_base.group_mlm_accountant", company_id=self.company.id
        )
        Revocation = self.env["mlm.agreement.revocation"].with_user(user)
        values = {
            "partner_id": self.top.id,
            "agreement_id": self.self_billing.agreement_id.id,
            "method": "portal",
        }
        with self.assertRefused("Only the portal", UserError):
            Revocation.create(values)
        clerk = new_test_user(
            self.env, "revoke_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        with self.assertRaises(AccessError):
            Revocation.with_user(clerk).create({**values, "method": "paper"})

    # === YEARLY DECLARATION === #

    def test_old_declarations_are_reminded_of_and_not_every_day(self):
        (self.top | self.partner | self.reseller).write({"email": "partner@example.org"})
        self.declare(self.partner, date_from="2026-02-01", date_declared="2026-10-01")
        Reminder = self.env["mlm.tax.reminder"].sudo()
        with freeze_time("2026-11-20"):
            due = Reminder._due_statuses().partner_id
            self.assertEqual(
                due & (self.top | self.partner | self.reseller), self.top | self.reseller
            )
            before = self.env["mail.mail"].sudo().search_count([])
            Reminder._cron_remind()
            self.assertGreater(self.env["mail.mail"].sudo().search_count([]), before)
            self.assertFalse(Reminder._due_statuses().partner_id & self.top)
        with freeze_time("2026-11-10"):
            self.assertFalse(Reminder._due_statuses().partner_id & self.partner)
        with freeze_time("2026-12-15"):
            self.assertTrue(Reminder._due_statuses().partner_id & self.top)
        self.declare(date_from="2026-03-01", date_declared="2026-11-01")
        with freeze_time("2026-12-15"):
            self.assertFalse(Reminder._due_statuses().partner_id & self.top)
