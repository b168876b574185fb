# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from psycopg2 import errors

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger


@tagged("-standard", "-at_install", "post_install", "concurrency")
class TestPayoutConcurrency(BaseCase):
    """Two real transactions propose the same document. Commits: run it in a database to throw away.

    What a posted document leaves behind can't be deleted.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def cursor(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return cr

    def env_of(self, cr, company=None):
        context = {"tracking_disable": True}
        if company:
            context["allowed_company_ids"] = company.ids
        return api.Environment(cr, SUPERUSER_ID, context)

    def make_due_document(self):
        """Commit a payee with a document that is due, and two runs that could pay it.

        :return: (ids of both runs, id of the company)
        """
        cr = self.cursor()
        journal = self.env_of(cr)["account.journal"].search([("type", "=", "purchase")], limit=1)
        if not journal:
            self.skipTest("no company with a purchase journal")
        company = journal.company_id
        env = self.env_of(cr, company)
        payee = env["res.partner"].create({"name": "Concurrency Payee"})
        account = env["res.partner.bank"].create(
            {"partner_id": payee.id, "acc_number": f"CONCURRENCY {payee.id}"}
        )
        account.allow_out_payment = True
        account.mlm_changed_at = "2020-01-01"
        bill = env["account.move"].create(
            {
                "move_type": "in_invoice",
                "journal_id": journal.id,
                "partner_id": payee.id,
                "invoice_date": "2001-01-02",
                "invoice_date_due": "2001-01-02",
                "invoice_line_ids": [
                    Command.create({"name": "Level", "price_unit": 10, "tax_ids": []})
                ],
            }
        )
        bill.action_post()
        self.state(env, bill, company)
        bank = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        values = {"journal_id": bank.id, "date": "2001-01-03", "due_until": "2001-01-03"}
        runs = env["mlm.payout.run"].create([values, values])
        cr.commit()
        return runs.ids, company

    def state(self, env, bill, company):
        """Insert the statement that makes a bill a settlement document."""
        plan = env["mlm.plan"].create({"name": "Concurrency", "code": f"concurrency{bill.id}"})
        version = env["mlm.plan.version"].create({"plan_id": plan.id, "date_from": "2001-01-01"})
        env.flush_all()
        day = fields.Date.add(fields.Date.to_date("1900-01-01"), days=2 * bill.id)
        [[period]] = env.execute_query(
            SQL(
                "INSERT INTO mlm_period (company_id, kind, state, date_from, date_to)"
                " VALUES (%s, 'week', 'closed', %s, %s) RETURNING id",
                company.id,
                day,
                fields.Date.add(day, days=1),
            )
        )
        [[run]] = env.execute_query(
            SQL(
                "INSERT INTO mlm_run (period_id, plan_version_id, kind, state, date_cutoff)"
                " VALUES (%s, %s, 'simulation', 'done', %s) RETURNING id",
                period,
                version.id,
                day,
            )
        )
        env.cr.execute(
            SQL(
                "INSERT INTO mlm_statement (period_id, run_id, company_id, partner_id, move_id)"
                " VALUES (%s, %s, %s, %s, %s)",
                period,
                run,
                company.id,
                bill.partner_id.id,
                bill.id,
            )
        )

    def propose(self, env, run_id):
        env["mlm.payout.run"].browse(run_id)._propose()
        env.flush_all()

    def lines_of(self, run_ids):
        cr = self.cursor()
        cr.execute(
            """SELECT count(*) FROM mlm_payout_item i JOIN mlm_payout_line l ON l.id = i.payout_id
                WHERE l.run_id = ANY(%s) AND i.is_live""",
            (run_ids,),
        )
        return cr.fetchone()[0]

    @mute_logger("odoo.sql_db")
    def test_one_document_in_one_living_run(self):
        """The second waits for the first, still sees the document as free, and is refused by the
        key of living items; when it begins again, the document is taken."""
        (first, second), company = self.make_due_document()
        cr1, cr2 = self.cursor(), self.cursor()
        for cr in (cr1, cr2):
            cr.execute("SELECT 1 FROM mlm_payout_run LIMIT 1")
        self.propose(self.env_of(cr1, company), first)
        met = []

        def work():
            try:
                self.propose(self.env_of(cr2, company), second)
                cr2.commit()
            except errors.Error as error:
                met.append(error)
                cr2.rollback()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=1.5)
        self.assertTrue(thread.is_alive(), "the second run must wait for the first")
        cr1.commit()
        thread.join(timeout=30)
        self.assertFalse(thread.is_alive())
        self.assertIsInstance(met[0], errors.UniqueViolation)
        self.assertEqual(self.lines_of([first, second]), 1)
        cr3 = self.cursor()
        env = self.env_of(cr3, company)
        mine = [payable.line for payable in env["mlm.payout.run"].browse(second)._payables()]
        taken = env["mlm.payout.run"].browse(first).line_ids.item_ids.move_line_id
        self.assertFalse(set(taken.ids) & set(mine))
        self.assertTrue(taken)
