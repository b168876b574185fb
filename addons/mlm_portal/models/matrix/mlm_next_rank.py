# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from types import SimpleNamespace

import numpy as np

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.mlm_commission import told as told_text
from odoo.addons.mlm_commission.engine.explain.member import next_rank
from odoo.addons.mlm_commission.engine.explain.states import before_ranks

# Teams from this size on take long to be computed again: their figures are kept by the run itself.
LARGE_TEAM = 200
# A run keeps at most so many, the largest teams first: it has to end in time.
KEPT_AT_MOST = 2_000


class MlmNextRank(models.Model):
    """What a member lacked for its next rank when a run counted it: worked out by the run for
    leaders who use the portal, by the first view for everybody else."""

    _name = "mlm.next.rank"
    _description = "Distance to the Next Rank"
    _inherit = ["mlm.run.answer"]
    _log_access = False

    @api.model
    def _of(self, result):
        """Return the next rank of a member's result and the states of its conditions.

        :param result: mlm.member.result record (sudo) of the reader itself
        :return: dict: ``next`` (code or None), ``conditions`` (states, see
            ``mlm.explanation._condition_text``); None if the run can't be computed again
        """
        if kept := self._kept_of(result):
            return kept
        try:
            told = _short(result._distance_to_next_rank())
        except UserError:
            return None
        self._keep(result.run_id.id, {result.partner_id.id: told_text.dumps(told)})
        return told


class MlmRun(models.Model):
    _inherit = "mlm.run"

    def _store(self, result):
        stored = super()._store(result)
        self._store_next_ranks(result)
        return stored

    def _store_next_ranks(self, result):
        """Keep what leaders with a login are told on each view of their start page.

        :param result: the engine's Result of the whole network
        """
        large = np.flatnonzero(result.size > LARGE_TEAM)
        ids = result.network.ids[large].tolist()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT partner_id FROM res_users WHERE active AND partner_id = ANY(%s)",
                ids,
            )
        )
        readers = {row[0] for row in rows}
        chosen = [one for one in large.tolist() if int(result.network.ids[one]) in readers]
        chosen.sort(key=lambda one: -int(result.size[one]))
        case = SimpleNamespace(
            plan=result.plan,
            figures=result.figures,
            active=result.active,
            rank=result.rank,
            before_ranks=before_ranks(result.figures),
        )
        plain = self.env["mlm.explanation"]._plain
        texts = {
            int(result.network.ids[one]): told_text.dumps(_short(plain(next_rank(case, one))))
            for one in chosen[:KEPT_AT_MOST]
        }
        self.env["mlm.next.rank"]._keep(self.id, texts)


def _short(told):
    """Return the next rank and its conditions out of all that is known of a member's ranks."""
    following = [one for one in told["ranks"] if one["rank"] == told["next"]]
    conditions = [*told["activity"], *following[0]["conditions"]] if following else []
    return {"next": told["next"], "conditions": conditions}
