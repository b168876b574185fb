# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Explanations of leaders with very many below, worked out after a run: nobody waits."""

import base64

import numpy as np

from odoo import api, fields, models

from .. import told
from ..const import DONE
from ..engine.compute import build_trees
from ..frozen import unpack_network

# Computing the network below so many again takes about a second.
LARGE_TEAM = 100_000
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
            self._later("mlm_explanations")._keep_explanations()
        return result

    def _later(self, *identity):
        """This run in a job behind all others.

        :param identity: what tells it from other jobs of this run
        """
        return self.with_delay(
            description=self.name,
            priority=PRIORITY,
            identity_key="_".join(map(str, (*identity, self.id))),
        )

    def _keep_explanations(self):
        """Have worked out what leaders with very many below will ask: a job for each of them, so
        that what is done stays, whatever happens to the others."""
        self.ensure_one()
        # A trial may have been thrown away meanwhile.
        for partner_id in self._large_leaders() if self.state == DONE else ():
            self._later("mlm_explanation", partner_id)._keep_explanation(partner_id)

    def _keep_explanation(self, partner_id):
        """Work out and keep the explanation of one member, if it isn't kept already.

        A trial keeps no rows: if the ledger has changed so much since that the member's figures
        come out otherwise, nothing is kept.
        """
        self.ensure_one()
        Kept = self.env["mlm.kept.explanation"].sudo()
        key = [("run_id", "=", self.id), ("partner_id", "=", partner_id)]
        if self.state != DONE or Kept.search_count(key, limit=1):
            return
        case, member = self._explain_case(self.env["res.partner"].browse(partner_id))
        result = self.env["mlm.member.result"].search(key)
        if not result or not result._is_told_by(case, member):
            return
        # They may have hundreds of thousands of lines, too.
        data = {**result._told_by(case, member), "earned": result._earned_by_bonus()}
        Kept.create({"run_id": self.id, "partner_id": partner_id, "told": told.dumps(data)})

    def _large_leaders(self):
        """Ids of the members with the largest teams in any tree, the largest first."""
        network = unpack_network(base64.b64decode(self.with_context(bin_size=False).frozen_network))
        size = np.zeros(len(network), dtype=np.int64)
        for tree in build_trees(network).values():
            np.maximum(size, tree.size, out=size)
        large = np.flatnonzero(size > LARGE_TEAM)
        return network.ids[large[np.argsort(-size[large], kind="stable")]][:KEPT_AT_MOST].tolist()

    def _drop_results(self):
        self.env["mlm.kept.explanation"].sudo().search([("run_id", "in", self.ids)]).unlink()
        return super()._drop_results()


class MlmMemberResult(models.Model):
    _inherit = "mlm.member.result"

    def _told_once(self):
        """What is kept of this result, else worked out now."""
        return self.env["mlm.kept.explanation"]._of(self) or self._told()
