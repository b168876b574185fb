# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_team_mail import TeamMailCommon

ANSWER = """From: Partner Person <partner@private.example>
To: {to}
Subject: Re: News
Message-Id: <{number}@private.example>

I will be there.
"""


@tagged("post_install", "-at_install")
class TestTeamMail(TeamMailCommon):
    """A leader reaches those who agreed, and learns nobody's address."""

    def test_reaches_the_own_team_that_agreed(self):
        self.assertEqual(self.recipients(self.queue()), self.partner | self.reseller)
        self.assertEqual(self.recipients(self.queue(show="front")), self.partner)

    def test_a_later_no_counts(self):
        mail = self.queue()
        self.agree(self.partner, given=False)
        self.assertEqual(self.recipients(mail), self.reseller)
        self.env["mail.blacklist"].sudo()._add(self.reseller.email)
        self.assertFalse(self.recipients(mail))

    def test_a_suspended_leader_reaches_nobody(self):
        mail = self.queue()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'suspended' WHERE id = %s", [self.top.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.recipients(mail))

    def test_no_address_leaves_the_server(self):
        mails = self.send(self.queue())
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertIn("office@sunny.example", mail.email_from)
            self.assertIn("Top", mail.email_from)
            own = self.env["res.partner"].browse(mail.res_id)
            others = (self.team | self.top | self.stranger) - own
            words = f"{mail.email_from} {mail.reply_to} {mail.headers} {mail.body_html}"
            for other in others:
                self.assertNotIn(other.email, words)
            self.assertEqual(mail.recipient_ids or own, own)
            self.assertIn("/unsubscribe_from_list", mail.body_html)

    def test_names_are_text(self):
        """Neither HTML nor the language of templates works in a name or a text."""
        self.top.sudo().name = "{{ 6 * 7 }} <script>alert(1)</script> top@private.example"
        self.partner.sudo().name = "<b>Paul</b> Partner"
        for mail in self.send(self.queue()):
            self.assertNotIn("42", mail.email_from)
            self.assertNotIn("top@private", mail.email_from)
            self.assertNotIn("<script>", mail.body_html)
            self.assertIn("&lt;b&gt;the&lt;/b&gt;", mail.body_html)
            self.assertNotIn("<b>Paul", mail.body_html)

    def test_first_name_of_each(self):
        self.partner.sudo().name = "Paula Partner"
        found = {mail.res_id: mail.body_html for mail in self.send(self.queue(greeting="dear"))}
        self.assertIn("Dear Paula,", found[self.partner.id])
        self.assertIn("Dear Reseller,", found[self.reseller.id])

    def test_only_approved_texts_to_the_team(self):
        public = self.approved_text(channel="mail")
        draft = self.approved_text()
        draft.sudo().write({"state": "retired"})
        for text in (public.id, draft.id, 0, "x", None):
            with self.assertRaisesRegex(UserError, "approved texts"):
                self.queue(text=str(text))
        offered = self.env["mlm.claim.text"]._for_partner(self.top)
        self.assertIn(public, offered)
        self.assertNotIn(self.text, offered)

    def test_weekly_limit(self):
        first = self.queue()
        self.queue()
        with self.assertRaisesRegex(UserError, "Monday"):
            self.queue()
        self.company.mlm_team_mails_per_week = 0
        with self.assertRaisesRegex(UserError, "doesn't offer"):
            self.queue()
        with (
            self.assertRaises(psycopg2.IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            first.copy()

    def test_nobody_fits(self):
        with self.assertRaisesRegex(UserError, "Nobody in your team"):
            self.queue(level="77")

    def test_stop_before_and_while_it_goes_out(self):
        mail = self.queue()
        self.assertGreater(mail.sends_at, fields.Datetime.now() + timedelta(minutes=10))
        mail.action_stop()
        self.assertEqual(mail.state, "stopped")
        self.assertEqual(mail.mailing_id.state, "draft")
        second = self.queue()
        mails = self.send(second)
        second.action_stop()
        self.assertEqual(set(mails.mapped("state")), {"cancel"})
        third = self.queue_after_all()
        self.send(third).write({"state": "sent"})
        with self.assertRaisesRegex(UserError, "has gone out"):
            third.action_stop()

    def queue_after_all(self):
        self.company.mlm_team_mails_per_week = 9
        return self.queue()

    def test_who_may_stop(self):
        mail = self.queue()
        clerk = new_test_user(self.env, "team_clerk", "mlm_base.group_mlm_clerk")
        officer = new_test_user(self.env, "team_officer", "mlm_base.group_mlm_compliance")
        for user in (clerk, self.user):
            with self.assertRaises(AccessError):
                mail.with_user(user).action_stop()
        mail.with_user(officer).action_stop()
        self.assertEqual(mail.stopped_by_id, officer)

    def test_few_are_not_counted(self):
        mail = self.queue()
        self.send(mail).mailing_trace_ids.set_opened()
        told = mail._told()
        self.assertEqual((told["sent"], told["opened"]), (None, None))

    def test_answers_stay_without_address(self):
        domain = self.env["mail.alias.domain"].sudo().create({"name": "sunny.example"})
        self.company.sudo().alias_domain_id = domain
        mail = self.queue()
        [first, *_more] = self.send(mail)
        self.assertEqual(first.reply_to, mail.alias_id.alias_full_name)
        before = self.env["mail.mail"].sudo().search_count([])
        for number in (1, 2):
            self.env["mail.thread"].sudo().message_process(
                None, ANSWER.format(to=first.reply_to, number=number)
            )
        [answer, __] = mail._told()["answers"]
        self.assertEqual(answer["text"].strip(), "I will be there.")
        self.assertNotIn("@", answer["name"])
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
