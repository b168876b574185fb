# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import time
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mlm_genealogy.models import mlm_tree_placing
from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon


@tagged("post_install", "-at_install")
class TestPlacing(GenealogyCommon):
    def place(self, tree, members):
        return tree._place_members([member.id for member in members])

    def test_balanced_binary(self):
        net = self.network("A(B,C,D,E,F)")
        tree = self.tree("binary", strategy="balanced")
        self.place(tree, net.values())
        self.assertEqual(
            self.layout(tree),
            {
                "A": (None, 0),
                "B": ("A", 1),
                "C": ("A", 2),
                "D": ("B", 1),
                "E": ("B", 2),
                "F": ("C", 1),
            },
        )

    def test_weaker_leg_by_the_ledger(self):
        net = self.network("A(B,C,D)")
        tree = self.tree("binary", strategy="weaker")
        self.place(tree, [net["A"], net["B"], net["C"]])
        # without volume every tie goes left
        self.assertEqual(self.layout(tree)["C"], ("B", 1))
        self.volume(net["B"], 10)
        self.place(tree, [net["D"]])
        self.assertEqual(self.layout(tree)["D"], ("A", 2))

    def test_manual_needs_a_place_and_takes_the_stated_one(self):
        net = self.network("A(B,C)")
        tree = self.tree("binary")
        self.place(tree, [net["A"]])
        with self.assertRaisesRegex(UserError, "by hand"):
            self.place(tree, [net["B"]])
        tree._place_members([net["B"].id], stated={net["B"].id: (net["A"].id, 2)})
        tree._place_members([net["C"].id], stated={net["C"].id: (net["A"].id, 0)})
        self.assertEqual(self.layout(tree)["B"], ("A", 2))
        self.assertEqual(self.layout(tree)["C"], ("A", 1))

    def test_matrix_spills_over_also_below_a_full_one(self):
        net = self.network("Root(A,B,C,D)")
        tree = self.tree("matrix", width=3, depth=3)
        self.place(tree, net.values())
        self.assertEqual(self.layout(tree)["D"], ("A", 1))
        small = self.tree("matrix", width=1, depth=2)
        self.place(small, [net["Root"], net["A"], net["B"]])
        self.place(small, [net["C"]])
        self.assertEqual(self.layout(small)["C"], ("B", 1))
        for fill in ("breadth_first", "depth_first"):
            full = self.tree("matrix", width=2, depth=1, fill=fill)
            self.place(full, net.values())
            self.assertEqual(self.layout(full)["C"], ("A", 1))

    def test_two_up_of_the_published_example(self):
        net = self.network("Emma(Alice(Bob,Charlie,David(Eve,Frank,Grace)))")
        tree = self.tree("x_up", pattern="up, up")
        order = ["Emma", "Alice", "Bob", "Charlie", "David", "Eve", "Frank", "Grace"]
        tree._place_members(
            [net[name].id for name in order], stated={net["Alice"].id: (net["Emma"].id, 0)}
        )
        found = {name: spot[0] for name, spot in self.layout(tree).items()}
        self.assertEqual(
            [found[name] for name in order[2:]],
            ["Emma", "Emma", "Alice", "Alice", "Alice", "David"],
        )

    def test_monoline_in_order_of_enrolment(self):
        net = self.network("A(B,C),X")
        tree = self.tree("monoline")
        self.place(tree, [net["C"], net["X"], net["A"], net["B"]])
        self.assertEqual(
            self.layout(tree),
            {"C": (None, 0), "X": ("C", 1), "A": ("X", 1), "B": ("A", 1)},
        )

    def test_sponsor_without_place_is_passed_over(self):
        net = self.network("A(B(C))")
        tree = self.tree("unilevel")
        self.place(tree, [net["A"], net["C"]])
        self.assertEqual(self.layout(tree)["C"], ("A", 0))

    def test_customers_get_no_place(self):
        net = self.network("A")
        customer = self.member("K", net["A"], self.type_customer)
        tree = self.tree("unilevel")
        self.assertFalse(self.place(tree, [customer]))
        with self.assertRaisesRegex(UserError, "not a partner"):
            tree._place(customer, self.Place)

    def test_nobody_to_place(self):
        for kind in ("unilevel", "board"):
            self.assertEqual(self.tree(kind)._place_members([]), {})
        self.assertEqual(self.sponsor_tree._follow_sponsors([]), (0, 0))

    def test_one_by_one_and_in_memory_agree_on_random_networks(self):
        kinds = [
            {"kind": "unilevel"},
            {"kind": "binary", "strategy": "left"},
            {"kind": "binary", "strategy": "right"},
            {"kind": "binary", "strategy": "weaker"},
            {"kind": "binary", "strategy": "balanced"},
            {"kind": "matrix", "width": 2},
            {"kind": "matrix", "width": 3, "depth": 2},
            {"kind": "matrix", "width": 2, "depth": 6, "fill": "depth_first"},
            {"kind": "matrix", "width": 2, "depth": 2, "fill": "depth_first"},
            {"kind": "matrix", "width": 2, "fill": "depth_first"},
            {"kind": "monoline"},
            {"kind": "x_up", "pattern": "up, keep, up"},
        ]
        for seed, values in enumerate(kinds):
            rng = random.Random(seed)
            partner_ids = self.crowd(
                40,
                lambda no, rng=rng: rng.randrange(no) if no and rng.random() < 0.95 else None,
                prefix=f"S{seed}-",
            )
            for partner_id in rng.sample(partner_ids, 15):
                self.volume(self.env["res.partner"].browse(partner_id), rng.randrange(1, 50))
            order = partner_ids[:5] + rng.sample(partner_ids[5:], 35)
            layouts = []
            for threshold in (1000, 0):
                tree = self.tree(**values)
                with (
                    self.subTest(threshold=threshold, **values),
                    patch.object(mlm_tree_placing, "BULK_THRESHOLD", threshold),
                ):
                    tree._place_members(order[:20])
                    tree._place_members(order[20:])
                layouts.append(self.layout(tree))
                self.assertEqual(tree._run_check().finding_ids.mapped("kind"), [])
            self.assertEqual(len(layouts[0]), 40)
            self.assertEqual(layouts[0], layouts[1], values)

    def test_bulk_is_all_or_nothing_and_can_hold(self):
        partner_ids = self.crowd(40, lambda no: 0 if no else None)
        tree = self.tree("binary", strategy="left")
        # The last five ask for the same leg: one gets it, if the rest may wait.
        stated = dict.fromkeys(partner_ids[35:], (partner_ids[0], 2))
        with self.assertRaisesRegex(UserError, "does not exist or is occupied"):
            tree._place_members(partner_ids, stated=stated)
        self.assertEqual(tree.place_count, 0)
        placed = tree._place_members(partner_ids, stated=stated, on_problem="hold")
        self.assertEqual(len(placed), 36)
        waiting = self.env["mlm.holding"].search([("tree_id", "=", tree.id)])
        self.assertEqual(len(waiting), 4)
        self.assertTrue(all(waiting.mapped("problem")))

    def test_many_cost_in_proportion(self):
        """Ten times the members may cost up to thirty times, never a hundred times."""
        seconds = []
        for number in (5_000, 50_000):
            rng = random.Random(1)
            partner_ids = self.crowd(
                number, lambda no, rng=rng: rng.randrange(no) if no else None, prefix=f"M{number}-"
            )
            tree = self.tree("binary", strategy="left")
            began = time.monotonic()
            self.assertEqual(self.Tree._follow_sponsors(partner_ids), (number, 0))
            placed = tree._place_members(partner_ids)
            seconds.append(time.monotonic() - began)
            self.assertEqual(len(placed), number)
        self.assertLess(seconds[1], 30 * max(seconds[0], 0.05))

    # === HOSTILE === #

    def test_occupied_missing_and_foreign_places_are_refused(self):
        net = self.network("A(B,C)")
        tree, other = self.tree("binary", strategy="left"), self.tree("binary", strategy="left")
        self.place(tree, [net["A"], net["B"]])
        self.place(other, [net["A"]])
        top = self.place_of(tree, net["A"])
        for parent, leg, words in (
            (top, 1, "occupied"),
            (top, 3, "does not exist"),
            (top, -1, "does not exist"),
            (self.place_of(other, net["A"]), 1, "not a place of the tree"),
        ):
            with self.subTest(leg=leg), self.assertRaisesRegex(UserError, words):
                tree._place(net["C"], parent, leg)

    def test_second_place_needs_permission_and_may_stand_below_the_first(self):
        net = self.network("A")
        tree = self.tree("binary", strategy="left")
        self.place(tree, [net["A"]])
        top = self.place_of(tree, net["A"])
        with self.assertRaisesRegex(UserError, "already"):
            tree._place(net["A"], top, 1)
        tree.multiple_places = True
        second = tree._place(net["A"], top, 1)
        self.assertEqual((second.position_no, second.display_name), (2, "A #2"))

    def test_database_refuses_what_slips_through(self):
        net = self.network("A(B,C)")
        tree = self.tree("binary", strategy="left")
        self.place(tree, [net["A"], net["B"]])
        values = {
            "tree_id": tree.id,
            "partner_id": net["C"].id,
            "parent_id": self.place_of(tree, net["A"]).id,
            "leg": 1,
        }
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.Place.create(values).flush_recordset()
        foreign = self.tree("binary")
        with self.assertRaises(ValidationError):
            self.Place.create(values | {"tree_id": foreign.id, "leg": 2})

    def test_users_cannot_write_places(self):
        net = self.network("A(B)")
        tree = self.tree("unilevel")
        self.place(tree, net.values())
        place = self.place_of(tree, net["B"])
        manager = new_test_user(self.env, "gen_manager", "mlm_base.group_mlm_manager")
        for change in ({"parent_id": False}, {"active": False}, {"leg": 2}):
            with self.assertRaises(AccessError):
                place.with_user(manager).write(change)
        with self.assertRaises(AccessError):
            place.with_user(manager).unlink()
        with self.assertRaises(AccessError):
            self.Place.with_user(manager).create(
                {"tree_id": tree.id, "partner_id": net["A"].id, "position_no": 2}
            )
        portal = new_test_user(self.env, "gen_portal", "base.group_portal")
        with self.assertRaises(AccessError):
            place.with_user(portal).read(["partner_id"])
        with self.assertRaises(AccessError):
            tree.with_user(portal).downline(net["A"].id)

    def test_shape_of_a_used_tree_is_fixed(self):
        net = self.network("A")
        tree = self.tree("matrix", width=3)
        tree.width = 4
        self.place(tree, net.values())
        with self.assertRaisesRegex(UserError, "fixed"):
            tree.width = 2
        tree.write({"kind": "matrix", "depth": 5})
        with self.assertRaises(UserError):
            tree.unlink()

    def test_settings_that_make_no_sense(self):
        for values in (
            {"kind": "x_up", "pattern": "up, down"},
            {"kind": "x_up"},
            {"kind": "board", "re_entry": "bottom"},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.tree(**values)
        for values in ({"kind": "board", "width": 1}, {"kind": "matrix", "depth": -1}):
            with (
                self.subTest(**values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.tree(**values).flush_recordset()


@tagged("post_install", "-at_install")
class TestBoardTree(GenealogyCommon):
    def test_board_fills_splits_and_the_root_enters_again(self):
        partner_ids = self.crowd(7, lambda no: no - 1 if no else None)
        tree = self.tree("board", width=2, height=2, re_entry="bottom", multiple_places=True)
        tree._place_members(partner_ids[:6])
        self.assertEqual(tree.board_ids.mapped("taken"), [6])
        tree._place_members(partner_ids[6:])
        first, left, right = tree.board_ids.sorted("id")
        self.assertEqual((first.state, first.taken, first.size), ("full", 7, 7))
        self.assertEqual((left.state, left.taken), ("open", 3))
        # The root enters the newest board again, as its second place.
        self.assertEqual((right.state, right.taken), ("open", 4))
        again = self.place_of(tree, self.env["res.partner"].browse(partner_ids[0]), 2)
        self.assertEqual(again.parent_id.parent_id, right.root_place_id)
        self.assertFalse(tree._run_check().finding_ids)

    def test_bulk_and_small_steps_agree(self):
        partner_ids = self.crowd(60, lambda no: no // 2 if no else None)
        layouts = []
        for step in (60, 7):
            tree = self.tree("board", width=2, height=2)
            for start in range(0, 60, step):
                tree._place_members(partner_ids[start : start + step])
            boards = tree.board_ids.sorted("id")
            layouts.append(
                (
                    self.layout(tree),
                    boards.mapped(lambda b: (b.root_place_id.display_name, b.state, b.taken)),
                )
            )
        self.assertEqual(layouts[0], layouts[1])
