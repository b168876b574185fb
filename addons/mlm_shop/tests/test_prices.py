# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestPrices(VolumeCommon, HttpCase):
    """What stands beside a price depends on who looks (LEGAL E4, J)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env.ref("website.default_website")
        cls.website.company_id = cls.company
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "VAT 19",
                "amount": 19,
                "type_tax_use": "sale",
                "price_include_override": "tax_excluded",
                "company_id": cls.company.id,
                "country_id": cls.company.account_fiscal_country_id.id,
            }
        )
        cls.soap.write({"taxes_id": [Command.set(cls.tax.ids)]})
        cls.soap.product_tmpl_id.is_published = True
        cls.prices = cls.env["product.pricelist"].create(
            {
                "name": "Promotion",
                "company_id": cls.company.id,
                "currency_id": cls.website.currency_id.id,
                "website_id": cls.website.id,
                "selectable": True,
                "sequence": 0,
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 25})],
            }
        )
        for name, member in (("seller_pr", cls.partner), ("buyer_pr", cls.customer)):
            new_test_user(cls.env, name, groups="base.group_portal", partner_id=member.id)
        members = cls.partner | cls.customer
        members.specific_property_product_pricelist = cls.prices

    def history(self, *spans):
        """Write what the product cost: (price, from so many days ago, until)."""
        self.env["mlm.price.history"]._process_queue()
        History = self.env["mlm.price.history"].sudo()
        History.search([("product_id", "=", self.soap.id)]).unlink()
        now = fields.Datetime.now()
        for price, begin, end in spans:
            History.create(
                {
                    "product_id": self.soap.id,
                    "pricelist_id": self.prices.id,
                    "price": price,
                    "price_gross": round(price * 1.19, 2),
                    "currency_id": self.website.currency_id.id,
                    "date_from": now - timedelta(days=begin),
                    "date_to": end and now - timedelta(days=end),
                }
            )

    def page(self, login):
        self.authenticate(login, login)
        return html.fromstring(self.url_open(self.soap.website_url).text)

    def shown(self, login):
        """Return (price, crossed-out price or None, points or None) of the page."""
        page = self.page(login)
        [price] = page.xpath("//span[hasclass('oe_price')]")
        crossed = page.xpath("//span[hasclass('oe_default_price')][not(hasclass('d-none'))]")
        points = page.xpath("//*[hasclass('mlm_points')]")
        number = lambda node: float(node.xpath(".//*[hasclass('oe_currency_value')]")[0].text)  # noqa: E731
        return (
            number(price),
            number(crossed[0]) if crossed else None,
            points[0].text_content().split()[0] if points else None,
        )

    def test_price_of_the_promotion_was_there_before(self):
        """20, 15 for five days, 20 again, promotion at 15: nothing is reduced (LEGAL E4)."""
        self.history((20, 60, 15), (15, 15, 10), (20, 10, 1), (15, 1, False))
        self.assertEqual(self.shown("buyer_pr"), (17.85, None, None))

    def test_lowest_of_thirty_days_is_crossed_out(self):
        self.history((18, 60, 40), (20, 40, 10), (19, 10, 1), (15, 1, False))
        price, crossed, __ = self.shown("buyer_pr")
        self.assertEqual((price, crossed), (17.85, 22.61))
        self.assertTrue(self.page("buyer_pr").xpath("//*[hasclass('mlm_lowest_price')]"))
        shop = html.fromstring(self.url_open(f"/shop?search={self.soap.name}").text)
        texts = [node.text_content() for node in shop.xpath("//del")]
        self.assertTrue(any("22.61" in text for text in texts), texts)

    def test_without_history_nothing_is_announced(self):
        self.history((15, 1, False))
        self.assertEqual(self.shown("buyer_pr"), (17.85, None, None))

    def test_partners_see_net_and_points(self):
        self.type_distributor.price_display = "net"
        self.type_customer.price_display = "gross"
        self.history((15, 1, False))
        self.assertEqual(self.shown("seller_pr"), (15, 20, "10"))
        self.assertEqual(self.shown("buyer_pr"), (17.85, None, None))

    def test_strangers_see_gross_and_no_points(self):
        self.authenticate(None, None)
        page = html.fromstring(self.url_open(self.soap.website_url).text)
        self.assertFalse(page.xpath("//*[hasclass('mlm_points')]"))
        self.assertIn("(Tax included)", page.text_content())

    def test_setting_of_the_website(self):
        website = self.website.with_user(self.env.ref("base.public_user"))
        self.website.show_line_subtotals_tax_selection = "tax_excluded"
        self.assertEqual(self.website.mlm_tax_display, "tax_excluded")
        self.assertEqual(website.sudo().show_line_subtotals_tax_selection, "tax_excluded")
