# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import threading
import uuid

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name


@tagged("post_install", "-at_install", "concurrency")
class TestConcurrency(BaseCase):
    """Two real transactions that commit; what they leave behind is taken away at the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_ = Registry(get_db_name())
        cls.tag = f"race-{uuid.uuid4().hex[:8]}"
        with cls.registry_.cursor() as cr:
            env = cls.environment(cr)
            cls.market_id = (
                env["mlm.market"]
                .create({"name": cls.tag, "code": cls.tag, "company_id": env.company.id})
                .id
            )

    @classmethod
    def tearDownClass(cls):
        with cls.registry_.cursor() as cr:
            like = f"{cls.tag}%"
            cr.execute("SELECT id FROM res_partner WHERE name LIKE %s", [like])
            people = [row[0] for row in cr.fetchall()]
            cr.execute(
                "UPDATE mlm_place SET parent_id = NULL, leg = 0 WHERE partner_id = ANY(%s)",
                [people],
            )
            cr.execute("DELETE FROM mlm_place_move WHERE partner_id = ANY(%s)", [people])
            cr.execute("DELETE FROM mlm_holding WHERE partner_id = ANY(%s)", [people])
            cr.execute(
                "DELETE FROM mlm_place_history h USING mlm_place p"
                " WHERE p.id = h.place_id AND p.partner_id = ANY(%s)",
                [people],
            )
            cr.execute("DELETE FROM mlm_place WHERE partner_id = ANY(%s)", [people])
            cr.execute("DELETE FROM mlm_tree WHERE code LIKE %s", [like])
            cr.execute("UPDATE res_partner SET mlm_sponsor_id = NULL WHERE id = ANY(%s)", [people])
            cr.execute("DELETE FROM mlm_life_cycle_event WHERE partner_id = ANY(%s)", [people])
            cr.execute("DELETE FROM res_partner WHERE id = ANY(%s)", [people])
            cr.execute("DELETE FROM mlm_market WHERE code = %s", [cls.tag])
        super().tearDownClass()

    @classmethod
    def environment(cls, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def prepare(self, kind, number, **values):
        """Return (tree id, ids of a root and ``number`` members it sponsors), committed."""
        with self.registry_.cursor() as cr:
            env = self.environment(cr)
            code = f"{self.tag}-{kind}-{uuid.uuid4().hex[:4]}"
            tree = env["mlm.tree"].create(
                {"name": code, "code": code, "kind": kind, "auto_enrol": False, **values}
            )
            member = {
                "mlm_type_id": env.ref("mlm_base.partner_type_distributor").id,
                "mlm_market_id": self.market_id,
                "mlm_state": "active",
            }
            root = env["res.partner"].create({"name": f"{code} root", **member})
            people = env["res.partner"].create(
                [
                    {"name": f"{code} {no}", "mlm_sponsor_id": root.id, **member}
                    for no in range(number)
                ]
            )
            tree._place_members(root.ids)
            return tree.id, root.id, people.ids

    def race(self, jobs):
        """Run jobs in threads that all read before any of them writes; repeat as Odoo does.

        :return: list of exceptions other than those Odoo repeats
        """
        barrier = threading.Barrier(len(jobs), timeout=60)
        problems, repeats = [], []

        def run(job):
            for attempt in range(10):
                with self.registry_.cursor() as cr:
                    env = self.environment(cr)
                    try:
                        env["mlm.tree"].search_count([])  # takes the snapshot
                        if not attempt:
                            barrier.wait()
                        job(env)
                        env.flush_all()
                        cr.commit()
                        return
                    except (SerializationFailure, ConcurrencyError) as error:
                        cr.rollback()
                        repeats.append(error)
                    except Exception as error:  # noqa: BLE001 - the test looks at it
                        cr.rollback()
                        problems.append(error)
                        return
            problems.append(AssertionError("ten repeats were not enough"))

        threads = [threading.Thread(target=run, args=[job]) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return problems, repeats

    def spots(self, tree_id):
        with self.registry_.cursor() as cr:
            cr.execute(
                "SELECT parent_id, leg FROM mlm_place WHERE tree_id = %s AND parent_id IS NOT NULL",
                [tree_id],
            )
            return cr.fetchall()

    def test_parallel_registrations_never_share_a_leg(self):
        for values in (
            {"kind": "binary", "strategy": "left"},
            {"kind": "binary", "strategy": "balanced"},
            {"kind": "matrix", "width": 3},
            {"kind": "monoline"},
        ):
            with self.subTest(**values):
                tree_id, _root, people = self.prepare(number=4, **values)
                problems, repeats = self.race(
                    [
                        lambda env, who=who, tree=tree_id: (
                            env["mlm.tree"].browse(tree)._place_members([who])
                        )
                        for who in people
                    ]
                )
                self.assertEqual(problems, [])
                self.assertTrue(repeats, "the transactions never met")
                spots = self.spots(tree_id)
                self.assertEqual(len(spots), 4)
                self.assertEqual(len(set(spots)), 4)

    def test_two_choices_for_one_leg(self):
        tree_id, root_id, people = self.prepare("binary", 2)

        def place(env, who):
            tree = env["mlm.tree"].browse(tree_id)
            tree._place(env["res.partner"].browse(who), tree._main_place(root_id), 1)

        problems, _repeats = self.race([lambda env, who=who: place(env, who) for who in people])
        self.assertEqual([type(problem) for problem in problems], [UserError])
        self.assertEqual(len(self.spots(tree_id)), 1)

    def test_bulk_and_single_placement(self):
        tree_id, _root, people = self.prepare("binary", 41, strategy="left")
        problems, _repeats = self.race(
            [
                lambda env: env["mlm.tree"].browse(tree_id)._place_members(people[:40]),
                lambda env: env["mlm.tree"].browse(tree_id)._place_members(people[40:]),
            ]
        )
        self.assertEqual(problems, [])
        spots = self.spots(tree_id)
        self.assertEqual((len(spots), len(set(spots))), (41, 41))

    def test_crossing_moves_close_no_circle(self):
        tree_id, root_id, (a, b) = self.prepare("unilevel", 2)
        with self.registry_.cursor() as cr:
            self.environment(cr)["mlm.tree"].browse(tree_id)._place_members([a, b])

        def move(env, who, below):
            tree = env["mlm.tree"].browse(tree_id)
            tree._main_place(who)._hang_over(tree._main_place(below), 0, "2026-01-01")

        problems, _repeats = self.race([lambda env: move(env, a, b), lambda env: move(env, b, a)])
        self.assertEqual([type(problem) for problem in problems], [UserError])
        with self.registry_.cursor() as cr:
            tree = self.environment(cr)["mlm.tree"].browse(tree_id)
            self.assertEqual(len(tree._downline(root_id)), 2)

    def test_one_member_waits_and_is_placed_once(self):
        tree_id, _root, [who] = self.prepare("binary", 1, strategy="left")
        with self.registry_.cursor() as cr:
            env = self.environment(cr)
            holding_id = env["mlm.holding"]._enter(env["mlm.tree"].browse(tree_id), [who]).id

        def place(env):
            holding = env["mlm.holding"].browse(holding_id)
            holding.action_place_by_strategy()

        problems, _repeats = self.race([place, place])
        self.assertEqual([type(problem) for problem in problems], [UserError])
        self.assertEqual(len(self.spots(tree_id)), 1)
