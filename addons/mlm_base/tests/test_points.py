# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from psycopg2 import Error

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.mlm_base.const import COMMISSION_CLASSES

from .common_volume import RefusalMixin


@tagged("post_install", "-at_install")
class TestPoints(RefusalMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.germany = cls.env.ref("base.de")
        cls.france = cls.env.ref("base.fr")
        cls.austria = cls.env.ref("base.at")
        cls.dach = cls.env["res.country.group"].create(
            {"name": "DACH", "country_ids": [Command.set((cls.germany | cls.austria).ids)]}
        )
        cls.west = cls.env["res.country.group"].create(
            {"name": "West", "country_ids": [Command.set(cls.france.ids)]}
        )
        cls.reseller = cls.env.ref("mlm_base.partner_type_reseller")
        cls.customer = cls.env.ref("mlm_base.partner_type_customer")
        cls.soap = cls.env["product.product"].create(
            {"name": "Soap", "list_price": 20, "mlm_pv": 10, "mlm_cv": 8}
        )
        cls.template = cls.soap.product_tmpl_id
        cls.day = "2026-03-15"

    def rule(self, pv, cv=0, **values):
        return self.env["mlm.product.points"].create(
            {"product_tmpl_id": self.template.id, "pv": pv, "cv": cv, **values}
        )

    def points(self, partner_type, country, day=None, product=None):
        product = product or self.soap
        return product._mlm_points(partner_type, country, day or self.day)[product.id]

    def test_default_of_the_product(self):
        nothing = self.env["mlm.partner.type"]
        self.assertEqual(
            self.points(nothing, self.env["res.country"]), (Decimal("10"), Decimal("8"))
        )

    def test_most_specific_rule_wins(self):
        self.rule(11, 1, country_group_id=self.dach.id)
        self.rule(12, 2, partner_type_id=self.reseller.id)
        self.rule(13, 3, partner_type_id=self.reseller.id, country_group_id=self.dach.id)
        table = [
            (self.customer, self.france, (10, 8)),
            (self.customer, self.germany, (11, 1)),
            (self.reseller, self.france, (12, 2)),
            (self.reseller, self.germany, (13, 3)),
            (self.reseller, self.env["res.country"], (12, 2)),
            (self.env["mlm.partner.type"], self.austria, (11, 1)),
        ]
        for partner_type, country, expected in table:
            with self.subTest(type=partner_type.name, country=country.code):
                self.assertEqual(self.points(partner_type, country), expected)

    def test_dates_are_half_open(self):
        self.rule(20, 20, date_from="2026-03-01", date_to="2026-04-01")
        for day, pv in (
            ("2026-02-28", 10),
            ("2026-03-01", 20),
            ("2026-03-31", 20),
            ("2026-04-01", 10),
        ):
            self.assertEqual(self.points(self.customer, self.germany, day)[0], pv, day)

    def test_variant_before_product(self):
        attribute = self.env["product.attribute"].create(
            {"name": "Size", "value_ids": [Command.create({"name": n}) for n in ("S", "L")]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Shirt",
                "mlm_pv": 5,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        small, large = template.product_variant_ids
        self.env["mlm.product.points"].create(
            {"product_tmpl_id": template.id, "product_id": large.id, "pv": 7, "cv": 0}
        )
        found = (small | large)._mlm_points(self.customer, self.germany, self.day)
        self.assertEqual(
            {key: value[0] for key, value in found.items()}, {small.id: 5, large.id: 7}
        )
        with self.assertRefused("not a variant"):
            self.rule(1, product_id=large.id)

    def test_batch_is_one_query(self):
        products = self.soap.create([{"name": f"P{n}", "mlm_pv": n} for n in range(20)])
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = products._mlm_points(self.customer, self.germany, self.day)
        self.assertEqual([found[product.id][0] for product in products], list(range(20)))

    def test_equally_specific_rules_must_not_overlap(self):
        self.rule(1, country_group_id=self.dach.id, date_from="2026-01-01", date_to="2026-04-01")
        # Directly after it, elsewhere, and for a type: fine.
        self.rule(2, country_group_id=self.dach.id, date_from="2026-04-01")
        self.rule(3, country_group_id=self.west.id)
        self.rule(4, country_group_id=self.dach.id, partner_type_id=self.reseller.id)
        with self.assertRefused("same sale"):
            self.rule(5, country_group_id=self.dach.id, date_from="2026-03-31")
        german = self.west.create({"name": "DE", "country_ids": [Command.set(self.germany.ids)]})
        with self.assertRefused("same sale"):
            self.rule(6, country_group_id=german.id)
        with self.assertRefused("same sale"):
            self.rule(7, partner_type_id=self.reseller.id, country_group_id=german.id)

    def test_country_added_to_a_group_must_not_make_rules_overlap(self):
        self.rule(1, country_group_id=self.dach.id)
        self.rule(2, country_group_id=self.west.id)
        with self.assertRefused("same sale"):
            self.west.country_ids |= self.germany

    def test_negative_and_nonsense_points_are_refused(self):
        for field in ("mlm_pv", "mlm_cv"):
            with self.assertRaises(ValidationError):
                self.template.write({field: -1})
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        "UPDATE product_template SET %s = 'NaN' WHERE id = %s",
                        SQL.identifier(field),
                        self.template.id,
                    )
                )
        for values in ({"pv": -1}, {"pv": 1, "cv": -1}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Error, "points_range"),
                self.env.cr.savepoint(),
            ):
                self.rule(**values)

    def test_only_goods_have_cv(self):
        for code, _label in COMMISSION_CLASSES:
            if code == "goods":
                continue
            with (
                self.subTest(code),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Error, "only_goods"),
                self.env.cr.savepoint(),
            ):
                self.template.create(
                    {"name": "No goods", "mlm_commission_class": code, "mlm_cv": 1}
                )
            kit = self.env["product.product"].create(
                {"name": "No goods", "mlm_commission_class": code, "mlm_pv": 5}
            )
            with self.assertRefused("Goods"):
                kit.mlm_cv = 1
            with self.assertRefused("CV 0"):
                self.env["mlm.product.points"].create(
                    {"product_tmpl_id": kit.product_tmpl_id.id, "pv": 5, "cv": 1}
                )
        self.rule(1, 1)
        with self.assertRefused("all its point rules"):
            self.template.write({"mlm_commission_class": "kit", "mlm_cv": 0})

    def test_database_refuses_kit_with_cv(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Error, "only_goods"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE product_template SET mlm_commission_class = 'kit' WHERE id = %s",
                (self.template.id,),
            )

    def test_class_set_behind_the_back_gives_no_cv(self):
        self.rule(5, 5)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET mlm_commission_class = 'fee', mlm_cv = 0 WHERE id = %s",
            (self.template.id,),
        )
        self.assertEqual(self.points(self.customer, self.germany), (5, 0))
