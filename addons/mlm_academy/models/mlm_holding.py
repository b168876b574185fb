# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class MlmHolding(models.Model):
    """Sponsors without a valid training don't choose places; the tree's strategy does later."""

    _inherit = "mlm.holding"

    def _check_sponsor_choice(self, parent, sponsor):
        result = super()._check_sponsor_choice(parent, sponsor)
        late = sponsor._mlm_late_trainings("placement")
        if late:
            raise UserError(
                self.env._(
                    "Complete the training “%(training)s” in the academy before you choose places.",
                    training=late[sponsor.id][0].name,
                )
            )
        return result
