# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import doctest

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mlm_base.tests.common import MlmCommon
from odoo.addons.mlm_portal.controllers import tree as tree_controller
from odoo.addons.mlm_portal.models.portal import res_partner_team
from odoo.addons.mlm_portal.models.registration import res_partner as referral_partner
from odoo.addons.mlm_portal.models.tree import res_partner_facts, res_partner_tree


class TreeCommon(MlmCommon):
    """Rosa sponsors Anna and Bert, Anna sponsors Carl, Carl sponsors Dora; Xena stands beside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        made = cls.make_tree("Rosa(Anna(Carl(Dora),Kim*),Bert),Xena(Yves)")
        for name, partner in made.items():
            partner.name = f"{name} Secret"
            setattr(cls, name.lower(), partner)
        cls.sponsor_tree = cls.env["mlm.tree"]._get_sponsor_tree(cls.company)

    @classmethod
    def place(cls, partner, tree=None):
        tree = tree or cls.sponsor_tree
        return cls.env["mlm.place"].search(
            [("tree_id", "=", tree.id), ("partner_id", "=", partner.id)]
        )

    @classmethod
    def make_placement_tree(cls, **values):
        """Return a tree in which new partners wait for their sponsor's choice."""
        cls.env["mlm.tree"].search([("kind", "!=", "sponsor")]).action_archive()
        return cls.env["mlm.tree"].create(
            {
                "name": "Placement",
                "code": "tree_test",
                "kind": "binary",
                "strategy": "manual",
                "holding_days": 14,
                **values,
            }
        )

    def children(self, reader, parent, tree=None, offset=0):
        tree = tree or self.sponsor_tree
        place = self.place(parent, tree)
        return reader._mlm_tree_children(tree.id, place.id, offset)


@tagged("post_install", "-at_install")
class TestTreeTeam(TreeCommon):
    """The sponsor tree as its partners may see it."""

    def test_doctests(self):
        for module in (
            tree_controller,
            res_partner_team,
            referral_partner,
            res_partner_facts,
            res_partner_tree,
        ):
            result = doctest.testmod(module)
            self.assertEqual(result.failed, 0, module.__name__)
            self.assertGreater(result.attempted, 0, module.__name__)

    def test_opens_at_the_own_place(self):
        opened = self.anna._mlm_tree_open()
        self.assertEqual(opened["tree"], self.sponsor_tree.id)
        root = opened["root"]
        self.assertEqual((root["name"], root["is_own"]), ("Anna Secret", True))
        self.assertEqual(root["children"], 1, "customers are not members of the team")

    def test_names_by_distance(self):
        answer = self.children(self.rosa, self.rosa)
        self.assertEqual(answer["total"], 2)
        self.assertEqual([n["name"] for n in answer["nodes"]], ["Anna Secret", "Bert Secret"])
        [carl] = self.children(self.rosa, self.anna)["nodes"]
        self.assertEqual((carl["name"], carl["distance"]), ("Carl S.", 2))
        self.assertEqual(carl["number"], self.carl.mlm_member_number)
        self.assertNotIn("id", {key for key in carl if key.startswith("partner")})
        self.assertIsNone(carl["personal_volume"], "the direct sponsor's business")

    def test_nobody_asks_about_others(self):
        for stranger in (self.rosa, self.bert, self.xena, self.yves):
            for question in ("_mlm_tree_children", "_mlm_tree_path", "_mlm_tree_member"):
                with self.assertRaisesRegex(UserError, "not in your team"):
                    getattr(self.anna, question)(self.sponsor_tree.id, self.place(stranger).id)

    def test_damaged_questions(self):
        own = self.place(self.anna).id
        for tree, place in (
            (None, own),
            (0, own),
            (self.sponsor_tree.id, None),
            (self.sponsor_tree.id, 0),
            (self.sponsor_tree.id, 2**31 - 1),
        ):
            with self.assertRaisesRegex(UserError, "not in your team"):
                self.anna._mlm_tree_children(tree, place)

    def test_places_of_another_tree(self):
        tree = self.make_placement_tree(auto_enrol=False)
        place = tree._place(self.rosa, self.env["mlm.place"])
        below = tree._place(self.anna, place)
        with self.assertRaisesRegex(UserError, "not in your team"):
            self.rosa._mlm_tree_children(self.sponsor_tree.id, below.id)
        with self.assertRaisesRegex(UserError, "not in your team"):
            self.carl._mlm_tree_open(tree.id)

    def test_pages(self):
        self.patch(res_partner_tree, "PAGE_SIZE", 2)
        for number in range(3):
            self.make_member(f"More {number}", self.bert)
        first = self.children(self.bert, self.bert)
        last = self.children(self.bert, self.bert, offset=2)
        self.assertEqual((first["total"], last["total"]), (3, 3))
        names = [node["name"] for node in first["nodes"] + last["nodes"]]
        self.assertEqual(names, ["More 0", "More 1", "More 2"])

    def search(self, reader, words):
        hits = reader._mlm_tree_search(self.sponsor_tree.id, words)
        return [(hit["name"], hit["level"]) for hit in hits]

    def test_search(self):
        self.assertEqual(self.search(self.rosa, "anna"), [("Anna Secret", 1)])
        number = self.dora.mlm_member_number
        self.assertEqual(self.search(self.rosa, number), [("Dora S.", 3)])
        self.assertEqual(self.search(self.rosa, "Dora"), [], "hidden names are not found")
        self.assertEqual(self.search(self.rosa, self.xena.mlm_member_number), [])
        self.assertEqual(self.search(self.anna, self.rosa.mlm_member_number), [])
        for words in ("%", "_", "\\", "'; DROP TABLE x; --", "  "):
            self.assertEqual(self.search(self.rosa, words), [], words)

    def test_path(self):
        path = self.rosa._mlm_tree_path(self.sponsor_tree.id, self.place(self.dora).id)
        self.assertEqual(
            path,
            [
                [self.place(self.anna).id, 0],
                [self.place(self.carl).id, 0],
                [self.place(self.dora).id, 0],
            ],
        )
        path = self.rosa._mlm_tree_path(self.sponsor_tree.id, self.place(self.bert).id)
        self.assertEqual(path, [[self.place(self.bert).id, 1]])

    def test_card(self):
        self.carl.write({"email": "carl@example.org", "phone": "0171 1", "city": "Kassel"})
        card = self.rosa._mlm_tree_member(self.sponsor_tree.id, self.place(self.carl).id)
        self.assertEqual((card["name"], card["level"], card["line"]), ("Carl S.", 2, 2))
        for secret in ("carl@example.org", "0171 1", "Kassel"):
            self.assertNotIn(secret, card.values())

    def allow(self, fact, reader, access="always", **values):
        """Give this company a row of its own in the visibility matrix."""
        self.env["mlm.visibility"].create(
            {
                "company_id": self.company.id,
                "fact": fact,
                "reader": reader,
                "access": access,
                **values,
            }
        )

    def test_card_as_the_matrix_says(self):
        self.carl.city = "Kassel"
        self.allow("last_order", "upline")
        self.allow("city", "upline")
        self.allow("number", "upline", "never")
        place = self.place(self.carl).id
        card = self.rosa._mlm_tree_member(self.sponsor_tree.id, place)
        self.assertEqual((card["city"], card["last_order"]), ("Kassel", None))
        self.assertNotIn("number", card)
        self.assertEqual(self.search(self.rosa, self.carl.mlm_member_number), [])

    def test_hidden_names_of_the_frontline_are_not_found(self):
        self.allow("full_name", "sponsor", "never")
        self.assertEqual(self.search(self.rosa, "Secret"), [])
        self.assertEqual(self.search(self.rosa, "anna"), [("Anna S.", 1)])

    def test_who_is_suspended_sees_nobody(self):
        self.rosa.mlm_state = "suspended"
        self.assertEqual(self.rosa._mlm_tree_open()["trees"], [])
        with self.assertRaisesRegex(UserError, "not in your team"):
            self.children(self.rosa, self.rosa)

    def test_statement_count_does_not_grow(self):
        for number in range(20):
            self.make_member(f"Many {number}", self.bert)
        self.children(self.anna, self.anna)
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self.children(self.bert, self.bert)

    def test_damaged_line_ends(self):
        """Two places below each other: the walk ends and finds nobody."""
        place = self.place(self.anna)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mlm_place SET parent_id = %s WHERE id = %s",
            [self.place(self.dora).id, place.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "not in your team"):
            self.rosa._mlm_tree_children(self.sponsor_tree.id, self.place(self.carl).id)


@tagged("post_install", "-at_install")
class TestTreePlacement(TreeCommon):
    """A sponsor places newcomers; others try to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tree = cls.make_placement_tree()
        cls.top = cls.tree._place(cls.rosa, cls.env["mlm.place"])
        cls.left = cls.tree._place(cls.anna, cls.top, 1)
        cls.right = cls.tree._place(cls.xena, cls.top, 2)
        cls.newcomer = cls.make_member("Nora New", cls.rosa)
        cls.row = cls.env["mlm.holding"].search([("partner_id", "=", cls.newcomer.id)])

    def put(self, reader, row, place, leg=0):
        return reader._mlm_place_newcomer(self.tree.id, row.id, place.id, leg)

    def test_opening_shows_who_waits(self):
        waiting = self.rosa._mlm_tree_open(self.tree.id)["waiting"]
        self.assertEqual([one["name"] for one in waiting], ["Nora New"])
        self.assertEqual(self.anna._mlm_tree_open(self.tree.id)["waiting"], [])

    def test_todo_on_the_start_page(self):
        todo = {
            "text": "Choose places for your newcomers: 1",
            "url": f"/my/team/tree?tree={self.tree.id}",
        }
        self.assertIn(todo, self.rosa._mlm_dashboard_todos())
        self.assertNotIn(todo, self.anna._mlm_dashboard_todos())
        self.put(self.rosa, self.row, self.left)
        self.assertNotIn(todo, self.rosa._mlm_dashboard_todos())

    def test_other_lines_have_no_names(self):
        left, right = self.children(self.rosa, self.rosa, self.tree)["nodes"]
        self.assertEqual((left["name"], left["leg_name"]), ("Anna Secret", "Left"))
        self.assertIsNone(right["name"], "Xena was placed here by somebody else")
        self.assertFalse({"number", "rank", "status"} & right.keys())
        self.assertEqual(self.rosa._mlm_tree_search(self.tree.id, self.xena.mlm_member_number), [])

    def test_other_lines_as_the_matrix_says(self):
        self.env["mlm.visibility"].create(
            {
                "company_id": self.company.id,
                "fact": "number",
                "reader": "placement",
                "access": "always",
            }
        )
        right = self.children(self.rosa, self.rosa, self.tree)["nodes"][1]
        self.assertEqual(right["number"], self.xena.mlm_member_number)
        self.assertIsNone(right["name"])
        self.assertNotIn("status", right)

    def test_who_is_suspended_places_nobody(self):
        self.rosa.mlm_state = "suspended"
        with self.assertRaisesRegex(UserError, "not in your team"):
            self.put(self.rosa, self.row, self.left)
        self.assertEqual(self.row.state, "waiting")

    def test_places_where_the_sponsor_chose(self):
        place_id = self.put(self.rosa, self.row, self.left, 2)
        place = self.env["mlm.place"].browse(place_id)
        self.assertEqual((place.parent_id, place.leg), (self.left, 2))
        self.assertEqual((self.row.state, self.row.method), ("placed", "sponsor"))
        self.assertEqual(self.rosa._mlm_waiting(self.tree), [])

    def test_replay(self):
        self.put(self.rosa, self.row, self.left)
        with self.assertRaisesRegex(UserError, "not waiting for your choice"):
            self.put(self.rosa, self.row, self.left)
        self.assertEqual(len(self.place(self.newcomer, self.tree)), 1)

    def test_occupied(self):
        with self.assertRaisesRegex(UserError, "occupied") as caught:
            self.put(self.rosa, self.row, self.top, 1)
        self.assertNotIn("Secret", str(caught.exception))
        with self.assertRaisesRegex(UserError, "occupied"):
            self.put(self.rosa, self.row, self.top)
        with self.assertRaisesRegex(UserError, "occupied"):
            self.put(self.rosa, self.row, self.left, 3)
        with self.assertRaisesRegex(UserError, "not in your team"):
            self.put(self.rosa, self.row, self.left, -1)

    def test_foreign_newcomer(self):
        with self.assertRaisesRegex(UserError, "not waiting for your choice"):
            self.put(self.anna, self.row, self.left)
        self.assertEqual(self.row.state, "waiting")

    def test_newcomer_given_to_another_sponsor(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET mlm_sponsor_id = %s WHERE id = %s",
            [self.anna.id, self.newcomer.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "not waiting for your choice"):
            self.put(self.rosa, self.row, self.left)

    def test_foreign_parent(self):
        nora = self.make_member("Nina New", self.anna)
        row = self.env["mlm.holding"].search([("partner_id", "=", nora.id)])
        for place in (self.top, self.right, self.place(self.anna)):
            with self.assertRaisesRegex(UserError, "not in your team"):
                self.put(self.anna, row, place)
        self.assertEqual(row.state, "waiting")

    def test_window_is_over(self):
        self.row.sudo().deadline = "2020-01-01"
        self.assertEqual(self.rosa._mlm_waiting(self.tree), [])
        with self.assertRaisesRegex(UserError, "time to choose is over"):
            self.put(self.rosa, self.row, self.left)
