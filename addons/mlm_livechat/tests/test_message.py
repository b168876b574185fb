# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from lxml import html

from odoo import http
from odoo.tests import tagged

from .common import LivechatCommon

PAGE = "/chat/message"
EVIL = "<img src=x onerror=alert(1)>"


@tagged("post_install", "-at_install")
class TestMessage(LivechatCommon):
    """While nobody is there, the button stays and leads to a form that makes a ticket."""

    def send(self, path=PAGE, **values):
        return self.url_open(
            path,
            data={
                "csrf_token": http.Request.csrf_token(self),
                "name": "Sven Stranger",
                "email": "sven@example.org",
                "question": "Where is my parcel?",
                **values,
            },
        )

    def init(self):
        data = self.make_jsonrpc_request(
            "/mail/data", {"fetch_params": [["init_livechat", self.chat.id]]}
        )
        return data["Store"]

    def test_the_button_stays(self):
        self.assertTrue(self.init()["livechat_available"])
        self.go_home()
        told = self.init()
        self.assertFalse(told["livechat_available"])
        self.assertTrue(told["mlm_livechat_takes_messages"])
        self.assertTrue(self.chat.get_livechat_info()["options"])
        self.chat.mlm_takes_messages = False
        self.assertFalse(self.init()["mlm_livechat_takes_messages"])
        self.assertFalse(self.chat.get_livechat_info()["available"])

    def test_the_page_says_whether_somebody_is_there(self):
        self.assertNotIn("Nobody is here", self.url_open(PAGE).text)
        self.go_home()
        self.assertIn("Nobody is here", self.url_open(PAGE).text)
        self.chat.mlm_takes_messages = False
        self.assertEqual(self.url_open(PAGE).status_code, 404)
        self.website.channel_id = False
        self.assertEqual(self.url_open(PAGE).status_code, 404)

    def test_a_stranger_gives_name_and_address(self):
        self.log_in()
        answer = self.send()
        ticket = self.tickets()
        self.assertEqual(len(ticket), 1)
        self.assertIn(ticket.number, answer.text)
        self.assertEqual(ticket.name, "Where is my parcel?")
        self.assertEqual(ticket.partner_email, "sven@example.org")
        self.assertEqual(ticket.partner_name, "Sven Stranger")
        self.assertFalse(ticket.partner_id)
        self.assertEqual(ticket.company_id, self.website.company_id)
        self.assertFalse(ticket.user_id)

    def test_who_is_logged_in_gives_the_question_only(self):
        self.log_in("lc_customer")
        page = html.fromstring(self.url_open(PAGE).text)
        self.assertFalse(page.xpath("//form[@data-captcha]//input[@name='email']"))
        self.send(email="victim@example.org", partner_id=self.partner.id, company_id=99)
        ticket = self.tickets()
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.partner_email, "clara@example.org")
        self.assertIn(self.customer, ticket.message_partner_ids)
        page = self.url_open(f"/my/ticket/{ticket.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Where is my parcel?", page.text)

    def test_a_typed_address_makes_nobody_a_member(self):
        self.log_in()
        self.send(email="paul@example.org", partner_id=self.partner.id)
        ticket = self.tickets()
        self.assertFalse(ticket.partner_id)
        self.assertNotIn(self.partner, ticket.message_partner_ids)
        self.log_in("lc_partner")
        self.assertNotIn(ticket.number, self.url_open("/my/tickets").text)

    def test_what_is_missing_is_said(self):
        self.log_in()
        answer = self.send(name=" ", email="nonsense", question="")
        self.assertEqual(answer.status_code, 422)
        page = html.fromstring(answer.text)
        marked = {one.get("name") for one in page.xpath("//*[@aria-invalid='true']")}
        self.assertEqual(marked, {"name", "email", "question"})
        self.assertFalse(self.tickets())

    def test_html_stays_text(self):
        self.log_in()
        answer = self.send(name=EVIL, question="")
        self.assertNotIn(EVIL, answer.text)
        self.send(name=EVIL, question=f"{EVIL} Help")
        ticket = self.tickets()
        self.assertNotIn("<img", ticket.description)
        self.assertEqual(ticket.partner_name, EVIL)

    def test_not_too_often(self):
        self.log_in()
        with patch("odoo.addons.mlm_livechat.controllers.message.MESSAGES_PER_HOUR", 4):
            codes = [self.send(email=f"a{no}@example.org").status_code for no in range(6)]
        self.assertEqual(codes, [200, 200, 200, 200, 429, 429])
        self.assertEqual(len(self.tickets()), 4)

    def test_a_mailbox_is_not_flooded(self):
        self.log_in()
        codes = [self.send().status_code for __ in range(5)]
        self.assertEqual(codes, [200, 200, 200, 429, 429])

    def test_members_are_limited_too(self):
        self.log_in("lc_customer")
        codes = [self.send().status_code for __ in range(11)]
        self.assertEqual(codes, [200] * 10 + [429])

    def test_captcha_hook(self):
        asked = []
        target = "odoo.addons.base.models.ir_http.IrHttp._verify_request_recaptcha_token"
        self.log_in()
        with patch(target, lambda http, action: asked.append(action)):
            self.send()
        self.assertIn("mlm_livechat", asked)
        page = html.fromstring(self.url_open(PAGE).text)
        self.assertTrue(page.xpath("//form[@data-captcha='mlm_livechat']"))

    def test_the_language_chooses_the_team(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.env["res.lang"].search([("code", "=", "de_DE")])
        self.website.language_ids = [(4, german.id)]
        team = self.env["helpdesk.ticket.team"].create({"name": "German"})
        self.env["mlm.ticket.route"].create({"lang_id": german.id, "team_id": team.id})
        self.log_in()
        self.send()
        self.assertFalse(self.tickets().team_id)
        self.send(f"/{german.url_code}{PAGE}")
        ticket = self.tickets()[0]
        self.assertEqual((ticket.mlm_lang_id, ticket.team_id), (german, team))
