# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.mlm_genealogy.tests.common import GenealogyCommon


@tagged("post_install", "-at_install")
class TestIntegrityCheck(GenealogyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.network("A(B(C(D)))")
        cls.binary = cls.tree("binary", strategy="left")
        cls.binary._place_members([partner.id for partner in cls.net.values()])

    def findings(self, tree, *statements):
        """Damage the data behind the application's back and return {kind: names}."""
        for statement, params in statements:
            self.env.cr.execute(statement, params)
        self.env.invalidate_all()
        found = {}
        for finding in tree._run_check().finding_ids:
            found.setdefault(finding.kind, []).append(finding.partner_id.name)
        return {kind: sorted(names) for kind, names in found.items()}

    def id_of(self, name, tree=None):
        return self.place_of(tree or self.binary, self.net[name]).id

    def test_sound_trees_have_no_findings(self):
        self.assertEqual(self.findings(self.binary), {})
        self.assertEqual(self.findings(self.sponsor_tree), {})

    def test_circle(self):
        sql = "UPDATE mlm_place SET parent_id = %s, leg = 2 WHERE id = %s"
        found = self.findings(self.binary, (sql, [self.id_of("C"), self.id_of("B")]))
        self.assertEqual(found["cycle"], ["B", "C", "D"])

    def test_parent_in_another_tree(self):
        other = self.tree("unilevel")
        other._place_members([self.net["A"].id])
        sql = "UPDATE mlm_place SET parent_id = %s WHERE id = %s"
        found = self.findings(self.binary, (sql, [self.id_of("A", other), self.id_of("D")]))
        self.assertEqual(found, {"orphan": ["D"]})

    def test_archived_parent_and_wrong_leg(self):
        found = self.findings(
            self.binary,
            ("UPDATE mlm_place SET active = false WHERE id = %s", [self.id_of("C")]),
            ("UPDATE mlm_place SET leg = 3 WHERE id = %s", [self.id_of("B")]),
        )
        self.assertEqual(found, {"orphan": ["D"], "leg": ["B"]})

    def test_history(self):
        found = self.findings(
            self.binary,
            (
                "UPDATE mlm_place_history SET leg = 2 WHERE place_id = %s",
                [self.id_of("B")],
            ),
            ("DELETE FROM mlm_place_history WHERE place_id = %s", [self.id_of("C")]),
            (
                """INSERT INTO mlm_place_history (place_id, tree_id, leg, valid_from, valid_to)
                   VALUES (%s, %s, 1, '2020-01-01', '2020-02-01')""",
                [self.id_of("D"), self.binary.id],
            ),
        )
        self.assertEqual(found, {"history": ["B", "C"], "history_gap": ["D"]})

    def test_sponsor_tree_out_of_step(self):
        found = self.findings(
            self.sponsor_tree,
            (
                "UPDATE res_partner SET mlm_sponsor_id = %s WHERE id = %s",
                [self.net["A"].id, self.net["D"].id],
            ),
            (
                "UPDATE res_partner SET mlm_role = 'customer' WHERE id = %s",
                [self.net["B"].id],
            ),
        )
        self.assertEqual(found, {"sponsor": ["D"], "customer": ["B"]})

    def test_member_without_place(self):
        [partner_id] = self.crowd(1, prefix="Lost")
        self.assertEqual(self.findings(self.sponsor_tree), {"missing": ["Lost1"]})
        self.Tree._follow_sponsors([partner_id])
        self.assertEqual(self.findings(self.sponsor_tree), {})

    def test_button_and_nightly_job(self):
        user = new_test_user(self.env, "gen_reader3", "mlm_base.group_mlm_user")
        action = self.binary.with_user(user).action_check()
        report = self.env["mlm.tree.check"].with_user(user).browse(action["res_id"])
        self.assertRecordValues(report, [{"state": "ok", "finding_count": 0, "place_count": 4}])
        before = self.env["mlm.tree.check"].search_count([])
        with self.enter_registry_test_mode():
            self.env.ref("mlm_genealogy.ir_cron_check").method_direct_trigger()
        after = self.env["mlm.tree.check"].search_count([])
        self.assertEqual(after - before, self.Tree.search_count([]))
