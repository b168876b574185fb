# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon


@tagged("post_install", "-at_install")
class TestMoves(GenealogyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.network("A(B,C,D,E)")
        cls.binary = cls.tree("binary", strategy="left")
        for name, parent, leg in (
            ("A", None, 0),
            ("B", "A", 1),
            ("C", "A", 2),
            ("D", "B", 1),
            ("E", "D", 1),
        ):
            above = cls.Place.search(
                [("tree_id", "=", cls.binary.id), ("partner_id.name", "=", parent)]
            )
            cls.binary._place(cls.net[name], above, leg, date="2026-01-01")
        cls.today = fields.Date.context_today(cls.env.user)
        cls.clerk = new_test_user(cls.env, "gen_clerk2", "mlm_base.group_mlm_clerk")
        cls.officer = new_test_user(cls.env, "gen_officer", "mlm_base.group_mlm_compliance")

    def request(self, who, parent, leg=0, user=None, **values):
        return (
            self.env["mlm.place.move"]
            .with_user(user or self.clerk)
            .create(
                {
                    "place_id": self.place_of(self.binary, self.net[who]).id,
                    "parent_to_id": self.place_of(self.binary, self.net[parent]).id,
                    "leg_to": leg,
                    "reason": "Wrong side at registration",
                    **values,
                }
            )
        )

    def test_move_with_approval_and_history(self):
        move = self.request("D", "C", 2)
        self.assertEqual((move.parent_from_id.partner_id, move.leg_from), (self.net["B"], 1))
        move.action_submit()
        move.with_user(self.officer).action_approve()
        self.assertRecordValues(
            move,
            [
                {
                    "state": "done",
                    "requested_by_id": self.clerk.id,
                    "decided_by_id": self.officer.id,
                    "leg_to": 2,
                }
            ],
        )
        self.assertEqual(self.layout(self.binary)["D"], ("C", 2))
        self.assertEqual(self.layout(self.binary)["E"], ("D", 1))
        e = self.net["E"].id
        yesterday = self.today - timedelta(days=1)
        before = [row.partner_id for row in self.binary._upline(e, as_of=yesterday)]
        after = [row.partner_id for row in self.binary._upline(e, as_of=self.today)]
        ids = {name: partner.id for name, partner in self.net.items()}
        self.assertEqual(before, [ids["D"], ids["B"], ids["A"]])
        self.assertEqual(after, [ids["D"], ids["C"], ids["A"]])
        self.assertFalse(self.binary._run_check().finding_ids)

    def test_effective_later(self):
        day = self.today + timedelta(days=3)
        move = self.request("D", "C", date_effective=day)
        move.action_submit()
        move.with_user(self.officer).action_approve()
        self.assertEqual(move.state, "approved")
        self.assertEqual(self.layout(self.binary)["D"], ("B", 1))
        move.sudo().date_effective = self.today
        with self.enter_registry_test_mode():
            self.env.ref("mlm_genealogy.ir_cron_move").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(move.state, "done")
        self.assertEqual(self.layout(self.binary)["D"], ("C", 1))

    def test_failing_move_is_reported_and_does_not_stop_others(self):
        day = self.today + timedelta(days=3)
        first = self.request("D", "C", 1, date_effective=day)
        second = self.request("E", "A", 1, date_effective=day)
        for move in first | second:
            move.action_submit()
            move.with_user(self.officer).action_approve()
        self.binary._place_members(
            [self.member("X", self.net["A"]).id],
            stated={self.member("Y", self.net["A"]).id: (self.net["C"].id, 1)},
        )
        (first | second).sudo().write({"date_effective": self.today})
        with self.enter_registry_test_mode():
            self.env.ref("mlm_genealogy.ir_cron_move").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(first.state, "done")
        self.assertEqual(second.state, "approved")
        self.assertIn("occupied", second.failure)

    def test_preview(self):
        month = self.today.replace(day=1)
        for name, pv in (("A", 1), ("B", 10), ("C", 20), ("D", 100), ("E", 1000)):
            self.volume(self.net[name], pv, month)
            self.volume(self.net[name], 7, month - timedelta(days=1))
        effects = self.request("D", "C")._preview_effects()
        self.assertEqual((effects["members"], effects["volume"]), (2, Decimal(1100)))
        [loser], [winner] = effects["losing"], effects["gaining"]
        self.assertEqual(
            (loser["partner"], loser["before"], loser["after"]), (self.net["B"], 1110, 10)
        )
        self.assertEqual(
            (winner["partner"], winner["before"], winner["after"]), (self.net["C"], 20, 1120)
        )
        self.assertIn("1100", self.request("D", "C").preview_html)
        inside = self.request("E", "B", 2)._preview_effects()  # only D loses E, nobody gains
        self.assertEqual([row["partner"] for row in inside["losing"]], [self.net["D"]])
        self.assertEqual(inside["gaining"], [])

    # === HOSTILE === #

    def test_circles_are_refused(self):
        for who, parent in (("B", "E"), ("B", "D")):
            with self.subTest(who=who), self.assertRaisesRegex(UserError, "circle"):
                self.request(who, parent).action_submit()
        place = self.place_of(self.binary, self.net["B"])
        for below in "BDE":
            with self.assertRaisesRegex(UserError, "circle"):
                place._hang_over(self.place_of(self.binary, self.net[below]), 2, self.today)

    def test_circle_that_arises_after_approval(self):
        """Both moves are sound alone; the second would close the circle."""
        day = self.today + timedelta(days=3)
        moves = self.request("C", "E", date_effective=day) | self.request(
            "B", "C", date_effective=day
        )
        for move in moves:
            move.action_submit()
            move.with_user(self.officer).action_approve()
        moves.sudo().write({"date_effective": self.today})
        with self.enter_registry_test_mode():
            self.env.ref("mlm_genealogy.ir_cron_move").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(moves.mapped("state"), ["done", "approved"])
        self.assertIn("circle", moves[1].failure)
        self.assertFalse(self.binary._run_check().finding_ids)

    def test_requester_cannot_approve(self):
        manager = new_test_user(self.env, "gen_manager2", "mlm_base.group_mlm_manager")
        move = self.request("D", "C", user=manager)
        move.action_submit()
        with self.assertRaisesRegex(UserError, "Somebody else"):
            move.action_approve()
        with self.assertRaisesRegex(UserError, "Somebody else"):
            move.action_refuse()
        with self.assertRaises(AccessError):
            move.with_user(self.clerk).action_approve()
        self.assertEqual(move.state, "submitted")

    def test_state_cannot_be_written(self):
        move = self.request("D", "C")
        for values in (
            {"state": "approved"},
            {"requested_by_id": self.officer.id},
            {"decided_by_id": self.officer.id},
            {"parent_from_id": False},
        ):
            with self.subTest(**values), self.assertRaises(AccessError):
                move.write(values)
            with self.subTest(**values), self.assertRaises(AccessError):
                self.request("D", "C", **values)
        smuggled = (
            self.env["mlm.place.move"]
            .with_user(self.clerk)
            .with_context(default_state="approved", default_requested_by_id=self.officer.id)
            .create(
                {
                    "place_id": move.place_id.id,
                    "parent_to_id": move.parent_to_id.id,
                    "reason": "smuggled",
                }
            )
        )
        self.assertRecordValues(smuggled, [{"state": "draft", "requested_by_id": self.clerk.id}])
        move.action_submit()
        with self.assertRaisesRegex(UserError, "draft"):
            move.write({"parent_to_id": self.place_of(self.binary, self.net["A"]).id})
        with self.assertRaises(UserError):
            move.unlink()

    def test_requests_that_cannot_be(self):
        other = self.tree("binary", strategy="left")
        other._place_members([self.net["A"].id])
        foreign = self.place_of(other, self.net["A"])
        sponsor_place = self.place_of(self.sponsor_tree, self.net["D"])
        for values in (
            {"parent_to_id": foreign.id},
            {"leg_to": 3},
            {"leg_to": -1},
            {"place_id": sponsor_place.id, "parent_to_id": sponsor_place.parent_id.id},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.request("D", "C", **values)
        move = self.request("D", "A", 1)
        move.action_submit()
        with self.assertRaisesRegex(UserError, "occupied"):
            move.with_user(self.officer).action_approve()
        late = self.request("D", "C", date_effective=self.today - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "past"):
            late.action_submit()
