# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.mlm_academy.models.mlm_training_state import VALID


class MlmSeries(models.Model):
    """Series that begin when a member is told of a training, and end when it is done."""

    _inherit = "mlm.series"

    trigger = fields.Selection(
        selection_add=[("training_due", "A training is due, ends soon or has ended")],
        ondelete={"training_due": "cascade"},
    )

    def _trainings(self):
        """Return the trainings (sudo) in force in the company of the series."""
        return self.env["mlm.training"].sudo().search([("company_id", "=", self.company_id.id)])

    def _sql_event_training_due(self):
        return SQL(
            """SELECT partner_id, training_id || ' ' || state || ' ' || date
                 FROM mlm_training_reminder WHERE training_id = ANY(%s) AND create_date >= %s""",
            self._trainings().ids,
            self._since(),
        )

    def _sql_reason_training_due(self):
        """Passed: there is nothing to remind of any more."""
        return SQL(
            """EXISTS (SELECT 1 FROM (%s) s
                        WHERE s.partner_id = w.partner_id AND s.state <> %s
                          AND split_part(w.occasion, ' ', 1) IN ('', s.training_id::varchar))""",
            self._trainings()._sql_states(fields.Date.context_today(self, self._now())),
            VALID,
        )
