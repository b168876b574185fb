# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import stdnum.de.stnr
import stdnum.exceptions

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .mlm_tax_status import TAX_STATUSES

TAX_GROUPS = "mlm_base.group_mlm_accountant,mlm_base.group_mlm_compliance"


class ResPartner(models.Model):
    _inherit = "res.partner"

    mlm_tax_number = fields.Char(
        string="Tax Number",
        copy=False,
        groups=TAX_GROUPS,
        help="Number of the local tax office (in Germany the Steuernummer); VAT IDs stay in VAT.",
    )
    mlm_small_business_number = fields.Char(
        string="Small Business ID",
        copy=False,
        groups=TAX_GROUPS,
        help="Identification of the EU scheme for small businesses; it ends with EX.",
    )
    mlm_tax_status_ids = fields.One2many(
        "mlm.tax.status", "partner_id", string="Tax Declarations", groups=TAX_GROUPS
    )
    mlm_tax_status = fields.Selection(
        selection=TAX_STATUSES,
        string="Tax Status",
        compute="_compute_mlm_tax_status",
        groups=TAX_GROUPS,
    )

    @api.depends("mlm_tax_status_ids")
    def _compute_mlm_tax_status(self):
        found = self.env["mlm.tax.status"]._of_partners(
            self, self.env.company, fields.Date.context_today(self)
        )
        for partner in self:
            partner.mlm_tax_status = partner.id in found and found[partner.id].status

    @api.constrains("mlm_tax_number", "country_id")
    def _check_mlm_tax_number(self):
        # Whoever writes the country need not see the number.
        for partner in self.sudo():
            number = partner.mlm_tax_number
            if not number or partner.country_id.code != "DE":
                continue
            try:
                stdnum.de.stnr.validate(number)
            except stdnum.exceptions.ValidationError as error:
                raise ValidationError(
                    self.env._(
                        "“%(number)s” is no German tax number. Write it as on the tax assessment, "
                        "e.g. 181/815/0815 5.",
                        number=number,
                    )
                ) from error
