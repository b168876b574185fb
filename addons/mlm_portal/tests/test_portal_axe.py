# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon

from .common_axe import AxeCase

LOGIN = "axe_top_leader"


@tagged("post_install", "-at_install")
class TestPortalAxe(TaxCommon, AxeCase):
    """No page of a partner, and no page of the registration, keeps anybody out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(
            cls.env(su=True),
            LOGIN,
            "base.group_portal",
            partner_id=cls.top.id,
            password=LOGIN,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.sell(self.partner, [(self.soap, 2)])
        self.sell(self.reseller, [(self.soap, 2)])
        self.statement = self.close_march().filtered(lambda s: s.partner_id == self.top)
        self.assertTrue(self.statement._settle("2026-04-18"), self.statement.block_reason)

    def test_partner_pages(self):
        base = f"/my/commissions/{self.statement.id}"
        for path in (
            *("/my/network", "/my/team", "/my/team/tree", "/my/invite", "/my/profile", "/my/bank"),
            *("/my/commissions", "/my/commissions/account", "/my/commissions/income"),
            *(base, f"{base}/why"),
        ):
            with self.subTest(path=path):
                self.assert_no_barrier(path, LOGIN)

    def test_registration_pages(self):
        for path in ("/partner/register", "/customer/register"):
            with self.subTest(path=path):
                self.assert_no_barrier(path)

    def test_cookie_bar(self):
        website = self.env.ref("website.default_website")
        website.cookies_bar = True
        self.assert_no_barrier("/", part="#website_cookies_bar .modal.show")


@tagged("post_install", "-at_install")
class TestPortalAxePhone(TestPortalAxe):
    """The same on a phone: other menus, tables that scroll."""

    browser_size = "390x844"
