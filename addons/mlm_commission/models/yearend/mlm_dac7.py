# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What platform operators tell the tax office about sellers (DAC7, in Germany the PStTG).

Only companies whose partners sell in their own name are platforms. The company's own sales are not
reported, whoever recommended them.
"""

from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .csv_download import csv_download

# Sellers of goods with fewer sales and less money than that are exempt (§ 4 Abs. 5 Nr. 4 PStTG).
EXEMPT_SALES, EXEMPT_AMOUNT = 30, Decimal(2000)
QUARTERS = (1, 2, 3, 4)
TITLES = (
    *("member_number", "name", "street", "zip", "city", "country", "tax_number", "vat"),
    *("birthdate", "iban", "account_holder"),
    *(f"{figure}_q{quarter}" for quarter in QUARTERS for figure in ("sales", "amount", "fees")),
    "missing",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    mlm_is_platform = fields.Boolean(
        string="Partners Sell in Their Own Name",
        help="Customers buy from the partner, the company runs the shop: then it is a platform "
        "operator and reports its sellers (DAC7). Otherwise nothing is reported.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mlm_is_platform = fields.Boolean(related="company_id.mlm_is_platform", readonly=False)


class MlmDac7Report(models.TransientModel):
    """The data set of a year: one row per seller who is to be reported."""

    _name = "mlm.dac7.report"
    _description = "Report of Sellers (DAC7)"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year - 1
    )

    def action_csv(self):
        """Download the data set as CSV (semicolons, decimal points, UTF-8)."""
        self.ensure_one()
        rows = self._rows()
        if not rows:
            raise UserError(self.env._("Nobody has to be reported for %(year)s.", year=self.year))
        return csv_download(self, f"DAC7 {self.year}.csv", TITLES, rows)

    def _rows(self):
        """Return one dict by TITLES per seller to report."""
        self.env["mlm.statement"]._check_accountant()
        if not self.company_id.mlm_is_platform:
            raise UserError(
                self.env._(
                    "%(company)s sells in its own name and has no sellers to report. If partners "
                    "sell in theirs, tick it in the settings.",
                    company=self.company_id.name,
                )
            )
        figures = self._figures()
        sellers = self.env["res.partner"].sudo().browse(figures)
        return [
            self._row(seller, figures[seller.id])
            for seller in sellers
            if not self._is_exempt(figures[seller.id])
        ]

    def _is_exempt(self, quarters):
        sales = sum(row[0] for row in quarters.values())
        amount = sum(row[1] for row in quarters.values())
        return sales < EXEMPT_SALES and amount < EXEMPT_AMOUNT

    def _figures(self):
        """Return {seller id: {quarter: (sales, amount, fees)}} of goods sold to customers.

        Returns lower the amount of their quarter; fees are what the seller was invoiced for.
        """
        self.env.flush_all()
        sold = self.env.execute_query(
            SQL(
                """SELECT owner_id, extract(quarter FROM date_invoice)::int,
                          count(DISTINCT order_id) FILTER (WHERE net > 0), sum(net)::text
                     FROM mlm_volume
                    WHERE company_id = %s AND product_class = 'goods'
                      AND buyer_role IN ('retail', 'preferred') AND owner_id IS NOT NULL
                      AND extract(year FROM date_invoice) = %s
                    GROUP BY 1, 2 ORDER BY 1, 2""",
                self.company_id.id,
                self.year,
            )
        )
        fees = self.env.execute_query(
            SQL(
                """SELECT buyer_id, extract(quarter FROM date_invoice)::int, sum(net)::text
                     FROM mlm_volume
                    WHERE company_id = %s AND product_class <> 'goods'
                      AND extract(year FROM date_invoice) = %s
                    GROUP BY 1, 2""",
                self.company_id.id,
                self.year,
            )
        )
        charged = {(seller, quarter): Decimal(text) for seller, quarter, text in fees}
        found = defaultdict(dict)
        for seller, quarter, count, text in sold:
            fee = charged.get((seller, quarter), Decimal(0))
            found[seller][quarter] = (count, Decimal(text), fee)
        return dict(found)

    def _row(self, seller, quarters):
        bank = seller.bank_ids[:1]
        row = {
            "member_number": seller.mlm_member_number,
            "name": seller.name,
            "street": seller.street,
            "zip": seller.zip,
            "city": seller.city,
            "country": seller.country_id.code,
            "tax_number": seller.mlm_tax_number,
            "vat": seller.vat,
            "birthdate": "mlm_birthdate" in seller._fields and seller.mlm_birthdate,
            "iban": bank.acc_number,
            "account_holder": bank.acc_holder_name or bank.partner_id.name,
        }
        needed = ["street", "zip", "city", "country", "tax_number", "iban"]
        if not seller.is_company:
            needed.append("birthdate")
        missing = ", ".join(name for name in needed if not row[name])
        for quarter in QUARTERS:
            sales, amount, fee = quarters.get(quarter, (0, Decimal(0), Decimal(0)))
            row |= {
                f"sales_q{quarter}": sales,
                f"amount_q{quarter}": f"{amount:.2f}",
                f"fees_q{quarter}": f"{fee:.2f}",
            }
        return row | {"missing": missing}
