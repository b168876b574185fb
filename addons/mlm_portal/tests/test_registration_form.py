# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from lxml import html

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .common_registration_form import IBAN, PERSON, RegistrationFormCommon


@tagged("post_install", "-at_install")
class TestRegistrationSteps(RegistrationFormCommon):
    def test_start(self):
        for values, field in (
            ({"email": "", "country_id": str(self.germany.id)}, "email"),
            ({"email": "no mail", "country_id": str(self.germany.id)}, "email"),
            ({"email": "a@example.org", "country_id": ""}, "country_id"),
            ({"email": "a@example.org", "country_id": "x1"}, "country_id"),
            (
                {"email": "a@example.org", "country_id": str(self.env.ref("base.fr").id)},
                "country_id",
            ),
        ):
            record, errors = self.Registration._start(self.website, values, None)
            self.assertFalse(record)
            self.assertEqual(list(errors), [field])

    def test_person_is_checked_field_by_field(self):
        record = self.begin()
        errors = record._take("person", {"kind": "company"})
        self.assertEqual(
            set(errors),
            {
                "first_name",
                "last_name",
                "birthdate",
                "street",
                "zip",
                "city",
                "phone",
                "company_name",
            },
        )
        self.assertIn("phone", record._take("person", {**PERSON, "phone": "call me"}))
        self.assertFalse(record.first_name, "a page is kept whole or not at all")
        self.assertEqual(record.step, "person")

    def test_of_age(self):
        record = self.begin()
        today = fields.Date.context_today(record)
        eighteen = today - relativedelta(years=18)
        young = eighteen + relativedelta(days=1)
        for wrong in (young, today + relativedelta(days=1), "23.4.1985", "1850-01-01"):
            self.assertIn("birthdate", record._take("person", {**PERSON, "birthdate": str(wrong)}))
        self.assertEqual(record._take("person", {**PERSON, "birthdate": str(eighteen)}), {})
        self.market.mlm_minimum_age = 21
        self.assertIn("birthdate", record._take("person", {**PERSON, "birthdate": str(eighteen)}))

    def test_tax_questionnaire(self):
        record = self.begin()
        self.assertEqual(set(record._take("tax", {})), {"business"})
        self.assertEqual(set(record._take("tax", {"business": "yes"})), {"vat_payer"})
        germany, france = self.germany, self.env.ref("base.fr")
        swiss = self.env.ref("base.ch")
        for country, answers, status in (
            (germany, {"business": "no"}, "private"),
            (germany, {"business": "yes", "vat_payer": "no"}, "small"),
            (germany, {"business": "yes", "vat_payer": "yes"}, "regular"),
            (
                france,
                {"business": "yes", "vat_payer": "yes", "vat": "FR23334175221"},
                "eu_business",
            ),
            (france, {"business": "yes", "vat_payer": "no"}, "eu_small"),
            (swiss, {"business": "yes"}, "third_country"),
        ):
            record.country_id = country
            number = {"tax_number": "181/815/08155"} if country == germany else {}
            self.assertEqual(record._take("tax", {**number, **answers}), {}, answers)
            self.assertEqual(record.tax_status, status)

    def test_tax_numbers(self):
        record = self.begin()
        yes = {"business": "yes", "vat_payer": "yes"}
        self.assertIn("tax_number", record._take("tax", yes))
        self.assertIn("tax_number", record._take("tax", {**yes, "tax_number": "12"}))
        self.assertIn("vat", record._take("tax", {**yes, "vat": "DE123456789"}))
        self.assertEqual(record._take("tax", {**yes, "vat": "DE136695976"}), {})

    def test_bank_may_wait(self):
        record = self.begin()
        self.assertEqual(record._take("bank", {"iban": "", "account_holder": ""}), {})
        self.assertIn("iban", record._take("bank", {"iban": "DE00 1234", "account_holder": "C"}))
        self.assertIn("account_holder", record._take("bank", {"iban": IBAN}))
        self.assertEqual(record._take("bank", {"iban": IBAN, "account_holder": "C. Neu"}), {})
        self.assertEqual(record.iban, "DE89370400440532013000")
        self.assertEqual(record._take("bank", {"iban": "", "account_holder": "Carla Neu"}), {})
        self.assertEqual(record.iban, "DE89370400440532013000")
        self.assertTrue(record.iban_masked.endswith("3000"))
        self.assertNotIn("0532", record.iban_masked)

    def test_kit_is_a_choice(self):
        record = self.begin()
        self.assertNotIn("kit", record._open_steps())
        kit, cream = self.env["product.template"].create(
            [
                {
                    "name": "Starter Kit",
                    "list_price": 49,
                    "standard_price": 49,
                    "mlm_commission_class": "kit",
                    "mlm_offered_at_registration": True,
                    "taxes_id": False,
                },
                {"name": "Cream", "list_price": 10},
            ]
        )
        self.assertIn("kit", record._open_steps())
        self.assertEqual(record._take("kit", {}), {})
        self.assertFalse(record.kit_id)
        for wrong in (str(cream.id), "0", "x", f"{kit.id} OR 1"):
            self.assertIn("kit", record._take("kit", {"kit": wrong}))
        self.assertEqual(record._take("kit", {"kit": str(kit.id)}), {})
        self.assertEqual((record.kit_id, record._kit_price(kit)), (kit, 49))
        with self.assertRaisesRegex(ValidationError, "must not be above its cost"):
            kit.list_price = 50
        with self.assertRaisesRegex(ValidationError, "must not be above its cost"):
            kit.standard_price = 48
        kit.product_variant_id.standard_price = 48
        self.assertNotIn("kit", record._open_steps(), "nobody earns by starting somebody")

    def test_nothing_without_agreement(self):
        record = self.begin()
        self.assertEqual(
            set(record._take("agreement", {})), {f"version_{self.version.id}", "privacy"}
        )
        self.assertFalse(record.consent_ids)
        self.fill(record)
        self.assertEqual(record.consent_ids.version_id, self.version)
        self.assertEqual(record.consent_ids.purpose_id, self.newsletter)
        self.fill(record)
        self.assertEqual(len(record.consent_ids), 2, "ticked again, not twice")

    def test_nobody_jumps_ahead(self):
        record = self.begin()
        record._take("person", PERSON)
        self.assertEqual(record.step, "tax")
        record._take("person", PERSON)
        self.assertEqual(record.step, "tax", "going back loses nothing")


@tagged("post_install", "-at_install")
class TestRegistrationPages(RegistrationFormCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()

    def post(self, path, **values):
        page = html.fromstring(self.url_open("/partner/register?new=1").text)
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        return self.url_open(path, data={"csrf_token": token, **values})

    def start(self, **values):
        return self.post(
            "/partner/register",
            **{"email": "carla.neu@example.org", "country_id": str(self.germany.id), **values},
        )

    def latest(self):
        self.env.invalidate_all()
        return self.Registration.search([], limit=1)

    def walk(self):
        """Go from the link to the confirmation as a browser does; return the registration."""
        self.url_open(f"/r/{self.anna_code.code}")
        self.start()
        answers = {
            "person": PERSON,
            "tax": {"business": "no"},
            "bank": {},
            "agreement": {f"version_{self.version.id}": "1", "privacy": "1"},
        }
        for step, values in answers.items():
            answer = self.post(f"/partner/register/{step}", **values)
            self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.url.endswith("/partner/register/mail/sent"), answer.url)
        return self.latest()

    def test_from_link_to_review(self):
        record = self.walk()
        self.assertEqual((record.state, record.sponsor_id), ("unconfirmed", self.anna))
        self.assertEqual(record.binding_how, "link")
        self.assertTrue(record.consent_ids.ip_address)
        self.assertNotIn("confirm/", " ".join(record.message_ids.mapped("body")), "not for staff")
        link = record._confirm_link()
        path = link[link.index("/partner/") :]
        page = self.url_open(path)
        self.assertEqual(self.latest().state, "unconfirmed", "a mail scanner confirms nothing")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("your address is confirmed", self.post(path).text)
        self.assertEqual(self.latest().state, "review")
        again = self.post(path)
        self.assertEqual(again.status_code, 410)
        self.assertIn("no longer valid", again.text)
        self.assertEqual(self.anna_code.create_date and self.latest().confirmed_ip, "127.0.0.1")

    def test_forged_and_foreign_tokens(self):
        record = self.walk()
        confirm = record._confirm_link().rsplit("/", 1)[1]
        resume = record._resume_link().rsplit("/", 1)[1]
        for path in (
            f"/partner/register/confirm/{resume}",
            f"/partner/register/resume/{confirm}",
            f"/partner/register/confirm/{confirm[:-3]}AAA",
            "/partner/register/confirm/x",
        ):
            self.assertEqual(self.post(path).status_code, 410, path)
        self.assertEqual(self.latest().state, "unconfirmed")

    def test_mail_again_ends_the_earlier_link(self):
        record = self.walk()
        old = record._confirm_link()
        self.post("/partner/register/mail/again")
        self.assertEqual(self.post(old[old.index("/partner/") :]).status_code, 410)
        new = self.latest()._confirm_link()
        self.assertEqual(self.post(new[new.index("/partner/") :]).status_code, 200)

    def test_interrupted_and_resumed(self):
        self.start(sponsor_number=self.bert.mlm_member_number)
        self.post("/partner/register/person", **PERSON)
        self.assertIn("on its way", self.post("/partner/register/later").text)
        record = self.latest()
        link = record._resume_link()
        path = link[link.index("/partner/") :]
        self.opener.cookies.clear()
        answer = self.post(path)
        self.assertTrue(answer.url.endswith("/partner/register/tax"), answer.url)
        page = html.fromstring(self.url_open("/partner/register/person").text)
        self.assertEqual(page.xpath("//input[@name='first_name']/@value"), ["Carla"])
        self.assertEqual(self.post(path).status_code, 410, "one link, one time")
        self.assertEqual(record.sponsor_id, self.bert)

    def test_typed_number(self):
        number = self.bert.mlm_member_number
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        answer = self.start(sponsor_number=wrong)
        page = html.fromstring(answer.text)
        field = page.xpath("//input[@name='sponsor_number']")[0]
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertIn("check digit", page.get_element_by_id("mlm_sponsor_number_error").text)
        self.assertEqual(field.get("value"), wrong)

    def test_link_wins_over_number_and_over_later_links(self):
        self.url_open(f"/r/{self.anna_code.code}")
        self.start(sponsor_number=self.bert.mlm_member_number)
        self.assertEqual(self.latest().sponsor_id, self.anna)
        self.url_open(f"/r/{self.bert_code.code}")
        self.post("/partner/register/person", **PERSON)
        self.assertEqual(self.latest().sponsor_id, self.anna)

    def test_without_session_the_token_travels(self):
        token = self.anna_code._sign_visit(self.company)
        page = html.fromstring(self.url_open(f"/partner/register?visit={token}").text)
        self.assertIn("Anna S.", page.text_content())
        self.assertNotIn("Sommer", page.text_content())
        self.assertEqual(page.xpath("//form//input[@name='visit']/@value"), [token])
        self.start(visit=token)
        self.assertEqual(self.latest().sponsor_id, self.anna)
        forged = html.fromstring(self.url_open(f"/partner/register?new=1&visit={token}x9").text)
        self.assertNotIn("Anna", forged.text_content())

    def test_other_peoples_registrations_are_out_of_reach(self):
        record = self.fill(self.begin())
        answer = self.url_open("/partner/register/person")
        self.assertNotIn("Carla", answer.text)
        self.assertTrue(answer.url.endswith("/partner/register"))
        self.assertEqual(self.url_open(f"/partner/register/{record.id}").status_code, 404)

    def test_nothing_is_ticked_beforehand(self):
        self.walk()
        record = self.latest()
        record.state = "draft"
        page = html.fromstring(self.url_open("/partner/register/agreement").text)
        boxes = page.xpath("//main//input[@type='checkbox']")
        self.assertGreaterEqual(len(boxes), 3)
        self.assertFalse([box.get("name") for box in boxes if box.get("checked")])
        tax = html.fromstring(self.url_open("/partner/register/tax").text)
        self.assertTrue(tax.xpath("//input[@name='business']"))

    def test_every_field_has_a_label(self):
        self.walk()
        self.latest().state = "draft"
        for step in ("person", "tax", "bank", "agreement"):
            page = html.fromstring(self.url_open(f"/partner/register/{step}").text)
            for field in page.xpath("//main//*[self::input or self::select][not(@type='hidden')]"):
                labels = page.xpath(f"//label[@for='{field.get('id')}']")
                self.assertTrue(labels, f"{step}: {field.get('name')}")

    def test_html_in_answers_is_text(self):
        self.start()
        evil = "<img src=x onerror=alert(1)>"
        self.post("/partner/register/person", **{**PERSON, "first_name": evil})
        answer = self.url_open("/partner/register/person")
        self.assertNotIn(evil, answer.text)
        self.assertIn("&lt;img src=x", answer.text)
        record = self.latest()
        self.assertEqual(record.first_name, evil)
        mail = self.env.ref("mlm_portal.mail_registration_confirm")._render_field(
            "body_html", record.ids
        )[record.id]
        self.assertNotIn("<img", mail)

    def test_mass_registration_is_stopped(self):
        with patch("odoo.addons.mlm_portal.controllers.registration.STARTS_PER_HOUR", 2):
            codes = [self.start(email=f"bot{no}@example.org").status_code for no in range(4)]
        self.assertEqual(codes, [200, 200, 429, 429])
        self.assertEqual(self.Registration.search_count([("email", "like", "bot%")]), 2)

    def test_a_mailbox_is_not_flooded(self):
        self.start()
        codes = [self.post("/partner/register/later").status_code for __ in range(5)]
        self.assertEqual(codes, [200, 200, 200, 429, 429])

    def test_captcha_hook(self):
        asked = []
        target = "odoo.addons.base.models.ir_http.IrHttp._verify_request_recaptcha_token"
        with patch(target, lambda http, action: asked.append(action)):
            self.start()
        self.assertIn("mlm_registration", asked)
        page = html.fromstring(self.url_open("/partner/register?new=1").text)
        self.assertTrue(page.xpath("//form[@data-captcha='mlm_registration']"))

    def test_without_csrf_token_nothing_happens(self):
        before = self.Registration.search_count([])
        answer = self.url_open(
            "/partner/register", data={"email": "x@example.org", "country_id": self.germany.id}
        )
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.Registration.search_count([]), before)

    def test_no_number_of_a_member_is_on_a_page(self):
        self.walk()
        self.latest().state = "draft"
        for step in ("person", "tax", "bank", "agreement"):
            text = self.url_open(f"/partner/register/{step}").text
            self.assertFalse(re.search(re.escape(self.anna.mlm_member_number), text))
            self.assertNotIn("Sommer", text)
            self.assertNotIn(self.anna.email, text)
