# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class MlmSeries(models.Model):
    """A delivery is coming, or could not be charged; either ends when the buyer has acted."""

    _inherit = "mlm.series"

    trigger = fields.Selection(
        selection_add=[
            ("autoship_due", "An autoship delivery is due in some days"),
            ("autoship_failed", "An autoship could not be charged"),
        ],
        ondelete={"autoship_due": "cascade", "autoship_failed": "cascade"},
    )

    @api.model
    def _triggers_with_days(self):
        return super()._triggers_with_days() | {"autoship_due"}

    def _sql_event_autoship_due(self):
        today = self.company_id._mlm_today(self._now())
        return SQL(
            """SELECT partner_id, id || ' ' || next_date FROM mlm_autoship
                WHERE company_id = %s AND state = 'running' AND next_date > %s
                  AND next_date <= %s""",
            self.company_id.id,
            today,
            today + timedelta(days=self.trigger_days),
        )

    def _sql_reason_autoship_due(self):
        """Skipped, paused, ended or delivered: there is nothing to remind of any more."""
        return SQL(
            """EXISTS (SELECT 1 FROM mlm_autoship a
                        WHERE a.partner_id = w.partner_id AND a.state = 'running'
                          AND a.next_date > %s
                          AND w.occasion IN ('', a.id || ' ' || a.next_date))""",
            self.company_id._mlm_today(self._now()),
        )

    def _sql_event_autoship_failed(self):
        return SQL(
            """SELECT partner_id, id::varchar FROM mlm_autoship_delivery
                WHERE company_id = %s AND state = 'failed' AND write_date >= %s""",
            self.company_id.id,
            self._since(),
        )

    def _sql_reason_autoship_failed(self):
        """Paid or ended: the matter is settled. Given up: as long as the autoship pauses."""
        return SQL(
            """EXISTS (SELECT 1 FROM mlm_autoship_delivery d
                         JOIN mlm_autoship a ON a.id = d.autoship_id
                        WHERE d.partner_id = w.partner_id
                          AND w.occasion IN ('', d.id::varchar)
                          AND (d.state = 'failed' AND a.state <> 'ended'
                               OR d.state = 'unpaid' AND a.state = 'paused'))"""
        )
