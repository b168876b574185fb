# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestHelpdeskHoles(VolumeCommon, HttpCase):
    """What OCA's helpdesk lets a hostile user do, and ours doesn't. Closing: test_ticket."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.rosa = new_test_user(
            cls.env, "mlm_h_rosa", "base.group_portal", partner_id=cls.reseller.id
        )
        cls.mallory = new_test_user(cls.env, "mlm_h_mallory", "base.group_portal")
        cls.order = cls.make_order(cls.reseller, [(cls.soap, 2)])
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Hers", "description": "Hers", "partner_id": cls.reseller.id}
        )

    def newest(self):
        return self.env["helpdesk.ticket"].search([], order="id desc", limit=1)

    def submit(self, user, **values):
        self.authenticate(user.login, user.login)
        data = {
            "subject": "A question",
            "description": "What about it?",
            "csrf_token": Request.csrf_token(self),
            **values,
        }
        return self.url_open("/submitted/ticket", data=data)

    def test_nobody_without_a_login_touches_stages(self):
        public = self.env.ref("base.public_user")
        stage = self.env["helpdesk.ticket.stage"].search([], limit=1)
        with self.assertRaises(AccessError):
            stage.with_user(public).write({"closed": True})

    def test_foreign_tickets_are_neither_seen_nor_answered(self):
        self.authenticate("mlm_h_mallory", "mlm_h_mallory")
        page = self.url_open(f"/my/ticket/{self.ticket.id}")
        self.assertNotIn("Hers", page.text)
        page = self.url_open(f"/my/ticket/{self.ticket.id}/{'0' * 36}")
        self.assertNotIn("Hers", page.text)
        self.assertNotIn("Hers", self.url_open("/my/tickets").text)
        before = self.ticket.message_ids
        answer = self.url_open(
            "/mail/message/post",
            json={
                "params": {
                    "thread_model": "helpdesk.ticket",
                    "thread_id": self.ticket.id,
                    "post_data": {"body": "Let me in", "message_type": "comment"},
                }
            },
        )
        self.assertIn("error", answer.json())
        self.assertEqual(self.ticket.message_ids, before)

    def test_answers_carry_no_other_files_than_new_tickets(self):
        """The chatter of a ticket would take in anything; the form alone were no fence."""
        # As the portal's controller does: after its check, in the user's name.
        ticket = self.ticket.with_user(self.rosa).sudo()

        def files(*names):
            return (
                self.env["ir.attachment"]
                .with_user(self.rosa)
                .sudo()
                .create(
                    [
                        {"name": n, "raw": b"x", "res_model": "mail.compose.message", "res_id": 0}
                        for n in names
                    ]
                )
                .ids
            )

        with self.assertRefused("be attached", UserError):
            ticket.message_post(body="!", attachment_ids=files("evil.html"))
        with self.assertRefused("5 files at most", UserError):
            ticket.message_post(body="!", attachment_ids=files(*"abcdef"))
        message = ticket.message_post(body="Here", attachment_ids=files("bill.pdf"))
        self.assertEqual(message.attachment_ids.name, "bill.pdf")

    def test_topics_and_teams_are_chosen_from_the_page(self):
        before = self.newest()
        hidden = self.env["helpdesk.ticket.category"].create(
            {"name": "Inside", "show_in_portal": False}
        )
        for values in (
            {"category": str(hidden.id)},
            {"category": "999999"},
            {"category": "' OR 1=1"},
            {"team": "abc"},
        ):
            with self.subTest(values):
                answer = self.submit(self.rosa, **values)
                self.assertEqual(answer.status_code, 422)
                self.assertIn("A question", answer.text, "what was typed stays")
                self.assertEqual(self.newest(), before)

    def test_a_question_about_an_own_order(self):
        self.authenticate("mlm_h_rosa", "mlm_h_rosa")
        link = f"/new/ticket?mlm_order_id={self.order.id}"
        self.assertIn(link.split("?")[1], self.url_open(self.order.get_portal_url()).text)
        form = self.url_open(link).text
        self.assertIn(self.order.name, form)
        self.assertIn('name="description"', form)
        self.submit(self.rosa, mlm_order_id=self.order.id)
        ticket = self.newest()
        self.assertEqual((ticket.mlm_order_id, ticket.partner_id), (self.order, self.reseller))
        self.assertEqual(ticket.category_id, self.env.ref("mlm_helpdesk.category_order"))

    def test_orders_of_others_stay_out(self):
        self.authenticate("mlm_h_mallory", "mlm_h_mallory")
        page = self.url_open(f"/new/ticket?mlm_order_id={self.order.id}")
        self.assertNotIn(self.order.name, page.text)
        for number in (self.order.id, "x", "²", "9" * 30):
            self.submit(self.mallory, mlm_order_id=number)
            self.assertFalse(self.newest().mlm_order_id)
            self.assertEqual(self.newest().partner_id, self.mallory.partner_id)

    def test_html_in_names_is_text(self):
        self.reseller.name = "<img src=x onerror=alert(1)>"
        self.submit(self.rosa, subject="<script>alert(1)</script>")
        ticket = self.newest()
        page = self.url_open(f"/my/ticket/{ticket.id}").text
        for part in ("<script>alert(1)", "<img src=x"):
            self.assertNotIn(part, page)
        self.assertIn("&lt;script&gt;alert(1)", page)
