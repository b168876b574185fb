# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon


@tagged("post_install", "-at_install")
class TestQueries(GenealogyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.network("A(B(D(G),E),C(F))")
        cls.customer = cls.member("K", cls.net["D"], cls.type_customer)
        cls.stranger = cls.member("Z")
        cls.user = new_test_user(cls.env, "gen_user", "mlm_base.group_mlm_user")

    def names(self, rows):
        partners = self.env["res.partner"].browse([row["partner_id"] for row in rows])
        return partners.mapped("name")

    def ask(self, method, *names, **options):
        people = self.net | {"K": self.customer, "Z": self.stranger}
        tree = self.sponsor_tree.with_user(self.user)
        return getattr(tree, method)(*(people[name].id for name in names), **options)

    def test_upline(self):
        rows = self.ask("upline", "K")
        self.assertEqual(self.names(rows), ["D", "B", "A"])
        self.assertEqual([row["level"] for row in rows], [1, 2, 3])
        self.assertEqual(self.names(self.ask("upline", "K", depth=2)), ["D", "B"])
        self.assertEqual(self.ask("upline", "A"), [])

    def test_downline_depth_filters_and_pages(self):
        self.assertEqual(self.names(self.ask("downline", "A")), ["B", "C", "D", "E", "F", "G", "K"])
        self.assertEqual(self.names(self.ask("downline", "A", depth=1)), ["B", "C"])
        self.assertEqual(
            self.names(self.ask("downline", "B", types=[self.type_customer.id])), ["K"]
        )
        self.net["E"].sudo().mlm_state = "suspended"
        self.assertEqual(self.names(self.ask("downline", "B", active_only=True)), ["D", "G", "K"])
        self.assertEqual(self.names(self.ask("downline", "A", limit=2, offset=3)), ["E", "F"])

    def test_distance_common_upline_and_leg(self):
        self.assertEqual(self.ask("distance", "G", "F"), 5)
        self.assertEqual(self.ask("distance", "G", "B"), 2)
        self.assertEqual(self.ask("distance", "G", "G"), 0)
        self.assertIs(self.ask("distance", "G", "Z"), False)
        self.assertEqual(self.ask("common_upline", "G", "F"), self.net["A"].id)
        self.assertEqual(self.ask("common_upline", "G", "B"), self.net["B"].id)
        self.assertIs(self.ask("common_upline", "A", "Z"), False)
        self.assertEqual(self.ask("leg_of", "G", "A")["partner_id"], self.net["B"].id)
        self.assertIs(self.ask("leg_of", "A", "G"), False)
        self.assertIs(self.ask("leg_of", "A", "A"), False)

    def test_leg_number_in_a_binary_tree(self):
        tree = self.tree("binary", strategy="balanced")
        tree._place_members([partner.id for partner in self.net.values()])
        self.assertEqual(tree.leg_of(self.net["C"].id, self.net["A"].id)["leg"], 2)

    def test_counts(self):
        self.assertEqual(
            self.ask("counts", "B"),
            {
                "upline": 1,
                "frontline": 2,
                "downline": 4,
                "partners": 3,
                "customers": 1,
                "active": 4,
                "levels": 2,
            },
        )
        self.assertEqual(self.ask("counts", "Z")["downline"], 0)

    def test_each_question_is_one_statement(self):
        tree, a, g = self.sponsor_tree, self.net["A"].id, self.net["G"].id
        self.env.flush_all()
        for method, args in (
            ("_upline", [g]),
            ("_downline", [a]),
            ("_common", [a, g]),
            ("_leg_of", [g, a]),
            ("_counts", [a]),
            ("_export_arrays", ["2026-01-01"]),
        ):
            with self.subTest(method=method), self.assertQueryCount(1):
                getattr(tree, method)(*args)

    def test_company_and_contacts_are_respected(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.Tree.create({"name": "F", "code": "f", "company_id": other.id})
        with self.assertRaises(AccessError):
            foreign.with_user(self.user).downline(self.net["A"].id)
        self.env["ir.rule"].create(
            {
                "name": "hide F",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": [("id", "!=", self.net["F"].id)],
            }
        )
        self.assertNotIn(self.net["F"].id, [r["partner_id"] for r in self.ask("downline", "A")])
        with self.assertRaises(AccessError):
            self.ask("upline", "F")

    def test_nonsense_is_refused(self):
        for options in (
            {"depth": -1},
            {"limit": "1; DROP TABLE res_partner"},
            {"offset": 1.5},
            {"as_of": "yesterday"},
            {"types": ["x"]},
        ):
            with self.subTest(**options), self.assertRaises(UserError):
                self.ask("downline", "A", **options)

    def test_export_for_the_engine(self):
        rows = self.sponsor_tree._export_arrays("2999-01-01")
        by_partner = {row[1]: row for row in rows}
        d, b = by_partner[self.net["D"].id], by_partner[self.net["B"].id]
        self.assertEqual(d[2], b[0])
        self.assertEqual(len(rows), self.sponsor_tree.place_count)

    def test_chain_of_100_000(self):
        """Depth is no limit: cost grows with the length, not with its square."""
        seconds = []
        for number in (10_000, 100_000):
            partner_ids = self.crowd(
                number, lambda no: no - 1 if no else None, prefix=f"Chain{number}-"
            )
            self.Tree._follow_sponsors(partner_ids)
            self.env.cr.execute("ANALYZE mlm_place; ANALYZE res_partner")
            first, last = partner_ids[0], partner_ids[-1]
            began = time.monotonic()
            self.assertEqual(len(self.sponsor_tree._upline(last)), number - 1)
            page = self.sponsor_tree._downline(first, limit=10, offset=number - 20)
            self.assertEqual(page[0].partner_id, partner_ids[-19])
            self.assertEqual(self.sponsor_tree._common(first, last), (first, number - 1))
            self.assertEqual(self.sponsor_tree._leg_of(last, first).partner_id, partner_ids[1])
            self.assertEqual(self.sponsor_tree._counts(first)["levels"], number - 1)
            seconds.append(time.monotonic() - began)
        self.assertLess(seconds[1], 30 * seconds[0])

    def test_damaged_data_cannot_hang_a_question(self):
        """A circle B-D-B below A, made behind the application's back."""
        b = self.place_of(self.sponsor_tree, self.net["B"])
        d = self.place_of(self.sponsor_tree, self.net["D"])
        self.env.cr.execute("UPDATE mlm_place SET parent_id = %s WHERE id = %s", [d.id, b.id])
        self.env.invalidate_all()
        tree = self.sponsor_tree
        for name in "BDGEK":
            partner = self.customer if name == "K" else self.net[name]
            self.assertTrue(tree._upline(partner.id))
            tree._downline(partner.id)
            tree._counts(partner.id)
            tree._common(partner.id, self.net["F"].id)
        self.assertIn("cycle", tree._run_check().finding_ids.mapped("kind"))


@tagged("post_install", "-at_install")
class TestAsOf(GenealogyCommon):
    def test_tree_on_a_day(self):
        net = self.network("A(B,C)")
        tree = self.tree("unilevel")
        tree._place_members([net["A"].id, net["B"].id, net["C"].id], date="2026-01-10")
        place = self.place_of(tree, net["C"])
        place._hang_over(self.place_of(tree, net["B"]), 0, "2026-02-01")
        place._hang_over(self.env["mlm.place"], 0, "2026-03-01")
        c = net["C"].id
        for day, upline in (
            ("2026-01-09", []),
            ("2026-01-31", ["A"]),
            ("2026-02-01", ["B", "A"]),
            ("2026-02-28", ["B", "A"]),
            ("2026-03-01", []),
        ):
            rows = tree._upline(c, as_of=day)
            names = self.env["res.partner"].browse([row.partner_id for row in rows])
            self.assertEqual(names.mapped("name"), upline, day)
        self.assertEqual(tree._counts(net["A"].id, as_of="2026-02-15")["downline"], 2)
        self.assertEqual(tree._counts(net["A"].id)["downline"], 1)
        self.assertEqual(len(tree._export_arrays("2026-01-09")), 0)
        self.assertFalse(tree._run_check().finding_ids)

    def test_two_changes_on_one_day_leave_one_row(self):
        net = self.network("A(B,C)")
        tree = self.tree("unilevel")
        tree._place_members([partner.id for partner in net.values()], date="2026-01-10")
        place = self.place_of(tree, net["C"])
        place._hang_over(self.place_of(tree, net["B"]), 0, "2026-02-01")
        place._hang_over(self.env["mlm.place"], 0, "2026-02-01")
        self.assertRecordValues(
            place.history_ids.sorted("valid_from"),
            [
                {
                    "parent_id": self.place_of(tree, net["A"]).id,
                    "valid_to": place.date_from.replace(month=2, day=1),
                },
                {"parent_id": False, "valid_to": False},
            ],
        )
