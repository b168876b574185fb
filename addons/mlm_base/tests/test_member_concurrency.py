# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from psycopg2 import errors

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("-standard", "-at_install", "post_install", "concurrency")
class TestMemberConcurrency(BaseCase):
    """Two real transactions at once. Commits; leaves two archived members per test behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        self.ids = []
        self.addCleanup(self.clean_up)
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            vals = {
                "mlm_type_id": env.ref("mlm_base.partner_type_distributor").id,
                "mlm_state": "active",
            }
            made = env["res.partner"].create([{**vals, "name": name} for name in "AB"])
            self.ids = made.ids

    def clean_up(self):
        """What was committed leaves the network; places and history can't be deleted."""
        with self.registry.cursor() as cr:
            cr.execute(
                "UPDATE res_partner SET active = false, mlm_state = 'terminated'"
                " WHERE id = ANY(%s)",
                [self.ids],
            )

    def env_of(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    @mute_logger("odoo.sql_db")
    def test_two_transactions_do_not_close_a_circle(self):
        """A under B and B under A at once: without the lock both would see no circle."""
        one, two = self.registry.cursor(), self.registry.cursor()
        self.addCleanup(one.close)
        self.addCleanup(two.close)
        first, second = self.ids
        for cr in (one, two):
            # Both take their snapshot before the other writes.
            cr.execute("SELECT count(*) FROM res_partner")
        Partner = self.env_of(one)["res.partner"]
        Partner.browse(first).mlm_sponsor_id = Partner.browse(second)
        self.env_of(one).flush_all()
        failures = []

        def other_side():
            try:
                Partner = self.env_of(two)["res.partner"]
                Partner.browse(second).mlm_sponsor_id = Partner.browse(first)
                self.env_of(two).flush_all()
                two.commit()
            except (errors.SerializationFailure, ValidationError) as error:
                two.rollback()
                failures.append(error)

        thread = threading.Thread(target=other_side)
        thread.start()
        thread.join(1)
        self.assertTrue(thread.is_alive(), "the second transaction waits for the first")
        one.commit()
        thread.join(20)
        self.assertEqual([type(failure) for failure in failures], [errors.SerializationFailure])
        # Odoo repeats the transaction; now it sees the circle.
        with self.registry.cursor() as cr, self.assertRaisesRegex(ValidationError, "circle"):
            Partner = self.env_of(cr)["res.partner"]
            Partner.browse(second).mlm_sponsor_id = Partner.browse(first)
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT id, mlm_sponsor_id FROM res_partner WHERE id = ANY(%s) ORDER BY id",
                [self.ids],
            )
            self.assertEqual(cr.fetchall(), [(first, second), (second, None)])

    @mute_logger("odoo.sql_db")
    def test_numbers_are_neither_given_twice_nor_lost(self):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            company = env.company
            start = company._mlm_number_sequences()[company].number_next
            company_id = company.id
        one, two = self.registry.cursor(), self.registry.cursor()
        self.addCleanup(one.close)
        self.addCleanup(two.close)
        for cr in (one, two):
            cr.execute("SELECT count(*) FROM res_partner")

        def take(cr):
            env = self.env_of(cr)
            return env["res.partner"]._mlm_next_numbers(env["res.company"].browse(company_id), 2)

        lost = take(one)
        outcome = []

        def other_side():
            try:
                outcome.append(take(two))
            except errors.SerializationFailure:
                outcome.append("repeat")
            two.rollback()

        thread = threading.Thread(target=other_side)
        thread.start()
        thread.join(1)
        self.assertTrue(thread.is_alive(), "the second transaction waits for the first")
        one.rollback()
        thread.join(20)
        self.assertEqual(outcome, [lost], "numbers of a failed transaction come back")
        with self.registry.cursor() as cr:
            company = self.env_of(cr)["res.company"].browse(company_id)
            self.assertEqual(company._mlm_number_sequences()[company].number_next, start)
