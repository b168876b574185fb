# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .mlm_withdrawal import OPEN


class MlmVolume(models.Model):
    _inherit = "mlm.volume"

    @api.model
    def _sql_release(self):
        """Sales of an order with an open withdrawal are not released."""
        return SQL(
            """CASE WHEN EXISTS (SELECT 1 FROM mlm_withdrawal w
                                  WHERE w.order_id = scope.order_id AND w.state = ANY(%s))
                    THEN NULL ELSE %s END""",
            list(OPEN),
            super()._sql_release(),
        )
