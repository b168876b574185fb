# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io
from decimal import Decimal
from itertools import pairwise

import xlsxwriter

from odoo import fields, models
from odoo.tools import SQL, format_date

# Last day of each age but the last, in days overdue.
AGES = (0, 30, 60, 90)


class MlmPayoutAging(models.TransientModel):
    """What was owed to partners on a day, by age, as the books say."""

    _name = "mlm.payout.aging"
    _description = "Aged Payables to Partners"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="As Of", required=True, default=fields.Date.context_today)

    # === ACTIONS === #

    def action_print(self):
        """Print the list."""
        self.ensure_one()
        self.env["mlm.statement"]._check_accountant()
        return self.env.ref("mlm_commission.mlm_payout_aging_report").report_action(self)

    def action_xlsx(self):
        """Download the list as a spreadsheet."""
        self.ensure_one()
        self.env["mlm.statement"]._check_accountant()
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self._title()}.xlsx",
                "res_model": self._name,
                "res_id": self.id,
                "datas": base64.b64encode(self._xlsx()),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    # === ROWS === #

    def _title(self):
        return self.env._(
            "Payables to partners as of %(date)s", date=fields.Date.to_string(self.date)
        )

    def _columns(self):
        """Titles of the amounts: not due, by age, total."""
        titles = [self.env._("Not due")]
        titles += [
            self.env._("%(first)s to %(last)s days", first=first + 1, last=last)
            for first, last in pairwise(AGES)
        ]
        return [*titles, self.env._("Over %(last)s days", last=AGES[-1]), self.env._("Total")]

    def _rows(self):
        """Return (member number, name, Decimal per column) per partner with something open.

        What was reconciled later than the day counts as open on it.
        """
        self.ensure_one()
        self.env["mlm.statement"]._check_accountant()
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.mlm_member_number, p.name, %(date)s - l.date_maturity,
                       (-l.balance - coalesce(c.amount, 0) + coalesce(d.amount, 0))::text
                  FROM (%(documents)s) s
                  JOIN account_move m ON m.id = s.move_id AND m.state = 'posted'
                  JOIN account_move_line l ON l.move_id = m.id AND l.date <= %(date)s
                  JOIN account_account a
                    ON a.id = l.account_id AND a.account_type = 'liability_payable'
                  JOIN res_partner p ON p.id = l.partner_id
                  LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM account_partial_reconcile
                                      WHERE credit_move_id = l.id AND max_date <= %(date)s) c
                         ON TRUE
                  LEFT JOIN LATERAL (SELECT sum(amount) AS amount FROM account_partial_reconcile
                                      WHERE debit_move_id = l.id AND max_date <= %(date)s) d
                         ON TRUE
                 WHERE l.company_id = %(company)s
                 ORDER BY p.name, p.id""",
                date=self.date,
                documents=self.env["mlm.payout.report"]._sql_documents(),
                company=self.company_id.id,
            )
        )
        sums = {}
        for partner, number, name, days, amount in found:
            row = sums.setdefault(partner, (number or "", name, [Decimal(0)] * (len(AGES) + 2)))
            row[2][sum(days > last for last in AGES)] += Decimal(amount)
            row[2][-1] += Decimal(amount)
        return [row for row in sums.values() if any(row[2])]

    def _totals(self, rows):
        return [sum(amounts) for amounts in zip(*(row[2] for row in rows), strict=True)]

    def _xlsx(self):
        """Return the list as bytes of a spreadsheet, with sums as formulas."""
        stream, rows = io.BytesIO(), self._rows()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        sheet = book.add_worksheet(self.env._("Payables"))
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        titles = [self.env._("Member Number"), self.env._("Partner"), *self._columns()]
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(titles) - 1, 16)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for line, (number, name, amounts) in enumerate(rows, start=1):
            sheet.write_string(line, 0, number)
            sheet.write_string(line, 1, name)
            for column, amount in enumerate(amounts, start=2):
                sheet.write_number(line, column, amount, money)
        for column, total in enumerate(self._totals(rows), start=2):
            letter = chr(ord("A") + column)
            formula = f"=SUM({letter}2:{letter}{len(rows) + 1})"
            sheet.write_formula(len(rows) + 1, column, formula, money, float(total))
        book.close()
        return stream.getvalue()

    def _print_values(self):
        """Return what the printed list shows."""
        rows = self._rows()
        return {
            "date": format_date(self.env, self.date),
            "columns": self._columns(),
            "rows": rows,
            "totals": self._totals(rows),
        }
