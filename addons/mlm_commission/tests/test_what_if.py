# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestWhatIf(CommissionCommon):
    """Two closed months, and a draft that pays half."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for date, soaps in (("2026-03-02", 3), ("2026-04-03", 1)):
            cls.sell(cls.customer, [(cls.soap, soaps)], date=date)
            cls.sell(cls.top, [(cls.soap, 2)], date=date)
        cls.april = cls.march._next()
        cls.march.date_cutoff, cls.april.date_cutoff = "2026-04-18", "2026-05-18"
        cls.march._close()
        cls.april._close()
        cls.draft = cls.env["mlm.plan.version"].create(
            {
                "plan_id": cls.plan.id,
                "date_from": "2026-06-01",
                "definition": cls.version.definition.replace("[10, 5]", "[5]"),
            }
        )

    def ask(self, **values):
        return self.env["mlm.what.if"].create(
            {
                "plan_version_id": self.draft.id,
                "period_ids": [(6, 0, (self.march | self.april).ids)],
                **values,
            }
        )

    def test_half_the_rate_pays_half(self):
        question = self.ask().with_context(queue_job__no_delay=True)
        question.action_start()
        # 24 CV and 8 CV at 10 %, then at 5 %.
        self.assertRecordValues(
            question, [{"state": "done", "amount_before": 3.2, "amount_after": 1.6}]
        )
        self.assertRecordValues(
            question.result_ids.sorted("id"),
            [
                {"period_id": self.march.id, "amount_before": 2.4, "amount_after": 1.2},
                {"period_id": self.april.id, "amount_before": 0.8, "amount_after": 0.4},
            ],
        )
        lines = self.env["mlm.what.if.line"].search(question.action_view_lines()["domain"])
        self.assertEqual(lines.partner_id, self.top)
        self.assertEqual(sorted(lines.mapped("difference")), [-1.2, -0.4])
        self.assertEqual(lines.market_id, self.market)

    def test_nothing_is_posted(self):
        before = (self.env["mlm.run"].search_count([]), self.march.final_run_id.result_hash)
        self.ask()._compute_periods()
        after = (self.env["mlm.run"].search_count([]), self.march.final_run_id.result_hash)
        self.assertEqual(before, after)
        self.assertEqual(self.draft.state, "draft")
        self.assertEqual(self.march.final_run_id._verify(), [])

    def test_asking_again_replaces_the_answer(self):
        question = self.ask()
        question._compute_periods()
        question._compute_periods()
        self.assertEqual(len(question.result_ids), 2)

    def test_open_periods_and_broken_plans_are_refused(self):
        with self.assertRefused("Choose closed periods", UserError):
            self.ask(period_ids=[(6, 0, self.april._next().ids)]).action_start()
        self.draft.definition = "plan: {currency: USD, bonusses: []}"
        with self.assertRefused("bonusses", UserError):
            self.ask().action_start()

    def test_only_clerks_ask(self):
        reader = new_test_user(
            self.env, "what_if_reader", "mlm_base.group_mlm_user", company_id=self.company.id
        )
        question = self.ask()
        with self.assertRaises(AccessError):
            question.with_user(reader).action_start()
        with self.assertRefused("by its button", UserError):
            question.state = "done"
