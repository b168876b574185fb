# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from types import SimpleNamespace

import numpy as np

from odoo import api, fields, models
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
    """What a member lacked for its next rank when a run counted it.

    Runs are never changed, so this is computed once: by the run for leaders who use the portal, by
    the first view for everybody else. It goes with the run.
    """

    _name = "mlm.next.rank"
    _description = "Distance to the Next Rank"
    _log_access = False

    run_id = fields.Many2one("mlm.run", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id")
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    told = fields.Text(required=True, help="Data as JSON; decimals as text.")

    _member_uniq = models.Constraint(
        "UNIQUE(run_id, partner_id)", "The distance of this member is stored."
    )

    @api.model
    def _of(self, result):
        """Return the next rank of a member's result and the states of its conditions.

        :param result: mlm.member.result record (sudo) of the reader itself
        :return: dict: ``next`` (code or None), ``conditions`` (states, see
            ``mlm.explanation._condition_text``); None if the run can't be computed again
        """
        domain = [("run_id", "=", result.run_id.id), ("partner_id", "=", result.partner_id.id)]
        if stored := self.sudo().search(domain):
            return told_text.loads(stored.told)
        try:
            told = _short(result._distance_to_next_rank())
        except UserError:
            return None
        self._store(result.run_id.id, [(result.partner_id.id, told)])
        return told

    @api.model
    def _store(self, run_id, rows):
        """Write down what was found; two views at once may both find it."""
        if not rows:
            return
        values = [
            SQL("(%s, %s, %s)", run_id, partner, told_text.dumps(told)) for partner, told in rows
        ]
        self.env.cr.execute(
            SQL(
                """INSERT INTO mlm_next_rank (run_id, partner_id, told) VALUES %s
                   ON CONFLICT DO NOTHING""",
                SQL(", ").join(values),
            )
        )
        self.invalidate_model()


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
        self.env["mlm.next.rank"]._store(
            self.id,
            [
                (int(result.network.ids[one]), _short(plain(next_rank(case, one))))
                for one in chosen[:KEPT_AT_MOST]
            ],
        )


def _short(told):
    """Return the next rank and its conditions out of all that is known of a member's ranks."""
    following = [one for one in told["ranks"] if one["rank"] == told["next"]]
    conditions = [*told["activity"], *following[0]["conditions"]] if following else []
    return {"next": told["next"], "conditions": conditions}
