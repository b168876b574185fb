# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mlm_knowledge.tests.common_knowledge import KnowledgeCommon
from odoo.addons.mlm_portal.tests.common_axe import AxeCase
from odoo.addons.mlm_portal.tests.common_journey import JourneyCase


@tagged("post_install", "-at_install")
class TestTicketArticle(KnowledgeCommon):
    """Whoever answers a ticket is offered what whoever asks may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(
            cls.env(su=True),
            "help_agent",
            "helpdesk_mgmt.group_helpdesk_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.secret = cls.make_article("Zebrafinch for partners", audience="partner")
        cls.open = cls.make_article("Zebrafinch for all")

    def ticket(self, partner, name="My zebrafnch", **values):
        ticket = (
            self.env["helpdesk.ticket"]
            .sudo()
            .create(
                {
                    "name": name,
                    "description": "<p>Tell me about it</p>",
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "user_id": self.agent.id,
                    **values,
                }
            )
        )
        return ticket.with_user(self.agent)

    def test_suggested(self):
        found = self.ticket(self.reseller).mlm_article_ids
        self.assertIn(self.secret, found)
        self.assertIn(self.open, found)
        found = self.ticket(self.customer).mlm_article_ids
        self.assertIn(self.open, found)
        self.assertNotIn(self.secret, found, "no link that the customer can't open")
        found = self.ticket(self.env["res.partner"]).mlm_article_ids
        self.assertIn(self.open, found)
        self.assertNotIn(self.secret, found)

    def test_in_the_language_of_who_asks(self):
        self.load_german()
        self.customer.lang = "de_DE"
        ticket = self.ticket(self.customer, "Wideruf einer Bestelung", description="<p>Wie?</p>")
        self.assertEqual(ticket.mlm_article_ids[:1], self.env.ref("mlm_knowledge.article_withdraw"))

    def test_link_in_the_answer(self):
        self.load_german()
        self.customer.lang = "de_DE"
        ticket = self.ticket(self.customer)
        article = self.env.ref("mlm_knowledge.article_withdraw").with_user(self.agent)
        action = article.with_context(mlm_ticket_id=ticket.id).action_mlm_insert_link()
        composer = (
            self.env["mail.compose.message"].with_user(self.agent).with_context(**action["context"])
        )
        mail = Form(composer).save()
        self.assertIn("Wie widerrufe ich eine Bestellung?", mail.body)
        self.assertIn(f"-{article.id}", mail.body)
        mail.action_send_mail()
        [message] = ticket.message_ids.filtered(lambda one: "/help/" in (one.body or ""))
        self.assertEqual(message.partner_ids, self.customer)

    def test_link_into_a_ticket_of_others(self):
        ticket = self.ticket(self.customer, user_id=self.env.uid)
        outsider = self.readers["customer"]
        article = self.open.with_user(outsider).with_context(mlm_ticket_id=ticket.id)
        with self.assertRaises(AccessError):
            article.action_mlm_insert_link()


@tagged("post_install", "-at_install")
class TestTicketArticleTyping(KnowledgeCommon, JourneyCase):
    """The article is found while the ticket is typed."""

    def test_while_typing(self):
        self.start_tour("/help", "mlm_helpdesk_article_while_typing", login="help_partner")

    def test_pages_of_the_portal_stay_whole(self):
        """The helpdesk's controller takes no address of the portal over."""
        self.log_in("partner")
        self.assertEqual(self.url_open("/my/account").status_code, 200)


@tagged("post_install", "-at_install")
class TestTicketArticleTypingPhone(TestTicketArticleTyping):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True


@tagged("post_install", "-at_install")
class TestTicketArticleAxe(KnowledgeCommon, AxeCase):
    """Nobody is kept out of the form."""

    def test_form(self):
        self.assert_no_barrier("/new/ticket", "help_partner")
