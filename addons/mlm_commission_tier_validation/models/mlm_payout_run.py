# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class MlmPayoutRun(models.Model):
    """Reviews come on top: whoever releases is still another person than who proposed."""

    _name = "mlm.payout.run"
    _inherit = ["mlm.payout.run", "tier.validation"]
    _state_from = ["proposed"]
    _state_to = ["released"]
    _cancel_state = "cancelled"
    _tier_validation_manual_config = False
