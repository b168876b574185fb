# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models.rewards.flat_tax import flat_base, flat_tax
from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestRewards(CommissionCommon):
    """§ 37b EStG: 30 % plus 5.5 % of that plus 7 % church tax, at most 10,000 a head (LEGAL B6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top.country_id = cls.env.ref("base.de")
        accounts = cls.env["account.account"].create(
            [
                {"name": "Flat Tax", "code": "649998", "account_type": "expense"},
                {"name": "Tax Owed", "code": "219998", "account_type": "liability_current"},
            ]
        )
        cls.expense, cls.owed = accounts
        cls.year = cls.env["mlm.reward.year"].create(
            {
                "year": 2026,
                "takes_over": True,
                "church": 7,
                "expense_account_id": cls.expense.id,
                "tax_account_id": cls.owed.id,
            }
        )

    def reward(self, cost, **values):
        return self.env["mlm.reward"].create(
            {
                "name": "Trip to Lisbon",
                "partner_id": self.top.id,
                "date": "2026-05-01",
                "cost": cost,
                **values,
            }
        )

    def given(self, cost, **values):
        reward = self.reward(cost, **values)
        reward.action_give()
        return reward

    def test_figures_by_hand(self):
        cap = Decimal(10000)
        self.assertEqual(flat_base(Decimal(9000), Decimal(0), cap), 9000)
        self.assertEqual(flat_base(Decimal(2000), Decimal(9000), cap), 1000)
        self.assertEqual(flat_base(Decimal(2000), Decimal(10000), cap), 0)
        self.assertEqual(flat_base(Decimal("10000.01"), Decimal(0), cap), 0)
        rates = (Decimal(30), Decimal("5.5"), Decimal(7))
        # 30 % of 1,234.56 are 370.368; 5.5 % of 370.36 are 20.3698; 7 % are 25.9252.
        self.assertEqual(
            flat_tax(Decimal("1234.56"), *rates),
            (Decimal("370.36"), Decimal("20.36"), Decimal("25.92")),
        )

    def test_nine_and_two_thousand(self):
        first, second = self.given(9000), self.given(2000, date="2026-06-01")
        self.assertEqual((first.flat_base, first.own_income), (9000, 0))
        self.assertEqual((second.flat_base, second.own_income), (1000, 1000))
        # 2,700 + 148.50 + 189.00
        self.assertEqual(first.tax_amount, 3037.5)
        lines = first.move_id.line_ids
        self.assertEqual(lines.filtered(lambda line: line.account_id == self.owed).balance, -3037.5)
        self.assertEqual(first.move_id.state, "posted")
        self.assertTrue(first.told_at)

    def test_next_year_begins_anew(self):
        self.given(9000)
        self.year.copy({"year": 2027})
        self.assertEqual(self.given(2000, date="2027-01-02").flat_base, 2000)

    def test_who_is_left_out(self):
        self.assertEqual(self.given(500, is_agreed_pay=True).flat_base, 0)
        self.top.country_id = self.env.ref("base.at")
        abroad = self.given(500)
        self.assertEqual((abroad.flat_base, abroad.own_income, abroad.tax_amount), (0, 500, 0))
        self.assertFalse(abroad.move_id)

    def test_without_a_choice_the_partner_pays(self):
        self.assertEqual(self.given(500, date="2025-12-31").own_income, 500)

    def test_the_choice_holds_all_year(self):
        self.given(500)
        with self.assertRaises(UserError):
            self.year.takes_over = False
        with self.assertRaises(UserError):
            self.year.unlink()

    def test_given_is_given(self):
        reward = self.given(500)
        for refused in (
            lambda: reward.write({"cost": 1}),
            reward.unlink,
            reward.action_give,
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                refused()
        entry = reward.move_id
        reward.action_cancel()
        self.assertEqual(reward.state, "cancelled")
        self.assertEqual(
            sum(
                self.env["account.move.line"]
                .search([("account_id", "=", self.owed.id)])
                .mapped("balance")
            ),
            0,
        )
        self.assertTrue(entry.reversal_move_ids)

    def test_only_accountants_give(self):
        reward = self.reward(500)
        clerk = new_test_user(self.env, login="mlm_rewards", groups="mlm_base.group_mlm_clerk")
        with self.assertRaises(AccessError):
            reward.with_user(clerk).action_give()
        accountant = new_test_user(
            self.env, login="mlm_rewards2", groups="mlm_base.group_mlm_accountant"
        )
        with self.assertRaises(UserError):
            reward.with_user(accountant).write({"state": "given"})
        reward.with_user(accountant).action_give()
        self.assertEqual(reward.state, "given")

    def test_stands_in_the_annual_summary(self):
        self.given(9000)
        self.given(2000, date="2026-06-01")
        summaries = self.env["mlm.year.summary"].sudo()
        [extra, other] = summaries._extras_of(self.company, 2026, self.top)[self.top.id]
        self.assertEqual((extra["amount"], extra["taxed_flat"]), (9000, 9000))
        self.assertEqual((other["amount"], other["taxed_flat"]), (2000, 1000))
        made = summaries._prepare(self.company, 2026, self.top)
        self.assertEqual(len(made.extra_ids), 2)
        self.assertIn("Trip to Lisbon;9000.00;9000.00", made._csv().decode())
        made._release()
        self.given(100, date="2026-07-01")
        self.assertEqual(summaries._prepare(self.company, 2026, self.top).version, 2)

    def test_taken_from_the_plan(self):
        self.release_version("""plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  ranks:
    - {code: star, require: [{measure: personal_volume, min: 20}]}
  bonuses:
    - {code: level, kind: level, compression: none, rates: [10]}
    - {code: watch, kind: rank_advancement, amounts: {star: 300}, reward: Watch}
""")
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.march._close()
        self.march.action_take_rewards()
        reward = self.env["mlm.reward"].search([("partner_id", "=", self.top.id)])
        self.assertEqual((reward.name, reward.cost, reward.state), ("Watch", 300, "draft"))
        self.march.action_take_rewards()
        self.assertEqual(self.env["mlm.reward"].search_count([("origin", "!=", False)]), 1)
