# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MailingMailing(models.Model):
    """The mailing behind a step of a series counts what was sent, opened and clicked."""

    _inherit = "mailing.mailing"

    mlm_step_id = fields.Many2one(
        "mlm.series.step", string="Step of a Series", readonly=True, ondelete="cascade", copy=False
    )

    def _get_seen_list(self):
        """A step writes once to each person and occasion: its own key sees to that."""
        if self.mlm_step_id:
            return set()
        return super()._get_seen_list()
