# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files of an annual summary: CSV, and the printed one in the partner's language."""

import base64
import csv
import io

import qrcode

from odoo import models
from odoo.tools import SQL, format_date

from odoo.addons.mlm_base.csv_cell import csv_cell

REPORT = "mlm_commission.mlm_year_summary_report"
MONTHS_PER_QUARTER = 3


class MlmYearSummary(models.Model):
    _inherit = "mlm.year.summary"

    def _csv(self):
        """Return all lines as CSV (semicolons, decimal points, UTF-8), the same each time."""
        self.ensure_one()
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        names = [
            *(
                "document",
                "correction",
                "performed_from",
                "performed_to",
                "credited",
                "due",
                "paid",
            ),
            *("set_off", "reference", "treatment", "rate", "net", "vat", "gross", "inflow_year"),
            "due_unpaid",
        ]
        writer.writerow(["summary", *names])
        for line in self.line_ids:
            writer.writerow(
                csv_cell(value)
                for value in (
                    self.name,
                    line.move_id.name,
                    int(line.is_correction),
                    *(
                        day and day.isoformat()
                        for day in (line.date_from, line.date_to, line.date, line.date_due)
                    ),
                    line.date_paid and line.date_paid.isoformat(),
                    int(line.is_offset),
                    line.reference,
                    line.treatment,
                    *(f"{line[name]:.2f}" for name in ("rate", "net", "tax", "gross")),
                    line.inflow_year,
                    int(line.is_unpaid),
                )
            )
        if self.extra_ids:
            writer.writerow(["summary", "kind", "date", "name", "amount", "taxed_flat"])
        for extra in self.extra_ids:
            writer.writerow(
                csv_cell(value)
                for value in (
                    self.name,
                    extra.kind,
                    extra.date and extra.date.isoformat(),
                    extra.name,
                    f"{extra.amount:.2f}",
                    f"{extra.taxed_flat:.2f}",
                )
            )
        return stream.getvalue().encode()

    def _pdf(self):
        """Return the printed summary."""
        self.ensure_one()
        return self.env["ir.actions.report"]._render_qweb_pdf(REPORT, self.ids)[0]

    def _print_values(self):
        """Return what the printed summary shows, in the language of the environment, as a dict."""
        self.ensure_one()
        inflow = self.line_ids.filtered(lambda line: line.inflow_year == self.year)
        earned = self.line_ids.filtered(lambda line: line.date_to.year == self.year)
        return {
            "statuses": self._print_statuses(),
            "sums": self._print_sums(inflow),
            "months": self._print_months(inflow),
            "lines": self.line_ids.filtered(lambda line: not line.is_correction),
            "corrections": self.line_ids.filtered("is_correction"),
            "earned_later": sum((earned - inflow).mapped("gross")),
            "earned_before": sum((inflow - earned).mapped("gross")),
            "purchases": self._print_purchases(),
            "words": self.currency_id.amount_to_text(self.amount_total),
            "form": self._print_form(),
            "qr": self._print_qr(),
        }

    def _print_statuses(self):
        """Texts of the tax statuses that held in the year."""
        rows = self.env["mlm.tax.status"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("date_from", "<=", f"{self.year}-12-31"),
            ],
            order="date_from, id",
        )
        labels = dict(rows._fields["status"]._description_selection(self.env))
        before = rows.filtered(lambda row: row.date_from.year < self.year)[-1:]
        texts = []
        for row in before | rows.filtered(lambda row: row.date_from.year == self.year):
            label = labels[row.status]
            if not texts or texts[-1][0] != label:
                texts.append((label, format_date(self.env, row.date_from)))
        return [
            self.env._("%(status)s since %(date)s", status=status, date=day)
            for status, day in texts
        ]

    def _print_sums(self, lines):
        """Rows (treatment, rate, net, tax, gross, number of documents) of what flowed."""
        labels = dict(lines._fields["treatment"]._description_selection(self.env))
        return [
            (
                labels[treatment],
                f"{rate:g} %" if rate else "",
                sum(found.mapped("net")),
                sum(found.mapped("tax")),
                sum(found.mapped("gross")),
                len(found.move_id),
            )
            for (treatment, rate), found in sorted(
                lines.grouped(lambda line: (line.treatment, line.rate)).items()
            )
        ]

    def _print_months(self, lines):
        """Rows (month or quarter, net, tax, gross) of what flowed, by month of performance."""
        rows = []
        of_year = lines.filtered(lambda line: line.date_to.year == self.year)
        for month in range(1, 13):
            found = of_year.filtered(lambda line, month=month: line.date_to.month == month)
            rows.append((f"{month:02d}/{self.year}", *self._three(found)))
            if month % MONTHS_PER_QUARTER == 0:
                quarter = month // MONTHS_PER_QUARTER
                found = of_year.filtered(
                    lambda line, quarter=quarter: (
                        (line.date_to.month - 1) // MONTHS_PER_QUARTER + 1 == quarter
                    )
                )
                title = self.env._("Quarter %(number)s", number=quarter)
                rows.append((title, *self._three(found)))
        if lines - of_year:
            rows.append((self.env._("Other years"), *self._three(lines - of_year)))
        return [row for row in rows if any(row[1:])]

    def _three(self, lines):
        return tuple(
            self.currency_id.round(sum(lines.mapped(name))) for name in ("net", "tax", "gross")
        )

    def _print_purchases(self):
        """Rows (rate, net, tax) of what the partner bought from the company in the year."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT coalesce(t.amount, 0)::float, -sum(l.balance)::float,
                       -sum(l.balance * coalesce(t.amount, 0) / 100)::numeric(20, 2)::float
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id
                  LEFT JOIN LATERAL (
                        SELECT t.amount FROM account_move_line_account_tax_rel r
                          JOIN account_tax t ON t.id = r.account_tax_id
                         WHERE r.account_move_line_id = l.id ORDER BY t.id LIMIT 1) t ON TRUE
                 WHERE m.move_type IN ('out_invoice', 'out_refund') AND m.state = 'posted'
                   AND m.company_id = %s AND m.commercial_partner_id = %s
                   AND l.display_type = 'product' AND extract(year FROM m.invoice_date) = %s
                 GROUP BY 1 ORDER BY 1""",
                self.company_id.id,
                self.partner_id.commercial_partner_id.id,
                self.year,
            )
        )
        return [(f"{rate:g} %", net, tax) for rate, net, tax in rows]

    def _print_form(self):
        """Rows (form, year, line, amount) where the sums stand in the partner's tax form."""
        amounts = {
            "taxed": self.amount_net,
            "exempt": self.amount_exempt,
            "reverse": self.amount_reverse,
            "tax": self.amount_tax,
        }
        lines = self.env["mlm.form.line"].sudo()._of_year(self.partner_id.country_id, self.year)
        return [
            (line.form, line.year, line.line, amounts[line.treatment])
            for line in lines
            if amounts[line.treatment]
        ]

    def _print_qr(self):
        """Return number and hash as a QR code (base64 PNG): they tell a genuine copy."""
        stream = io.BytesIO()
        qrcode.make(f"{self.name}\n{self.sha256 or ''}", border=2).save(stream)
        return base64.b64encode(stream.getvalue()).decode()
