# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import ValidationError


class MlmPlanNewVersion(models.TransientModel):
    """A new version of a plan from a day on, with the content of another."""

    _name = "mlm.plan.new.version"
    _description = "New Plan Version"

    version_id = fields.Many2one(
        "mlm.plan.version", string="Copy Of", required=True, ondelete="cascade"
    )
    date_from = fields.Date(string="Valid From", required=True, default=lambda s: s._next_month())

    def _next_month(self):
        today = fields.Date.context_today(self)
        return fields.Date.add(fields.Date.start_of(today, "month"), months=1)

    def action_create_version(self):
        """Make the draft; once it is released, the version before ends the day before."""
        self.ensure_one()
        if self.date_from <= self.version_id.date_from:
            raise ValidationError(
                self.env._(
                    "The new version must begin after %(date)s, when %(version)s begins.",
                    date=fields.Date.to_string(self.version_id.date_from),
                    version=self.version_id.display_name,
                )
            )
        version = self.version_id.copy({"date_from": self.date_from})
        return version.get_formview_action()
