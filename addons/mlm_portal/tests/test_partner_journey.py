# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

from .common_journey import JourneyCase

PASSWORD = "Carla has a long secret 7"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@tagged("post_install", "-at_install")
class TestPartnerJourney(TaxCommon, JourneyCase, MailCase):
    """A stranger becomes a partner and reads the first statement; Anna moves her account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mlm.rate.limit"].search([]).unlink()
        cls.env["mlm.registration"].search([("state", "!=", "approved")]).unlink()
        cls.env["product.template"].search([("mlm_offered_at_registration", "=", True)]).write(
            {"mlm_offered_at_registration": False}
        )
        cls.website = cls.env.ref("website.default_website")
        cls.website.company_id = cls.company
        cls.company.write(
            {
                "country_id": cls.germany.id,
                "mlm_referral_rule": "first",
                "mlm_referral_days": 30,
                "mlm_registration_auto": False,
                "mlm_registration_type_id": cls.type_distributor.id,
            }
        )
        cls.anna = cls.make_member(
            "Anna Sommer", cls.type_distributor, cls.partner, email="anna.sommer@example.org"
        )
        cls.code = cls.env["mlm.referral.code"]._of_partner(cls.anna)

    def path(self, link):
        return link[link.index("/", len("https://")) :]

    def register(self):
        """Go through the form, the mail, staff's approval and the first login."""
        self.start_tour(f"/r/{self.code.code}", "mlm_portal_register")
        record = self.env["mlm.registration"].search([("email", "=", "carla.neu@example.org")])
        self.start_tour(self.path(record._confirm_link()), "mlm_portal_confirm")
        self.env.invalidate_all()
        self.assertEqual((record.state, record.sponsor_id), ("review", self.anna))
        record.action_approve()
        carla = record.partner_id
        self.start_tour(
            self.path(carla._get_signup_url_for_action()[carla.id]), "mlm_portal_first_login"
        )
        self.env.invalidate_all()
        return carla

    def test_to_the_first_statement(self):
        carla = self.register()
        self.assertEqual((carla.mlm_state, carla.mlm_sponsor_id), ("active", self.anna))
        # The month to close is March: let her have come before it.
        carla.mlm_date_joined = "2026-02-02"
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE mlm_place_history SET valid_from = '2026-02-02'
                WHERE place_id IN (SELECT id FROM mlm_place WHERE partner_id = %s)""",
            [carla.id],
        )
        self.env.invalidate_all()
        dora = self.make_member("Dora", self.type_distributor, carla)
        self.sell(dora, [(self.soap, 3)])
        self.sell(carla, [(self.soap, 2)])
        self.assertIn(carla, self.close_march().partner_id)
        self.start_tour("/my/home", "mlm_portal_first_statement", login=carla.user_ids.login)

    def test_a_new_account_with_second_factor(self):
        user = new_test_user(
            self.env,
            "anna.journey",
            "base.group_portal",
            partner_id=self.anna.id,
            password=PASSWORD,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        old = self.env["res.partner.bank"].create(
            {
                "partner_id": self.anna.id,
                "acc_number": "DE89370400440532013000",
                "acc_holder_name": "Anna Sommer",
            }
        )
        user.sudo().totp_secret = SECRET
        with self.mock_mail_gateway():
            self.start_tour("/my/bank", "mlm_portal_new_account", login="anna.journey")
        self.env.invalidate_all()
        change = self.env["mlm.bank.change"].search([("partner_id", "=", self.anna.id)])
        self.assertEqual(change.state, "waiting")
        self.assertEqual(self.anna.bank_ids, old)
        self.start_tour(self.path(change._confirm_link()), "mlm_portal_account_confirmed")
        self.env.invalidate_all()
        self.assertEqual(change.state, "confirmed")
        self.assertEqual(self.anna.bank_ids.sanitized_acc_number, "AT611904300234573201")
        self.assertFalse(self.anna.bank_ids.allow_out_payment, "held for a day")


@tagged("post_install", "-at_install")
class TestPartnerJourneyPhone(TestPartnerJourney):
    """The same on a phone, 390 pixels wide."""

    browser_size = "390x844"
    touch_enabled = True
