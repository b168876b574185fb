# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import Form, TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestPricelist(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids |= cls.env.ref("product.group_product_pricelist")
        cls.Pricelist = cls.env["product.pricelist"]
        cls.Pricelist.search([]).action_archive()
        cls.germany = cls.env.ref("base.de")
        cls.france = cls.env.ref("base.fr")
        cls.spain = cls.env.ref("base.es")
        cls.groups = {
            country: cls.env["res.country.group"].create(
                {"name": country.code, "country_ids": [Command.set(country.ids)]}
            )
            for country in (cls.germany, cls.france)
        }
        cls.customer = cls.env.ref("mlm_base.partner_type_customer")
        cls.reseller = cls.env.ref("mlm_base.partner_type_reseller")
        cls.distributor = cls.env.ref("mlm_base.partner_type_distributor")
        # Sequence puts the restricted lists first, where a careless search would find them.
        cls.reseller_de = cls.make_list("Reseller DE", 1, cls.reseller, cls.germany)
        cls.reseller_all = cls.make_list("Reseller", 2, cls.reseller)
        cls.customer_fr = cls.make_list("Customer FR", 3, cls.customer, cls.france)
        cls.all_de = cls.make_list("Everybody DE", 10, None, cls.germany)
        cls.everybody = cls.make_list("Everybody", 11)

    @classmethod
    def make_list(cls, name, sequence, partner_type=None, country=None, **values):
        return cls.Pricelist.create(
            {
                "name": name,
                "sequence": sequence,
                "mlm_partner_type_ids": [Command.set(partner_type.ids)] if partner_type else [],
                "country_group_ids": [Command.set(cls.groups[country].ids)] if country else [],
                **values,
            }
        )

    def contact(self, partner_type=None, country=None, **values):
        return self.env["res.partner"].create(
            {
                "name": "Somebody",
                "mlm_type_id": partner_type and partner_type.id,
                "country_id": country and country.id,
                **values,
            }
        )

    def test_choice_by_type_and_country(self):
        table = [
            (self.reseller, self.germany, self.reseller_de),
            (self.reseller, self.france, self.reseller_all),
            (self.reseller, None, self.reseller_all),
            (self.customer, self.germany, self.all_de),
            (self.customer, self.france, self.customer_fr),
            (self.customer, self.spain, self.everybody),
            (self.distributor, self.germany, self.all_de),
            (self.distributor, self.france, self.everybody),
            (None, self.germany, self.all_de),
            (None, self.france, self.everybody),
            (None, None, self.everybody),
        ]
        for partner_type, country, expected in table:
            with self.subTest(type=partner_type and partner_type.name, country=country):
                partner = self.contact(partner_type, country)
                self.assertEqual(partner.property_product_pricelist, expected)
        order = self.env["sale.order"].create(
            {"partner_id": self.contact(self.reseller, self.germany).id}
        )
        self.assertEqual(order.pricelist_id, self.reseller_de)

    def test_batch_gives_the_same(self):
        partners = self.contact(self.reseller, self.germany)
        partners |= self.contact(None, self.germany) | self.contact(self.customer, self.france)
        found = self.Pricelist._get_partner_pricelist_multi(partners.ids)
        self.assertEqual(
            [found[partner.id] for partner in partners],
            [self.reseller_de, self.all_de, self.customer_fr],
        )

    def test_list_on_the_contact_wins(self):
        partner = self.contact(self.reseller, self.germany)
        partner.property_product_pricelist = self.customer_fr
        self.assertEqual(partner.property_product_pricelist, self.customer_fr)
        # Core would take the general list for the default and drop it.
        partner.property_product_pricelist = self.all_de
        self.env.invalidate_all()
        self.assertEqual(partner.property_product_pricelist, self.all_de)
        partner.property_product_pricelist = self.reseller_de
        self.assertFalse(partner.specific_property_product_pricelist)

    def test_archived_list_on_the_contact_does_not_count(self):
        partner = self.contact(self.reseller, self.germany)
        partner.property_product_pricelist = self.customer_fr
        self.customer_fr.active = False
        self.env.invalidate_all()
        self.assertEqual(partner.property_product_pricelist, self.reseller_de)

    def test_restricted_lists_are_never_a_fallback(self):
        (self.all_de | self.everybody).action_archive()
        self.env["ir.config_parameter"].set_param(
            "res.partner.property_product_pricelist", str(self.reseller_all.id)
        )
        self.assertFalse(self.contact(None, self.germany).property_product_pricelist)
        self.assertFalse(self.contact(self.distributor).property_product_pricelist)
        self.assertEqual(self.contact(self.reseller).property_product_pricelist, self.reseller_all)

    def test_type_changes_the_list(self):
        partner = self.contact(self.customer, self.germany)
        self.assertEqual(partner.property_product_pricelist, self.all_de)
        partner.mlm_type_id = self.reseller
        self.assertEqual(partner.property_product_pricelist, self.reseller_de)

    def test_address_of_a_member(self):
        partner = self.contact(self.reseller, self.germany, is_company=True)
        address = self.contact(None, self.germany, parent_id=partner.id, type="delivery")
        self.assertEqual(address.property_product_pricelist, self.reseller_de)

    def test_list_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.make_list("Elsewhere", 0, self.reseller, self.germany, company_id=other.id)
        self.assertEqual(
            self.contact(self.reseller, self.germany).property_product_pricelist, self.reseller_de
        )

    def test_visitors_country_of_the_shop(self):
        partner = self.contact(self.reseller).with_context(country_code="DE")
        self.assertEqual(partner.property_product_pricelist, self.reseller_de)

    def test_salesperson_without_network_rights(self):
        seller = new_test_user(
            self.env,
            "mlm_test_seller",
            groups="sales_team.group_sale_salesman,base.group_partner_manager",
        )
        partner = self.contact(self.reseller, self.germany)
        order = self.env["sale.order"].with_user(seller).create({"partner_id": partner.id})
        self.assertEqual(order.pricelist_id, self.reseller_de)
        self.assertEqual(order.mlm_buyer_role, "reseller")

    def test_is_for(self):
        reseller = self.contact(self.reseller)
        nobody = self.env["res.partner"]
        for pricelist, partner, expected in (
            (self.everybody, nobody, True),
            (self.reseller_de, nobody, False),
            (self.reseller_de, reseller, True),
            (self.customer_fr, reseller, False),
        ):
            self.assertEqual(bool(pricelist._mlm_is_for(partner)), expected)

    def test_net_or_gross_by_type(self):
        reseller = self.contact(self.reseller)
        customer = self.contact(self.customer)
        stranger = self.contact()
        self.assertEqual(
            [partner._mlm_price_display() for partner in (reseller, customer, stranger)],
            ["net", "gross", "gross"],
        )
        with Form(self.env["sale.order"]) as form:
            form.partner_id = reseller
            self.assertEqual(form.company_price_include, "tax_excluded")
            form.partner_id = customer
            self.assertEqual(form.company_price_include, "tax_included")
            form.partner_id = stranger
            self.assertEqual(form.company_price_include, self.env.company.account_price_include)

    def test_quotation_prints_gross_line_amounts_for_consumers(self):
        tax = self.env["account.tax"].create(
            {
                "name": "Test 25",
                "amount": 25,
                "country_id": self.env.company.country_id.id or self.env.ref("base.us").id,
            }
        )
        product = self.env["product.product"].create({"name": "Cream", "list_price": 100})
        printed = {}
        for partner_type in (self.reseller, self.customer):
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.contact(partner_type).id,
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "tax_ids": [Command.set(tax.ids)]}
                        )
                    ],
                }
            )
            html = (
                self.env["ir.actions.report"]
                ._render_qweb_html("sale.report_saleorder", order.ids)[0]
                .decode()
            )
            row = html.split('name="td_product_subtotal"')[1].split("</td>")[0]
            printed[partner_type] = "125.00" if "125.00" in row else row
        self.assertEqual(printed[self.customer], "125.00")
        self.assertIn("100.00", printed[self.reseller])
