# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json
import zipfile

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.models.profile import res_partner as profile

PASSWORD = "a long secret 7"
PDF = b"%PDF-1.7 trade licence"


@tagged("post_install", "-at_install")
class TestPortalProfile(TaxCommon, HttpCase):
    """The partner in the middle looks after its own data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, partner in (("own", cls.partner), ("other", cls.reseller)):
            new_test_user(
                cls.env(su=True),
                f"profile_{name}",
                "base.group_portal",
                partner_id=partner.id,
                password=PASSWORD,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
        cls.top.write({"name": "Tina Top", "email": "tina@example.org"})
        cls.reseller.write({"name": "Rita Reseller", "email": "rita@example.org"})
        cls.customer.write({"name": "Kurt Customer", "email": "kurt@example.org"})
        cls.partner.write({"name": "Paul Partner", "email": "paul@example.org"})
        cls.purpose = cls.env.ref("mlm_portal.consent_purpose_team_name")

    def log_in(self, name="own"):
        self.authenticate(f"profile_{name}", PASSWORD)

    def post(self, path, **values):
        files = values.pop("files", None)
        form = {"csrf_token": http.Request.csrf_token(self), **values}
        answer = self.url_open(f"/my/profile/{path}", data=form, files=files)
        self.env.invalidate_all()
        return answer

    def given(self):
        return self.env["mlm.consent"].sudo()._current(self.partner, self.purpose)[self.partner.id]

    # === PAGE AND CONSENTS === #

    def test_page(self):
        self.log_in()
        text = self.url_open("/my/profile").text
        for shown in ("Paul Partner", "Tina T.", self.partner.mlm_member_number):
            self.assertIn(shown, text)
        for hidden in ("tina@example.org", "Tina Top", "Rita"):
            self.assertNotIn(hidden, text)

    def test_consents_leave_evidence(self):
        self.log_in()
        self.post("consents", purpose=str(self.purpose.id))
        row = self.env["mlm.consent"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual((row.is_given, row.ip_address), (True, "127.0.0.1"))
        self.assertEqual(row.text, self.purpose.text)
        self.post("consents", purpose=str(self.purpose.id))
        self.assertEqual(
            len(self.env["mlm.consent"].search([("partner_id", "=", self.partner.id)])), 1
        )
        self.post("consents", purpose=["x", "9" * 30])
        self.assertFalse(self.given(), "what is not ticked is withdrawn")

    def test_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.log_in()
        self.post("language", lang="de_DE")
        self.assertEqual(self.partner.lang, "de_DE")
        self.assertEqual(self.post("language", lang="xx_XX").status_code, 404)

    # === TAXES === #

    def statuses(self):
        return self.partner.sudo().mlm_tax_status_ids.filtered(lambda s: s.source == "portal")

    def test_tax_status(self):
        self.partner.country_id = self.company.country_id
        self.log_in()
        answers = {"business": "yes", "vat_payer": "no", "tax_number": "12-345"}
        self.assertEqual(self.partner._mlm_declare_tax({}).keys(), {"business"})
        self.post("tax", **answers, files={"evidence": ("licence.pdf", PDF)})
        self.assertEqual(self.statuses().status, "small", self.statuses())
        self.assertEqual(self.statuses().evidence_name, "evidence.pdf")
        self.assertEqual(self.partner.mlm_tax_number, "12-345")

    def test_evidence_is_a_document(self):
        self.partner.country_id = self.company.country_id
        answers = {"business": "no"}
        for content in (b"<script>alert(1)</script>", b"MZ", PDF + b" " * profile.MOST_BYTES):
            self.assertIn("evidence", self.partner._mlm_declare_tax(answers, content))
        self.assertFalse(self.statuses())

    # === COPY OF THE DATA === #

    def archive(self, content):
        return zipfile.ZipFile(io.BytesIO(content))

    def make_statement(self):
        self.sell(self.reseller, [(self.soap, 2)])
        self.sell(self.partner, [(self.soap, 2)])
        statement = self.close_march().filtered(lambda s: s.partner_id == self.partner)
        self.assertTrue(statement._settle("2026-04-18"), statement.block_reason)
        return statement

    def test_export(self):
        self.make_statement()
        self.log_in()
        answer = self.post("export")
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        archive = self.archive(answer.content)
        data = json.loads(archive.read("data.json"))
        self.assertEqual(data["person"][0]["email"], "paul@example.org")
        self.assertEqual(len(data["statements"]), 1)
        self.assertTrue(data["own_volume"] and data["commission_account"])
        names = archive.namelist()
        [document] = [name for name in names if name.startswith("documents/")]
        self.assertTrue(archive.read(document))
        text = "".join(archive.read(name).decode() for name in names if name[-3:] in ("csv", "son"))
        for other in ("tina@example.org", "rita@example.org", "kurt@example.org", "Tina Top"):
            self.assertNotIn(other, text)

    def test_export_is_limited(self):
        self.log_in()
        answers = [self.post("export").status_code for _try in range(4)]
        self.assertEqual(answers, [200, 200, 200, 429])

    def test_large_export_by_a_job(self):
        self.make_statement()
        self.patch(profile, "LARGE_EXPORT", 0)
        self.assertIsNone(self.partner._mlm_export())
        request = self.env["mlm.data.request"].sudo().search([("partner_id", "=", self.partner.id)])
        self.assertEqual(request.state, "open")
        self.assertIsNone(self.partner._mlm_export_file(request.id), "not ready")
        request._export_job()
        self.assertEqual(request.state, "done")
        self.assertIn(
            "data.json", self.archive(self.partner._mlm_export_file(request.id)).namelist()
        )
        self.assertIsNone(self.reseller._mlm_export_file(request.id))
        self.log_in("other")
        self.assertEqual(self.url_open(f"/my/profile/export/{request.id}").status_code, 404)
        request.file_at = "2026-01-01"
        self.env["mlm.data.request"]._gc_files()
        self.assertIsNone(self.partner._mlm_export_file(request.id))

    # === REQUESTS AND NOTICE === #

    def test_request(self):
        self.log_in()
        self.assertIn("say more about it", self.post("request", kind="erasure", text=" ").text)
        self.assertIn("choose what you ask", self.post("request", kind="access", text="x").text)
        self.post("request", kind="erasure", text="Please <b>erase</b> me.")
        request = self.env["mlm.data.request"].sudo().search([("partner_id", "=", self.partner.id)])
        self.assertEqual((request.kind, request.text), ("erasure", "Please <b>erase</b> me."))
        self.assertGreaterEqual((request.date_due - request.date_received).days, 28)
        with self.assertRaisesRegex(UserError, "Write the answer first"):
            request.action_done()
        with self.assertRaises(AccessError):
            self.env["mlm.data.request"].with_user(self.partner.user_ids).search([])
        request.answer = "We keep what the law asks for."
        request.action_done()
        self.assertIn("We keep what the law asks for.", self.url_open("/my/profile").text)

    def test_notice(self):
        self.log_in()
        Termination = self.env["mlm.termination"]
        self.assertIn("your member number", self.post("notice", number="1").text)
        self.assertFalse(Termination.search([("partner_id", "=", self.partner.id)]))
        self.post("notice", number=self.partner.mlm_member_number, note="No time")
        found = Termination.search([("partner_id", "=", self.partner.id)])
        self.assertEqual((found.reason, found.state, found.note), ("partner", "draft", "No time"))
        self.assertEqual(found.company_id, self.company)
        with self.assertRaisesRegex(UserError, "notice already"):
            self.partner._mlm_give_notice(self.partner.mlm_member_number, "")
        self.assertEqual(self.partner.mlm_state, "active", "until the contract ends")

    def test_agreements_of_others(self):
        Acceptance = self.env["mlm.agreement.acceptance"]
        own = Acceptance.search([("partner_id", "=", self.partner.id)], limit=1)
        foreign = Acceptance.search([("partner_id", "=", self.reseller.id)], limit=1)
        self.log_in()
        text = self.url_open(f"/my/profile/agreement/{own.id}").text
        self.assertIn("The company writes the invoices.", text)
        self.assertEqual(self.url_open(f"/my/profile/agreement/{foreign.id}").status_code, 404)

    def test_former_partner(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'terminated' WHERE id = %s", [self.partner.id]
        )
        self.env.invalidate_all()
        self.log_in()
        self.assertNotIn("Give notice", self.url_open("/my/profile").text)
        self.assertEqual(self.post("export").status_code, 200)
        self.assertEqual(self.post("tax", business="no").status_code, 404)
        number = self.partner.mlm_member_number
        self.assertEqual(self.post("notice", number=number).status_code, 404)
