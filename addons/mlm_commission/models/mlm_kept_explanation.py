# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of leaders with very many below, worked out with their run: nobody waits."""

import logging
import time

import numpy as np

from odoo import models
from odoo.tools import SQL

from .. import told
from ..const import DONE, LIVE, TOTALS
from ..engine.compute import build_trees
from ..engine.explain.case import Case
from ..engine.explain.member import MISSED_MEMBERS

_logger = logging.getLogger(__name__)

# Computing the network below so many again would take about a second.
LARGE_TEAM = MISSED_MEMBERS
# The largest come first; a line of a million has very many of them.
KEPT_AT_MOST = 300
SECONDS = 300
# Today's figures are made again every few minutes.
SECONDS_OF_LIVE = 30
# As many as are worked out while the database is busy with the lines, which stay in memory for it.
AT_ONCE = 24
SECONDS_AT_ONCE = 3
MEMBERS_AT_ONCE = 2_000_000
# Later than all other jobs (10): a closing doesn't wait for explanations.
PRIORITY = 50


class MlmKeptExplanation(models.Model):
    """What :meth:`_told` says of a member of a run."""

    _name = "mlm.kept.explanation"
    _description = "Kept Explanation"
    _inherit = ["mlm.run.answer"]
    _log_access = False


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _execute(self):
        """Also have those explanations worked out that had no place in the run itself."""
        result = super()._execute()
        if self.kind != TOTALS and self.member_count > LARGE_TEAM:
            leaders = _large_leaders(result.network, result.figures.trees)
            if self._not_kept(result.network, leaders):
                self.with_delay(
                    description=self.name,
                    priority=PRIORITY,
                    identity_key=f"mlm_explanations_{self.id}",
                )._keep_explanations()
        return result

    def _tells_at_once(self, network):
        """Whether the run itself tells what the largest leaders will ask, from its own lines."""
        return self.kind != TOTALS and LARGE_TEAM < len(network) <= MEMBERS_AT_ONCE

    def _tell_largest(self, result):
        """What the largest leaders will ask, from the lines just made; the database isn't asked.

        :param Result result: with lines and their details
        :return: {partner id: text as it is kept}
        """
        leaders = _large_leaders(result.network, result.figures.trees)[:AT_ONCE]
        try:
            found = self._answers(Case.of_result(result), leaders, SECONDS_AT_ONCE)
            return {partner_id: told.dumps(data) for partner_id, data in found.items()}
        except Exception:
            # No closing fails for its explanations; their job, or who asks, meets the error again.
            _logger.exception("explaining the largest leaders of run %s failed", self.id)
            return {}

    def _keep_explanations(self):
        """Work out and keep what further leaders with very many below will ask: the whole network
        is computed again, once for all of them. Whoever has no turn in time is told on demand."""
        self.ensure_one()
        # A trial may have been thrown away meanwhile, today's figures replaced.
        if self.exists().state != DONE:
            return
        run, plan = self.sudo(), self.plan_version_id._compiled()
        network, volumes, carry = run._frozen_inputs(plan)
        network.built = build_trees(network)
        leaders = run._not_kept(network, _large_leaders(network, network.built))
        case = Case(plan, network, volumes, carry.widened() if carry else None)
        # No locks before all is worked out: whoever drops another run's results waits for them.
        found = run._answers(case, leaders, SECONDS_OF_LIVE if run.kind == LIVE else SECONDS)
        if run._is_still_done():
            texts = {partner_id: told.dumps(data) for partner_id, data in found.items()}
            run.env["mlm.kept.explanation"]._keep(run.id, texts)

    def _not_kept(self, network, members):
        """Those members whose answers are not kept yet.

        :param list members: indexes
        """
        kept = self.env["mlm.kept.explanation"].sudo().search([("run_id", "=", self.id)])
        partner_ids = set(kept.partner_id.ids)
        return [member for member in members if int(network.ids[member]) not in partner_ids]

    def _answers(self, case, members, seconds):
        """What is told of members, one after the other, for so many seconds.

        :param list members: indexes
        :return: {partner id: what ``_told_by`` says}, in their order
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

    def _drop_results(self):
        self.env["mlm.kept.explanation"].sudo().search([("run_id", "in", self.ids)]).unlink()
        return super()._drop_results()


class MlmMemberResult(models.Model):
    _inherit = "mlm.member.result"

    def _told_once(self):
        """What is kept of this result, else worked out now."""
        return self.env["mlm.kept.explanation"]._kept_of(self) or self._told()


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
