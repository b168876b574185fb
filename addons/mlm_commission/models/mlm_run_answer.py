# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .. import told


class MlmRunAnswer(models.AbstractModel):
    """What is told of a member by a run. Runs are never changed, so it is worked out once.

    Models set ``_log_access = False``.
    """

    _name = "mlm.run.answer"
    _description = "Kept Answer"

    run_id = fields.Many2one("mlm.run", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id")
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    told = fields.Text(required=True, readonly=True, help="Data as JSON; decimals as text.")

    _member_uniq = models.Constraint(
        "UNIQUE(run_id, partner_id)", "The answer for this member is kept."
    )

    @api.model
    def _kept_of(self, result):
        """The kept data of a member's result, None if there are none.

        :param result: mlm.member.result record that the reader may see
        """
        kept = self.sudo().search(
            [("run_id", "=", result.run_id.id), ("partner_id", "=", result.partner_id.id)]
        )
        return told.loads(kept.told) if kept else None

    @api.model
    def _keep(self, run_id, texts):
        """Keep what was worked out; two who work it out at once both find it kept.

        :param dict texts: partner id -> text, see :func:`.told.dumps`
        """
        if not texts:
            return
        rows = [SQL("(%s, %s, %s)", run_id, partner, text) for partner, text in texts.items()]
        self.env.cr.execute(
            SQL(
                """INSERT INTO %s (run_id, partner_id, told) VALUES %s
                   ON CONFLICT DO NOTHING""",
                SQL.identifier(self._table),
                SQL(", ").join(rows),
            )
        )
        self.invalidate_model()
