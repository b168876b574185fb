# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from email.message import EmailMessage

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestTicketMail(VolumeCommon, MailCase):
    """Reseller writes to help@; Partner is her sponsor, Mallory anybody with a login."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("helpdesk_mgmt.group_helpdesk_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "tickets.example.org"})
        cls.company.write({"alias_domain_id": cls.domain.id, "email": "office@example.org"})
        cls.alias = cls.env.ref("helpdesk_mgmt.mail_alias_lead_info_helpdesk")
        cls.alias.write({"alias_domain_id": cls.domain.id, "alias_contact": "everyone"})
        cls.staff = new_test_user(
            cls.env,
            "mlm_m_staff",
            "helpdesk_mgmt.group_helpdesk_user,base.group_partner_manager",
            email="staff@example.org",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.sponsor = new_test_user(
            cls.env, "mlm_m_sponsor", "base.group_portal", partner_id=cls.partner.id
        )
        cls.mallory = new_test_user(
            cls.env, "mlm_m_mallory", "base.group_portal", email="mallory@example.org"
        )
        cls.rosa = new_test_user(
            cls.env, "mlm_m_rosa", "base.group_portal", partner_id=cls.reseller.id
        )
        cls.reseller.write({"name": "Reseller", "email": "rosa@example.org", "lang": "en_US"})
        cls.partner.email = "partner@example.org"
        english = cls.env["res.lang"].search([("code", "=", "en_US")])
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {"name": "English", "user_ids": [Command.set(cls.staff.ids)]}
        )
        cls.env["mlm.ticket.route"].search([]).unlink()
        cls.env["mlm.ticket.route"].create(
            {"lang_id": english.id, "role": "partner", "team_id": cls.team.id}
        )

    def write_mail(self, sender="Rosa <rosa@example.org>", body="Where is it?", **headers):
        """Let a mail arrive; return the newest ticket."""
        mail = EmailMessage()
        mail["From"], mail["Subject"] = sender, headers.pop("Subject", "My parcel")
        mail["To"] = f"help@{self.domain.name}"
        mail["Message-ID"] = headers.pop("Message_ID", f"<{self.id()}.{len(headers)}@example.org>")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        with self.mock_mail_gateway():
            gateway = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
            gateway.message_process(None, mail.as_string())
        return self.env["helpdesk.ticket"].search([], order="id desc", limit=1)

    def test_the_member_is_known_and_the_mail_routed(self):
        ticket = self.write_mail()
        self.assertEqual((ticket.name, ticket.partner_id), ("My parcel", self.reseller))
        self.assertEqual((ticket.team_id, ticket.mlm_sponsor_id), (self.team, self.partner))
        self.assertIn("Where is it?", ticket.description)

    def test_the_answer_goes_out_and_comes_back(self):
        ticket = self.write_mail()
        with self.mock_mail_gateway():
            ticket.with_user(self.staff).message_post(
                body="It leaves today.",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.reseller.ids,
            )
        [sent] = [one for one in self._mails if "rosa@example.org" in str(one["email_to"])]
        self.assertIn("It leaves today.", sent["body"])
        self.assertNotIn("staff@example.org", sent["reply_to"])
        done = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        ticket.stage_id = done
        newest = self.write_mail(
            body="It didn't come.", In_Reply_To=sent["message_id"], References=sent["message_id"]
        )
        self.assertEqual(newest, ticket)
        self.assertIn("It didn't come.", " ".join(ticket.message_ids.mapped("body")))
        self.assertFalse(ticket.closed, "who answers a closed ticket opens it")
        self.assertTrue(ticket.mlm_reopened_at)

    def test_answers_to_a_merged_ticket_reach_the_one_that_goes_on(self):
        first = self.write_mail(Message_ID="<one@example.org>")
        second = self.write_mail(Message_ID="<two@example.org>", body="Still waiting")
        self.assertNotEqual(first, second)
        wizard = self.env["helpdesk.ticket.duplicate.wizard"]
        wizard.create({"ticket_id": second.id, "duplicate_of_id": first.id}).action_confirm()
        self.write_mail(
            Message_ID="<three@example.org>", References="<two@example.org>", body="Third word"
        )
        self.assertIn("Third word", " ".join(first.message_ids.mapped("body")))
        self.assertTrue(second.closed)

    def readers(self, ticket):
        self.env.invalidate_all()
        return [
            user.login
            for user in (self.rosa, self.sponsor, self.mallory)
            if self.env["helpdesk.ticket"].with_user(user).search([("id", "=", ticket.id)])
        ]

    def test_a_copy_lets_nobody_in(self):
        """OCA's helpdesk makes who stands in the copy a follower: a forged sender would do."""
        ticket = self.write_mail(Cc="partner@example.org, Mallory <mallory@example.org>")
        self.assertEqual(self.readers(ticket), ["mlm_m_rosa"])
        message = ticket.message_ids.filtered("message_id").sorted("id")[0]
        self.write_mail(
            sender="partner@example.org",
            Message_ID="<let-me-in@example.org>",
            References=message.message_id,
            Cc="mallory@example.org",
        )
        self.assertIn("partner@example.org", ticket.message_ids.mapped("email_from")[0])
        self.assertEqual(self.readers(ticket), ["mlm_m_rosa"])

    def test_staff_lets_no_sponsor_follow(self):
        ticket = self.write_mail().with_user(self.staff)
        with self.assertRefused("would read the whole ticket", UserError):
            ticket.message_subscribe(partner_ids=self.partner.ids)
        ticket.message_subscribe(partner_ids=(self.reseller | self.staff.partner_id).ids)
        self.assertEqual(
            ticket.message_partner_ids & (self.reseller | self.staff.partner_id | self.partner),
            self.reseller | self.staff.partner_id,
        )

    def test_the_portal_tells_no_sponsor(self):
        """By RPC the asker reads its ticket, not what staff sees beside it."""
        ticket = self.write_mail().with_user(self.rosa)
        self.assertEqual(ticket.read(["name"])[0]["name"], "My parcel")
        for name in ("mlm_sponsor_id", "mlm_question_ids", "mlm_workflow", "mlm_statement_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                ticket.read([name])
        with self.assertRaises(AccessError):
            ticket.write({"name": "Mine"})

    def test_every_canned_answer_reads_well(self):
        ticket = self.write_mail()
        unknown = self.env["helpdesk.ticket"].create(
            {"name": "?", "description": "?", "partner_name": "Udo", "partner_email": "u@e.org"}
        )
        answers = self.env["mail.template"].search(
            [("model", "=", "helpdesk.ticket"), ("name", "=like", "Answer: %")]
        )
        self.assertGreaterEqual(len(answers), 10)
        for answer in answers:
            for one, name in ((ticket, "Reseller"), (unknown, "Udo")):
                with self.subTest(answer=answer.name, name=name):
                    body = answer._render_field("body_html", one.ids)[one.id]
                    self.assertIn(f"Hello {name}", " ".join(body.split()))
                    self.assertIn(self.company.name, body)
                    subject = answer._render_field("subject", one.ids)[one.id]
                    self.assertNotIn("{{", subject)

    def test_a_canned_answer_speaks_the_asker_s_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search([("name", "=", "mlm_helpdesk")])._update_translations(
            "de_DE"
        )
        self.reseller.lang = "de_DE"
        answer = self.env.ref("mlm_helpdesk.answer_parcel")
        ticket = self.write_mail()
        body = answer._render_field("body_html", ticket.ids, compute_lang=True)[ticket.id]
        self.assertIn("Ihr Paket hat unser Lager verlassen", body)
