# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of leaders with very many below, worked out after a run: nobody waits."""

import numpy as np

from odoo import api, fields, models

from .. import told
from ..const import DONE, RUN_CHANNEL
from ..engine.explain.case import Case
from ..engine.explain.member import MISSED_MEMBERS

# Computing the network below so many again would take about a second.
LARGE_TEAM = MISSED_MEMBERS
# The largest come first; a line of a million has very many of them.
KEPT_AT_MOST = 300
# Later than all other jobs (10): a closing doesn't wait for explanations.
PRIORITY = 50


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
            # It takes as much memory as the run did.
            self.with_delay(
                channel=RUN_CHANNEL,
                description=self.name,
                priority=PRIORITY,
                identity_key=f"mlm_explanations_{self.id}",
            )._keep_explanations()
        return result

    def _keep_explanations(self):
        """Work out and keep what leaders with very many below will ask: the whole network is
        computed again, once for all of them."""
        self.ensure_one()
        # A trial may have been thrown away meanwhile.
        if self.state != DONE:
            return
        run, plan = self.sudo(), self.plan_version_id._compiled()
        below, volumes = run._frozen_below()
        case = Case(plan, below.network, volumes, run._explain_carry(plan))
        leaders = _large_leaders(case)
        ids = case.network.ids[leaders].tolist()
        results = run.env["mlm.member.result"].search(
            [("run_id", "=", run.id), ("partner_id", "in", ids)]
        )
        of_partner = results.grouped(lambda result: result.partner_id.id)
        Kept = run.env["mlm.kept.explanation"]
        Kept.search([("run_id", "=", run.id)]).unlink()
        for member, partner_id in zip(leaders, ids, strict=True):
            result = of_partner[partner_id]
            # They may have hundreds of thousands of lines, too.
            data = {**result._told_by(case, member), "earned": result._earned_by_bonus()}
            Kept.create({"run_id": run.id, "partner_id": partner_id, "told": told.dumps(data)})

    def _drop_results(self):
        self.env["mlm.kept.explanation"].sudo().search([("run_id", "in", self.ids)]).unlink()
        return super()._drop_results()


class MlmMemberResult(models.Model):
    _inherit = "mlm.member.result"

    def _told_once(self):
        """What is kept of this result, else worked out now."""
        return self.env["mlm.kept.explanation"]._of(self) or self._told()


def _large_leaders(case):
    """Indexes of the members with the largest teams in any tree, the largest first."""
    size = np.zeros(len(case.network), dtype=np.int64)
    for tree in case.run.trees.values():
        np.maximum(size, tree.size, out=size)
    large = np.flatnonzero(size > LARGE_TEAM)
    return large[np.argsort(-size[large], kind="stable")][:KEPT_AT_MOST].tolist()
