# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestSponsorQuestion(VolumeCommon, HttpCase):
    """Partner is the reseller's sponsor; he may help without reading what she wrote."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = new_test_user(
            cls.env, "mlm_q_staff", "helpdesk_mgmt.group_helpdesk_user,mlm_base.group_mlm_user"
        )
        cls.partner.email = "partner@example.org"
        cls.sponsor_user = new_test_user(
            cls.env, "mlm_q_sponsor", "base.group_portal", password="mlm_q_sponsor"
        )
        cls.sponsor_user.partner_id = cls.partner
        cls.other_user = new_test_user(
            cls.env, "mlm_q_other", "base.group_portal", password="mlm_q_other"
        )
        cls.other_user.partner_id = cls.top
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Secret subject",
                "description": "<p>Very private</p>",
                "partner_id": cls.reseller.id,
                "user_id": cls.staff.id,
            }
        )

    def ask(self, **values):
        return (
            self.env["mlm.sponsor.question"]
            .with_user(self.staff)
            .create({"ticket_id": self.ticket.id, "question": "Has he moved?", **values})
        )

    def test_the_sponsor_answers_without_seeing_the_ticket(self):
        action = self.ticket.with_user(self.staff).action_mlm_ask_sponsor()
        self.assertEqual(action["context"], {"default_ticket_id": self.ticket.id})
        question = self.ask(member_id=self.top.id, sponsor_id=self.friend.id)
        # Whatever a caller says: member and sponsor are those of the ticket.
        self.assertEqual((question.member_id, question.sponsor_id), (self.reseller, self.partner))
        mail = self.env["mail.mail"].search([("model", "=", question._name)], limit=1)
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertNotIn("rivate", mail.body_html)
        self.assertNotIn("Has he moved", mail.body_html)
        self.authenticate("mlm_q_sponsor", "mlm_q_sponsor")
        self.assertIn("/my/questions", self.url_open("/my/home").text)
        self.assertIn("Waiting for your answer", self.url_open("/my/questions").text)
        address = f"/my/questions/{question.id}"
        page = self.url_open(address)
        self.assertIn("Has he moved?", page.text)
        self.assertNotIn("rivate", page.text)
        self.assertNotIn("Secret subject", page.text)
        data = {"csrf_token": Request.csrf_token(self), "answer": "<b>Yes</b>, to Berlin"}
        page = self.url_open(address, data=data)
        self.assertIn("&lt;b&gt;Yes&lt;/b&gt;, to Berlin", page.text)
        self.assertEqual(question.state, "answered")
        self.assertIn("&lt;b&gt;Yes", self.ticket.message_ids[0].body)
        self.assertTrue(self.ticket.message_ids[0].subtype_id.internal, "not for the member")
        self.assertTrue(self.ticket.activity_ids.filtered(lambda a: a.user_id == self.staff))
        # Taken once.
        self.url_open(address, data={**data, "answer": "No"})
        self.assertEqual(question.answer, "<b>Yes</b>, to Berlin")

    def test_nobody_else_reads_or_answers(self):
        question = self.ask()
        self.authenticate("mlm_q_other", "mlm_q_other")
        self.assertNotIn(self.reseller.name, self.url_open("/my/questions").text)
        data = {"csrf_token": Request.csrf_token(self), "answer": "Mine"}
        self.assertEqual(self.url_open(f"/my/questions/{question.id}").status_code, 404)
        self.assertEqual(self.url_open(f"/my/questions/{question.id}", data=data).status_code, 404)
        self.assertEqual(question.state, "open")
        for user in (self.other_user, self.sponsor_user):
            with self.assertRaises(AccessError):
                question.with_user(user).read(["question"])
        with self.assertRaises(AccessError):
            question.write({"answer": "Said by staff"})
        # He who isn't her sponsor any more reads nothing of her either.
        self.env["mlm.sponsor.question"].flush_model()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_sponsor_id = %s WHERE id = %s",
            [self.top.id, self.reseller.id],
        )
        self.env.invalidate_all()
        self.authenticate("mlm_q_sponsor", "mlm_q_sponsor")
        self.assertEqual(self.url_open(f"/my/questions/{question.id}").status_code, 404)

    def test_without_a_sponsor_nobody_is_asked(self):
        with self.assertRefused("Write down", UserError):
            self.ask(question="  ")
        self.ticket.partner_id = self.top
        with self.assertRefused("no sponsor", UserError):
            self.ticket.action_mlm_ask_sponsor()
        with self.assertRefused("no sponsor", UserError):
            self.ask()
