# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every line behind a statement with its order, for the printed annex and for files (§ 87c HGB)."""

import base64
import csv
import hashlib
import io
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.mlm_base.csv_cell import csv_cell

from ..spreadsheet import workbook

# A printed annex of more lines is read by nobody; the sums are printed then, the lines are a file.
PRINTED_LINES = 300


class MlmStatement(models.Model):
    _inherit = "mlm.statement"

    # === ACTIONS === #

    def action_annex_csv(self):
        """Download all lines of the statement as CSV (semicolons, decimal points, UTF-8)."""
        return self._download("csv", self._annex_csv)

    def action_annex_xlsx(self):
        """Download all lines of the statement as a spreadsheet."""
        return self._download("xlsx", self._annex_xlsx)

    def _download(self, extension, make):
        """Keep the annex beside the statement, once, and hand out its address.

        The lines of a statement never change, so a file in the same language is still right.
        """
        self.ensure_one()
        self.check_access("read")
        name = f"{self.name} {self.env.lang or 'en_US'}.{extension}".replace("/", "-")
        Attachment = self.env["ir.attachment"].sudo()
        attachment = Attachment.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("name", "=", name)], limit=1
        ) or Attachment.create(
            {
                "name": name,
                "res_model": self._name,
                "res_id": self.id,
                "datas": base64.b64encode(make()),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    # === ROWS === #

    def _annex_rows(self, limit=None):
        """All lines of the statement by bonus, date and row, in one query.

        Buyers are named where they are the partner itself or its own customers; members of the
        team by their number; customers of others by a pseudonym that stays the same.

        :param int limit: at most so many rows
        :return: list of dicts; numbers are Decimals
        """
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT l.id, l.bonus_id, l.level, l.skipped, l.base::text AS base,
                       l.rate::text AS rate, l.amount::text AS amount,
                       v.date_order, v.date_invoice, v.date_delivered, v.date_paid,
                       v.quantity::text AS quantity, v.net::text AS net, v.entry, v.reason,
                       v.product_id, v.buyer_id, v.owner_id,
                       m.name AS invoice, o.name AS sale_order,
                       p.name AS buyer_name, p.mlm_member_number AS buyer_number, p.mlm_role AS role
                  FROM mlm_commission_line l
                  JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                  LEFT JOIN mlm_volume v ON v.id = l.volume_id
                  LEFT JOIN account_move m ON m.id = v.move_id
                  LEFT JOIN sale_order o ON o.id = v.order_id
                  LEFT JOIN res_partner p ON p.id = v.buyer_id
                 WHERE l.run_id = %(run)s AND l.partner_id = %(partner)s
                 ORDER BY b.sequence, coalesce(v.date_order, v.date_invoice), l.volume_id, l.id
                 LIMIT %(limit)s""",
                run=self.run_id.id,
                partner=self.partner_id.id,
                limit=limit,
            )
        )
        bonuses = {
            bonus.id: bonus.display_name
            for bonus in self._annex_records("mlm.plan.bonus", rows, "bonus_id")
        }
        products = {
            product.id: product.display_name
            for product in self._annex_records("product.product", rows, "product_id")
        }
        return [self._annex_row(row, bonuses, products) for row in rows]

    def _annex_records(self, model, rows, key):
        # The statement's reader reads what belongs to it, even without rights on products.
        return self.env[model].sudo().browse({row[key] for row in rows if row[key]})

    def _annex_row(self, row, bonuses, products):
        numbers = ("base", "rate", "amount", "quantity", "net")
        return {
            **row,
            **{name: None if row[name] is None else Decimal(row[name]) for name in numbers},
            "bonus": bonuses[row["bonus_id"]],
            "product": products.get(row["product_id"], ""),
            "date": row["date_order"] or row["date_invoice"],
            "buyer": self._annex_buyer(row),
        }

    def _annex_buyer(self, row):
        if not row["buyer_id"]:
            return ""
        if self.partner_id.id in (row["buyer_id"], row["owner_id"]):
            return row["buyer_name"]
        if row["role"] == "partner":
            return row["buyer_number"] or self.env._("Partner of the team")
        secret = f"{self.company_id.id}/{self.partner_id.id}/{row['buyer_id']}"
        pseudonym = hashlib.sha256(secret.encode()).hexdigest()[:6].upper()
        return self.env._("Customer %(pseudonym)s", pseudonym=pseudonym)

    def _annex_sums(self):
        """Lines, points and amount per bonus and level, where single lines are too many to print.

        :return: list of dicts: bonus, level, lines, base, rate (None where it differs), amount
        """
        self.ensure_one()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT l.bonus_id, l.level, l.rate::text AS rate, count(*) AS lines,
                       sum(l.base)::text AS base, sum(l.amount)::text AS amount
                  FROM mlm_commission_line l JOIN mlm_plan_bonus b ON b.id = l.bonus_id
                 WHERE l.run_id = %s AND l.partner_id = %s
                 GROUP BY b.sequence, l.bonus_id, l.level, l.rate
                 ORDER BY b.sequence, l.level, l.rate""",
                self.run_id.id,
                self.partner_id.id,
            )
        )
        bonuses = self._annex_records("mlm.plan.bonus", rows, "bonus_id")
        names = {bonus.id: bonus.display_name for bonus in bonuses}
        return [
            {
                **row,
                "bonus": names[row["bonus_id"]],
                **{name: Decimal(row[name]) for name in ("rate", "base", "amount")},
            }
            for row in rows
        ]

    # === FILES === #

    def _annex_columns(self):
        """Columns of the files: (title, key of a row)."""
        return [
            (self.env._("Bonus"), "bonus"),
            (self.env._("Ordered"), "date_order"),
            (self.env._("Invoiced"), "date_invoice"),
            (self.env._("Delivered"), "date_delivered"),
            (self.env._("Paid on"), "date_paid"),
            (self.env._("Order"), "sale_order"),
            (self.env._("Invoice"), "invoice"),
            (self.env._("Buyer"), "buyer"),
            (self.env._("Product"), "product"),
            (self.env._("Quantity"), "quantity"),
            (self.env._("Net Amount"), "net"),
            (self.env._("Reason"), "reason"),
            (self.env._("Level"), "level"),
            (self.env._("Passed Over"), "skipped"),
            (self.env._("Base"), "base"),
            (self.env._("Rate (%)"), "rate"),
            (self.env._("Commission"), "amount"),
        ]

    def _annex_csv(self):
        columns = self._annex_columns()
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=";")
        writer.writerow([title for title, _key in columns])
        writer.writerows(
            [csv_cell(row[key]) for _title, key in columns] for row in self._annex_rows()
        )
        return ("\ufeff" + stream.getvalue()).encode()

    def _annex_xlsx(self):
        return workbook(self.env._("Lines"), self._annex_columns(), self._annex_rows())
