# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common_contact import ContactCommon


@tagged("post_install", "-at_install")
class TestContactPortal(ContactCommon, HttpCase):
    """The pages of a partner, and hostile hands on them."""

    def open(self, name, path, **data):
        self.authenticate(f"mlm_c_{name}", f"mlm_c_{name}")
        if data:
            data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(path, data=data or None)

    def test_log_plan_done(self):
        path = f"/my/contacts/{self.customer.id}"
        self.assertIn("Klara Kundin", self.open("seller", "/my/contacts").text)
        self.assertIn(path, self.open("seller", f"/my/customers/{self.customer.id}").text)
        today = str(fields.Date.today())
        page = self.open(
            "seller",
            path,
            kind="call",
            date=today,
            outcome="interested",
            summary="<b>Likes</b> the soap",
            next_date=today,
            next_step="<i>Call</i> again",
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn("&lt;b&gt;Likes&lt;/b&gt; the soap", page.text)
        page = self.open("seller", "/my/contacts").text
        self.assertIn("mlm_steps_today", page)
        self.assertIn("&lt;i&gt;Call&lt;/i&gt; again", page)
        [note] = self.Note.search([("partner_id", "=", self.customer.id)])
        page = self.open("seller", f"/my/contacts/note/{note.id}/done", yes="1")
        self.assertTrue(page.url.endswith(path), "to write down what came of it")
        self.assertIn("Nothing is planned", self.open("seller", "/my/contacts").text)
        self.open("seller", f"/my/contacts/note/{note.id}/erase", yes="1")
        self.assertFalse(note.exists())

    def test_problems_are_told_and_nothing_is_lost(self):
        page = self.open("seller", f"/my/contacts/{self.customer.id}", summary="Kept", date="2999")
        self.assertEqual(page.status_code, 422)
        self.assertIn("Please enter a date", page.text)
        self.assertIn("Kept", page.text)
        self.assertFalse(self.Note.search_count([]))

    def test_strangers_find_nothing(self):
        note = self.log(next_date=str(fields.Date.today()))
        step = note.sudo().activity_ids
        for name in ("above", "cross", "below", "buyer"):
            with self.subTest(name):
                for path, data in (
                    (f"/my/contacts/{self.customer.id}", {}),
                    (f"/my/contacts/{self.customer.id}", {"summary": "Mine"}),
                    (f"/my/contacts/note/{note.id}/done", {"yes": "1"}),
                    (f"/my/contacts/note/{note.id}/erase", {"yes": "1"}),
                ):
                    self.assertEqual(self.open(name, path, **data).status_code, 404)
                page = self.open(name, "/my/contacts?search=Klar")
                self.assertNotIn(f"/my/contacts/{self.customer.id}", page.text)
        self.assertEqual(self.Note.search([]), note.sudo())
        self.assertTrue(step.exists() and step.active)
        answer = self.open("seller", f"/my/contacts/note/{note.id}/done")
        self.assertIn(answer.status_code, (404, 405), "not by a plain link")

    def test_rpc_of_the_portal(self):
        """Private methods, fields of employees and foreign notes by the address of the client."""
        note = self.log()
        self.authenticate("mlm_c_above", "mlm_c_above")
        for method, args in (
            ("search_read", [[]]),
            ("read", [[note.id], ["summary"]]),
            ("_mlm_log", [self.customer.id, {"summary": "x"}]),
            ("unlink", [[note.id]]),
        ):
            with self.subTest(method):
                answer = self.url_open(
                    "/web/dataset/call_kw",
                    json={
                        "params": {
                            "model": "mlm.contact.note",
                            "method": method,
                            "args": args,
                            "kwargs": {},
                        }
                    },
                ).json()
                self.assertTrue("error" in answer or not answer["result"])
        self.assertEqual(self.Note.search([]), note.sudo())

    def test_too_much_in_an_hour(self):
        limits = self.env["mlm.rate.limit"]
        for __ in range(60):
            limits._allow("contact_note", str(self.seller.id), 60)
        page = self.open("seller", f"/my/contacts/{self.customer.id}", summary="One more")
        self.assertEqual(page.status_code, 422)
        self.assertIn("try again in an hour", page.text)
        self.assertFalse(self.Note.search_count([]))

    def test_filters(self):
        self.log()
        quiet = self.open("seller", "/my/contacts?show=quiet").text
        self.assertNotIn(f"/my/contacts/{self.customer.id}", quiet)
        self.assertIn(f"/my/contacts/{self.reseller.id}", quiet)
        customers = self.open("seller", "/my/contacts?show=customer").text
        self.assertIn(f"/my/contacts/{self.customer.id}", customers)
        self.assertNotIn(f"/my/contacts/{self.reseller.id}", customers)
        found = self.open("seller", f"/my/contacts?search={self.reseller.mlm_member_number}").text
        self.assertIn(f"/my/contacts/{self.reseller.id}", found)
