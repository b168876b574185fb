# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
import time
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import html

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.auth_totp.models.totp import TIMESTEP, hotp
from odoo.addons.mail.tests.common import MailCase

from .common_registration import RegistrationCommon

OLD = "DE89370400440532013000"
NEW = "AT611904300234573201"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class BankChangeCommon(RegistrationCommon, HttpCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.user = new_test_user(
            cls.env, "anna.login@example.org", "base.group_portal", partner_id=cls.anna.id
        )
        cls.user.password = "anna has a long secret"
        cls.old = cls.env["res.partner.bank"].create(
            {"partner_id": cls.anna.id, "acc_number": OLD, "acc_holder_name": "Anna Sommer"}
        )
        cls.Change = cls.env["mlm.bank.change"]

    def log_in(self, with_factor=True):
        self.authenticate("anna.login@example.org", "anna has a long secret")
        if with_factor:
            # The session was opened before the factor was set up, as in the portal.
            self.user.totp_secret = SECRET
            self.env.flush_all()
            self.session["session_token"] = self.user._compute_session_token(self.session.sid)
            http.root.session_store.save(self.session)

    def code(self, steps=0):
        counter = int(time.time() / TIMESTEP) + steps
        return f"{hotp(base64.b32decode(SECRET), counter):06d}"

    def post(self, **values):
        page = html.fromstring(self.url_open("/my/bank").text)
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        answer = self.url_open(
            "/my/bank",
            data={
                "csrf_token": token,
                "iban": NEW,
                "account_holder": "Anna Sommer",
                "code": self.code(),
                **values,
            },
        )
        self.env.invalidate_all()
        return answer

    def press(self, link):
        path = link[link.index("/my/bank") :]
        self.url_open(path)
        page = html.fromstring(self.url_open("/partner/register?new=1").text)
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        answer = self.url_open(path, data={"csrf_token": token})
        self.env.invalidate_all()
        return answer

    def request_change(self):
        with self.mock_mail_gateway():
            self.post()
        return self.Change.search([("partner_id", "=", self.anna.id)], limit=1)


@tagged("post_install", "-at_install")
class TestBankChange(BankChangeCommon):
    # === THE WAY === #

    def test_no_change_without_second_factor(self):
        self.log_in(with_factor=False)
        page = self.url_open("/my/bank")
        self.assertIn("Set up the second factor", page.text)
        self.assertNotIn(OLD, page.text)
        self.assertIn("3000", page.text)
        token = html.fromstring(self.url_open("/partner/register").text).xpath(
            "//input[@name='csrf_token']/@value"
        )[0]
        self.url_open("/my/bank", data={"csrf_token": token, "iban": NEW, "account_holder": "A"})
        self.assertFalse(self.Change.search([("partner_id", "=", self.anna.id)]))

    def test_code_mail_and_a_day(self):
        self.log_in()
        change = self.request_change()
        self.assertEqual((change.state, change.iban), ("waiting", NEW))
        self.assertEqual(self.anna.bank_ids, self.old, "nothing happens before the mail")
        [mail] = self._mails
        self.assertIn("anna.login@example.org", mail["email_to"][0])
        self.assertNotIn(NEW, mail["body"])
        link = change._confirm_link()
        self.url_open(link[link.index("/my/bank") :])
        self.assertEqual(change.state, "waiting", "a mail scanner confirms nothing")
        with self.mock_mail_gateway():
            self.assertIn("24 hours", self.press(link).text)
        self.assertEqual(change.state, "confirmed")
        self.assertEqual(self.anna.bank_ids.sanitized_acc_number, NEW)
        self.assertFalse(self.anna.bank_ids.allow_out_payment)
        self.assertFalse(self.old.active)
        self.assertEqual(change.usable_at, change.confirmed_at + timedelta(hours=24))
        self.assertEqual(len(self._mails), 1, "a second mail tells of the change")
        self.assertEqual(self.press(link).status_code, 410)
        self.assertIn("nothing is paid to the new account", self.url_open("/my/bank").text)

    def test_wrong_and_replayed_codes(self):
        self.log_in()
        wrong = "000000" if self.code() != "000000" else "111111"
        for bad in ("", "abc", wrong):
            page = html.fromstring(self.post(code=bad).text)
            self.assertTrue(page.get_element_by_id("mlm_code_error").text)
        self.assertFalse(self.Change.search([("partner_id", "=", self.anna.id)]))
        code = self.code()
        self.post(code=code)
        self.assertEqual(self.Change.search_count([("partner_id", "=", self.anna.id)]), 1)
        self.post(code=code)
        self.assertEqual(self.Change.search_count([("partner_id", "=", self.anna.id)]), 1)

    def test_wrong_accounts(self):
        self.log_in()
        page = html.fromstring(self.post(iban="DE00123", account_holder=" ").text)
        for name in ("iban", "account_holder"):
            self.assertTrue(page.get_element_by_id(f"mlm_{name}_error").text, name)
        self.assertFalse(page.xpath("//input[@name='code']/@value")[0])

    def test_that_was_not_me(self):
        self.log_in()
        change = self.request_change()
        with self.mock_mail_gateway():
            self.press(change._confirm_link())
        stop = change._stop_link()
        self.assertIn("is stopped", self.press(stop).text)
        self.assertEqual(change.state, "stopped")
        self.assertEqual(self.anna.bank_ids, self.old)
        self.assertEqual(self.press(stop).status_code, 410)
        self.assertIn("stopped", self.anna.message_ids[0].body)

    def test_stopped_before_it_was_confirmed(self):
        self.log_in()
        change = self.request_change()
        confirm = change._confirm_link()
        self.press(change._stop_link())
        self.assertEqual(self.press(confirm).status_code, 410)
        self.assertEqual(self.anna.bank_ids, self.old)

    def test_links_are_not_interchangeable(self):
        self.log_in()
        change = self.request_change()
        stop, confirm = (
            link.rsplit("/", 1)[1] for link in (change._stop_link(), change._confirm_link())
        )
        self.assertEqual(self.press(f"/my/bank/confirm/{stop}").status_code, 410)
        self.assertEqual(self.press(f"/my/bank/stop/{confirm}").status_code, 410)
        self.assertEqual(self.press(f"/my/bank/confirm/{confirm[:-3]}xyz").status_code, 410)

    def test_back_to_the_first_account(self):
        """An archived account of the same number is used again, but nobody trusts it."""
        self.old.action_archive()
        change = self.Change._request(
            self.user, {"iban": OLD, "account_holder": "Anna Sommer"}, "192.0.2.1"
        )
        change._confirm("192.0.2.1")
        self.assertEqual(change.account_id, self.old)
        self.assertTrue(self.old.active)
        self.assertFalse(self.old.allow_out_payment)

    def test_given_up_after_a_day(self):
        change = self.Change._request(
            self.user, {"iban": NEW, "account_holder": "Anna Sommer"}, "192.0.2.1"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mlm_bank_change SET create_date = now() - interval '25 hours' WHERE id = %s",
            [change.id],
        )
        self.env.invalidate_all()
        self.Change._gc_unconfirmed()
        self.assertEqual(change.state, "expired")
        self.assertFalse(
            self.Change._from_token("mlm_bank_change_confirm", change._token("x", 1), ("waiting",))
        )

    def test_the_latest_wish_counts(self):
        values = {"iban": NEW, "account_holder": "Anna Sommer"}
        first = self.Change._request(self.user, values, "192.0.2.1")
        second = self.Change._request(self.user, values, "192.0.2.1")
        self.assertEqual((first.state, second.state), ("expired", "waiting"))

    # === WHO ELSE === #

    def test_customers_and_strangers(self):
        self.assertTrue(self.url_open("/my/bank").url.split("?")[0].endswith("/web/login"))
        new_test_user(self.env, "dora@example.org", "base.group_portal", password="dora dora 7")
        self.authenticate("dora@example.org", "dora dora 7")
        self.assertEqual(self.url_open("/my/bank").status_code, 404)

    def test_no_other_way_in_the_portal(self):
        change = self.Change._request(
            self.user, {"iban": NEW, "account_holder": "Anna Sommer"}, "192.0.2.1"
        )
        for record in (change.with_user(self.user), self.old.with_user(self.user)):
            for call in (
                lambda r=record: r.read(["id"]),
                lambda r=record: r.write({"partner_id": self.bert.id}),
                lambda r=record: r.unlink(),
            ):
                with self.assertRaises(AccessError):
                    call()
        with self.assertRaises(AccessError):
            self.env["res.partner.bank"].with_user(self.user).create(
                {"partner_id": self.anna.id, "acc_number": NEW}
            )

    def test_times_are_utc(self):
        change = self.Change._request(
            self.user, {"iban": NEW, "account_holder": "Anna Sommer"}, "192.0.2.1"
        )
        change._confirm("192.0.2.1")
        self.assertLessEqual(change.confirmed_at, fields.Datetime.now())


@tagged("post_install", "-at_install")
class TestBankPasskey(BankChangeCommon):
    """A passkey in place of a code: a real key signs the challenge of the page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret_key = ec.generate_private_key(ec.SECP256R1())
        point = cls.secret_key.public_key().public_numbers()
        # COSE_Key of ES256 (RFC 9053): a map in CBOR with kty, alg, crv, x, y.
        public = bytes.fromhex("a5010203262001215820")
        public += point.x.to_bytes(32) + bytes.fromhex("225820") + point.y.to_bytes(32)
        cls.key = cls.env["auth.passkey.key"].with_user(cls.user).sudo()
        cls.key = cls.key.create({"name": "Phone", "credential_identifier": "cGhvbmU"})
        cls.env.cr.execute(
            "UPDATE auth_passkey_key SET public_key = %s WHERE id = %s",
            [base64.urlsafe_b64encode(public).decode(), cls.key.id],
        )

    def challenge(self):
        answer = self.url_open("/auth/passkey/start-auth", json={"params": {}})
        return answer.json()["result"]["challenge"]

    def signed(self, challenge, **values):
        """Return what a device answers to a challenge."""
        base = urlsplit(self.key.get_base_url())
        client = json.dumps(
            {
                "type": "webauthn.get",
                "challenge": challenge,
                "origin": f"{base.scheme}://{base.netloc}",
            }
        ).encode()
        # Hash of the site, "present and verified", counter.
        data = sha256(base.hostname.encode()).digest() + b"\x05" + (1).to_bytes(4)
        signature = self.secret_key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        text = lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("=")  # noqa: E731
        return json.dumps(
            {
                "id": "cGhvbmU",
                "rawId": "cGhvbmU",
                "type": "public-key",
                "response": {
                    "clientDataJSON": text(client),
                    "authenticatorData": text(data),
                    "signature": text(signature),
                },
                **values,
            }
        )

    def changes(self):
        return self.Change.search_count([("partner_id", "=", self.anna.id)])

    def test_a_passkey_is_enough(self):
        self.log_in(with_factor=False)
        page = html.fromstring(self.url_open("/my/bank").text)
        self.assertTrue(page.xpath("//button[hasclass('mlm_use_passkey')]"))
        self.assertFalse(page.xpath("//input[@name='code']"))
        answer = self.signed(self.challenge())
        self.post(webauthn_response=answer)
        self.assertEqual(self.changes(), 1)
        # A challenge is good for one answer.
        self.post(webauthn_response=answer, iban=OLD)
        self.assertEqual(self.changes(), 1)

    def test_wrong_answers(self):
        self.log_in(with_factor=False)
        self.post(webauthn_response="")
        for values in ({"id": "Zm9yZWlnbg"}, {"response": {}}, {"type": "x"}, {"id": None}):
            with self.subTest(values):
                page = self.post(webauthn_response=self.signed(self.challenge(), **values))
                self.assertIn("mlm_code_error", page.text)
        for text in ("[]", "{", "1", self.signed("Zm9yZWlnbg")):
            with self.subTest(text):
                self.env["mlm.rate.limit"].search([]).unlink()
                self.challenge()
                self.assertIn("mlm_code_error", self.post(webauthn_response=text).text)
        self.assertFalse(self.changes())

    def test_beside_an_app_only_old_passkeys(self):
        self.log_in()
        self.assertNotIn("mlm_use_passkey", self.url_open("/my/bank").text)
        self.post(webauthn_response=self.signed(self.challenge()), code="")
        self.assertFalse(self.changes())
        self.env.cr.execute(
            "UPDATE auth_passkey_key SET create_date = create_date - interval '2 days'"
            " WHERE id = %s",
            [self.key.id],
        )
        self.env.invalidate_all()
        self.post(webauthn_response=self.signed(self.challenge()), code="")
        self.assertEqual(self.changes(), 1)
