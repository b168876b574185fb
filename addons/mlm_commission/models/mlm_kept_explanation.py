# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of leaders with very many below, worked out after a run: nobody waits."""

import time

import numpy as np

from odoo import api, fields, models
from odoo.tools import SQL

from .. import told
from ..const import DONE
from ..engine.explain.case import Case
from ..engine.explain.member import MISSED_MEMBERS
from ..engine.tree import Tree

# Computing the network below so many again would take about a second.
LARGE_TEAM = MISSED_MEMBERS
# The largest come first; a line of a million has very many of them.
KEPT_AT_MOST = 300
# Later than all other jobs (10): a closing doesn't wait for explanations.
PRIORITY = 50
SECONDS = 300


class MlmKeptExplanation(models.Model):
    """What :meth:`_told` says of a member of a run."""

    _name = "mlm.kept.explanation"
    _description = "Kept Explanation"
    _log_access = False

    run_id = fields.Many2one("mlm.run", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id")
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    told = fields.Text(required=True, readonly=True, help="Data as JSON; decimals as text.")

    _member_uniq = models.Constraint(
        "UNIQUE(run_id, partner_id)", "The explanation of this member is kept."
    )

    @api.model
    def _of(self, result):
        """The kept data of a member's result, None if there are none.

        :param result: mlm.member.result record that the reader may see
        """
        kept = self.sudo().search(
            [("run_id", "=", result.run_id.id), ("partner_id", "=", result.partner_id.id)]
        )
        return told.loads(kept.told) if kept else None


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _execute(self):
        """Also have the explanations of large leaders worked out, if there can be any."""
        result = super()._execute()
        if self._keeps_lines() and self.member_count > LARGE_TEAM:
            self.with_delay(
                description=self.name,
                priority=PRIORITY,
                identity_key=f"mlm_explanations_{self.id}",
            )._keep_explanations()
        return result

    def _keep_explanations(self):
        """Work out and keep what leaders with very many below will ask: the whole network is
        computed again, once for all of them. Whoever has no turn in time is told on demand."""
        self.ensure_one()
        # A trial may have been thrown away meanwhile.
        if self.state != DONE:
            return
        run, plan = self.sudo(), self.plan_version_id._compiled()
        network, volumes = run._frozen_inputs()
        case = Case(plan, network, volumes, run._explain_carry(plan))
        Result, found, ends = run.env["mlm.member.result"], {}, time.monotonic() + SECONDS
        # No query before all is worked out: whoever drops another run's results waits for locks.
        for member in _large_leaders(network):
            if time.monotonic() > ends:
                break
            found[int(network.ids[member])] = Result._told_by(case, member)
        run._keep_told(found)

    def _keep_told(self, found):
        """Keep what was worked out, unless the run has been thrown away.

        :param dict found: partner id -> what ``_told_by`` says
        """
        self.flush_recordset(["state"])
        self.env.cr.execute(SQL("SELECT state FROM mlm_run WHERE id = %s FOR SHARE", self.id))
        if self.env.cr.fetchone() != (DONE,):
            return
        Kept = self.env["mlm.kept.explanation"]
        Kept.search([("run_id", "=", self.id)]).unlink()
        # They may have hundreds of thousands of lines, too.
        earned = self.env["mlm.commission.line"]._sums_of(self, list(found))
        Kept.create(
            [
                {
                    "run_id": self.id,
                    "partner_id": partner_id,
                    "told": told.dumps({**data, "earned": earned.get(partner_id, {})}),
                }
                for partner_id, data in found.items()
            ]
        )

    def _drop_results(self):
        self.env["mlm.kept.explanation"].sudo().search([("run_id", "in", self.ids)]).unlink()
        return super()._drop_results()


class MlmMemberResult(models.Model):
    _inherit = "mlm.member.result"

    def _told_once(self):
        """What is kept of this result, else worked out now."""
        return self.env["mlm.kept.explanation"]._of(self) or self._told()


def _large_leaders(network):
    """Indexes of the partners with the largest teams in any tree, customers counted, the largest
    first."""
    size = np.zeros(len(network), dtype=np.int64)
    for parent in (network.sponsor, *(places.parent for places in network.trees.values())):
        np.maximum(size, Tree(parent).size, out=size)
    size[network.is_customer] = 0
    large = np.flatnonzero(size > LARGE_TEAM)
    return large[np.argsort(-size[large], kind="stable")][:KEPT_AT_MOST].tolist()
