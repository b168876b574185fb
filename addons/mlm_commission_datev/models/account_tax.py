# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KEY, CASE = re.compile(r"\d{1,4}"), re.compile(r"\d{1,3}")


class AccountTax(models.Model):
    _inherit = "account.tax"

    mlm_datev_case = fields.Char(
        string="DATEV Case (Sachverhalt L+L)",
        size=3,
        help="For taxes of § 13b UStG, beside the tax key; ask the tax adviser. Without a key the "
        "tax is exported as entries of its own.",
    )

    @api.constrains("l10n_de_datev_code", "mlm_datev_case")
    def _check_datev_codes(self):
        for tax in self:
            if tax.mlm_datev_case and not CASE.fullmatch(tax.mlm_datev_case):
                raise ValidationError(
                    self.env._("The DATEV case of %(tax)s is a number.", tax=tax.name)
                )
            if tax.l10n_de_datev_code and not KEY.fullmatch(tax.l10n_de_datev_code):
                raise ValidationError(
                    self.env._("The DATEV key of %(tax)s has one to four digits.", tax=tax.name)
                )
