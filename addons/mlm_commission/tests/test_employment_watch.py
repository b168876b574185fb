# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestEmploymentWatch(TaxCommon):
    """LEGAL B7: exclusive, and at most 1,000 a month on average of six full months."""

    def setUp(self):
        super().setUp()
        self.close_march()
        self.statement = self.env["mlm.statement"].search(
            [("company_id", "=", self.company.id), ("amount_earned", ">", 0)], limit=1
        )
        self.member = self.statement.partner_id
        self.move_period(1)

    def move_period(self, months):
        """Let the period be a month so long ago."""
        first = fields.Date.today().replace(day=1) - relativedelta(months=months)
        self.env.cr.execute(
            "UPDATE mlm_period SET date_from = %s, date_to = %s WHERE id = %s",
            (first, first + relativedelta(day=31), self.statement.period_id.id),
        )

    def earn(self, amount):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mlm_statement SET amount_earned = %s WHERE id = %s", (amount, self.statement.id)
        )

    def watched(self):
        self.env.flush_all()
        Watch = self.env["mlm.employment.watch"]
        Watch.invalidate_model()
        return Watch.search([("partner_id", "=", self.member.id)])

    def test_limit_is_an_average_of_six_months(self):
        self.member.mlm_works_only_here = True
        self.earn(6000)
        row = self.watched()
        self.assertEqual((row.average, row.months, row.is_concerned), (1000, 1, True))
        self.earn(6000.06)
        self.assertEqual((self.watched().average, self.watched().is_concerned), (1000.01, False))

    def test_who_works_for_others_too(self):
        self.earn(600)
        self.assertFalse(self.watched().is_concerned)

    def test_only_the_last_six_full_months(self):
        for months, there in ((0, False), (6, True), (7, False)):
            self.move_period(months)
            self.assertEqual(bool(self.watched()), there, months)

    def test_rights(self):
        user = new_test_user(self.env, "watch_user", groups="mlm_base.group_mlm_user")
        with self.assertRaises(AccessError):
            self.env["mlm.employment.watch"].with_user(user).search([])
        officer = new_test_user(self.env, "watch_co", groups="mlm_base.group_mlm_compliance")
        self.env["mlm.employment.watch"].with_user(officer).search([])
