# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import TransactionCase, freeze_time, tagged


@tagged("post_install", "-at_install")
class TestPriceHistory(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.History = cls.env["mlm.price.history"]
        country = cls.env.company.account_fiscal_country_id or cls.env.ref("base.us")
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "Test 20",
                "amount": 20,
                "price_include_override": "tax_excluded",
                "country_id": country.id,
            }
        )
        with freeze_time("2026-01-01 08:00:00"):
            cls.soap = cls.env["product.product"].create(
                {"name": "Soap", "list_price": 20, "taxes_id": [Command.set(cls.tax.ids)]}
            )
            cls.pricelist = cls.env["product.pricelist"].create({"name": "Test list"})
            cls.History._process_queue()

    def at(self, moment, change):
        """Do something at a moment and end the transaction's work."""
        with freeze_time(moment):
            change()
            self.History._process_queue()

    def list_price(self, price):
        return lambda: self.soap.write({"list_price": price})

    def history(self, pricelist=None):
        return [
            (row.price, str(row.date_from)[:16], row.date_to and str(row.date_to)[:16])
            for row in self.History.search(
                [
                    ("product_id", "=", self.soap.id),
                    ("pricelist_id", "=", pricelist.id if pricelist else False),
                ],
                order="date_from",
            )
        ]

    def test_first_price_is_there(self):
        self.assertEqual(self.history(), [(20, "2026-01-01 08:00", False)])
        row = self.History.search(
            [("product_id", "=", self.soap.id), ("pricelist_id", "=", self.pricelist.id)]
        )
        self.assertEqual((row.price, row.price_gross), (20, 24))

    def test_legal_example(self):
        # LEGAL.md E4: 20, days 1 to 5 15, again 20, promotion 15 from day 20.
        self.at("2026-03-01 00:00:00", self.list_price(15))
        self.at("2026-03-06 00:00:00", self.list_price(20))
        self.at("2026-03-20 00:00:00", self.list_price(15))
        self.assertEqual(
            self.history(),
            [
                (20, "2026-01-01 08:00", "2026-03-01 00:00"),
                (15, "2026-03-01 00:00", "2026-03-06 00:00"),
                (20, "2026-03-06 00:00", "2026-03-20 00:00"),
                (15, "2026-03-20 00:00", False),
            ],
        )
        with freeze_time("2026-03-25 12:00:00"):
            lowest = self.soap._mlm_lowest_price()[self.soap.id]
        # No “-25 %” from 20: the lowest price of the last 30 days is 15 (18 with tax).
        self.assertEqual((lowest.price, lowest.price_gross), (15, 18))

    def test_thirty_days_later_the_old_promotion_is_forgotten(self):
        self.at("2026-03-01 00:00:00", self.list_price(15))
        self.at("2026-03-06 00:00:00", self.list_price(20))
        self.at("2026-04-06 00:00:00", self.list_price(15))
        with freeze_time("2026-04-07 00:00:00"):
            self.assertEqual(self.soap._mlm_lowest_price()[self.soap.id].price, 20)
            # Counted from 5 April the promotion ended exactly 30 days before: not within them.
            lowest = self.soap._mlm_lowest_price(
                at=self.History.search([], limit=1).date_from.replace(
                    year=2026, month=4, day=5, hour=0, minute=0
                )
            )
            self.assertEqual(lowest[self.soap.id].price, 20)

    def test_without_history_there_is_no_lowest_price(self):
        with freeze_time("2026-01-02 00:00:00"):
            self.assertFalse(self.soap._mlm_lowest_price()[self.soap.id])

    def test_rule_with_dates_is_written_ahead(self):
        def promote():
            self.env["product.pricelist.item"].create(
                {
                    "pricelist_id": self.pricelist.id,
                    "applied_on": "1_product",
                    "product_tmpl_id": self.soap.product_tmpl_id.id,
                    "compute_price": "fixed",
                    "fixed_price": 15,
                    "date_start": "2026-02-10 00:00:00",
                    "date_end": "2026-02-19 23:59:59",
                }
            )

        self.at("2026-02-01 09:00:00", promote)
        planned = [
            (20, "2026-01-01 08:00", "2026-02-10 00:00"),
            (15, "2026-02-10 00:00", "2026-02-20 00:00"),
            (20, "2026-02-20 00:00", False),
        ]
        self.assertEqual(self.history(self.pricelist), planned)
        self.assertEqual(self.history(), [(20, "2026-01-01 08:00", False)])
        with freeze_time("2026-02-12 00:00:00"):
            self.assertEqual(self.soap._mlm_lowest_price(self.pricelist)[self.soap.id].price, 20)
        # Taken back before it began: the plan is rewritten, not the past.
        self.at("2026-02-05 09:00:00", self.pricelist.item_ids.unlink)
        self.assertEqual(self.history(self.pricelist), [(20, "2026-01-01 08:00", False)])

    def test_global_discount_and_dependent_lists(self):
        with freeze_time("2026-01-02 00:00:00"):
            child = self.env["product.pricelist"].create(
                {
                    "name": "Child",
                    "item_ids": [
                        Command.create(
                            {
                                "compute_price": "formula",
                                "base": "pricelist",
                                "base_pricelist_id": self.pricelist.id,
                                "price_discount": 50,
                            }
                        )
                    ],
                }
            )
            self.History._process_queue()
        self.at(
            "2026-02-01 00:00:00",
            lambda: self.env["product.pricelist.item"].create(
                {
                    "pricelist_id": self.pricelist.id,
                    "compute_price": "percentage",
                    "percent_price": 10,
                }
            ),
        )
        self.assertEqual(self.history(self.pricelist)[-1][0], 18)
        self.assertEqual([row[0] for row in self.history(child)], [10, 9])
        self.at("2026-02-02 00:00:00", lambda: self.pricelist.item_ids.write({"percent_price": 20}))
        self.assertEqual([row[0] for row in self.history(child)], [10, 9, 8])

    def test_two_changes_in_one_transaction_are_one_price(self):
        def change():
            self.soap.list_price = 17
            self.soap.list_price = 18

        self.at("2026-02-01 00:00:00", change)
        self.assertEqual([row[0] for row in self.history()], [20, 18])

    def test_same_price_makes_no_row(self):
        self.at("2026-02-01 00:00:00", self.list_price(20))
        self.assertEqual(len(self.history()), 1)

    def test_archived_list_ends_its_prices(self):
        self.at("2026-02-01 00:00:00", self.pricelist.action_archive)
        self.assertEqual(
            self.history(self.pricelist), [(20, "2026-01-01 08:00", "2026-02-01 00:00")]
        )

    def test_tax_change_is_a_price_change(self):
        self.at("2026-02-01 00:00:00", lambda: self.soap.write({"taxes_id": [Command.clear()]}))
        rows = self.History.search(
            [("product_id", "=", self.soap.id), ("pricelist_id", "=", False)], order="date_from"
        )
        self.assertEqual(rows.mapped("price_gross"), [24, 20])
