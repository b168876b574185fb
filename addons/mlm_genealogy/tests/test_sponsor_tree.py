# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon


@tagged("post_install", "-at_install")
class TestSponsorTree(GenealogyCommon):
    def test_members_get_their_place_at_once(self):
        net = self.network("A(B)")
        customer = self.member("K", net["B"], self.type_customer)
        place = self.place_of(self.sponsor_tree, customer)
        self.assertEqual(place.parent_id, self.place_of(self.sponsor_tree, net["B"]))
        self.assertEqual(place.parent_id.parent_id.partner_id, net["A"])
        outsider = self.env["res.partner"].create({"name": "Outside"})
        self.assertFalse(self.place_of(self.sponsor_tree, outsider))

    def test_place_counts_from_the_day_of_joining(self):
        a = self.member("A", mlm_date_joined="2025-05-01")
        place = self.place_of(self.sponsor_tree, a)
        self.assertEqual(place.date_from, fields.Date.to_date("2025-05-01"))
        self.assertEqual(place.history_ids.valid_from, fields.Date.to_date("2025-05-01"))

    def test_contact_that_joins_later(self):
        net = self.network("A")
        contact = self.env["res.partner"].create({"name": "Late"})
        contact.write({"mlm_type_id": self.type_partner.id, "mlm_market_id": self.market.id})
        self.assertTrue(self.place_of(self.sponsor_tree, contact))
        contact.mlm_sponsor_id = net["A"]
        self.assertEqual(self.place_of(self.sponsor_tree, contact).parent_id.partner_id, net["A"])

    def test_changed_sponsor_hangs_the_team_over(self):
        net = self.network("A(B(C)),X")
        net["B"]._mlm_set_sponsor(net["X"])
        place = self.place_of(self.sponsor_tree, net["B"])
        self.assertEqual(place.parent_id.partner_id, net["X"])
        self.assertEqual(
            [row.partner_id for row in self.sponsor_tree._upline(net["C"].id)],
            [net["B"].id, net["X"].id],
        )
        self.assertFalse(self.sponsor_tree._run_check().finding_ids)

    def test_bulk_fill_takes_two_statements_and_any_order(self):
        partner_ids = self.crowd(200, lambda no: no + 1 if no < 199 else None)
        self.assertEqual(self.Tree._follow_sponsors(partner_ids), (200, 0))
        self.assertEqual(self.Tree._follow_sponsors(partner_ids), (0, 0))
        self.assertEqual(len(self.sponsor_tree._upline(partner_ids[0])), 199)

    def test_places_stand_in_the_order_of_enrolment(self):
        """Wherever the database has put the rows: a rewritten one moves behind the others."""
        front = self.member("Front")
        partner_ids = self.crowd(600, sponsor=front)
        self.env.cr.execute(
            "UPDATE res_partner SET comment = %s WHERE id = ANY(%s)",
            ["x" * 1500, partner_ids[:300]],
        )
        self.Tree._follow_sponsors()
        places = self.place_of(self.sponsor_tree, front).child_ids.sorted("id")
        self.assertEqual(places.partner_id.ids[-600:], partner_ids)

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        tree = self.Tree._get_sponsor_tree(other)
        self.assertEqual(tree, self.Tree._get_sponsor_tree(other))
        self.assertNotEqual(tree, self.sponsor_tree)

    def test_merged_contacts_keep_the_network_whole(self):
        net = self.network("A(B(C),D)")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge([net["B"].id, net["D"].id], net["D"])
        self.assertFalse(net["B"].exists())
        places = self.Place.search([("partner_id", "=", net["D"].id)])
        self.assertEqual(len(places), 1)
        place = self.place_of(self.sponsor_tree, net["C"])
        self.assertEqual(place.parent_id.partner_id, net["D"])
        self.assertFalse(self.sponsor_tree._run_check().finding_ids)

    def merge(self, target, *sources):
        people = target.browse([partner.id for partner in (target, *sources)])
        self.env["base.partner.merge.automatic.wizard"]._merge(people.ids, target)

    def one_place(self, tree, partner, *, ended=0):
        """Return the only place of a merged contact, which also holds so many ended ones."""
        places = self.Place.with_context(active_test=False).search(
            [("tree_id", "=", tree.id), ("partner_id", "=", partner.id)], order="position_no"
        )
        self.assertEqual(places.mapped("active"), [True] + [False] * ended)
        self.assertEqual(places[0].position_no, 1)
        self.assertFalse(tree._run_check().finding_ids)
        self.assertFalse(self.sponsor_tree._run_check().finding_ids)
        return places[0]

    def test_merging_ends_the_place_without_a_team(self):
        net = self.network("A(B(D),C)")
        tree = self.tree("binary", strategy="left")
        # A on top, B left, C right, D left of B.
        tree._place_members([net["A"].id, net["B"].id])
        tree._place(net["C"], self.place_of(tree, net["A"]), 2, date="2026-01-01")
        tree._place_members([net["D"].id])
        self.place_of(tree, net["C"]).history_ids.invalidate_recordset()
        self.merge(net["B"], net["C"])
        place = self.one_place(tree, net["B"], ended=1)
        self.assertEqual((place.parent_id.partner_id, place.leg), (net["A"], 1))
        self.assertEqual(place.child_ids.partner_id, net["D"])
        ended = self.Place.with_context(active_test=False).search(
            [("tree_id", "=", tree.id), ("active", "=", False)]
        )
        self.assertEqual(ended.history_ids.mapped("leg"), [2])
        self.assertTrue(ended.history_ids.valid_to)
        # The leg is free again.
        tree._place(self.member("New", net["A"]), self.place_of(tree, net["A"]), 2)

    def test_merging_into_a_leaf_takes_over_the_place_with_the_team(self):
        net = self.network("A(B(D),C)")
        tree = self.tree("unilevel")
        tree._place_members([net[name].id for name in "ABCD"])
        self.merge(net["C"], net["B"])
        self.assertEqual(self.one_place(tree, net["C"], ended=1).child_ids.partner_id, net["D"])

    def test_merge_of_two_teams_is_refused_where_a_tree_allows_one_place(self):
        net = self.network("A(B(D),C(E))")
        tree = self.tree("binary", strategy="balanced")
        tree._place_members([net[name].id for name in "ABCDE"])
        with self.assertRaisesRegex(UserError, "B, C each have a team"):
            self.merge(net["C"], net["B"])
        tree.multiple_places = True
        self.merge(net["C"], net["B"])
        self.assertEqual(
            self.Place.search([("tree_id", "=", tree.id), ("partner_id", "=", net["C"].id)])
            .sorted("position_no")
            .mapped("position_no"),
            [1, 2],
        )
        self.assertFalse(tree._run_check().finding_ids)

    def other_market(self):
        company = self.env["res.company"].create({"name": "Other"})
        return self.env["mlm.market"].create(
            {
                "name": "Elsewhere",
                "code": "ELSE",
                "company_id": company.id,
                "currency_id": company.currency_id.id,
            }
        )

    def test_another_company_ends_the_places_and_a_return_begins_anew(self):
        first, member = self.member("First"), self.member("Member", mlm_date_joined="2025-05-01")
        tree = self.tree("binary", strategy="left")
        tree._place_members([first.id], date="2025-01-01")
        tree._place(member, self.place_of(tree, first), 2, date="2025-05-01")
        market = self.other_market()
        member.mlm_market_id = market
        today = fields.Date.context_today(member)
        places = self.Place.search([("partner_id", "=", member.id)])
        self.assertEqual(places.company_id, market.company_id)
        self.assertEqual(places.date_from, today)
        self.assertFalse(tree._run_check().finding_ids)
        self.assertFalse(self.sponsor_tree._run_check().finding_ids)
        self.assertEqual(
            [row.partner_id for row in tree._upline(member.id, as_of="2025-06-01")], [first.id]
        )
        member.mlm_market_id = self.market
        tree._place_members([member.id])
        self.one_place(tree, member, ended=1)
        self.assertEqual(self.place_of(self.sponsor_tree, member).date_from, today)

    def test_who_leads_a_team_does_not_change_the_company(self):
        member, below = self.member("Member"), self.member("Below")
        tree = self.tree("binary", strategy="left")
        tree._place_members([member.id])
        tree._place(below, self.place_of(tree, member), 1)
        with self.assertRaisesRegex(UserError, "Others stand below Member"):
            member.mlm_market_id = self.other_market()

    def test_smart_buttons_and_team_search(self):
        net = self.network("A(B(C,D))")
        user = new_test_user(self.env, "gen_reader", "mlm_base.group_mlm_user")
        b = net["B"].with_user(user)
        self.assertEqual((b.mlm_upline_count, b.mlm_downline_count), ("1", "2"))
        Partner = self.env["res.partner"].with_user(user)
        self.assertEqual(
            Partner.search(net["A"].action_mlm_downline()["domain"], order="name"),
            net["B"] | net["C"] | net["D"],
        )
        self.assertEqual(
            Partner.search(net["D"].action_mlm_upline()["domain"], order="name"),
            net["A"] | net["B"],
        )
        self.assertFalse(Partner.search([("mlm_above_id", "=", net["D"].id)]))
        form = Form(b, "base.view_partner_form")
        self.assertEqual(form.mlm_downline_count, "2")

    def test_counts_for_a_set_are_one_statement(self):
        net = self.network("A(B(C,D),E)")
        partners = self.env["res.partner"].browse([partner.id for partner in net.values()])
        self.env.flush_all()
        with self.assertQueryCount(1):
            counts = partners._mlm_team_counts()
        self.assertEqual(counts[net["A"].id], (0, 4))
        self.assertEqual(counts[net["D"].id], (2, 0))

    def test_jump_finds_the_member(self):
        net = self.network("A(B)")
        wizard = self.env["mlm.place.jump"].create(
            {"tree_id": self.sponsor_tree.id, "partner_id": net["B"].id}
        )
        action = wizard.action_jump()
        place = self.place_of(self.sponsor_tree, net["B"])
        self.assertEqual(action["context"]["hierarchy_res_id"], place.id)
        wizard.tree_id = self.tree("binary")
        with self.assertRaisesRegex(UserError, "no place"):
            wizard.action_jump()

    def test_people_with_a_place_are_not_deleted(self):
        customer = self.member("K", self.network("A")["A"], self.type_customer)
        with self.assertRaises(UserError):
            customer.unlink()
