# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.engine import language
from odoo.addons.mlm_commission.engine.scenario import results
from odoo.addons.mlm_commission.models import mlm_breakage

from .common import CommissionCommon

PLAN = """plan:
  currency: USD
  active: [{measure: personal_volume, min: 20}]
  ranks:
    - {code: bronze, require: [{measure: personal_volume, min: 20}]}
    - {code: silver, require: [{measure: group_volume, min: 80}]}
  bonuses:
    - {code: level, kind: level, compression: skip_inactive,
       rates: {bronze: [10], silver: [10, 5]}}
"""

BINARY = """
plan:
  currency: USD
  trees: {placement: {kind: binary}}
  ranks: [{code: low}, {code: high, require: [{measure: personal_volume, min: 200}]}]
  bonuses:
    - {code: pairs, kind: binary, tree: placement, mode: percent, rate: {high: 10}}
members:
  A: {}
  B: {sponsor: A, parent: A, leg: left}
  C: {sponsor: A, parent: A, leg: right}
  D: {sponsor: B, parent: B, leg: left}
volumes:
  - {member: A, volume: 200}
  - {member: B, volume: 50}
  - {member: C, volume: 80}
  - {member: D, volume: 70.5}
"""
REPORTS = (
    "mlm.commission.summary",
    "mlm.payout.summary",
    "mlm.breakage",
    "mlm.carry.stock",
    "mlm.rank.movement",
    "mlm.earning.change",
)


@tagged("post_install", "-at_install")
class TestReports(CommissionCommon):
    """Top, Partner, Middle, Deep in one line; Customer belongs to Partner.

    March: 16 CV of Top, 24 of Customer, 16 of Middle, 50.50 of Deep. All are active; Deep is
    bronze, the others silver. Lines: Top 2.40 (Customer), 0.80 (Middle); Partner 1.60 (Middle),
    2.53 (Deep); Middle 5.05 (Deep): 12.38 of 240 net. April: only Top and Partner buy 16 CV.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.release_version(PLAN)
        cls.middle = cls.make_member("Middle", cls.type_distributor, cls.partner)
        cls.deep = cls.make_member("Deep", cls.type_distributor, cls.middle)
        cls.sell(cls.top, [(cls.soap, 2)])
        cls.sell(cls.customer, [(cls.soap, 3)])
        cls.sell(cls.middle, [(cls.soap, 2)])
        cls.sell(cls.deep, [(cls.oil, 2)])
        cls.march.date_cutoff = "2026-04-18"
        cls.final = cls.march._close()
        cls.april = cls.march._next()
        cls.april.date_cutoff = "2026-05-18"
        cls.sell(cls.top, [(cls.soap, 2)], date="2026-04-02")
        cls.sell(cls.partner, [(cls.soap, 2)], date="2026-04-02")
        cls.april._close()

    def grouped(self, model, by, *sums, period=None):
        """{group: figures} of a period."""
        rows = self.env[model]._read_group(
            [("period_id", "=", (period or self.march).id)], by, [f"{name}:sum" for name in sums]
        )
        return {
            tuple(getattr(key, "display_name", key) for key in row[: len(by)]): tuple(
                round(value, 4) for value in row[len(by) :]
            )
            for row in rows
        }

    def test_commission_structure(self):
        model = "mlm.commission.summary"
        self.assertEqual(
            self.grouped(model, ["level"], "amount", "line_count"),
            {(1,): (9.05, 3), (2,): (3.33, 2)},
        )
        self.assertEqual(
            self.grouped(model, ["product_id"], "amount", "base"),
            {("Soap",): (4.80, 56), ("Oil",): (7.58, 101)},
        )
        self.assertEqual(self.grouped(model, ["rank_id"], "amount"), {("silver",): (12.38,)})
        self.assertEqual(
            self.grouped(model, ["market_id"], "amount"), {(self.market.display_name,): (12.38,)}
        )

    def test_payout_ratio_is_commission_by_sales(self):
        model = "mlm.payout.summary"
        self.assertEqual(
            self.grouped(model, ["product_id"], "net", "amount", "cv"),
            {("Soap",): (140, 4.80, 56), ("Oil",): (100, 7.58, 50.5)},
        )
        rows = self.env[model]._read_group(
            [("period_id", "=", self.march.id)], ["product_id"], ["payout_ratio:avg"]
        )
        ratios = {product.name: round(ratio, 4) for product, ratio in rows}
        self.assertEqual(ratios, {"Soap": 3.4286, "Oil": 7.58})
        ((ratio,),) = self.env[model]._read_group(
            [("period_id", "=", self.march.id)], [], ["payout_ratio:avg"]
        )
        self.assertAlmostEqual(ratio, 12.38 / 240 * 100, 4)
        self.assertAlmostEqual(ratio / 100, self.final.payout_ratio, 4)

    def test_breakage(self):
        # level 1: 10 % of all; Top's own order has nobody above. Level 2: 5 %; Customer's too.
        self.assertEqual(
            self.grouped("mlm.breakage", ["level"], "potential", "paid", "missed", "breakage"),
            {(1,): (10.65, 9.05, 0, 1.60), (2,): (5.33, 3.33, 0, 2.00)},
        )
        # April: Partner's 16 at level 1 to Top; bronze Top has no second level
        self.assertEqual(
            self.grouped(
                "mlm.breakage",
                ["level"],
                "potential",
                "paid",
                "missed",
                "breakage",
                period=self.april,
            ),
            {(1,): (3.20, 1.60, 0, 1.60), (2,): (1.60, 0, 0, 1.60)},
        )

    def movements(self, period):
        rows = self.env["mlm.rank.movement"].search([("period_id", "=", period.id)])
        return {
            row.partner_id.name: (
                row.movement,
                row.rank_before_id.code,
                row.rank_id.code,
                row.steps,
            )
            for row in rows
        }

    def test_rank_movements(self):
        self.assertEqual(
            self.movements(self.march),
            {
                "Top": ("new", False, "silver", 2),
                "Partner": ("new", False, "silver", 2),
                "Middle": ("new", False, "silver", 2),
                "Deep": ("new", False, "bronze", 1),
            },
        )
        self.assertEqual(
            self.movements(self.april),
            {
                "Top": ("down", "silver", "bronze", -1),
                "Partner": ("down", "silver", "bronze", -1),
                "Middle": ("lost", "silver", False, -2),
                "Deep": ("lost", "bronze", False, -1),
            },
        )

    def test_changes_of_earnings(self):
        rows = self.env["mlm.earning.change"].search([("period_id", "=", self.april.id)])
        self.assertEqual(
            [
                (row.partner_id.name, row.amount_before, row.amount, round(row.change, 2))
                for row in rows
            ],
            [("Top", 3.20, 1.60, -1.60), ("Partner", 4.13, 0, -4.13), ("Middle", 5.05, 0, -5.05)],
        )
        rows = self.env["mlm.earning.change"].search([("period_id", "=", self.march.id)])
        self.assertEqual({row.amount_before for row in rows}, {0})

    def test_carry_over_stock(self):
        (result, _expect), *_more = results(language.load(BINARY))
        version = self.release_version(BINARY, "2026-06-01")
        run = self.april._next()._new_run("trial")
        run.plan_version_id = version
        rows = self.env["mlm.carry.stock"]._rows(run, result)
        # A is high: left 120.5, right 80, matched 80, keeps 40.5 left. B is low: keeps 70.5 left.
        codes = {rank.id: rank.code for rank in version.rank_ids}
        self.assertEqual(
            [
                (codes[row["rank_id"]], row["member_count"], row["left_volume"], row["matchable"])
                for row in rows
            ],
            [("low", 1, 70.5, 0), ("high", 1, 40.5, 0)],
        )

    def test_summarizing_again_changes_nothing(self):
        before = self.env["mlm.commission.summary"].search_count([])
        self.final._summarize()
        self.assertEqual(self.env["mlm.commission.summary"].search_count([]), before)
        self.test_commission_structure()
        self.test_rank_movements()

    def test_large_runs_are_summed_up_by_a_job(self):
        self.env["mlm.commission.summary"].search([]).sudo().unlink()
        with self.mock_threshold():
            run = self.april._next()
            run.date_cutoff = "2026-06-18"
            self.sell(self.partner, [(self.soap, 2)], date="2026-05-02")
            self.sell(self.top, [(self.soap, 2)], date="2026-05-02")
            final = run.with_context(queue_job__no_delay=False)._close()
        self.assertFalse(self.env["mlm.commission.summary"].search([("run_id", "=", final.id)]))
        job = (
            self.env["queue.job"].sudo().search([("identity_key", "=", f"mlm_summary_{final.id}")])
        )
        self.assertEqual(job.state, "pending")

    def mock_threshold(self):
        self.patch(mlm_breakage, "SUMMARIZED_AT_ONCE", 0)
        return self.subTest("threshold 0")

    def test_reports_are_for_the_network_and_of_the_own_company(self):
        user = new_test_user(
            self.env,
            login="mlm_reader",
            groups="base.group_user,mlm_base.group_mlm_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        other = self.env["res.company"].create({"name": "Other"})
        foreigner = new_test_user(
            self.env,
            login="mlm_foreigner",
            groups="base.group_user,mlm_base.group_mlm_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        stranger = new_test_user(self.env, login="mlm_stranger", groups="base.group_user")
        for model in REPORTS:
            with self.subTest(model=model):
                Report = self.env[model]
                if model != "mlm.carry.stock":
                    self.assertTrue(Report.with_user(user).search([]))
                self.assertFalse(Report.with_user(foreigner).search([]))
                self.assertFalse(Report.with_user(stranger).has_access("read"))
                self.assertFalse(Report.with_user(user).has_access("write"))
