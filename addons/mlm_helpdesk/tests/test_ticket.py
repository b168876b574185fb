# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestTickets(TaxCommon, HttpCase):
    """Anna and Mallory are in the portal; tickets belong to who asked."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(
            cls.env, "mlm_help_top", "base.group_portal", password="mlm_help_top"
        )
        cls.portal.partner_id.write({"email": "anna@example.org"})
        cls.mallory = new_test_user(
            cls.env, "mlm_help_mallory", "base.group_portal", password="mlm_help_mallory"
        )
        cls.done = cls.env["helpdesk.ticket.stage"].create(
            {"name": "Done here", "closed": True, "close_from_portal": True}
        )
        cls.team = cls.env["helpdesk.ticket.team"].create({"name": "Care"})
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Mine",
                "description": "<p>Help</p>",
                "partner_id": cls.portal.partner_id.id,
                "team_id": cls.team.id,
            }
        )
        cls.ticket.message_subscribe(partner_ids=cls.portal.partner_id.ids)

    def close(self, user, ticket=None, stage=None, method="POST"):
        self.authenticate(user.login, user.login)
        address = "/ticket/close"
        data = {
            "ticket_id": (ticket or self.ticket).id,
            "stage_id": (stage or self.done).id,
            "csrf_token": Request.csrf_token(self),
        }
        if method == "GET":
            query = f"?ticket_id={data['ticket_id']}&stage_id={data['stage_id']}"
            return self.url_open(address + query)
        return self.url_open(address, data=data)

    def test_nobody_closes_tickets_of_others(self):
        """The hole of OCA/helpdesk #1089: any user, any number, by a plain address."""
        before = self.ticket.stage_id
        self.assertEqual(self.close(self.mallory).status_code, 404)
        self.assertIn(self.close(self.mallory, method="GET").status_code, (404, 405))
        self.assertIn(self.close(self.portal, method="GET").status_code, (404, 405))
        self.assertEqual(self.ticket.stage_id, before)
        open_stage = self.env["helpdesk.ticket.stage"].create({"name": "Working"})
        self.assertEqual(self.close(self.portal, stage=open_stage).status_code, 404)
        self.assertEqual(self.close(self.portal).status_code, 200)
        self.assertEqual(self.ticket.stage_id, self.done)

    def submit(self, files=None, **values):
        self.authenticate("mlm_help_top", "mlm_help_top")
        data = {
            "subject": "<b>Where?</b>",
            "description": "<script>alert(1)</script> is my parcel",
            "csrf_token": Request.csrf_token(self),
            **values,
        }
        if files:
            data["attachment"] = "1"
        return self.url_open("/submitted/ticket", data=data, files=files)

    def newest(self):
        return self.env["helpdesk.ticket"].search([], order="id desc", limit=1)

    def test_html_in_a_ticket_is_text(self):
        answer = self.submit()
        self.assertNotIn("<script>alert(1)", answer.text)
        self.assertIn("is my parcel", self.newest().description)

    def test_files_are_few_small_and_of_known_kinds(self):
        before = self.newest()
        bad = [("attachment", ("evil.html", b"<script/>", "text/html"))]
        answer = self.submit(files=bad)
        self.assertIn("be attached", answer.text)
        many = [("attachment", (f"{n}.png", b"x", "image/png")) for n in range(6)]
        self.assertIn("5 files at most", self.submit(files=many).text)
        large = [("attachment", ("a.pdf", b"x" * (10 * 2**20 + 1), "application/pdf"))]
        self.assertIn("larger than 10 MB", self.submit(files=large).text)
        self.assertEqual(self.newest(), before)
        self.submit(files=[("attachment", ("a.pdf", b"%PDF", "application/pdf"))])
        self.assertEqual(
            self.env["ir.attachment"].search_count(
                [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", self.newest().id)]
            ),
            1,
        )

    def test_tickets_an_hour_are_limited(self):
        for __ in range(10):
            self.assertEqual(self.submit().status_code, 200)
        self.assertIn("asked a lot", self.submit().text)

    def test_a_question_about_an_own_statement(self):
        statement = self.close_march().filtered(lambda s: s.partner_id == self.top)
        self.portal.partner_id = self.top
        self.authenticate("mlm_help_top", "mlm_help_top")
        page = self.url_open(f"/my/commissions/{statement.id}/why")
        self.assertIn("Send the Question", page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        ask = f"/my/commissions/{statement.id}/ask"
        self.url_open(ask, data={"csrf_token": token, "question": "Why so little?"})
        ticket = self.newest()
        self.assertEqual((ticket.partner_id, ticket.mlm_statement_id), (self.top, statement))
        self.assertTrue(ticket.mlm_explanation)
        self.assertEqual(ticket.mlm_member_number, self.top.mlm_member_number)
        for line in ("999999999999", "²", "1 OR 1=1"):
            data = {"csrf_token": token, "question": "x", "line_id": line}
            self.assertEqual(self.url_open(ask, data=data).status_code, 404)
        empty = self.url_open(ask, data={"csrf_token": token, "question": " "})
        self.assertEqual(empty.status_code, 422)
        self.assertIn("Please write what is unclear", empty.text)
        self.authenticate("mlm_help_mallory", "mlm_help_mallory")
        answer = self.url_open(ask, data={"csrf_token": token, "question": "x"})
        self.assertIn(answer.status_code, (400, 404))
        self.assertEqual(self.newest(), ticket)

    def test_routes_by_topic_language_market_and_role(self):
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.env["res.lang"].search([("code", "=", "de_DE")])
        teams = {
            name: self.env["helpdesk.ticket.team"].create({"name": name})
            for name in ("German", "Money", "Market", "Rest")
        }
        topic = self.env.ref("mlm_helpdesk.category_commission")
        self.env["mlm.ticket.route"].search([]).unlink()
        self.env["mlm.ticket.route"].create(
            [
                {"sequence": 1, "category_id": topic.id, "team_id": teams["Money"].id},
                {"sequence": 2, "lang_id": german.id, "team_id": teams["German"].id},
                {"sequence": 3, "market_id": self.market.id, "team_id": teams["Market"].id},
                {"sequence": 4, "role": "other", "team_id": teams["Rest"].id},
            ]
        )
        stranger = self.env["res.partner"].create({"name": "Stranger"})

        def team_of(partner, category=None):
            return (
                self.env["helpdesk.ticket"]
                .create(
                    {
                        "name": "?",
                        "description": "?",
                        "partner_id": partner.id,
                        "category_id": category and category.id,
                    }
                )
                .team_id
            )

        self.assertEqual(team_of(self.top, topic), teams["Money"])
        self.top.lang = "de_DE"
        self.assertEqual(team_of(self.top), teams["German"])
        self.assertEqual(team_of(self.partner), teams["Market"])
        self.assertEqual(team_of(stranger), teams["Rest"])
