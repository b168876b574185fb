# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Closed runs can be proven: hashes chained from run to run, all of it computed again."""

import numpy as np

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mlm_base.text_hash import sha256_of

from ..const import DONE, FINAL
from ..engine.compute import ENGINE_VERSION, compute
from ..frozen import DAMAGED, are_totals_of, unpack_found, unpack_network
from ..frozen_volumes import changed_rows
from .mlm_commission_line import LINES
from .mlm_member_result import RESULTS

# The first ones are enough to know where to look.
SHOWN = 20


class MlmRun(models.Model):
    _inherit = "mlm.run"

    input_parts = fields.Text(readonly=True, help="Hashes of members, volume and carry.")
    previous_run_id = fields.Many2one("mlm.run", readonly=True, ondelete="restrict")
    chain_hash = fields.Char(
        readonly=True, help="Hash over this run's hashes and the chain hash of the run before."
    )
    verified_at = fields.Datetime(readonly=True)
    is_verified = fields.Boolean(readonly=True)
    verification = fields.Text(string="Findings", readonly=True)

    def _store(self, result):
        """A final run also takes its place in the chain."""
        stored = super()._store(result)
        if self.kind == FINAL:
            self.previous_run_id = self.period_id._previous().final_run_id
        return stored

    def _chain(self):
        """Close the chain up to this final run; called when its hashes are written."""
        self.ensure_one()
        self.chain_hash = self._chain_hash()

    def _chain_hash(self):
        return sha256_of(
            "\n".join(
                [
                    self.previous_run_id.chain_hash or "",
                    self.period_id.name,
                    self.input_hash,
                    self.plan_hash,
                    self.engine_version,
                    self.result_hash,
                ]
            )
        )

    # === VERIFICATION === #

    def action_verify(self):
        """Compute the run again, compare everything that is stored, and say what differs."""
        self.ensure_one()
        self.period_id._check_clerk()
        self._verify()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if self.is_verified else "danger",
                "sticky": not self.is_verified,
                "message": self.env._("Computed again: everything is as it was.")
                if self.is_verified
                else self.verification,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _verify(self):
        """Compute a run again from what it kept and note what differs, row by row.

        :return: list of findings, empty if everything holds
        """
        self.ensure_one()
        findings = self._proof_findings()
        self.sudo().write(
            {
                "verified_at": fields.Datetime.now(),
                "is_verified": not findings,
                "verification": "\n".join(findings) or False,
            }
        )
        return findings

    def _proof_findings(self):
        self.env.flush_all()
        plan = self.plan_version_id._compiled()
        findings = []
        if plan.fingerprint() != self.plan_hash:
            findings.append(
                self.env._(
                    "The text of %(plan)s has changed.", plan=self.plan_version_id.display_name
                )
            )
        if self.engine_version != ENGINE_VERSION:
            findings.append(
                self.env._(
                    "Computed by engine %(old)s, compared by %(new)s.",
                    old=self.engine_version,
                    new=ENGINE_VERSION,
                )
            )
        try:
            network = unpack_network(self._frozen_bytes("frozen_network") or b"")
            frozen, carry = self._frozen_rows(), self._read_carry()
        except DAMAGED:
            lost = self.env._("The frozen members or volumes are damaged or gone: restore them.")
            return [*findings, lost]
        except UserError as error:
            return [*findings, str(error)]
        present = self._read_volumes(network)
        volumes = present if frozen is None else frozen
        findings += self._input_findings(network, volumes, carry)
        if self.kind == FINAL:
            findings += self._ledger_findings(volumes, present)
        result = compute(plan, network, volumes, carry)
        if self._result_hash(result) != self.result_hash:
            findings.append(self.env._("Computing again gives another result."))
        if not self._explains_by(result):
            findings.append(
                self.env._(
                    "Explanations go by another activity, other ranks or other totals than were "
                    "computed."
                )
            )
        findings += self._stored_findings(result)
        if self.kind == FINAL and self.chain_hash != self._chain_hash():
            findings.append(self.env._("The chain of hashes is broken at this run."))
        return findings

    def _explains_by(self, result):
        """Whether the status and the totals that explanations read are those of a result."""
        found = unpack_found(self._frozen_bytes("frozen_network")).found
        totals = self._frozen_bytes("totals_data")
        try:
            # Not every run keeps totals; those of earlier versions kept no status.
            same = totals is None or are_totals_of(totals, result)
        except DAMAGED:
            return False
        status = result.active, result.rank
        return same and (found is None or all(map(np.array_equal, found, status)))

    def _input_findings(self, network, volumes, carry):
        names = [
            self.env._("The frozen members and trees have changed."),
            self.env._("The frozen volume has changed."),
            self.env._("The carry of the period before has changed."),
        ]
        kept = (self.input_parts or "").split("\n")
        present = [
            network.fingerprint(),
            volumes.fingerprint(),
            carry.fingerprint() if carry else "",
        ]
        found = [name for name, old, new in zip(names, kept, present, strict=False) if old != new]
        if sha256_of(self.input_parts or "") != self.input_hash:
            found.append(self.env._("The hashes of the inputs have changed."))
        return found

    def _ledger_findings(self, frozen, present):
        """Name ledger rows that are not what the run has seen."""
        words = {"missing": self.env._("missing"), "added": self.env._("added")}
        return [
            self.env._("Volume row %(row)s: %(what)s", row=row, what=words.get(what, what))
            for row, what in changed_rows(frozen, present)[:SHOWN]
        ]

    def _stored_findings(self, result):
        """Name stored rows that computing again does not give, or gives otherwise."""
        given = result.plan, result.network, result.volumes
        tables = {
            LINES: self._line_rows(*given, result.lines.blocks),
            RESULTS: self._result_rows(result),
        }
        labels = {
            LINES: self.env._("Commission line"),
            RESULTS: self.env._("Member result"),
        }
        scratch = {
            table: table.load_scratch(self.env.cr, blocks) for table, blocks in tables.items()
        }
        self._complete_scratch(scratch, result)
        findings = []
        for table, name in scratch.items():
            findings += self._row_findings(table, name, labels[table])
            self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(name)))
        return findings

    def _complete_scratch(self, scratch, result):
        """Add rows that do not come from the engine.

        :param dict scratch: bulk table -> name of the temporary table to compare with
        """

    def _row_findings(self, table, scratch, label):
        rows = self.env.execute_query(
            SQL(
                """SELECT coalesce(s.id, c.id), s.id IS NULL, c.id IS NULL
                     FROM (SELECT * FROM %(table)s WHERE run_id = %(run)s) s
                     FULL JOIN %(scratch)s c ON c.id = s.id
                    WHERE s IS DISTINCT FROM c ORDER BY 1 LIMIT %(limit)s""",
                table=SQL.identifier(table.name),
                scratch=SQL.identifier(scratch),
                run=self.id,
                limit=SHOWN,
            )
        )
        texts = {
            (True, False): self.env._("missing"),
            (False, True): self.env._("added"),
            (False, False): self.env._("changed"),
        }
        return [f"{label} {row}: {texts[lost, extra]}" for row, lost, extra in rows]

    @api.model
    def _cron_verify(self):
        """Nightly: compute the closed run again that was looked at longest ago."""
        run = self.search(
            [("kind", "=", FINAL), ("state", "=", DONE)],
            order="verified_at ASC NULLS FIRST, id",
            limit=1,
        )
        if run and run._verify():
            run.period_id.message_post(
                body=self.env._(
                    "%(run)s does not hold any more:\n%(findings)s",
                    run=run.name,
                    findings=run.verification,
                )
            )


class MlmPeriod(models.Model):
    _inherit = "mlm.period"

    def _finish_closing(self, run):
        """Also close the chain of hashes."""
        run._chain()
        return super()._finish_closing(run)
