# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.mlm_commission.engine.lookup import positions

ATTRIBUTE = "training"


class MlmRun(models.Model):
    """Plans ask by the attribute “training” whether a member is not late with what it must take."""

    _inherit = "mlm.run"

    def _state_overrides(self, plan, network):
        """Also freeze who has its trainings on the last day of the period, in one statement."""
        super()._state_overrides(plan, network)
        trainings = self.env["mlm.training"]._gated_by("commission", self.company_id)
        if trainings:
            day = fields.Date.subtract(self.period_id.date_to, days=1)
            late = positions(network.ids, trainings._late_ids(day))
            states = dict.fromkeys(range(len(network.ids)), True)
            states |= dict.fromkeys(late[late >= 0].tolist(), False)
            network.attributes[ATTRIBUTE] = states
