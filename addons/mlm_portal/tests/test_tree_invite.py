# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_journey import JourneyCase
from .common_registration import RegistrationCommon

PASSWORD = "a long secret 7"


class ClaimCommon(RegistrationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "claim_clerk", "mlm_base.group_mlm_clerk")
        cls.officer = new_test_user(cls.env, "claim_officer", "mlm_base.group_mlm_compliance")
        cls.Claim = cls.env["mlm.claim.text"]
        cls.Claim.search([("state", "=", "approved")]).sudo().write({"state": "retired"})

    @classmethod
    def claim(cls, text="Try our soap: {link}", **values):
        """Return a text of the clerk."""
        values = {"name": "Soap", "lang": "en_US", "company_id": cls.company.id, **values}
        return cls.Claim.with_user(cls.clerk).create({"text": text, **values})

    @classmethod
    def approve(cls, text):
        text.with_user(cls.clerk).action_submit()
        text.with_user(cls.officer).action_approve()
        return text

    def offered(self, partner=None):
        return self.Claim._for_partner(partner or self.anna).mapped("text")


@tagged("post_install", "-at_install")
class TestClaimLibrary(ClaimCommon):
    """Partners see what compliance approved, nothing else."""

    def test_way_to_approval(self):
        text = self.claim()
        self.assertEqual(self.offered(), [])
        text.with_user(self.clerk).action_submit()
        self.assertEqual(self.offered(), [])
        text.with_user(self.officer).action_approve()
        self.assertEqual(self.offered(), ["Try our soap: {link}"])
        self.assertEqual((text.author_id, text.approved_by_id), (self.clerk, self.officer))
        self.assertTrue(text.approved_at)

    def test_who_approves(self):
        text = self.claim()
        with self.assertRaises(UserError):
            text.with_user(self.officer).action_approve()
        text.with_user(self.clerk).action_submit()
        with self.assertRaises(AccessError):
            text.with_user(self.clerk).action_approve()
        text.with_user(self.officer).write({"text": "Better words"})
        self.assertEqual(text.state, "draft", "what was changed is submitted anew")
        text.with_user(self.officer).action_submit()
        with self.assertRaisesRegex(UserError, "own text"):
            text.with_user(self.officer).action_approve()

    def test_nobody_writes_the_state(self):
        text = self.claim(state="approved", version=7)
        self.assertEqual((text.state, text.version), ("draft", 1))
        for values in ({"state": "approved"}, {"author_id": False}, {"previous_id": text.id}):
            with self.assertRaises(UserError):
                text.with_user(self.clerk).write(values)

    def test_approved_text_stays(self):
        text = self.approve(self.claim())
        for values in ({"text": "Get rich"}, {"lang": "en_US"}, {"date_to": "2099-01-01"}):
            with self.assertRaises(UserError):
                text.with_user(self.officer).write(values)
        with self.assertRaises(UserError):
            text.with_user(self.officer).unlink()

    def test_versions(self):
        text = self.approve(self.claim())
        action = text.with_user(self.clerk).action_new_version()
        following = self.Claim.browse(action["res_id"])
        self.assertEqual((following.version, following.previous_id), (2, text))
        following.with_user(self.clerk).text = "Try our new soap"
        self.assertEqual(self.offered(), ["Try our soap: {link}"])
        self.approve(following)
        self.assertEqual(self.offered(), ["Try our new soap"])
        self.assertEqual(text.state, "retired")
        following.with_user(self.clerk).action_retire()
        self.assertEqual(self.offered(), [])

    def test_market_and_time(self):
        today = fields.Date.today()
        other = self.make_market("Other", "OTH", self.env.ref("base.at"))
        self.approve(self.claim("Other market", market_ids=[(6, 0, other.ids)]))
        self.approve(self.claim("This market", market_ids=[(6, 0, self.market.ids)]))
        self.approve(self.claim("Over", date_to=today - timedelta(days=1)))
        self.approve(self.claim("Later", date_from=today + timedelta(days=1)))
        self.approve(self.claim("Last day", date_to=today, date_from=today))
        self.assertEqual(sorted(self.offered()), ["Last day", "This market"])

    def test_filled(self):
        text = self.claim("Hi, I'm {name}: {link} {other}")
        self.assertEqual(text._filled("L", "Anna"), "Hi, I'm Anna: L {other}")
        text.with_user(self.clerk).text = "Soap"
        self.assertEqual(text._filled("L", "Anna"), "Soap\nL")
        text.with_user(self.clerk).text = "{name} {link}"
        self.assertEqual(text._filled("L", "{link}"), "{link} L", "a name is no command")


class InviteCommon(ClaimCommon, JourneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, partner in (("anna", cls.anna), ("bert", cls.bert)):
            new_test_user(
                cls.env,
                f"invite_{name}",
                "base.group_portal",
                partner_id=partner.id,
                password=PASSWORD,
            )

    def copy_a_text(self):
        self.approve(self.claim("Approved words {link}"))
        self.start_tour("/my/invite", "mlm_portal_invite", login="invite_anna")


@tagged("post_install", "-at_install")
class TestInvitePage(InviteCommon):
    def test_page(self):
        self.approve(self.claim("Approved words {link}"))
        self.claim("Draft words")
        self.anna_code._count(visits=7, registrations=2)
        self.bert_code._count(visits=41)
        self.authenticate("invite_anna", PASSWORD)
        text = self.url_open("/my/invite").text
        self.assertIn(f"Approved words {self.anna_code._link()}", text)
        self.assertNotIn("Draft words", text)
        self.assertNotIn(self.bert_code.code, text)
        invite = self.anna._mlm_invite()
        self.assertEqual((invite["visits"], invite["registrations"]), (7, 2))
        self.assertEqual(len(invite["months"]), 12)
        self.assertEqual(invite["months"][0]["visits"], 7)

    def test_all_own_codes_count(self):
        self.anna_code._count(visits=3)
        self.Code.create({"partner_id": self.anna.id, "code": "summer-soap"})._count(visits=4)
        self.assertEqual(self.anna._mlm_invite()["visits"], 7)

    def test_who_takes_nobody_on_has_no_link(self):
        self.anna.sudo().mlm_type_id.may_sponsor = False
        self.authenticate("invite_anna", PASSWORD)
        text = self.url_open("/my/invite").text
        self.assertIn("as soon as your membership is active", text)
        self.assertNotIn("/r/", text.split("mlm_invite")[0].split("<main")[-1])

    def test_copying(self):
        self.copy_a_text()

    def test_cards(self):
        """The cards carry the own link and code; who invites nobody has none."""
        self.authenticate("invite_anna", PASSWORD)
        cards = self.url_open("/my/referral/card.pdf")
        self.assertEqual(cards.headers["Content-Type"], "application/pdf")
        self.assertIn(self.anna_code.code, cards.text)
        self.assertIn("data:image/png;base64", cards.text)
        self.assertNotIn(self.bert_code.code, cards.text)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_state = 'suspended' WHERE id = %s", [self.anna.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.url_open("/my/referral/card.pdf").status_code, 404)


@tagged("post_install", "-at_install")
class TestInvitePhone(InviteCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_copying(self):
        self.copy_a_text()
