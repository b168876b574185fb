# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import time
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import hash_sign

from .common_registration import RegistrationCommon


@tagged("post_install", "-at_install")
class TestReferralCode(RegistrationCommon):
    def test_random_code_says_nothing(self):
        self.assertRegex(self.anna_code.code, r"\A[2-9a-hjkmnp-z]{8}\Z")
        self.assertEqual(self.Code._of_partner(self.anna), self.anna_code)
        self.assertNotEqual(self.anna_code.code, self.bert_code.code)

    def test_old_codes_work_on(self):
        new = self.Code.create({"partner_id": self.anna.id, "code": " Anna-Kocht "})
        self.assertEqual(new.code, "anna-kocht")
        self.assertEqual(self.Code._of_partner(self.anna), new)
        self.assertFalse(self.anna_code.is_current)
        found = self.Code._find(self.anna_code.code.upper(), self.company)
        self.assertEqual(found.partner_id, self.anna)
        self.anna_code.is_current = True
        self.assertFalse(new.is_current)

    def test_bad_codes(self):
        for code in ("ab", "anna sommer", "a--b-c-d", "<b>anna", "-anna", "x" * 33, "ännchen"):
            with self.assertRaises(ValidationError, msg=code), self.cr.savepoint():
                self.Code.create({"partner_id": self.anna.id, "code": code})
        number = self.anna.mlm_member_number.replace("-", "")
        with self.assertRaisesRegex(ValidationError, "member number"):
            self.Code.create({"partner_id": self.anna.id, "code": f"nr{number}"})

    def test_codes_never_change_or_move(self):
        with self.assertRaisesRegex(UserError, "on paper"):
            self.anna_code.code = "another"
        with self.assertRaisesRegex(UserError, "on paper"):
            self.anna_code.partner_id = self.bert
        self.anna_code._count(visits=1)
        with self.assertRaisesRegex(UserError, "used already"):
            self.anna_code.unlink()

    def test_closed_links(self):
        self.assertFalse(self.Code._find("nobody23", self.company))
        self.assertFalse(self.Code._find("", self.company))
        self.anna._mlm_set_state("suspended", "test")
        self.assertFalse(self.Code._find(self.anna_code.code, self.company))
        self.bert_code.active = False
        self.assertFalse(self.Code._find(self.bert_code.code, self.company))
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.Code._find(self.anna_code.code, other))

    def test_figures_add_up(self):
        self.anna_code._count(visits=1)
        self.anna_code._count(visits=2, registrations=1)
        [day] = self.env["mlm.referral.day"].search([("code_id", "=", self.anna_code.id)])
        self.assertEqual((day.visits, day.registrations), (3, 1))
        self.assertEqual(self.anna_code.visit_count, 3)

    def test_qr_code_is_a_picture(self):
        self.assertTrue(self.anna_code._qr_png().startswith(b"\x89PNG"))


@tagged("post_install", "-at_install")
class TestVisitToken(RegistrationCommon):
    def test_a_visit_is_proven(self):
        token = self.anna_code._sign_visit(self.company)
        visit = self.Code._read_visit(token, self.company)
        self.assertEqual(visit.code, self.anna_code)
        self.assertAlmostEqual(visit.visited_at, time.time(), delta=60)

    def test_forged_tokens(self):
        token = self.anna_code._sign_visit(self.company)
        raw = bytearray(base64.urlsafe_b64decode(token + "==="))
        raw[-2] ^= 1
        forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
        other_scope = hash_sign(self.env, "something_else", [self.anna_code.id, 1])
        rubbish = ("", "x", token[:-4], "%%%", "ä" * 40, "AQ", token + "A" * 8, None)
        for bad in (forged, other_scope, *rubbish):
            self.assertIsNone(self.Code._read_visit(bad, self.company), bad)

    def test_lifetime_by_setting(self):
        self.company.mlm_referral_days = 2
        token = self.anna_code._sign_visit(self.company)
        now = time.time()
        clock = "odoo.tools.misc.datetime.datetime"
        for days, works in ((1.9, True), (2.1, False)):
            with patch(clock) as fake:
                fake.now.return_value.timestamp.return_value = now + days * 86400
                self.assertEqual(bool(self.Code._read_visit(token, self.company)), works)

    def test_a_sponsor_who_left_is_no_visit(self):
        token = self.anna_code._sign_visit(self.company)
        self.anna._mlm_set_state("terminated", "test")
        self.assertIsNone(self.Code._read_visit(token, self.company))


@tagged("post_install", "-at_install")
class TestBinding(RegistrationCommon):
    def log(self, partner):
        return self.Binding.search([("partner_id", "=", partner.id)], order="id")

    def test_link_before_number(self):
        offer = self.offer(self.visit(self.anna_code), self.bert.mlm_member_number)
        self.assertEqual((offer.sponsor, offer.how), (self.anna, "link"))
        offer = self.offer(None, self.bert.mlm_member_number)
        self.assertEqual((offer.sponsor, offer.how), (self.bert, "number"))
        self.assertIsNone(self.offer(None, "  "))

    def test_mistyped_and_closed_numbers(self):
        number = self.bert.mlm_member_number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        with self.assertRaisesRegex(UserError, "check digit"):
            self.offer(None, wrong)
        self.bert._mlm_set_state("suspended", "test")
        with self.assertRaisesRegex(UserError, "takes on nobody"):
            self.offer(None, number)

    def test_bound_once_and_logged(self):
        carla = self.stranger()
        self.assertTrue(carla._mlm_bind(self.offer(self.visit(self.anna_code))))
        self.assertEqual(carla.mlm_sponsor_id, self.anna)
        self.assertEqual(carla.mlm_role, "customer")
        row = self.log(carla)
        self.assertEqual((row.result, row.how, row.code), ("bound", "link", self.anna_code.code))
        self.assertEqual(row.sponsor_id, self.anna)
        self.assertEqual(row.origin, "test")
        self.assertTrue(row.visited_at)

    def test_another_link_takes_nobody_over(self):
        carla = self.stranger()
        carla._mlm_bind(self.offer(self.visit(self.anna_code)))
        for __ in range(3):
            self.assertFalse(carla._mlm_bind(self.offer(self.visit(self.bert_code))))
        self.assertEqual(carla.mlm_sponsor_id, self.anna)
        self.assertEqual(self.log(carla).mapped("result"), ["bound", "kept"])
        self.assertTrue(carla._mlm_bind(self.offer(self.visit(self.anna_code))))
        self.assertEqual(len(self.log(carla)), 2)

    def test_partners_are_never_bound_by_links(self):
        self.assertFalse(self.bert._mlm_bind(self.offer(self.visit(self.anna_code))))
        self.assertFalse(self.bert.mlm_sponsor_id)

    def test_own_link(self):
        """The partner itself is no customer of itself; a try is no crash."""
        self.assertFalse(self.anna._mlm_bind(self.offer(self.visit(self.anna_code))))
        self.assertFalse(self.anna.mlm_sponsor_id)

    def test_refused_is_logged(self):
        other = self.env["res.company"].create({"name": "Other"})
        carla = self.stranger(company_id=other.id)
        self.assertFalse(carla._mlm_bind(self.offer(self.visit(self.anna_code))))
        self.assertFalse(carla.mlm_sponsor_id)
        self.assertEqual(self.log(carla).result, "refused")
        self.assertTrue(self.log(carla).reason)

    def test_staff_and_changes_are_logged(self):
        dora = self.make_member("Dora", self.anna)
        self.assertEqual(self.log(dora).mapped("how"), ["staff"])
        dora._mlm_set_sponsor(self.bert)
        self.assertEqual(self.log(dora).mapped("result"), ["bound", "changed"])
        self.assertEqual(self.log(dora)[1].sponsor_id, self.bert)

    def test_the_log_is_evidence(self):
        carla = self.stranger()
        carla._mlm_bind(self.offer(self.visit(self.anna_code)))
        with self.assertRaisesRegex(UserError, "evidence"):
            self.log(carla).write({"how": "number"})
        with self.assertRaisesRegex(UserError, "evidence"):
            self.log(carla).unlink()

    def test_a_context_can_not_fake_the_way(self):
        carla = self.stranger()
        carla.with_context(mlm_offer={"how": "link"}).write(
            {
                "mlm_type_id": self.type_customer.id,
                "mlm_market_id": self.market.id,
                "mlm_sponsor_id": self.anna.id,
            }
        )
        self.assertEqual(self.log(carla).how, "staff")

    def test_binding_without_a_market(self):
        self.market.active = False
        carla = self.stranger()
        self.assertTrue(carla._mlm_bind(self.offer(self.visit(self.anna_code))))
        self.assertEqual(carla.mlm_company_id, self.company)


@tagged("post_install", "-at_install")
class TestPublicName(RegistrationCommon):
    def test_name_by_consent(self):
        self.assertEqual(self.anna._mlm_public_name(), "Anna S.")
        purpose = self.env.ref("mlm_portal.consent_purpose_partner_site")
        Consent = self.env["mlm.consent"]
        Consent._record(self.anna, purpose, True, "test")
        self.assertEqual(self.anna._mlm_public_name(), "Anna Sommer")
        Consent._record(self.anna, purpose, False, "test")
        self.assertEqual(self.anna._mlm_public_name(), "Anna S.")
        firm = self.make_member("Sommer Handels GmbH", is_company=True)
        self.assertEqual(firm._mlm_public_name(), "Sommer Handels GmbH")


@tagged("post_install", "-at_install")
class TestReferralPages(RegistrationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.website.cookies_bar = True

    def open_link(self, code=None, path="", **kwargs):
        return self.url_open(f"/r/{code or self.anna_code.code}{path}", **kwargs)

    def test_page_shows_what_strangers_may_see(self):
        answer = self.open_link()
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Anna S.", answer.text)
        for secret in ("Sommer", "anna.sommer@example.org", self.anna.mlm_member_number):
            self.assertNotIn(secret, answer.text)
        self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")

    def test_short_links_of_core_work_at_the_same_address(self):
        link = self.env["link.tracker"].create({"url": "https://example.com/x"})
        answer = self.open_link(link.code, allow_redirects=False)
        self.assertEqual(answer.status_code, 301)
        self.assertTrue(answer.headers["Location"].startswith("https://example.com/x"))
        self.assertEqual(self.open_link().status_code, 200)

    def test_html_in_a_name_is_text(self):
        self.anna.name = "<script>alert(1)</script> Sommer"
        answer = self.open_link()
        self.assertNotIn("<script>alert(1)", answer.text)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; S.", answer.text)

    def test_no_cookie_before_consent(self):
        self.open_link()
        self.assertNotIn("mlm_visit", self.opener.cookies)
        self.opener.cookies["website_cookies_bar"] = '{"required": true, "optional": true}'
        self.open_link(self.bert_code.code)
        self.assertNotIn("mlm_visit", self.opener.cookies, "the first link counts, nothing new")

    def test_cookie_by_consent(self):
        self.opener.cookies["website_cookies_bar"] = '{"required": true, "optional": true}'
        self.open_link()
        self.assertTrue(self.opener.cookies.get("mlm_visit"))

    def test_no_cookie_without_cookie_bar(self):
        self.website.cookies_bar = False
        self.open_link()
        self.assertNotIn("mlm_visit", self.opener.cookies)

    def test_first_link_counts(self):
        self.open_link()
        answer = self.open_link(self.bert_code.code)
        self.assertIn("Bert W.", answer.text)
        self.assertIn("you are assigned to", answer.text)
        self.assertIn("Anna S.", answer.text)
        self.company.mlm_referral_rule = "last"
        answer = self.open_link(self.bert_code.code)
        self.assertNotIn("Anna S.", answer.text)

    def test_sub_path_stays_on_this_site(self):
        answer = self.open_link(path="/contactus?a=1", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(answer.headers["Location"].endswith("/contactus?a=1"))
        for path in ("//evil.example/x", "/%2F%2Fevil.example", "/https://evil.example/"):
            answer = self.open_link(path=path, allow_redirects=False)
            self.assertNotRegex(
                answer.headers.get("Location", ""), r"\A(https?:)?//evil|\A/?/evil", path
            )

    def test_unknown_codes_and_guessing(self):
        answer = self.open_link("nobody23")
        self.assertEqual(answer.status_code, 404)
        with patch("odoo.addons.mlm_portal.controllers.referral.WRONG_CODES_PER_HOUR", 1):
            self.assertEqual(self.open_link("nobody24").status_code, 429)
        self.assertEqual(self.open_link().status_code, 200, "right codes are never counted")

    def test_visits_are_counted_once_per_session(self):
        for __ in range(3):
            self.open_link()
        self.assertEqual(self.anna_code.visit_count, 1)

    def test_pictures(self):
        answer = self.open_link(path="/qr.png")
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.assertEqual(self.open_link(path="/photo").status_code, 404)
