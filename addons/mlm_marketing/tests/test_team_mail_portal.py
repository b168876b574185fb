# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_axe import AxeCase

from .common_phone import PhoneMixin
from .common_team_mail import PASSWORD, TeamMailCommon


@tagged("post_install", "-at_install")
class TestTeamMailPortal(TeamMailCommon, HttpCase):
    """From the choice of a text to the mail in the queue, in the portal."""

    def post(self, path, **form):
        return self.url_open(path, data={"csrf_token": Request.csrf_token(self), **form})

    def mails(self):
        return self.env["mlm.team.mail"].search([("partner_id", "=", self.top.id)])

    def test_preview_send_stop(self):
        self.authenticate("team_leader", PASSWORD)
        self.assertIn("/my/team/mail", self.url_open("/my").text)
        page = self.post("/my/team/mail/preview", text=self.text.id, greeting="dear")
        self.assertIn("Dear Anna,", page.text)
        self.assertIn("<b>3</b> members", page.text)
        self.assertFalse(self.mails())
        page = self.post("/my/team/mail/send", text=self.text.id, show="front")
        mail = self.mails()
        self.assertTrue(page.url.endswith(f"/my/team/mail/{mail.id}"))
        self.assertEqual((mail.state, mail.show), ("waiting", "front"))
        for member in self.team:
            self.assertNotIn(member.email, page.text)
        self.assertEqual(self.post(f"/my/team/mail/{mail.id}/stop").status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(mail.state, "stopped")
        page = self.post(f"/my/team/mail/{mail.id}/stop")
        self.assertIn("stopped already", page.text)

    def test_refusals_stand_on_the_page(self):
        self.authenticate("team_leader", PASSWORD)
        self.assertIn("approved texts", self.post("/my/team/mail/send", text="1e9").text)
        self.assertIn(
            "Nobody in your team",
            self.post("/my/team/mail/send", text=self.text.id, level="99").text,
        )
        self.assertFalse(self.mails(), "what was refused takes nothing of the week")

    def test_others_find_nothing(self):
        mail = self.queue()
        new_test_user(
            self.env(su=True),
            "team_cross",
            "base.group_portal",
            partner_id=self.cross.id,
            password=PASSWORD,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.authenticate("team_cross", PASSWORD)
        self.assertEqual(self.url_open(f"/my/team/mail/{mail.id}").status_code, 404)
        self.assertEqual(self.post(f"/my/team/mail/{mail.id}/stop").status_code, 404)
        self.assertFalse(mail.stopped_by_id)


@tagged("post_install", "-at_install")
class TestMarketingAxe(TeamMailCommon, AxeCase):
    """The pages of marketing keep nobody out."""

    def test_team_mail(self):
        mail = self.queue()
        for path in ("/my/team/mail", f"/my/team/mail/{mail.id}", "/my/messages"):
            with self.subTest(path=path):
                self.assert_no_barrier(path, "team_leader")


@tagged("post_install", "-at_install")
class TestMarketingAxePhone(PhoneMixin, TestMarketingAxe):
    """The same on a phone."""
