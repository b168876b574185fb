# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CommissionCommon

MODELS = ("mlm.period", "mlm.run", "mlm.commission.line", "mlm.member.result", "mlm.statement")


@tagged("post_install", "-at_install")
class TestRights(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sell(cls.customer, [(cls.soap, 3)])
        cls.sell(cls.top, [(cls.soap, 2)])
        cls.march.date_cutoff = "2026-04-18"
        cls.final_run = cls.march._close()
        cls.users = {
            name: new_test_user(
                cls.env,
                login=f"mlm_{name}",
                groups=f"base.group_user,mlm_base.group_mlm_{name}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for name in ("user", "clerk", "accountant")
        }

    def test_everybody_in_the_network_reads(self):
        for model in MODELS:
            with self.subTest(model=model):
                self.assertTrue(self.env[model].with_user(self.users["user"]).search([]))

    def test_only_clerks_run_and_close(self):
        april = self.march._next()
        for name in ("user", "accountant"):
            for action in ("action_trial_run", "action_close"):
                with self.subTest(user=name, action=action), self.assertRaises(AccessError):
                    getattr(april.with_user(self.users[name]), action)()

    def test_only_accountants_settle_and_pay(self):
        statement = self.march.statement_ids
        for name in ("user", "clerk"):
            for action in ("action_settle", "action_pay"):
                with self.subTest(user=name, action=action), self.assertRaises(AccessError):
                    getattr(statement.with_user(self.users[name]), action)()
        statement.with_user(self.users["accountant"])._settle("2026-04-18")
        self.assertEqual(statement.state, "settled")

    def test_results_cannot_be_written_by_anybody(self):
        line = self.env["mlm.commission.line"].search([("run_id", "=", self.final_run.id)])
        result = self.env["mlm.member.result"].search([("run_id", "=", self.final_run.id)], limit=1)
        for record, vals in ((line, {"amount": 99}), (result, {"amount": 99})):
            with self.subTest(model=record._name):
                with self.assertRaises(UserError):
                    record.write(vals)
                with self.assertRaises(UserError):
                    record.unlink()
                with self.assertRaises(UserError):
                    record.create(vals)
        for name in ("user", "clerk", "accountant"):
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.march.statement_ids.with_user(self.users[name]).write({"amount_payable": 1})

    def test_a_clerk_cannot_write_the_state_of_a_period(self):
        period = self.march._next().with_user(self.users["clerk"])
        with self.assertRefused("by its button", UserError):
            period.state = "closed"

    def test_other_companies_see_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            login="mlm_stranger",
            groups="base.group_user,mlm_base.group_mlm_clerk",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for model in MODELS:
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.march.with_user(stranger).action_trial_run()
