# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_market_id = fields.Many2one(related="company_id.mlm_market_id", readonly=False)
    mlm_number_prefix = fields.Char(
        string="Prefix", help="Letters before the digits of new member numbers, for example DE."
    )
    mlm_number_next = fields.Integer(string="Next Number")
    mlm_number_example = fields.Char(
        string="Example",
        compute="_compute_mlm_number_example",
        help="How the next member number looks, with its check digit.",
    )

    @api.depends("mlm_number_prefix", "mlm_number_next")
    def _compute_mlm_number_example(self):
        for settings in self:
            number = f"{settings.mlm_number_prefix or ''}{settings.mlm_number_next:07d}"
            settings.mlm_number_example = self.env["res.partner"]._mlm_with_check_digit(number)

    @api.constrains("mlm_number_prefix", "mlm_number_next")
    def _check_mlm_number(self):
        for settings in self:
            if not re.fullmatch(r"[A-Z]{0,4}", settings.mlm_number_prefix or ""):
                raise ValidationError(
                    self.env._("The prefix of member numbers has at most four capital letters.")
                )

    @api.model
    def get_values(self):
        values = super().get_values()
        if self.env.user.has_group("mlm_base.group_mlm_manager"):
            sequence_sudo = self.env.company._mlm_number_sequences()[self.env.company]
            values["mlm_number_prefix"] = sequence_sudo.prefix or ""
            values["mlm_number_next"] = sequence_sudo.number_next
        return values

    def set_values(self):
        result = super().set_values()
        if self.env.user.has_group("mlm_base.group_mlm_manager"):
            self._mlm_write_sequence()
        return result

    def _mlm_write_sequence(self):
        """Numbers go up only: a number that was given once is never given again.

        :raise UserError: for a lower next number
        """
        sequence_sudo = self.company_id._mlm_number_sequences()[self.company_id]
        values = {}
        if (self.mlm_number_prefix or "") != (sequence_sudo.prefix or ""):
            values["prefix"] = self.mlm_number_prefix
        if self.mlm_number_next != sequence_sudo.number_next:
            if self.mlm_number_next < sequence_sudo.number_next:
                raise UserError(
                    self.env._(
                        "The next member number is %(next)s; it can't go back. Take a higher one.",
                        next=sequence_sudo.number_next,
                    )
                )
            values["number_next"] = self.mlm_number_next
        if values:
            sequence_sudo.write(values)
