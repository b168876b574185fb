# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import AcademyCommon


@tagged("post_install", "-at_install")
class TestAcademyPortal(AcademyCommon, HttpCase):
    """The page of a member, and certificates that only their owner gets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls.make_training(gate_recruiting=True)

    def page(self):
        self.authenticate("academy_anna", "academy_anna")
        return self.url_open("/my/academy").text

    def test_states_on_the_page(self):
        page = self.page()
        self.assertIn("Overdue", page)
        self.assertIn("take on new customers", page)
        self.pass_course(self.anna_user)
        page = self.page()
        self.assertIn("Valid until", page)
        self.assertNotIn("take on new customers", page)
        record = self.Record.search([("partner_id", "=", self.anna.id)])
        self.assertIn(f"/my/academy/certificate/{record.id}", page)
        self.assertIn("100 %", page)

    def test_start_enrols_and_leads_to_the_course(self):
        self.course.write({"visibility": "members", "enroll": "invite"})
        self.authenticate("academy_anna", "academy_anna")
        form = {"csrf_token": http.Request.csrf_token(self)}
        answer = self.url_open(f"/my/academy/start/{self.training.id}", data=form)
        self.assertIn(f"-{self.course.id}", answer.url)
        self.assertIn(self.anna, self.course.partner_ids)

    def test_start_what_is_not_asked_for(self):
        foreign = self.make_training(mlm_type_ids=[(6, 0, self.type_customer.ids)])
        self.authenticate("academy_anna", "academy_anna")
        form = {"csrf_token": http.Request.csrf_token(self)}
        with mute_logger("odoo.http"):
            for number in (foreign.id, 0, 2**31 - 1):
                answer = self.url_open(f"/my/academy/start/{number}", data=form)
                self.assertEqual(answer.status_code, 404)

    def test_certificate_of_its_owner_only(self):
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
        record = self.Record.search([("partner_id", "=", self.anna.id)])
        path = f"/my/academy/certificate/{record.id}"
        self.authenticate("academy_anna", "academy_anna")
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.authenticate("academy_bert", "academy_bert")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(path).status_code, 404)
            report = f"/report/pdf/mlm_academy.mlm_training_certificate/{record.id}"
            self.assertNotEqual(self.url_open(report).status_code, 200)
        self.logout()
        self.assertIn("/web/login", self.url_open(path).url)
        record._revoke("Somebody else took the test")
        self.authenticate("academy_anna", "academy_anna")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(path).status_code, 404)
        self.assertIn("Revoked", self.url_open("/my/academy").text)

    def test_words_of_the_certificate(self):
        with freeze_time("2026-03-01"):
            self.pass_course(self.anna_user)
        record = self.Record.search([("partner_id", "=", self.anna.id)])
        html = self.env["ir.actions.report"]._render_qweb_html(
            "mlm_academy.mlm_training_certificate_report", record.ids
        )[0]
        for words in (
            self.anna.name.encode(),
            b"Honest Work",
            b"03/01/2027",
            b"100 %",
            record.name.encode(),
        ):
            self.assertIn(words, html)

    def test_former_members_keep_their_certificates(self):
        self.pass_course(self.anna_user)
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'terminated' WHERE id = %s", [self.anna.id]
        )
        self.env.invalidate_all()
        self.assertIn("/my/academy/certificate/", self.page())
