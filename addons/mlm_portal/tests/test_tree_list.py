# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_commission.tests.common_tax import TaxCommon
from odoo.addons.mlm_portal.models.portal.res_partner_team import SORTS

PASSWORD = "a long secret 7"


@tagged("post_install", "-at_install")
class TestTreeList(TaxCommon, HttpCase):
    """Figures of March: the top's partner buys 4 soaps (40 PV), the reseller below none.

    In February the reseller bought 2 (20 PV, active): now it is at risk.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.name, cls.reseller.name = "Paul Partner", "Rita Reseller"
        new_test_user(
            cls.env(su=True),
            "tree_top",
            "base.group_portal",
            partner_id=cls.top.id,
            password=PASSWORD,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.sell(self.reseller, [(self.soap, 2)], date="2026-02-10")
        february = self.env["mlm.period"].create({"kind": "month", "date_from": "2026-02-01"})
        february.date_cutoff = "2026-03-18"
        february._close()
        self.sell(self.partner, [(self.soap, 4)])
        self.close_march()

    def team(self, **filters):
        count, rows = self.top._mlm_team(filters)
        self.assertEqual(count, len(rows))
        return rows

    def names(self, **filters):
        return [row["name"] for row in self.team(**filters)]

    def test_columns_by_right(self):
        paul, rita = self.team()
        self.assertEqual((paul["name"], paul["status"]), ("Paul Partner", "active"))
        self.assertEqual((rita["name"], rita["status"]), ("Rita R.", "risk"))
        self.assertIsNotNone(paul["personal_volume"])
        self.assertIsNone(rita["personal_volume"], "two levels down: the sponsor's business")
        self.assertIsNotNone(rita["group_volume"])
        self.assertFalse({"id", "state", "is_company"} & paul.keys())

    def test_filters(self):
        self.assertEqual(self.names(show="risk"), ["Rita R."])
        self.assertEqual(self.names(show="inactive"), ["Rita R."])
        self.assertEqual(self.names(show="active"), ["Paul Partner"])
        self.assertEqual(self.names(level="2"), ["Rita R."])
        self.assertEqual(self.names(level="2", show="active"), [])
        for level in ("-1", "x", "9" * 30, "0"):
            self.assertEqual(len(self.names(level=level)), 2, level)
        self.assertEqual(self.names(rank="999999999"), [])

    def test_without_order_tells_no_hidden_figure(self):
        """The reseller bought nothing, but its own volume is not the top's business."""
        self.assertEqual(self.names(show="no_order"), [])
        count, rows = self.partner._mlm_team({"show": "no_order"})
        self.assertEqual((count, rows[0]["name"]), (1, "Rita Reseller"))

    def test_sorts(self):
        for sort in (*SORTS, "name; DROP TABLE x", ""):
            self.assertEqual(len(self.names(sort=sort)), 2, sort)
        self.partner.name = "Zoe Partner"
        self.assertEqual(self.names(sort="name"), ["Rita R.", "Zoe Partner"])
        self.assertEqual(self.names(sort="group_volume"), ["Zoe Partner", "Rita R."])

    def test_page_and_file(self):
        self.authenticate("tree_top", PASSWORD)
        for path in ("/my/team", "/my/team/page/0", "/my/team?level=2&show=risk&sort=rank"):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200, path)
            self.assertIn("Rita R.", answer.text)
            self.assertNotIn("Rita Reseller", answer.text)
        lines = list(
            csv.reader(self.url_open("/my/team.csv?show=risk").text.splitlines(), delimiter=";")
        )
        self.assertEqual(lines[0][1:4], ["Name", "Level", "Rank"])
        [line] = lines[1:]
        self.assertEqual(line[1:5], ["Rita R.", "2", "", "At risk"])
        self.assertEqual(line[6], "", "no personal volume")

    def test_structure_and_list_say_the_same(self):
        opened = self.top._mlm_tree_open()
        tree = opened["tree"]
        [paul] = self.top._mlm_tree_children(tree, opened["root"]["id"])["nodes"]
        [rita] = self.top._mlm_tree_children(tree, paul["id"])["nodes"]
        for node, row in zip((paul, rita), self.team(), strict=True):
            self.assertEqual(node["id"], row["place"])
            for name in ("name", "number", "status", "rank"):
                self.assertEqual(node.get(name), row[name], name)
            self.assertEqual(node["group_volume"], float(row["group_volume"]))
        self.assertEqual(paul["personal_volume"], 70, "40 of his own, 30 of his customer")
        self.assertIsNone(rita["personal_volume"])

    def test_statements_do_not_grow(self):
        with self.assertQueryCount(12):
            self.top._mlm_team({"show": "risk"}, 0, 50)


@tagged("post_install", "-at_install")
class TestTreeRoutes(TaxCommon, HttpCase):
    """The questions of the structure over the wire."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, partner in (("top", cls.top), ("partner", cls.partner), ("cust", cls.customer)):
            new_test_user(
                cls.env(su=True),
                f"tree_{name}",
                "base.group_portal",
                partner_id=partner.id,
                password=PASSWORD,
            )
        cls.tree = cls.env["mlm.tree"]._get_sponsor_tree(cls.company)

    def place(self, partner):
        return (
            self.env["mlm.place"]
            .search([("tree_id", "=", self.tree.id), ("partner_id", "=", partner.id)])
            .id
        )

    def ask(self, question, **params):
        return self.make_jsonrpc_request(f"/my/team/tree/{question}", params)

    def refused(self, question, **params):
        answer = self.url_open(
            f"/my/team/tree/{question}", json={"jsonrpc": "2.0", "params": params}
        ).json()
        self.assertNotIn("result", answer, question)
        return answer["error"]["data"]["message"]

    def test_questions(self):
        self.authenticate("tree_top", PASSWORD)
        opened = self.ask("open")
        self.assertEqual(opened["root"]["id"], self.place(self.top))
        page = self.ask("children", tree_id=opened["tree"], place_id=opened["root"]["id"])
        self.assertEqual([node["id"] for node in page["nodes"]], [self.place(self.partner)])
        card = self.ask("member", tree_id=opened["tree"], place_id=self.place(self.reseller))
        self.assertEqual(card["level"], 2)

    def test_nobody_asks_about_those_above(self):
        self.authenticate("tree_partner", PASSWORD)
        for question in ("children", "path", "member"):
            for place in (self.place(self.top), self.place(self.customer), None, "x", [1], 2**40):
                message = self.refused(question, tree_id=self.tree.id, place_id=place)
                self.assertIn("not in your team", message)
        for tree in (None, "1", True, 2**40, {}):
            message = self.refused("search", tree_id=tree, words="a")
            self.assertIn("not in your team", message)
        message = self.refused(
            "place", tree_id=self.tree.id, holding_id=1, place_id=self.place(self.partner)
        )
        self.assertIn("not waiting", message)

    def test_customers_have_no_structure(self):
        self.authenticate("tree_cust", PASSWORD)
        self.assertEqual(self.url_open("/my/team/tree").status_code, 404)
        for question in ("open", "children", "search", "path", "member", "place"):
            self.refused(question, tree_id=self.tree.id, place_id=self.place(self.top))

    def test_strangers_have_to_log_in(self):
        self.assertIn("/web/login", self.url_open("/my/team/tree").url)
        for question in ("open", "children", "search", "path", "member", "place"):
            self.refused(question)
