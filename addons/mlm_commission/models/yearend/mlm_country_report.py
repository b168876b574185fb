# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Yearly reports of payments that countries ask of the company; what they ask for is data."""

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .csv_download import csv_download

TITLES = (
    *(
        "member_number",
        "name",
        "street",
        "zip",
        "city",
        "country",
        "tax_number",
        "vat",
        "birthdate",
    ),
    *("kind", "year", "net", "vat_amount", "gross", "largest_payment", "resale_flag"),
)


class MlmCountryReportRule(models.Model):
    """From which amounts on payments to partners of a country are reported, from a year on."""

    _name = "mlm.country.report.rule"
    _description = "Country Report"
    _order = "country_id, year_from desc, id"

    name = fields.Char(required=True, translate=True)
    country_id = fields.Many2one("res.country", string="Country of the Partner", required=True)
    year_from = fields.Integer(string="From Year", required=True, aggregator=None)
    currency_id = fields.Many2one("res.currency", required=True)
    amount_total = fields.Monetary(
        string="Yearly Limit", help="Reported if the payments of the year exceed it."
    )
    amount_single = fields.Monetary(
        string="Limit per Payment",
        help="Also reported if one payment exceeds it. 0: no such limit.",
    )
    includes_limit = fields.Boolean(
        string="Limit Included", help="An amount of exactly the limit is reported, too."
    )
    amount_resale = fields.Monetary(
        string="Purchases for Resale", help="Purchases from this amount on are flagged. 0: never."
    )
    is_persons_only = fields.Boolean(string="Natural Persons Only")
    basis = fields.Char(string="Legal Basis")

    _rule_uniq = models.Constraint(
        "UNIQUE(country_id, year_from, name)", "There is such a report from that year on."
    )

    @api.constrains("amount_total", "amount_single", "amount_resale")
    def _check_amounts(self):
        if any(min(r.amount_total, r.amount_single, r.amount_resale) < 0 for r in self):
            raise ValidationError(self.env._("Limits can't be negative."))

    def _exceeds(self, total, single):
        """Whether payments of a year are reported.

        :param Decimal total: sum of the year, in the currency of the rule
        :param Decimal single: largest payment
        """

        def exceeds(amount, limit):
            return amount >= limit if self.includes_limit else amount > limit

        limits = [(total, Decimal(str(self.amount_total)))]
        if self.amount_single:
            limits.append((single, Decimal(str(self.amount_single))))
        return any(exceeds(amount, limit) for amount, limit in limits)


class MlmCountryReport(models.TransientModel):
    """Lists the partners that a country wants to be told of, by what was paid in the year."""

    _name = "mlm.country.report"
    _description = "Report to a Country"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    rule_id = fields.Many2one("mlm.country.report.rule", string="Report", required=True)
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year - 1
    )

    def action_csv(self):
        """Download the list as CSV (semicolons, decimal points, UTF-8)."""
        self.ensure_one()
        rows = self._rows()
        if not rows:
            raise UserError(self.env._("Nobody has to be reported for %(year)s.", year=self.year))
        return csv_download(self, f"{self.rule_id.name} {self.year}.csv", TITLES, rows)

    def _rows(self):
        """Return one dict by TITLES per partner to report; amounts are decimals."""
        self.env["mlm.statement"]._check_accountant()
        rule = self.rule_id
        if self.year < rule.year_from:
            raise UserError(
                self.env._("%(name)s holds from %(year)s on.", name=rule.name, year=rule.year_from)
            )
        Summary = self.env["mlm.year.summary"].sudo()
        partners = Summary._partners_of(self.company_id, self.year).filtered(
            lambda p: (
                p.country_id == rule.country_id and not (rule.is_persons_only and p.is_company)
            )
        )
        read = Summary._read_year(self.company_id, self.year, partners)
        rows = []
        for partner in partners:
            paid = self._paid(read[partner]["lines"])
            total = sum((net for net, _tax in paid.values()), Decimal(0))
            single = max((net for net, _tax in paid.values()), default=Decimal(0))
            if total > 0 and rule._exceeds(self._in_currency(total), self._in_currency(single)):
                rows.append(self._row(partner.sudo(), paid, single))
        return rows

    def _paid(self, lines):
        """Return {(document, day): (net, tax)} of what was paid in the year."""
        paid = defaultdict(lambda: (Decimal(0), Decimal(0)))
        for line in lines:
            if line["date_paid"] and line["date_paid"].year == self.year:
                key = line["move_id"], line["date_paid"]
                net, tax = paid[key]
                paid[key] = (
                    net + Decimal(f"{line['net']:.2f}"),
                    tax + Decimal(f"{line['tax']:.2f}"),
                )
        return paid

    def _in_currency(self, amount):
        """Return an amount of the books in the currency of the rule, at the end of the year."""
        company, currency = self.company_id, self.rule_id.currency_id
        if currency == company.currency_id:
            return amount
        day = fields.Date.to_date(f"{self.year}-12-31")
        converted = company.currency_id._convert(float(amount), currency, company, day)
        return Decimal(f"{converted:.2f}")

    def _row(self, partner, paid, single):
        net = sum(row[0] for row in paid.values())
        tax = sum(row[1] for row in paid.values())
        return {
            "member_number": partner.mlm_member_number,
            "name": partner.name,
            "street": " ".join(filter(None, [partner.street, partner.street2])),
            "zip": partner.zip,
            "city": partner.city,
            "country": partner.country_id.code,
            "tax_number": partner.mlm_tax_number,
            "vat": partner.vat,
            "birthdate": "mlm_birthdate" in partner._fields and partner.mlm_birthdate,
            "kind": self.env._("Commissions"),
            "year": self.year,
            "net": net,
            "vat_amount": tax,
            "gross": net + tax,
            "largest_payment": single,
            "resale_flag": int(self._bought_for_resale(partner)),
        }

    def _bought_for_resale(self, partner):
        limit = self.rule_id.amount_resale
        if not limit:
            return False
        summary = self.env["mlm.year.summary"].new(
            {"partner_id": partner.id, "company_id": self.company_id.id, "year": self.year}
        )
        bought = sum(net for _rate, net, _tax in summary._print_purchases())
        return self._in_currency(Decimal(f"{bought:.2f}")) >= Decimal(str(limit))
