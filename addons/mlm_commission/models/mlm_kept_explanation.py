# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of leaders with very many below, worked out with their run: nobody waits."""

import time

import numpy as np

from odoo import api, fields, models
from odoo.tools import SQL

from .. import told
from ..const import DONE, TOTALS
from ..engine.compute import build_trees
from ..engine.explain.case import Case
from ..engine.explain.member import MISSED_MEMBERS
from .mlm_run_explanation import looks_back

# Computing the network below so many again would take about a second.
LARGE_TEAM = MISSED_MEMBERS
# The largest come first; a line of a million has very many of them.
KEPT_AT_MOST = 300
SECONDS = 300
# As many as are worked out while the database is busy with the lines, which stay in memory for it.
AT_ONCE = 8
SECONDS_AT_ONCE = 3
MEMBERS_AT_ONCE = 2_000_000
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
        """Also have the explanations of further leaders worked out, if there can be any."""
        result = super()._execute()
        if self.kind != TOTALS and self.member_count > LARGE_TEAM:
            self.with_delay(
                description=self.name,
                priority=PRIORITY,
                identity_key=f"mlm_explanations_{self.id}",
            )._keep_explanations()
        return result

    def _tell_largest(self, result):
        """What the largest leaders will ask, from the lines just made; the database isn't asked.

        :param Result result: with lines and their details
        :return: {partner id: what ``_told_by`` says}
        """
        if not LARGE_TEAM < len(result.network) <= MEMBERS_AT_ONCE:
            return {}
        case = Case.of_result(result)
        # Caps of the company have changed the lines beyond what is told of them.
        if case.shared_caps:
            return {}
        leaders = _large_leaders(case.network, case.run.trees)[:AT_ONCE]
        found = self._told_of(case, leaders, SECONDS_AT_ONCE)
        # Lines that take back those of a closed period come later.
        if not self._reverses:
            payout = result.payout(leaders)
            for member in leaders[: len(found)]:
                found[int(case.network.ids[member])]["earned"] = payout.get(member, {})
        return found

    def _keep_explanations(self):
        """Work out and keep what further leaders with very many below will ask: the whole network
        is computed again, once for all of them. Whoever has no turn in time is told on demand."""
        self.ensure_one()
        # A trial may have been thrown away meanwhile.
        if self.state != DONE:
            return
        run, plan = self.sudo(), self.plan_version_id._compiled()
        network, volumes, carry = run._frozen_inputs(looks_back(plan))
        network.built = build_trees(network)
        kept = run.env["mlm.kept.explanation"].search([("run_id", "=", run.id)]).partner_id.ids
        leaders = _large_leaders(network, network.built)
        missing = [member for member in leaders if int(network.ids[member]) not in kept]
        if not missing:
            return
        case = Case(plan, network, volumes, carry.widened() if carry else None)
        # No query before all is worked out: whoever drops another run's results waits for locks.
        found = run._told_of(case, missing, SECONDS)
        if run._is_still_done():
            earned = run.env["mlm.commission.line"]._sums_of(run, list(found))
            for partner_id, data in found.items():
                data["earned"] = earned.get(partner_id, {})
            run._keep_told(found)

    def _told_of(self, case, members, seconds):
        """What is told of members, one after the other, for so many seconds.

        :param list members: indexes
        :return: {partner id: what ``_told_by`` says}
        """
        Result, found, ends = self.env["mlm.member.result"], {}, time.monotonic() + seconds
        for member in members:
            if time.monotonic() > ends:
                break
            found[int(case.network.ids[member])] = Result._told_by(case, member)
        return found

    def _is_still_done(self):
        """Whether the run has not been thrown away; it can't be before this transaction ends."""
        self.flush_recordset(["state"])
        self.env.cr.execute(SQL("SELECT state FROM mlm_run WHERE id = %s FOR SHARE", self.id))
        return self.env.cr.fetchone() == (DONE,)

    def _keep_told(self, found):
        """Keep what was worked out.

        :param dict found: partner id -> what ``_told_by`` says
        """
        self.env["mlm.kept.explanation"].sudo().create(
            [
                {"run_id": self.id, "partner_id": partner_id, "told": told.dumps(data)}
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


def _large_leaders(network, trees):
    """Indexes of the partners with the largest teams in any tree, customers counted, the largest
    first."""
    sponsor = network.sponsor[network.is_customer]
    people = 1 + np.bincount(sponsor[sponsor >= 0], minlength=len(network))
    size = np.zeros(len(network), dtype=np.int64)
    for tree in trees.values():
        np.maximum(size, tree.group_sum(people), out=size)
    size[network.is_customer] = 0
    large = np.flatnonzero(size > LARGE_TEAM)
    return large[np.argsort(-size[large], kind="stable")][:KEPT_AT_MOST].tolist()
