# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from types import SimpleNamespace

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_portal.tests.common_registration import RegistrationCommon
from odoo.addons.mlm_portal_marketing_card.controllers.invite import PICTURES_PER_HOUR

PASSWORD = "a long secret 7"
PICTURE = b"\xff\xd8\xff a picture"


@tagged("post_install", "-at_install")
class TestSharePicture(RegistrationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.env["card.campaign"].search([]).mlm_company_id = False
        cls.campaign = cls.env["card.campaign"].create(
            {
                "name": "Summer",
                "preview_record_ref": f"res.partner,{cls.bert.id}",
                "post_suggestion": "Summer is here",
                "content_header_dyn": True,
                "content_header_path": "name",
                "mlm_company_id": cls.company.id,
            }
        )
        for name, partner in (("anna", cls.anna), ("bert", cls.bert)):
            new_test_user(
                cls.env,
                f"picture_{name}",
                "base.group_portal",
                partner_id=partner.id,
                name=partner.name,
                password=PASSWORD,
            )

    def setUp(self):
        super().setUp()
        self.bodies = []

        def draw(report, bodies, width, height, image_format="jpg"):
            self.bodies += bodies
            return [PICTURE for __ in bodies]

        # Core draws nothing in tests.
        self.patch(self.registry["ir.actions.report"], "_run_wkhtmltoimage", draw)

    def path(self):
        return f"/my/invite/picture/{self.campaign.id}.jpg"

    def test_own_picture(self):
        self.authenticate("picture_anna", PASSWORD)
        answer = self.url_open(self.path())
        self.assertEqual((answer.status_code, answer.content), (200, PICTURE))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        [body] = self.bodies
        self.assertIn("Anna Sommer", body)
        self.assertNotIn("Bert Winter", body)
        self.assertFalse(self.env["card.card"].search([("res_id", "=", self.anna.id)]))

    def test_invite_page(self):
        self.authenticate("picture_anna", PASSWORD)
        text = self.url_open("/my/invite").text
        self.assertIn(self.path(), text)
        self.assertIn("Summer is here", text)
        self.assertIn(self.anna_code._link(), text)

    def test_who_gets_none(self):
        self.assertIn("/web/login", self.url_open(self.path()).url)
        self.authenticate("picture_anna", PASSWORD)
        self.campaign.mlm_company_id = False
        self.assertEqual(self.url_open(self.path()).status_code, 404)
        self.assertNotIn("Pictures to share", self.url_open("/my/invite").text)
        self.campaign.mlm_company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.url_open(self.path()).status_code, 404)
        self.campaign.mlm_company_id = self.company
        self.anna.mlm_type_id.may_sponsor = False
        self.assertEqual(self.url_open(self.path()).status_code, 404)
        self.assertFalse(self.bodies)

    def test_card_of_a_rank(self):
        """A picture for some ranks is for those who hold one of them now."""
        self.campaign.mlm_rank_codes = "silver, gold"
        self.authenticate("picture_anna", PASSWORD)
        self.assertEqual(self.url_open(self.path()).status_code, 404, "no rank yet")
        self.assertNotIn("Pictures to share", self.url_open("/my/invite").text)
        offered = self.env["card.campaign"]._mlm_offered
        for code, expected in (("gold", self.campaign), ("bronze", self.campaign.browse())):
            result = SimpleNamespace(rank_id=SimpleNamespace(code=code))
            self.patch(self.registry["mlm.member.result"], "_mlm_latest", lambda *__, r=result: r)
            self.assertEqual(offered(self.anna), expected)

    def test_not_too_many(self):
        self.authenticate("picture_anna", PASSWORD)
        for __ in range(PICTURES_PER_HOUR):
            self.env["mlm.rate.limit"]._allow("share_picture", str(self.anna.id), 1)
        self.assertEqual(self.url_open(self.path()).status_code, 429)
        self.authenticate("picture_bert", PASSWORD)
        self.assertEqual(self.url_open(self.path()).status_code, 200)

    def test_contacts_only(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE card_campaign SET res_model = 'event.track' WHERE id = %s", [self.campaign.id]
        )
        self.env.invalidate_all()
        with self.assertRaises(ValidationError):
            self.campaign._check_mlm_model()
