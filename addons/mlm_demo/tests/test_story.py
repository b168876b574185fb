# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The story of the demo company: decided by plain Python, the same every time."""

from collections import Counter

from odoo.tests import BaseCase, tagged

from ..story import catalog, network, people, trade


@tagged("post_install", "-at_install")
class TestStory(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = network.grow()
        cls.sales = trade.plan_sales(cls.people)

    def test_same_story_every_time(self):
        self.assertEqual(network.as_csv(network.grow()), network.as_csv(self.people))
        self.assertEqual(trade.plan_sales(self.people), self.sales)

    def test_size(self):
        self.assertEqual(len(self.people), 300)
        self.assertEqual(len({(p.first, p.last) for p in self.people}), 300)
        self.assertEqual(len({p.type for p in self.people}), 4)
        self.assertEqual(len(catalog.ITEMS), 12)
        self.assertEqual(len(catalog.WAREHOUSES), 2)
        self.assertGreater(len(self.sales), 400)

    def test_network_is_sound(self):
        for person in self.people[1:]:
            sponsor = self.people[person.sponsor]
            self.assertLess(sponsor.index, person.index)
            self.assertLessEqual(sponsor.joined, person.joined)
            self.assertEqual(sponsor.type, "distributor")
            self.assertNotEqual(sponsor.state, "applicant")
        self.assertIsNone(self.people[0].sponsor)

    def test_nobody_buys_before_joining_or_after_leaving(self):
        for sale in self.sales:
            person = self.people[sale.member]
            self.assertLessEqual(person.joined, sale.day)
            self.assertIsNone(person.ended)

    def test_days_follow_each_other(self):
        for sale in self.sales:
            days = [sale.day, sale.shipped, sale.paid, sale.returned_on]
            known = [day for day in days if day]
            self.assertEqual(known, sorted(known))
            self.assertLessEqual(known[-1], trade.LAST_DAY)
            self.assertEqual(bool(sale.returned), bool(sale.returned_on))

    def test_returns_are_whole_and_partial(self):
        whole = partial = 0
        for sale in self.sales:
            sold = Counter(dict(sale.lines))
            back = Counter(dict(sale.returned))
            self.assertTrue(back <= sold)
            whole += bool(back) and back == sold
            partial += bool(back) and back < sold
        self.assertTrue(whole)
        self.assertTrue(partial)

    def test_purchases_cover_the_sales(self):
        bought, sold = Counter(), Counter()
        for warehouses in trade.plan_purchases(self.sales).values():
            for warehouse, counter in warehouses.items():
                bought.update({(warehouse, code): n for code, n in counter.items()})
        for sale in self.sales:
            sold.update({(sale.warehouse, code): n for code, n in sale.lines if code != "SCH-950"})
        self.assertTrue(sold <= bought)

    def test_only_goods_have_points(self):
        for item in catalog.ITEMS:
            self.assertEqual(bool(item.cv), item.product_class == "goods", item.code)

    def test_account_numbers_are_valid(self):
        for serial in (1, 77, 300):
            number = people.account_number(serial)
            digits = number[4:] + "1314" + number[2:4]
            self.assertEqual(int(digits) % 97, 1)
            self.assertEqual(len(number), 22)
