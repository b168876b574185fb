# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class MlmSegment(models.Model):
    _inherit = "mlm.segment"

    autoship = fields.Selection(
        [
            ("running", "Have a running one"),
            ("paused", "Have a paused one"),
            ("failed", "Could not be charged for the newest delivery"),
            ("none", "Have none"),
        ],
    )

    def _sql_conditions(self):
        conditions = super()._sql_conditions()
        if self.autoship:
            conditions.append(self._sql_autoship())
        return conditions

    def _sql_autoship(self):
        if self.autoship == "failed":
            return SQL(
                """p.id IN (SELECT d.partner_id FROM mlm_autoship_delivery d
                             JOIN mlm_autoship a ON a.id = d.autoship_id
                            WHERE d.state IN ('failed', 'unpaid') AND a.state <> 'ended'
                              AND NOT EXISTS (SELECT 1 FROM mlm_autoship_delivery later
                                               WHERE later.autoship_id = d.autoship_id
                                                 AND later.date > d.date))"""
            )
        states = ["running", "paused"] if self.autoship == "none" else [self.autoship]
        having = SQL(
            "EXISTS (SELECT 1 FROM mlm_autoship a WHERE a.partner_id = p.id AND a.state = ANY(%s))",
            states,
        )
        return SQL("NOT %s", having) if self.autoship == "none" else having
