# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_commission.models.settlement import mlm_settlement_run
from odoo.addons.queue_job.tests.common import trap_jobs

from .common_tax import TaxCommon


@tagged("post_install", "-at_install")
class TestSettlementRun(TaxCommon):
    """March of the level plan: 1.60 for Partner and 3.20 for Top, as for the accrual."""

    def setUp(self):
        super().setUp()
        self.sell(self.reseller, [(self.soap, 2)])
        self.statements = self.close_march().filtered(lambda s: s.amount_payable > 0)
        self.assertEqual(sorted(self.statements.mapped("amount_payable")), [1.6, 3.2])
        self.startPatcher(patch.object(mlm_settlement_run, "AT_ONCE", 1))

    def start(self):
        return self.env["mlm.settlement.run"]._start(self.statements, "2026-04-18")

    def test_parts_make_what_one_call_makes(self):
        amounts = {s.partner_id: s.amount_payable for s in self.statements}
        with trap_jobs() as trap:
            action = self.statements._settle_or_queue("2026-04-18")
            run = self.env["mlm.settlement.run"].browse(action["res_id"])
            trap.assert_jobs_count(len(self.statements), only=run._settle_part)
            trap.assert_jobs_count(1, only=run._finish)
            self.assertRecordValues(run, [{"settled_count": 0, "progress": 0, "is_done": False}])
            trap.perform_enqueued_jobs()
        run.invalidate_recordset()
        count = len(self.statements)
        self.assertRecordValues(
            run,
            [{"statement_count": count, "settled_count": count, "progress": 100, "is_done": True}],
        )
        moves = self.statements.move_id
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual({m.partner_id: m.amount_untaxed for m in moves}, amounts)
        self.assertEqual(self.march.state, "settled")

    def test_a_broken_run_is_taken_up_where_it_stopped(self):
        """A worker that is killed leaves its part undone and the others whole."""
        with trap_jobs():
            run = self.start()
        first = self.statements.sorted("partner_id")[0]
        run._settle_part(first.ids)
        document = first.move_id
        run.invalidate_recordset()
        self.assertRecordValues(run, [{"settled_count": 1, "is_done": False}])
        self.assertEqual(self.march.state, "closed")
        run._settle_part(first.ids)
        self.assertEqual(first.move_id, document)
        with trap_jobs() as trap:
            run.action_continue()
            trap.assert_jobs_count(len(self.statements) - 1, only=run._settle_part)
            trap.perform_enqueued_jobs()
        self.assertEqual(first.move_id, document)
        self.assertEqual(self.march.state, "settled")
        with self.assertRefused("settled or blocked", UserError):
            run.action_continue()

    def test_blocked_ones_are_counted_and_wait(self):
        blocked = self.statements[0]
        blocked.partner_id.street = False
        with trap_jobs() as trap:
            run = self.start()
            trap.perform_enqueued_jobs()
        run.invalidate_recordset()
        self.assertRecordValues(
            run, [{"settled_count": len(self.statements) - 1, "blocked_count": 1, "progress": 100}]
        )
        self.assertIn("street", blocked.block_reason)
        self.assertEqual(self.march.state, "closed")

    def test_a_partner_stands_in_one_part(self):
        """Two workers would both find a limit of the partner not yet passed."""
        february = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-02-01"})
        earlier = (
            self.env["mlm.statement"]
            .sudo()
            .create(
                {
                    "period_id": february.id,
                    "run_id": self.march.final_run_id.id,
                    "company_id": self.company.id,
                    "partner_id": self.statements[0].partner_id.id,
                    "amount_payable": 1,
                }
            )
        )
        ordered = (self.statements | earlier).sorted("partner_id")
        parts = self.env["mlm.settlement.run"]._parts(ordered)
        self.assertEqual(len(parts), len(self.statements))
        self.assertIn(self.statements[0] | earlier, [part.sorted("id") for part in parts])

    def test_only_accountants_start_or_continue(self):
        with trap_jobs():
            run = self.start()
        clerk = new_test_user(
            self.env, "settlement_clerk", "mlm_base.group_mlm_clerk", company_id=self.company.id
        )
        clerk.company_ids = [Command.set(self.company.ids)]
        with self.assertRaises(AccessError):
            self.statements.with_user(clerk).action_settle()
        with self.assertRaises(AccessError):
            run.with_user(clerk).action_continue()
        with self.assertRaises(AccessError):
            run.with_user(clerk)._settle_part(self.statements.ids)
        self.assertFalse(self.statements.move_id)
