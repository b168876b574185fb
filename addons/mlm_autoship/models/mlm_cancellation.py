# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class MlmCancellation(models.Model):
    _inherit = "mlm.cancellation"

    def _end_contracts(self):
        """End the autoships, too: at once, or after the last delivery before the wished day."""
        ended = super()._end_contracts()
        autoships = self.env["mlm.autoship"].search(
            [
                ("partner_id", "child_of", self.partner_id.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "ended"),
            ]
        )
        today = fields.Date.context_today(self)
        if self.kind == "ordinary" and self.ends_on and self.ends_on > today:
            autoships.write({"last_date": self.ends_on})
        else:
            autoships._end(self.env._("Cancelled on the website: %(name)s", name=self.display_name))
        return ended + [autoship.display_name for autoship in autoships]
