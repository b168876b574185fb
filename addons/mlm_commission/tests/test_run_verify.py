# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.mlm_commission.frozen import pack, pack_network, unpack, unpack_found
from odoo.addons.mlm_commission.frozen_volumes import changed_rows, pack_volumes, unpack_volumes

from .common import CommissionCommon

EXPLAINS_OTHERWISE = (
    "Explanations go by another activity, other ranks or other totals than were computed."
)


@tagged("post_install", "-at_install")
class TestRunVerify(CommissionCommon):
    """Somebody with all rights of the database changes what is closed: it is found and named."""

    def setUp(self):
        super().setUp()
        self.invoice = self.sell(self.customer, [(self.soap, 3)])
        self.sell(self.top, [(self.soap, 2)])
        self.march.date_cutoff = "2026-04-18"
        self.run_ = self.march._close()
        self.row = self.Volume.search([("move_id", "=", self.invoice.id)])

    def tamper(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(SQL(query, *values))
        self.env.cr.execute("SET LOCAL session_replication_role = origin")
        self.env.invalidate_all()

    def lose(self, run, name):
        """Let the file of a field be gone from the filestore."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE ir_attachment SET store_fname = '00/gone'
                    WHERE res_model = 'mlm.run' AND res_field = %s AND res_id = %s""",
                name,
                run.id,
            )
        )
        self.env.invalidate_all()

    def test_nothing_changed(self):
        self.assertEqual(self.run_._verify(), [])
        self.assertTrue(self.run_.is_verified)
        self.assertTrue(self.run_.verified_at)

    def test_a_changed_volume_row_is_named(self):
        self.tamper("UPDATE mlm_volume SET cv = cv + 1, pv = pv + 2 WHERE id = %s", self.row.id)
        self.assertEqual(self.run_._verify(), [f"Volume row {self.row.id}: PV, CV"])
        self.assertFalse(self.run_.is_verified)

    def test_a_removed_and_an_added_volume_row_are_named(self):
        self.tamper(
            """INSERT INTO mlm_volume SELECT (v).* FROM (
                 SELECT jsonb_populate_record(v, jsonb_build_object('id', v.id + 1000,
                    'move_line_id', NULL)) AS v FROM mlm_volume v WHERE id = %s) x""",
            self.row.id,
        )
        self.tamper("DELETE FROM mlm_volume WHERE id = %s", self.row.id)
        self.assertEqual(
            self.run_._verify(),
            [f"Volume row {self.row.id}: missing", f"Volume row {self.row.id + 1000}: added"],
        )

    def test_a_changed_line_is_named(self):
        line = self.env["mlm.commission.line"].search([("run_id", "=", self.run_.id)])
        self.tamper("UPDATE mlm_commission_line SET amount = 99 WHERE id = %s", line.id)
        self.assertEqual(self.run_._verify(), [f"Commission line {line.id}: changed"])

    def test_lost_and_invented_lines_are_named(self):
        line = self.env["mlm.commission.line"].search([("run_id", "=", self.run_.id)])
        self.tamper("UPDATE mlm_commission_line SET id = id + 7 WHERE id = %s", line.id)
        self.assertEqual(
            self.run_._verify(),
            [f"Commission line {line.id}: missing", f"Commission line {line.id + 7}: added"],
        )

    def test_a_changed_member_result_is_named(self):
        result = self.env["mlm.member.result"].search(
            [("run_id", "=", self.run_.id), ("partner_id", "=", self.top.id)]
        )
        self.tamper("UPDATE mlm_member_result SET is_active = FALSE WHERE id = %s", result.id)
        self.assertEqual(self.run_._verify(), [f"Member result {result.id}: changed"])

    def test_a_changed_plan_is_named(self):
        text = self.version.definition.replace("[10, 5]", "[11, 5]")
        self.tamper(
            "UPDATE mlm_plan_version SET definition = %s WHERE id = %s", text, self.version.id
        )
        findings = self.run_._verify()
        self.assertIn("The text of Level v1 has changed.", findings)
        self.assertIn("Computing again gives another result.", findings)

    def test_another_frozen_volume_is_named(self):
        frozen = unpack_volumes(base64.b64decode(self.run_.frozen_volumes))
        frozen.cv = frozen.cv * 2
        self.run_.sudo().frozen_volumes = base64.b64encode(pack_volumes(frozen))
        findings = self.run_._verify()
        self.assertIn("The frozen volume has changed.", findings)
        self.assertIn(f"Volume row {self.row.id}: CV", findings)

    def test_another_status_for_explanations_is_named(self):
        network = unpack_found(base64.b64decode(self.run_.frozen_network))
        active, rank = network.found
        self.run_.sudo().frozen_network = base64.b64encode(pack_network(network, (~active, rank)))
        self.assertEqual(self.run_._verify(), [EXPLAINS_OTHERWISE])

    def test_other_totals_for_explanations_are_named(self):
        self.release_version(
            """plan:
  currency: USD
  bonuses: [{code: level, kind: level, rates: [10]}]
  caps: [{company: 1}]
""",
            "2026-04-01",
        )
        self.sell(self.customer, [(self.soap, 2)], date="2026-04-03")
        april = self.march._next()
        april.date_cutoff = "2026-05-18"
        final = april._close()
        self.assertTrue(final.totals_data)
        self.assertEqual(final._verify(), [])
        arrays, notes = unpack(base64.b64decode(final.totals_data))
        for data in (pack({**arrays, "amount": arrays["amount"] + 1}, notes), b"damaged"):
            final.sudo().totals_data = base64.b64encode(data)
            self.assertEqual(final._verify(), [EXPLAINS_OTHERWISE])
        self.lose(final, "totals_data")
        self.assertEqual(final._verify(), [EXPLAINS_OTHERWISE])

    def test_lost_files_are_named_and_nothing_is_computed_without_them(self):
        april = self.march._next()
        april.date_cutoff = "2026-05-18"
        self.sell(self.top, [(self.soap, 2)], date="2026-04-03")
        following = april._close()
        self.run_.sudo().carry_data = base64.b64encode(b"damaged")
        lost = f"What {self.run_.name} has handed over is damaged or gone: restore its file."
        self.assertEqual(following._verify(), [lost])
        with self.assertRefused(lost, UserError):
            following._read_carry()
        for name in ("frozen_network", "frozen_volumes"):
            self.run_.sudo()[name] = base64.b64encode(b"PK damaged")
            lost = "The frozen members or volumes are damaged or gone: restore them."
            self.assertEqual(self.run_._verify(), [lost])
            self.lose(self.run_, name)
            self.assertEqual(self.run_._verify(), [lost])

    def test_hashes_are_chained_from_run_to_run(self):
        self.sell(self.top, [(self.soap, 2)], date="2026-04-03")
        april = self.march._next()
        april.date_cutoff = "2026-05-18"
        following = april._close()
        self.assertEqual(following.previous_run_id, self.run_)
        self.assertEqual(following._verify(), [])
        self.tamper("UPDATE mlm_run SET chain_hash = 'x' WHERE id = %s", self.run_.id)
        for run in self.run_ | following:
            self.assertEqual(run._verify(), ["The chain of hashes is broken at this run."])

    def test_the_night_looks_at_the_run_seen_longest_ago(self):
        runs = self.env["mlm.run"].search([("kind", "=", "final"), ("state", "=", "done")])
        runs.sudo().verified_at = "2026-11-01"
        self.run_.sudo().verified_at = "2026-10-01"
        self.tamper("UPDATE mlm_volume SET cv = cv + 1 WHERE id = %s", self.row.id)
        self.env["mlm.run"]._cron_verify()
        self.assertFalse(self.run_.is_verified)
        self.assertIn(f"Volume row {self.row.id}: CV", self.march.message_ids[:1].body)

    def test_rows_survive_packing(self):
        frozen = unpack_volumes(base64.b64decode(self.run_.frozen_volumes))
        self.assertEqual(changed_rows(frozen, frozen), [])
        # 30 and 20 points, in units of 10**-4.
        self.assertEqual(
            sorted(Decimal(int(pv)) / 10_000 for pv in frozen.pv), [Decimal(20), Decimal(30)]
        )
