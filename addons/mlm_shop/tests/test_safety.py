# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from odoo.addons.mlm_base.tests.common_volume import VolumeCommon


@tagged("post_install", "-at_install")
class TestSafety(VolumeCommon, HttpCase):
    """Who made the goods and what to beware of stands on the offer (Reg. (EU) 2023/988)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("website.default_website").company_id = cls.company
        address = {"street": "Seifenweg 1", "zip": "34117", "city": "Kassel"}
        cls.maker = cls.env["res.partner"].create(
            {
                "name": "Seifenhaus GmbH",
                "email": "safety@example.org",
                "phone": "0171 5550199",
                "country_id": cls.germany.id,
                **address,
            }
        )
        cls.abroad = cls.maker.copy(
            {"name": "Soap Works Inc.", "country_id": cls.env.ref("base.us").id}
        )
        cls.template = cls.soap.product_tmpl_id
        cls.template.is_published = True

    def lacking(self):
        return self.template in self.env["product.template"].search(
            [("mlm_safety_gaps", "!=", False)]
        )

    def assert_gaps(self, *gaps):
        """The field says what is missing, and the filter of the check list agrees with it."""
        self.env.flush_all()
        self.assertEqual(self.template.mlm_safety_gaps, ", ".join(gaps))
        self.assertEqual(self.lacking(), bool(gaps))
        fine = self.env["product.template"].search([("mlm_safety_gaps", "=", False)])
        self.assertEqual(self.template in fine, not gaps)

    def test_check_list(self):
        self.assert_gaps("manufacturer", "warnings")
        self.template.mlm_needs_no_warning = True
        self.template.mlm_manufacturer_id = self.maker
        self.assert_gaps()
        self.maker.email = False
        self.assert_gaps("address of the manufacturer")
        self.maker.website = "https://soap.example.org"
        self.assert_gaps()
        self.template.mlm_manufacturer_id = self.abroad
        self.assert_gaps("responsible person in the EU")
        self.template.mlm_eu_responsible_id = self.abroad
        self.assert_gaps("address of the responsible person in the EU")
        self.template.mlm_eu_responsible_id = self.maker
        self.assert_gaps()
        self.template.mlm_needs_no_warning = False
        self.assert_gaps("warnings")
        self.template.mlm_warnings = "Keep out of the eyes."
        self.assert_gaps()

    def test_services_need_nothing(self):
        self.template.type = "service"
        self.assert_gaps()

    def test_page_of_the_product(self):
        self.template.write(
            {
                "mlm_manufacturer_id": self.abroad.id,
                "mlm_eu_responsible_id": self.maker.id,
                "mlm_warnings": "Keep out of the eyes. <script>alert(1)</script>",
            }
        )
        self.authenticate(None, None)
        page = self.url_open(self.soap.website_url).text
        for words in (
            *("Keep out of the eyes.", "Soap Works Inc.", "Seifenhaus GmbH", "Seifenweg 1"),
            *("34117", "Kassel", "safety@example.org", "Germany", "United States"),
        ):
            self.assertIn(words, page)
        self.assertNotIn("<script>alert(1)", page)
        self.assertNotIn("0171 5550199", page, "only what the law asks for")

    def test_nothing_known(self):
        self.authenticate(None, None)
        self.assertNotIn("mlm_product_safety", self.url_open(self.soap.website_url).text)
