# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading

from psycopg2 import errors

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_commission.bulk_tables import BulkTable
from odoo.addons.mlm_commission.models.mlm_commission_line import LINES

from .common import LEVEL_PLAN


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Real transactions on a company of their own; what they commit is left archived."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            company = env["res.company"].create({"name": f"Concurrent {self.id()}"})
            market = env["mlm.market"].create(
                {"name": "C", "code": "C", "company_id": company.id, "release_rule": "invoice"}
            )
            member = env["res.partner"].create(
                {
                    "name": "Only member",
                    "mlm_type_id": env.ref("mlm_base.partner_type_distributor").id,
                    "mlm_market_id": market.id,
                    "mlm_state": "active",
                    "mlm_date_joined": "2026-01-01",
                }
            )
            plan = env["mlm.plan"].create({"name": "C", "code": "C", "company_id": company.id})
            env["mlm.plan.version"].create(
                {"plan_id": plan.id, "date_from": "2026-01-01", "definition": LEVEL_PLAN}
            )._release()
            period = env["mlm.period"].create(
                {"company_id": company.id, "kind": "month", "date_from": "2026-03-01"}
            )
            self.period_id, self.company_id, self.member_id = period.id, company.id, member.id
        self.addCleanup(self.clean_up)

    def clean_up(self):
        with self.registry.cursor() as cr:
            cr.execute("UPDATE res_company SET active = false WHERE id = %s", [self.company_id])
            cr.execute(
                "UPDATE res_partner SET active = false, mlm_state = 'terminated' WHERE id = %s",
                [self.member_id],
            )

    def env_of(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def period(self, cr):
        return self.env_of(cr)["mlm.period"].browse(self.period_id)

    def state(self):
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT p.state, count(r.id) FILTER (WHERE r.state = 'done')
                     FROM mlm_period p LEFT JOIN mlm_run r ON r.period_id = p.id
                    WHERE p.id = %s GROUP BY p.state""",
                [self.period_id],
            )
            return cr.fetchone()

    @mute_logger("odoo.sql_db")
    def test_two_closings_at_once_one_wins(self):
        one, two = self.registry.cursor(), self.registry.cursor()
        self.addCleanup(one.close)
        self.addCleanup(two.close)
        two.execute("SELECT count(*) FROM mlm_period")
        self.period(one)._close()
        failures = []

        def other_side():
            try:
                self.period(two)._close()
                two.commit()
            except (errors.OperationalError, UserError) as error:
                two.rollback()
                failures.append(error)

        thread = threading.Thread(target=other_side)
        thread.start()
        thread.join(2)
        one.commit()
        thread.join(30)
        self.assertEqual(len(failures), 1)
        self.assertEqual(self.state(), ("settled", 1))
        with self.registry.cursor() as cr, self.assertRaises(UserError):
            self.period(cr)._close()

    def test_a_worker_killed_in_the_middle_leaves_nothing(self):
        cr = self.registry.cursor()
        load = BulkTable.load

        def die_after_lines(table, *args):
            load(table, *args)
            if table is LINES:
                # What a killed worker's connection does: everything uncommitted is gone.
                raise KeyboardInterrupt

        self.patch(BulkTable, "load", die_after_lines)
        with self.assertRaises(KeyboardInterrupt):
            self.period(cr)._close()
        cr.close()
        self.assertEqual(self.state(), ("open", 0))
        self.patch(BulkTable, "load", load)
        with self.registry.cursor() as again:
            self.period(again)._close()
        self.assertEqual(self.state(), ("settled", 1))
