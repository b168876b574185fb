# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        (self | moves).exists()._mlm_queue_volume_facts()
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self._mlm_queue_volume_facts()
        return result

    def _mlm_queue_volume_facts(self):
        """Have delivery and release of the orders behind these moves computed anew."""
        order_ids = self.sudo().sale_line_id.order_id.ids
        if order_ids:
            self.env["mlm.volume"]._queue_facts(order_ids=order_ids)
