# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestMainJobTour(CommissionCommon, HttpCase):
    """An accountant in a real browser: from the contact to the invoice, from earned to paid."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref("base.group_user")

    def setUp(self):
        super().setUp()
        self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()

    def test_from_the_contact_to_the_invoice(self):
        self.start_tour("/odoo", "mlm_commission_statement_to_invoice", login=self.env.user.login)

    def test_from_earned_to_paid(self):
        self.start_tour(
            "/odoo/commission-statements",
            "mlm_commission_settle_and_pay",
            login=self.env.user.login,
        )
        self.assertEqual(self.march.statement_ids.state, "paid")
