# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.mlm_genealogy.const import PAGE_SIZE
from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon

SPEC = {"display_name": {}, "child_count": {}, "parent_id": {"fields": {"display_name": {}}}}


@tagged("post_install", "-at_install")
class TestHierarchyRead(GenealogyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.star = cls.member("Star")
        cls.front = cls.crowd(5_000, sponsor=cls.star, prefix="Ray")
        below = cls.crowd(60, prefix="Below")
        cls.env.cr.execute(
            "UPDATE res_partner SET mlm_sponsor_id = %s WHERE id = ANY(%s)",
            [cls.front[-1], below],
        )
        cls.Tree._follow_sponsors(cls.front + below)
        cls.user = new_test_user(cls.env, "gen_viewer", "mlm_base.group_mlm_user")

    def read(self, domain):
        return self.Place.with_user(self.user).hierarchy_read(domain, dict(SPEC), "parent_id")

    def test_wide_front_opens_with_one_page(self):
        place = self.place_of(self.sponsor_tree, self.star)
        rows = self.read([("id", "=", place.id)])
        self.assertEqual(len(rows), 1 + PAGE_SIZE)
        root = next(row for row in rows if row["id"] == place.id)
        self.assertEqual(root["child_count"], 5_001)  # the template member of the crowd too
        self.assertEqual(len(root["__child_ids__"]), PAGE_SIZE)

    def test_statements_do_not_grow_with_the_front(self):
        place = self.place_of(self.sponsor_tree, self.star).with_user(self.user)
        leaf = self.place_of(
            self.sponsor_tree, self.env["res.partner"].browse(self.front[-1])
        ).with_user(self.user)
        counts = []
        for one in (leaf, place):
            self.env.flush_all()
            self.env.invalidate_all()
            one.hierarchy_children(dict(SPEC))  # warm caches of rights
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            one.hierarchy_children(dict(SPEC))
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
        self.assertLess(counts[1], 15)

    def test_pages_show_everybody_once(self):
        place = self.place_of(self.sponsor_tree, self.star).with_user(self.user)
        seen = []
        for offset in range(0, 5_001, PAGE_SIZE):
            seen += [row["id"] for row in place.hierarchy_children(dict(SPEC), offset)]
        self.assertEqual(len(seen), 5_001)
        self.assertEqual(len(set(seen)), 5_001)

    def test_jump_to_a_member_shows_its_page_of_siblings(self):
        member = self.env["res.partner"].browse(self.front[3_000])
        place = self.place_of(self.sponsor_tree, member).with_user(self.user)
        rows = self.read([("id", "=", place.id)])
        self.assertLessEqual(len(rows), 1 + PAGE_SIZE)
        parent = next(row for row in rows if row["display_name"] == "Star")
        siblings = place.parent_id.hierarchy_children(dict(SPEC), parent["__child_offset__"])
        self.assertIn(place.id, [row["id"] for row in siblings])
        above = place.hierarchy_parent(dict(SPEC))
        self.assertEqual(above[0]["display_name"], "Star")
        self.assertEqual(above[0]["__child_offset__"], parent["__child_offset__"])

    def test_many_roots_and_searches_are_cut(self):
        self.assertEqual(len(self.read([("partner_id.name", "ilike", "Ray")])), PAGE_SIZE)


@tagged("post_install", "-at_install")
class TestHierarchyTour(HttpCase):
    def test_tour(self):
        market = self.env["mlm.market"].create({"name": "Tour", "code": "TOUR"})
        type_partner = self.env.ref("mlm_base.partner_type_distributor")
        Partner = self.env["res.partner"].with_context(tracking_disable=True)
        values = {"mlm_type_id": type_partner.id, "mlm_market_id": market.id, "mlm_state": "active"}
        star = Partner.create({"name": "Tour Star", **values})
        Partner.create({"name": "Tour Neighbour", **values})  # so that there are several roots
        Partner.create(
            [
                {"name": f"Tour Ray {number:03}", "mlm_sponsor_id": star.id, **values}
                for number in range(120)
            ]
        )
        self.start_tour("/odoo", "mlm_genealogy_hierarchy", login="admin")
