# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAYS = re.compile(r"^\d{1,2}(\s*,\s*\d{1,2})*$")


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_autoship_open = fields.Boolean(
        string="Offer Autoship",
        help="Buyers may order goods that come again. Those who have an autoship keep it.",
    )
    mlm_autoship_remind_days = fields.Integer(
        string="Days of the Reminder",
        default=3,
        help="So many days before the next delivery the buyer gets a reminder; 0: none.",
    )
    mlm_autoship_retry_days = fields.Char(
        string="Retry Payment After Days",
        default="3, 5, 7",
        help="Days from one attempt to the next, separated by commas. After the last one the order "
        "is cancelled and the autoship pauses.",
    )

    @api.constrains("mlm_autoship_retry_days", "mlm_autoship_remind_days")
    def _check_autoship_days(self):
        for company in self:
            days = company.mlm_autoship_retry_days
            if days and not DAYS.match(days.strip()):
                raise ValidationError(
                    self.env._("Write days as whole numbers with commas between, like “3, 5, 7”.")
                )
            if company.mlm_autoship_remind_days < 0:
                raise ValidationError(
                    self.env._("The reminder is sent before the delivery: use 0 or more days.")
                )

    def _mlm_autoship_retries(self):
        """Return the days from one attempt to charge to the next, as a list of integers."""
        self.ensure_one()
        return [
            int(part) for part in (self.mlm_autoship_retry_days or "").split(",") if part.strip()
        ]

    def _mlm_today(self, now=None):
        """Return today where the company is.

        :param now: naive UTC time; None for the present
        """
        zone = self.partner_id.tz or "Europe/Berlin"
        return fields.Date.context_today(self.with_context(tz=zone), now)
