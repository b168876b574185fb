# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from psycopg2 import errors

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("-standard", "-at_install", "post_install", "concurrency")
class TestVolumeConcurrency(BaseCase):
    """Two real transactions on one invoice. Commits, so it cleans up what can be cleaned up.

    Ledger rows cannot be deleted; each run leaves its few rows and their contact behind, in a
    company of their own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def cursor(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return cr

    def env_of(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def make_posted_invoice(self, post=True):
        cr = self.cursor()
        env = self.env_of(cr)
        journal = env["account.journal"].search([("type", "=", "sale")], limit=1)
        if not journal:
            self.skipTest("no company with a sales journal")
        env = env(context={**env.context, "allowed_company_ids": journal.company_id.ids})
        product = env["product.product"].create(
            {"name": "Concurrency Soap", "mlm_pv": 10, "mlm_cv": 8, "taxes_id": [Command.clear()]}
        )
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": journal.id,
                "partner_id": env["res.partner"].create({"name": "Concurrency Buyer"}).id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": 5,
                            "price_unit": 20,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        if post:
            invoice.action_post()
        cr.commit()
        return invoice.id, journal.company_id.id

    def rows_of(self, move_ids):
        cr = self.cursor()
        cr.execute(
            "SELECT pv::float FROM mlm_volume WHERE move_id = ANY(%s) ORDER BY id", (move_ids,)
        )
        return [pv for (pv,) in cr.fetchall()]

    def run_both(self, first, second):
        """Run two works, each in its own transaction, the second while the first is open.

        :return: the database error the second met, or None
        """
        cr1, cr2 = self.cursor(), self.cursor()
        met = []
        # Both see the state before the other.
        cr1.execute("SELECT 1 FROM mlm_volume LIMIT 1")
        cr2.execute("SELECT 1 FROM mlm_volume LIMIT 1")
        first(self.env_of(cr1))

        def work():
            try:
                second(self.env_of(cr2))
                cr2.commit()
            except errors.Error as error:
                met.append(error)
                cr2.rollback()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=1.5)
        cr1.commit()
        thread.join(timeout=30)
        self.assertFalse(thread.is_alive())
        return met[0] if met else None

    @mute_logger("odoo.sql_db")
    def test_one_invoice_posted_twice_in_parallel(self):
        move_id, company_id = self.make_posted_invoice(post=False)

        def post(env):
            env = env(context={**env.context, "allowed_company_ids": [company_id]})
            env["account.move"].browse(move_id).action_post()

        error = self.run_both(post, post)
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertEqual(self.rows_of([move_id]), [50])

    @mute_logger("odoo.sql_db")
    def test_ledger_alone_refuses_the_second_row(self):
        """Even if nothing else collided: the unique key of the ledger does."""
        move_id, company_id = self.make_posted_invoice(post=False)
        cr = self.cursor()
        env = self.env_of(cr)
        Volume = type(env["mlm.volume"])
        record, Volume._record_moves = Volume._record_moves, lambda self, moves: 0
        try:
            env["account.move"].browse(move_id).with_context(
                allowed_company_ids=[company_id]
            ).action_post()
            cr.commit()
        finally:
            Volume._record_moves = record
        self.assertEqual(self.rows_of([move_id]), [])

        def record_moves(env):
            env["mlm.volume"]._record_moves(env["account.move"].browse(move_id))
            env.flush_all()

        error = self.run_both(record_moves, record_moves)
        self.assertIsInstance(error, errors.SerializationFailure)
        self.assertEqual(self.rows_of([move_id]), [50])

    @mute_logger("odoo.sql_db")
    def test_two_credit_notes_in_parallel_cannot_both_take_the_same(self):
        move_id, company_id = self.make_posted_invoice()
        cr = self.cursor()
        env = self.env_of(cr)
        env = env(context={**env.context, "allowed_company_ids": [company_id]})
        invoice = env["account.move"].browse(move_id)
        notes = [
            invoice._reverse_moves([{"invoice_date": "2026-03-20", "date": "2026-03-20"}])
            for _number in range(2)
        ]
        note_ids = [note.id for note in notes]
        cr.commit()

        def post(note_id):
            def work(env):
                env = env(context={**env.context, "allowed_company_ids": [company_id]})
                env["account.move"].browse(note_id).action_post()

            return work

        error = self.run_both(post(note_ids[0]), post(note_ids[1]))
        self.assertIsInstance(error, errors.SerializationFailure)
        # The second is retried, as Odoo does for each request.
        cr = self.cursor()
        post(note_ids[1])(self.env_of(cr))
        cr.commit()
        self.assertEqual(self.rows_of([move_id, *note_ids]), [50, -50, 0])
