# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.tests.common_journey import JourneyCase


@tagged("post_install", "-at_install")
class TestTicketJourney(TaxCommon, JourneyCase, MailCase):
    """A partner in a real browser: statement, line, question, answer, and a rating by the mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        own = {
            "company_id": cls.company.id,
            "company_ids": [Command.set(cls.company.ids)],
        }
        cls.company.email = "office@example.org"
        new_test_user(
            cls.env(su=True),
            "mlm_j_top",
            "base.group_portal",
            partner_id=cls.top.id,
            password="mlm_j_top",
            **own,
        )
        cls.top.write({"name": "Top", "email": "top@example.org"})
        cls.staff = new_test_user(
            cls.env(su=True),
            "mlm_j_staff",
            "helpdesk_mgmt.group_helpdesk_user,mlm_base.group_mlm_user,base.group_partner_manager",
            password="mlm_j_staff",
            email="staff@example.org",
            **own,
        )
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done").sudo()
        cls.team = (
            cls.env["helpdesk.ticket.team"]
            .sudo()
            .create({"name": "Money", "user_ids": [Command.set(cls.staff.ids)]})
        )
        Route = cls.env["mlm.ticket.route"].sudo()
        Route.search([]).unlink()
        Route.create(
            {
                "category_id": cls.env.ref("mlm_helpdesk.category_commission").id,
                "team_id": cls.team.id,
                "user_id": cls.staff.id,
            }
        )

    def answer(self, ticket):
        """Staff answers and closes, in the browser."""
        self.start_tour(
            f"/odoo/helpdesk.ticket/{ticket.id}", "mlm_helpdesk_staff_answers", login="mlm_j_staff"
        )

    def test_from_the_line_to_the_rating(self):
        self.assertEqual(
            self.done.rating_mail_template_id, self.env.ref("mlm_helpdesk.mail_rating")
        )
        self.close_march()
        self.start_tour("/my/commissions", "mlm_helpdesk_ask_about_line", login="mlm_j_top")
        self.env.invalidate_all()
        ticket = self.env["helpdesk.ticket"].sudo().search([], order="id desc", limit=1)
        self.assertEqual((ticket.partner_id, ticket.user_id), (self.top, self.staff))
        self.assertIn("soap", ticket.description)
        self.assertTrue(ticket.mlm_explanation)
        with self.mock_mail_gateway():
            self.answer(ticket)
        self.env.invalidate_all()
        self.assertEqual(ticket.stage_id, self.done)
        sent = [mail for mail in self._mails if "top@example.org" in str(mail["email_to"])]
        self.assertTrue(any("your own customer" in mail["body"] for mail in sent))
        [link] = {
            found[0] for mail in sent if (found := re.search(r"/rate/[^/\"]+/5", mail["body"]))
        }
        self.start_tour(f"/my/ticket/{ticket.id}", "mlm_helpdesk_partner_reads", login="mlm_j_top")
        self.logout()
        self.start_tour(link, "mlm_helpdesk_partner_rates")
        self.env.invalidate_all()
        [rating] = ticket.rating_ids.filtered("consumed")
        self.assertEqual((rating.rating, rating.feedback), (5, "Quick and clear"))
        self.assertEqual(
            (rating.partner_id, rating.rated_partner_id), (self.top, self.staff.partner_id)
        )
        self.assertTrue(ticket.closed, "who rates doesn't open it again")


@tagged("post_install", "-at_install")
class TestTicketJourneyPhone(TestTicketJourney):
    """The same on a phone, 390 pixels wide; staff sits at a desk, seen above."""

    browser_size = "390x844"
    touch_enabled = True

    def answer(self, ticket):
        ticket = ticket.with_user(self.staff).sudo(False)
        ticket.message_post(
            body="It was your own customer's.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        ticket.stage_id = self.done
