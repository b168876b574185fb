# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .mlm_tax_status import TAX_STATUSES

IDENTIFIERS = [
    ("none", "None"),
    ("any", "Tax Number or VAT ID"),
    ("vat", "VAT ID"),
]


class MlmTaxRule(models.Model):
    """How a paying company of a country settles with partners of one tax status, from a date on.

    Rules are data: a change of law is a new row. Taxes and fiscal positions are named as the charts
    of accounts name them; an accountant may choose others for the company.
    """

    _name = "mlm.tax.rule"
    _description = "Tax Rule of Settlements"
    _order = "country_id, status, date_from desc, id desc"
    _rec_name = "status"

    country_id = fields.Many2one(
        "res.country",
        string="Country of the Company",
        required=True,
        default=lambda self: self.env.company.country_id,
    )
    status = fields.Selection(selection=TAX_STATUSES, required=True)
    date_from = fields.Date(string="Valid From")
    is_blocked = fields.Boolean(
        string="No Document", help="Partners of this status get no settlement document."
    )
    tax_refs = fields.Char(
        string="Taxes of the Chart",
        help="Names of taxes in the charts of accounts; the first one that the chart has is used.",
    )
    tax_id = fields.Many2one(
        "account.tax",
        company_dependent=True,
        domain=[("type_tax_use", "=", "purchase")],
        help="Used instead of the tax of the chart.",
    )
    fiscal_position_refs = fields.Char(string="Fiscal Positions of the Chart")
    note = fields.Char(translate=True, help="Printed on the document: why it shows no tax.")
    identifier = fields.Selection(
        selection=IDENTIFIERS,
        string="Identification Needed",
        required=True,
        default="any",
    )
    is_einvoice = fields.Boolean(string="E-Invoice", help="The law asks for an electronic invoice.")
    hides_tax = fields.Boolean(
        string="No Word of Tax",
        help="The document must not even mention value-added tax (Art. 27 MWSTG).",
    )

    _status_uniq = models.UniqueIndex(
        "(country_id, status, COALESCE(date_from, '1900-01-01'))",
        "There is a rule for this country, status and date already.",
    )

    @api.model
    def _find(self, company, status, date):
        """Return the rule that holds on a day, or an empty record.

        :param company: the paying res.company
        :param str status: one of TAX_STATUSES
        :param date: day of performance
        """
        return self.search(
            [
                ("country_id", "=", company.country_id.id),
                ("status", "=", status),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", date),
            ],
            order="date_from DESC NULLS LAST, id DESC",
            limit=1,
        )

    def _tax_for(self, company):
        """Return the tax of settlement lines, empty for none; an inactive one is activated.

        :param company: the paying res.company
        :return: (account.tax record, True if the rule names a tax that the company doesn't have)
        """
        self.ensure_one()
        rule = self.with_company(company)
        if rule.tax_id or not rule.tax_refs:
            return rule.tax_id, False
        tax_sudo = rule._first_of_chart(rule.tax_refs)
        if tax_sudo and not tax_sudo.active:
            tax_sudo.active = True
        return tax_sudo.sudo(self.env.su), not tax_sudo

    def _fiscal_position_for(self, company):
        """Return the fiscal position of the document, an empty record for none."""
        self.ensure_one()
        position_sudo = self.with_company(company)._first_of_chart(self.fiscal_position_refs or "")
        return (position_sudo or self.env["account.fiscal.position"]).sudo(self.env.su)

    def _first_of_chart(self, names):
        """Return (sudo) the first record that the company's chart has under one of the names."""
        chart_sudo = self.env["account.chart.template"].sudo()
        for name in names.split():
            record = self.env.ref(chart_sudo.company_xmlid(name), raise_if_not_found=False)
            if record:
                return record.sudo()
        return self.env["account.tax"].sudo()
