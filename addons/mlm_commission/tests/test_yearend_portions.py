# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from odoo.addons.mlm_commission.models.yearend.portions import Group, Payment, portions

TAXED = Group("taxed", Decimal(19), Decimal("100.00"), Decimal("19.00"))
CREDITED, DUE = date(2027, 1, 20), date(2027, 1, 31)


def plain(found):
    return [
        (str(p.net), str(p.tax), p.payment and p.payment.day.isoformat(), p.inflow.isoformat())
        for p in found
    ]


@tagged("post_install", "-at_install")
class TestYearendPortions(BaseCase):
    def pay(self, day, amount):
        return Payment(date.fromisoformat(day), Decimal(amount))

    def test_paid_at_once(self):
        found = portions([TAXED], [self.pay("2027-01-22", "119.00")], CREDITED, DUE)
        self.assertEqual(plain(found), [("100.00", "19.00", "2027-01-22", "2027-01-22")])

    def test_unpaid_flows_when_credited_and_due(self):
        self.assertEqual(
            plain(portions([TAXED], [], CREDITED, DUE)), [("100.00", "19.00", None, "2027-01-31")]
        )

    def test_paid_late_it_flowed_when_it_was_due(self):
        found = portions([TAXED], [self.pay("2027-03-01", "119.00")], CREDITED, DUE)
        self.assertEqual(plain(found), [("100.00", "19.00", "2027-03-01", "2027-01-31")])

    def test_parts_add_up_to_the_cent(self):
        payments = [self.pay("2027-01-21", "33.33"), self.pay("2027-01-22", "33.33")]
        found = portions([TAXED], payments, CREDITED, DUE)
        # 100 * 33.33 / 119 = 28.008, 100 * 66.66 / 119 = 56.017
        self.assertEqual([str(p.net) for p in found], ["28.01", "28.01", "43.98"])
        self.assertEqual(sum(p.net for p in found), TAXED.net)
        self.assertEqual(sum(p.tax for p in found), TAXED.tax)

    def test_advances_flow_when_paid(self):
        found = portions([TAXED], [self.pay("2026-12-20", "119.00")], CREDITED, DUE)
        self.assertEqual(found[0].inflow.year, 2026)

    def test_corrections_are_below_zero(self):
        group = Group("exempt", Decimal(0), Decimal("-5.00"), Decimal(0))
        found = portions([group], [self.pay("2027-01-22", "-2.00")], CREDITED, DUE)
        self.assertEqual([str(p.net) for p in found], ["-2.00", "-3.00"])

    def test_a_document_of_nothing_needs_no_division(self):
        groups = [TAXED, Group("exempt", Decimal(0), Decimal("-119.00"), Decimal(0))]
        found = portions(groups, [], CREDITED, DUE)
        self.assertEqual(sum(p.net + p.tax for p in found), 0)
