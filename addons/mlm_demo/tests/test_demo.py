# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo company as it was built when the module was installed; read, never changed."""

import calendar
import datetime
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from odoo.exceptions import AccessDenied
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..story import trade

# The plan's rates as its YAML states them, in percent by level.
RATES = {
    "berater": [12],
    "teamleiter": [12, 6],
    "bereichsleiter": [12, 6, 4],
    "regionalleiter": [12, 6, 4, 3],
    "direktor": [12, 7, 5, 3, 2],
}
CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("base.main_company")
        cls.periods = cls.env["mlm.period"].search(
            [("company_id", "=", cls.company.id)], order="date_from"
        )
        cls.closed = cls.periods.filtered(lambda period: period.state == "settled")

    def query(self, query, *args):
        return self.env.execute_query(SQL(query, *args))

    def test_months(self):
        self.assertEqual(
            self.periods.mapped("name"),
            ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"],
        )
        self.assertEqual(self.periods.mapped("state"), ["settled"] * 5 + ["open"])
        self.assertTrue(all(run.line_count for run in self.closed.final_run_id))

    def test_building_again_does_nothing(self):
        before = self.env["sale.order"].search_count([])
        self.assertFalse(self.env["mlm.demo"]._build())
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_runs_took_the_whole_ledger_of_their_month(self):
        for period in self.closed:
            run = period.final_run_id
            [(count, net)] = self.query(
                """SELECT count(*), sum(net)::text FROM mlm_volume WHERE company_id = %s
                    AND date_commission >= %s AND date_commission < %s""",
                self.company.id,
                period.date_from,
                period.date_to,
            )
            self.assertEqual(run.volume_count, count, period.name)
            self.assertEqual(
                Decimal(str(run.volume_net)).quantize(CENT), Decimal(net).quantize(CENT)
            )

    def test_ledger_is_what_was_invoiced(self):
        [(ledger,)] = self.query(
            "SELECT sum(net)::text FROM mlm_volume WHERE company_id = %s", self.company.id
        )
        lines = self.env["account.move.line"].search(
            [
                ("parent_state", "=", "posted"),
                ("move_id.move_type", "in", ("out_invoice", "out_refund")),
                ("display_type", "=", "product"),
            ]
        )
        booked = sum(Decimal(str(-line.balance)) for line in lines)
        self.assertEqual(Decimal(ledger).quantize(CENT), booked.quantize(CENT))

    def test_every_return_points_at_what_it_takes_back(self):
        [(credits, matched)] = self.query(
            """SELECT count(*), count(o.id) FROM mlm_volume v
                 LEFT JOIN mlm_volume o ON o.id = v.reversed_id AND o.buyer_id = v.buyer_id
                      AND o.product_id = v.product_id AND -v.cv <= o.cv
                WHERE v.entry = 'credit'"""
        )
        self.assertGreater(credits, 10)
        self.assertEqual(credits, matched)

    def test_settlements_are_the_statements_and_paid(self):
        statements = self.closed.statement_ids
        self.assertTrue(statements)
        for statement in statements.filtered("amount_payable"):
            self.assertEqual(statement.state, "paid", statement.name)
            self.assertEqual(statement.move_id.amount_untaxed, statement.amount_payable)
            self.assertEqual(statement.move_id.amount_residual, 0)
            self.assertTrue(statement.move_id.journal_id.is_self_billing)
        for period in self.closed:
            earned = sum(period.statement_ids.mapped("amount_earned"))
            self.assertAlmostEqual(earned, period.amount_total, 2)

    def test_nothing_of_the_open_month_is_posted(self):
        october = self.periods[-1]
        self.assertFalse(october.statement_ids)
        self.assertFalse(october.final_run_id)
        self.assertEqual(october.run_ids.mapped("kind"), ["trial"])
        self.assertEqual(october.run_ids.state, "done")
        self.assertGreater(october.run_ids.amount_total, 0)

    def test_commissions_by_hand(self):
        """June once more, member by member, from the plan's words alone."""
        period = self.closed[1]
        run = period.final_run_id
        status = {
            partner_id: (active, code)
            for partner_id, active, code in self.query(
                """SELECT r.partner_id, r.is_active, k.code FROM mlm_member_result r
                     LEFT JOIN mlm_plan_rank k ON k.id = r.rank_id WHERE r.run_id = %s""",
                run.id,
            )
        }
        partners = self.env["res.partner"].search([("mlm_role", "!=", False)])
        sponsor = {partner.id: partner.mlm_sponsor_id.id for partner in partners}
        role = {partner.id: partner.mlm_role for partner in partners}
        earned = defaultdict(Decimal)
        rows = self.query(
            """SELECT buyer_id, owner_id, cv::text FROM mlm_volume WHERE company_id = %s
                AND date_commission >= %s AND date_commission < %s""",
            self.company.id,
            period.date_from,
            period.date_to,
        )
        for buyer, owner, cv in rows:
            member = owner if role[buyer] == "customer" else sponsor[owner]
            level = 0
            while member and level < 5:
                active, code = status[member]
                if active:
                    rates = RATES[code]
                    if level < len(rates):
                        amount = Decimal(cv) * rates[level] / 100
                        earned[member] += amount.quantize(CENT, ROUND_HALF_UP)
                    level += 1
                member = sponsor[member]
        expected = {member: amount for member, amount in earned.items() if amount}
        found = {
            statement.partner_id.id: Decimal(str(statement.amount_earned)).quantize(CENT)
            for statement in period.statement_ids.filtered("amount_earned")
        }
        self.assertEqual(found, expected)

    def test_runs_can_be_repeated(self):
        for run in self.closed.final_run_id:
            self.assertFalse(run._verify(), run.name)

    def test_trial_balance(self):
        [(balance, count)] = self.query(
            """SELECT sum(debit) - sum(credit), count(*) FROM account_move_line
                WHERE parent_state = 'posted' AND company_id = %s""",
            self.company.id,
        )
        self.assertGreater(count, 1000)
        self.assertEqual(balance, 0)
        drafts = self.env["account.move"].search([("state", "!=", "posted")])
        self.assertFalse(drafts.mapped("display_name"))
        [(bank,)] = self.query(
            """SELECT sum(l.balance) FROM account_move_line l
                 JOIN account_account a ON a.id = l.account_id
                WHERE l.parent_state = 'posted' AND a.account_type = 'asset_cash'"""
        )
        self.assertGreater(bank, 0)

    def test_stock_is_what_was_bought_less_what_was_sold(self):
        stock = defaultdict(float)
        for move in self.env["stock.move"].search([("state", "=", "done")]):
            usage = (move.location_id.usage, move.location_dest_id.usage)
            sign = (usage[1] == "internal") - (usage[0] == "internal")
            stock[move.product_id] += sign * move.quantity
        self.assertEqual(len(stock), 11)
        for product, quantity in stock.items():
            self.assertEqual(product.qty_available, quantity, product.name)
            self.assertGreaterEqual(quantity, 0)

    def test_days_are_those_of_the_story(self):
        last = datetime.datetime.combine(trade.LAST_DAY, datetime.time(23))
        for model, field in (
            ("sale.order", "date_order"),
            ("stock.picking", "date_done"),
            ("account.move", "date"),
            ("purchase.order", "date_approve"),
        ):
            limit = last if field != "date" else trade.LAST_DAY
            late = self.env[model].search_count([(field, ">", limit)])
            self.assertFalse(late, model)
        for year, month in trade.MONTHS:
            first = datetime.datetime(year, month, 1)  # noqa: DTZ001  Odoo's times are naive
            days = calendar.monthrange(year, month)[1]
            orders = self.env["sale.order"].search_count(
                [
                    ("date_order", ">=", first),
                    ("date_order", "<", first + datetime.timedelta(days)),
                    ("state", "=", "sale"),
                ]
            )
            self.assertGreater(orders, 50, (year, month))

    def test_members(self):
        members = self.env["res.partner"].search([("mlm_type_id", "!=", False)])
        self.assertEqual(len(members), 300)
        self.assertEqual(len(set(members.mapped("mlm_member_number"))), 300)
        self.assertEqual(len(members.mlm_type_id), 4)
        self.assertEqual(members.mlm_company_id, self.company)
        places = self.env["mlm.place"].search_count([("tree_id.kind", "=", "sponsor")])
        self.assertEqual(places, 300)

    def test_summary(self):
        rows = self.env["mlm.demo"].summary()
        self.assertEqual(len(rows), 17)
        *payees, others, total = rows
        self.assertEqual([row[2] for row in payees], sorted((r[2] for r in payees), reverse=True))
        self.assertAlmostEqual(sum(r[2] for r in payees) + others[2], total[2], 2)
        # With tax; 105.12 of a negative month had been taken off.
        self.assertEqual(round(total[2] + total[3], 2), total[4])
        self.assertGreater(total[3], 0)
        self.assertAlmostEqual(total[2], sum(self.closed.mapped("amount_total")), 2)

    def test_logins(self):
        for __, login, password in self.env["mlm.demo"].logins():
            user = self.env["res.users"].search([("login", "=", login)])
            credential = {"login": login, "password": password, "type": "password"}
            checked = user.with_user(user)._check_credentials(credential, {"interactive": False})
            self.assertEqual(checked["uid"], user.id)
            with self.assertRaises(AccessDenied):
                user.with_user(user)._check_credentials(
                    {**credential, "password": "wrong"}, {"interactive": False}
                )
        clerk = self.env["res.users"].search([("login", "=", "clerk")])
        self.assertTrue(clerk.has_group("mlm_base.group_mlm_clerk"))
        self.assertFalse(clerk.has_group("mlm_base.group_mlm_manager"))
