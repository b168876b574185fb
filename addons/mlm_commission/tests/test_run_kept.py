# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import random
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.mlm_commission.frozen import unpack_network
from odoo.addons.mlm_commission.models import mlm_run_kept

from .common import CommissionCommon

PLAN = """plan:
  currency: USD
  trees: {placement: {kind: binary}}
  active: [{measure: personal_volume, min: 20}]
  bonuses:
    - {code: level, kind: level, compression: skip_inactive, rates: [10, 5]}
    - {code: binary, kind: binary, tree: placement, mode: percent, rate: 10}
"""
SEEDS, ROUNDS, CHANGES = 20, 5, 4


@tagged("post_install", "-at_install")
class TestRunKept(CommissionCommon):
    """What is kept and brought up to date is what reading everything gives, whatever happens.

    All of a test is one transaction. Its changes are therefore told from what was read before by
    emptying the log there; which transactions an earlier reading has seen is tried below.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tree = cls.env["mlm.tree"].create(
            {"name": "Placement", "code": "placement", "kind": "binary", "auto_enrol": False}
        )
        cls.release_version(PLAN)
        cls.lead = cls.env["res.partner"].create({"name": "Lead"})
        cls.members = cls.top | cls.partner
        for number in range(8):
            sponsor = cls.members[number % len(cls.members)]
            cls.members |= cls.make_member(f"M{number}", cls.type_distributor, sponsor)
        cls.place(cls.members[0], None, 0)
        cls.place(cls.members[1], cls.members[0], 1)
        cls.place(cls.members[2], cls.members[0], 2)
        cls.sell(cls.top, [(cls.soap, 2)])
        cls.sell(cls.customer, [(cls.soap, 3)])
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.patch(mlm_run_kept, "RENEWED_ABOVE", -1)
        Change = type(self.env["mlm.input.change"])
        self.patch(Change, "_present", lambda change: self.snapshot())
        self.run = self.march._new_run("totals")

    def snapshot(self):
        return self.env.execute_query(SQL("SELECT pg_current_snapshot()::text"))[0][0]

    @classmethod
    def place(cls, member, above, leg, **values):
        parent = above and cls.place_of(above)
        return (
            cls.env["mlm.place"]
            .sudo()
            .create(
                {
                    "tree_id": cls.tree.id,
                    "partner_id": member.id,
                    "parent_id": parent and parent.id,
                    "leg": leg,
                    "date_from": "2026-01-01",
                    **values,
                }
            )
        )

    @classmethod
    def place_of(cls, member):
        return (
            cls.env["mlm.place"]
            .sudo()
            .search([("tree_id", "=", cls.tree.id), ("partner_id", "=", member.id)], limit=1)
        )

    def hashes(self, reading):
        self.env.flush_all()
        network, volumes = reading(self.run.plan_version_id._compiled())
        return network.fingerprint(), volumes.fingerprint()

    def everything(self):
        """Hashes of what a run reads that doesn't keep anything."""

        def reading(plan):
            network = self.run._read_network(plan)
            return network, self.run._read_volumes(network)

        return self.hashes(reading)

    def again(self):
        """The same by what was kept; afterwards only new changes are in the log."""
        found = self.hashes(self.run._read_inputs)
        self.env.cr.execute("DELETE FROM mlm_input_change")
        return found

    def sql(self, query, *arguments):
        self.env.flush_all()
        self.env.cr.execute(SQL(query, *arguments))
        self.env.invalidate_all()

    # === WHAT MAY HAPPEN === #

    def someone(self):
        return self.random.choice(self.members)

    def sponsor(self):
        able = self.members.filtered(lambda m: m.mlm_state == "active" and m.mlm_role == "partner")
        return self.random.choice(able or self.top)

    def enrol(self):
        self.members |= self.make_member("New", self.type_distributor, self.sponsor())

    def enrol_after_the_period(self):
        self.make_member("Late", self.type_distributor, self.top, mlm_date_joined="2026-04-05")

    def buy(self):
        buyer = self.random.choice([*self.members, self.customer])
        self.sell(buyer, [(self.soap, self.random.randint(1, 4))])

    def suspend(self):
        state = self.random.choice(("active", "suspended", "terminated"))
        query = "UPDATE res_partner SET mlm_state = %s, mlm_date_ended = %s WHERE id = %s"
        self.sql(query, state, self.random.choice(("2026-03-10", None)), self.someone().id)

    def become_customer(self):
        self.sql("UPDATE res_partner SET mlm_role = 'customer' WHERE id = %s", self.someone().id)

    def leave_the_network(self):
        self.sql("UPDATE res_partner SET mlm_role = NULL WHERE id = %s", self.someone().id)

    def come_back(self):
        self.sql("UPDATE res_partner SET mlm_role = 'partner' WHERE id = ANY(%s)", self.members.ids)

    def old_contact_enrols(self):
        if not self.lead.mlm_role:
            self.lead.sudo().write(
                {
                    "mlm_type_id": self.type_distributor.id,
                    "mlm_market_id": self.market.id,
                    "mlm_sponsor_id": self.sponsor().id,
                    "mlm_state": "active",
                    "mlm_date_joined": "2026-03-03",
                }
            )

    def hang_over(self):
        """A member without anybody below goes to another sponsor on some day."""
        places = self.env["mlm.place"].sudo().search([("tree_id.kind", "=", "sponsor")])
        leaves = places.filtered(lambda p: p.parent_id and not p.child_ids)
        if leaves:
            leaf = self.random.choice(leaves)
            day = self.random.choice(("2026-02-10", "2026-03-10", "2026-04-10"))
            above = self.random.choice(places - leaf)
            self.sql("SELECT set_config('mlm.effective_date', %s, true)", day)
            self.sql("UPDATE mlm_place SET parent_id = %s WHERE id = %s", above.id, leaf.id)
            self.sql("SELECT set_config('mlm.effective_date', '', true)")

    def stand_in_the_binary_tree(self):
        placed = self.env["mlm.place"].sudo().search([("tree_id", "=", self.tree.id)]).partner_id
        free = self.members - placed
        last = self.place_of(placed[-1])
        if free and last and not last.child_ids:
            day = self.random.choice(("2026-01-01", "2026-04-02"))
            self.place(free[0], placed[-1], self.random.choice((1, 2)), date_from=day)

    def state_by_hand(self):
        self.env["mlm.member.override"].sudo().create(
            {
                "partner_id": self.someone().id,
                "date_from": "2026-03-01",
                "active_state": self.random.choice(("active", "inactive")),
                "reason": "Goodwill",
            }
        )

    def forget_what_was_stated(self):
        self.env["mlm.member.override"].sudo().search([], limit=1).unlink()

    def rebook(self):
        """A row moves to another month, or back."""
        (row,) = self.env.execute_query(SQL("SELECT max(id) FROM mlm_volume"))
        day = self.random.choice(("2026-03-15", "2026-04-01"))
        self.sql("SELECT set_config('mlm.audit_reason', 'try', true)")
        self.sql("SELECT set_config('mlm.audit_uid', '1', true)")
        self.sql("UPDATE mlm_volume SET date_commission = %s WHERE id = %s", day, row[0])
        self.sql("SELECT set_config('mlm.audit_reason', '', true)")

    def types_earn_otherwise(self):
        self.type_distributor.sudo().may_earn = not self.type_distributor.may_earn

    def nothing(self):
        pass

    HAPPENINGS = (
        enrol,
        enrol,
        enrol_after_the_period,
        buy,
        buy,
        suspend,
        become_customer,
        leave_the_network,
        come_back,
        old_contact_enrols,
        hang_over,
        hang_over,
        stand_in_the_binary_tree,
        state_by_hand,
        forget_what_was_stated,
        rebook,
        types_earn_otherwise,
        nothing,
    )

    def test_kept_and_brought_up_to_date_is_everything(self):
        """Each time what was brought up to date is kept."""
        self.try_seeds(self.again)

    def test_after_the_cut_off_too(self):
        """Only rows released by then count; whoever wants totals beside trials has them quickly."""
        self.march.date_cutoff = "2026-04-18"
        self.march.action_cut_off()
        self.try_seeds(self.again)

    def test_changes_may_pile_up(self):
        """What was kept first is brought up to date again and again."""
        self.patch(mlm_run_kept, "RENEWED_ABOVE", mlm_run_kept.MOST_CHANGES)
        self.try_seeds(lambda: self.hashes(self.run._read_inputs))

    def try_seeds(self, reading):
        Run = type(self.run)
        with patch.object(
            Run, "_read_members", autospec=True, side_effect=Run._read_members
        ) as whole:
            self.compare_with_everything(reading)
        self.assertLess(whole.call_count, SEEDS * ROUNDS * 2, "most of what was kept was used")

    def compare_with_everything(self, reading):
        for seed in range(SEEDS):
            self.random, self.members = random.Random(seed), type(self).members
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.again()
                done = []
                for _round in range(ROUNDS):
                    for _change in range(self.random.randint(1, CHANGES)):
                        happening = self.random.choice(self.HAPPENINGS)
                        done.append(happening.__name__)
                        # Some of it is refused, as it should be.
                        with suppress(UserError), self.env.cr.savepoint():
                            happening(self)
                    self.assertEqual(reading(), self.everything(), done)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_only_what_has_changed_is_read(self):
        self.random = random.Random(1)
        self.again()
        facts, rows = [], []
        Run = type(self.run)
        read_facts, read_rows = Run._read_facts, Run._read_rows

        def count_facts(run, *arguments):
            facts.append(read_facts(run, *arguments))
            return facts[-1]

        def count_rows(run, *arguments):
            rows.append(read_rows(run, *arguments))
            return rows[-1]

        self.enrol()
        self.sell(self.top, [(self.soap, 1)])
        expected = self.everything()
        with (
            patch.object(Run, "_read_facts", count_facts),
            patch.object(Run, "_read_rows", count_rows),
        ):
            self.assertEqual(self.again(), expected)
            self.assertEqual(len(facts[0][0]), 1, "the newcomer")
            self.assertEqual(len(rows[0].columns[0]), 1, "the new row")
            self.assertEqual(self.again(), expected)
        self.assertEqual((len(facts), len(rows)), (1, 1), "without changes nothing is read")

    def test_trial_and_final_runs_read_everything(self):
        self.again()
        trial = self.march._new_run("trial")
        with patch.object(type(trial), "_changes_since", side_effect=AssertionError):
            trial._execute()

    def test_figures_are_those_of_a_run_that_reads_everything(self):
        self.again()
        self.sell(self.partner, [(self.soap, 5)])
        live, trial = self.march._new_run("live"), self.march._new_run("trial")
        live._execute()
        trial._execute()
        self.assertEqual((live.input_hash, live.result_hash), (trial.input_hash, trial.result_hash))

    def test_what_is_stated_by_hand_is_not_kept(self):
        self.env["mlm.member.override"].sudo().create(
            {
                "partner_id": self.top.id,
                "date_from": "2026-03-01",
                "is_blocked": True,
                "reason": "Investigation",
            }
        )
        self.again()
        self.assertFalse(unpack_network(base64.b64decode(self.kept().network)).blocked.any())

    # === WHAT COUNTS NO MORE === #

    def kept(self):
        plan = self.run.plan_version_id._compiled()
        return self.env["mlm.kept.input"].sudo()._newest(self.run._kept_key(plan))

    def assertReadsEverything(self):
        Run = type(self.run)
        with patch.object(
            Run, "_read_members", autospec=True, side_effect=Run._read_members
        ) as whole:
            self.assertEqual(self.again(), self.everything())
        self.assertEqual(whole.call_count, 2)

    def test_what_is_too_old_counts_no_more(self):
        self.again()
        self.assertTrue(self.kept())
        self.kept().kept_at = fields.Datetime.now() - timedelta(hours=13)
        self.assertReadsEverything()

    def test_what_lost_its_files_counts_no_more(self):
        """The database was played back without them."""
        self.again()
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", "mlm.kept.input"), ("res_field", "=", "rows")]
        ).unlink()
        self.env.invalidate_all()
        self.assertReadsEverything()

    def test_what_is_damaged_counts_no_more(self):
        """The machine died while it was written."""
        self.again()
        packed = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", "mlm.kept.input"), ("res_field", "=", "rows")])
        )
        packed.raw = packed.raw[:100]
        self.env.invalidate_all()
        with mute_logger("odoo.addons.mlm_commission.models.mlm_kept_input"):
            self.assertReadsEverything()

    def test_other_days_or_other_rules_count_no_more(self):
        plan = self.run.plan_version_id._compiled()
        keys = {self.run._kept_key(plan)}
        self.plan.return_policy = "reverse"
        keys.add(self.run._kept_key(plan))
        self.march.sudo().date_to = "2026-03-31"
        keys.add(self.run._kept_key(plan))
        self.assertEqual(len(keys), 3)

    def test_an_upgrade_forgets(self):
        self.again()
        self.env["mlm.input.change"]._watch()
        self.assertFalse(self.kept())

    def test_locks_of_a_tree_change_nothing(self):
        self.again()
        self.tree._lock_exclusive()
        self.assertEqual(self.run._changes_since(self.kept())["p"].tolist(), [])
        self.tree.sudo().code = "other"
        self.env.flush_all()
        self.assertIsNone(self.run._changes_since(self.kept()))

    def test_what_another_server_kept_counts_no_more(self):
        """A copy of the database has other transactions under the same numbers."""
        self.again()
        self.kept().key = self.kept().key.replace(" ", "1 ", 1)
        self.assertReadsEverything()

    def test_only_the_newest_is_left(self):
        Kept = self.env["mlm.kept.input"].sudo()
        for _time in range(3):
            self.again()
        newest = self.kept()
        Kept.create({"key": "other", "snapshot": "1:1:"})
        Kept.create(
            {
                "key": "old",
                "snapshot": "1:1:",
                "kept_at": fields.Datetime.now() - timedelta(hours=13),
            }
        )
        Kept._gc_kept()
        self.assertEqual(set(Kept.search([]).mapped("key")), {newest.key, "other"})
        self.assertEqual(self.kept(), newest)


@tagged("post_install", "-at_install")
class TestInputChange(BaseCase):
    """Transactions that overlap; all of them are rolled back or leave a log entry only."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.forget)

    def forget(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM mlm_input_change WHERE kind = 't'")

    def change(self, cr):
        from odoo import SUPERUSER_ID, api

        return api.Environment(cr, SUPERUSER_ID, {})["mlm.input.change"]

    def note(self, cr, number):
        cr.execute(
            "INSERT INTO mlm_input_change (kind, first, last) VALUES ('t', %s, %s)",
            [number, number],
        )

    def since(self, snapshot):
        with self.registry.cursor() as cr:
            return sorted(
                first for kind, first, __ in self.change(cr)._since(snapshot) if kind == "t"
            )

    def test_what_ends_later_is_found_though_it_began_before(self):
        with self.registry.cursor() as slow:
            self.note(slow, 1)
            with self.registry.cursor() as quick:
                self.note(quick, 2)
            with self.registry.cursor() as reader:
                snapshot = self.change(reader)._present()
            self.assertEqual(self.since(snapshot), [], "not yet there")
        self.assertEqual(self.since(snapshot), [1], "2 had been seen")
        with self.registry.cursor() as cr:
            self.note(cr, 3)
        self.assertEqual(self.since(snapshot), [1, 3])

    def test_who_holds_a_lock_may_keep(self):
        """Jobs lock their own record: that isn't a change of what runs read."""
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_company LIMIT 1 FOR UPDATE")
            self.assertTrue(self.change(cr)._present())
            cr.rollback()

    def test_who_writes_keeps_nothing(self):
        with self.registry.cursor() as cr:
            self.assertTrue(self.change(cr)._present())
            self.note(cr, 4)
            self.assertIsNone(self.change(cr)._present())
            cr.rollback()
