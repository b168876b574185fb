# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MlmWithholdingCertificate(models.Model):
    """A partner's paper by which less is withheld: exemption, treaty, lower rate."""

    _name = "mlm.withholding.certificate"
    _description = "Withholding Certificate"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Member", required=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)
    tax_id = fields.Many2one(
        "account.tax",
        string="Tax Instead",
        check_company=True,
        domain=[("is_withholding_tax_on_payment", "=", True)],
        help="Empty: nothing is withheld.",
    )
    document = fields.Binary(string="Copy", attachment=True, required=True)
    document_name = fields.Char()

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for record in self:
            if record.date_to < record.date_from:
                raise ValidationError(self.env._("A certificate can't end before it begins."))

    @api.model
    def _find(self, company, partners, date):
        """Return the certificates that hold on a day: {partner id: certificate (sudo)}."""
        records = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", partners.ids),
                ("date_from", "<=", date),
                ("date_to", ">=", date),
            ]
        )
        # The first of the list holds, should there be two.
        return {record.partner_id.id: record for record in reversed(records)}
