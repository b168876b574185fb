# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The book extract (Buchauszug, § 87c Abs. 2 HGB): every line that mattered for commission."""

import base64
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ...spreadsheet import workbook

# A table of more lines is read by nobody on paper; the spreadsheet has them all.
PRINTED_ROWS = 5000


class MlmTermination(models.Model):
    _inherit = "mlm.termination"

    def action_extract_pdf(self):
        """Print the book extract."""
        self.ensure_one()
        self.check_access("read")
        count = len(self._extract_rows())
        if count > PRINTED_ROWS:
            raise UserError(
                self.env._(
                    "The extract has %(count)s lines, more than can be printed in good order. Hand "
                    "over the spreadsheet.",
                    count=count,
                )
            )
        return self.env.ref("mlm_commission.mlm_book_extract_report").report_action(self)

    def action_extract_xlsx(self):
        """Download the book extract as a spreadsheet."""
        self.ensure_one()
        self.check_access("read")
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": self.env._("Book Extract %(name)s.xlsx", name=self.partner_id.name),
                    "res_model": self._name,
                    "res_id": self.id,
                    "datas": base64.b64encode(self._extract_xlsx()),
                }
            )
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _extract_statements(self):
        """All statements of the partner; claims of three full years and this one are not yet
        time-barred (BGH VII ZR 32/17), older ones may still be asked for in a dispute."""
        return (
            self.env["mlm.statement"]
            .sudo()
            .search(
                [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
            )
            .sorted(lambda statement: statement.period_id.date_from)
        )

    def _extract_rows(self):
        """Return a dict per commission line, by period and order: those of the statement's annex,
        the address of own customers, period, document and whether it was paid."""
        self.ensure_one()
        states = dict(self.env["mlm.statement"]._fields["state"]._description_selection(self.env))
        rows = []
        for statement in self._extract_statements():
            common = {
                "period": statement.period_id.name,
                "document": statement.move_id.name or "",
                "state": states[statement.state],
            }
            rows += [{**row, **common} for row in statement._annex_rows()]
        addresses = self._extract_addresses(rows)
        return [{**row, "address": addresses.get(row["buyer_id"], "")} for row in rows]

    def _extract_addresses(self, rows):
        """Addresses of the partner's own customers; those of other people's are nobody's business
        here (a court may order otherwise)."""
        own = {row["buyer_id"] for row in rows if row["owner_id"] == self.partner_id.id}
        buyers = self.env["res.partner"].sudo().browse(filter(None, own))
        return {
            buyer.id: ", ".join(
                line.strip()
                for line in buyer._display_address(without_company=True).splitlines()
                if line.strip()
            )
            for buyer in buyers
        }

    def _extract_columns(self):
        """Columns in the order that courts expect: (title, key of a row)."""
        return [
            (self.env._("Period"), "period"),
            (self.env._("Ordered"), "date_order"),
            (self.env._("Order"), "sale_order"),
            (self.env._("Buyer"), "buyer"),
            (self.env._("Address"), "address"),
            (self.env._("Product"), "product"),
            (self.env._("Quantity"), "quantity"),
            (self.env._("Net Amount"), "net"),
            (self.env._("Delivered"), "date_delivered"),
            (self.env._("Invoice"), "invoice"),
            (self.env._("Invoiced"), "date_invoice"),
            (self.env._("Paid on"), "date_paid"),
            (self.env._("Reason"), "reason"),
            (self.env._("Bonus"), "bonus"),
            (self.env._("Level"), "level"),
            (self.env._("Base"), "base"),
            (self.env._("Rate (%)"), "rate"),
            (self.env._("Commission"), "amount"),
            (self.env._("Settlement"), "document"),
            (self.env._("Status"), "state"),
        ]

    def _extract_total(self, rows):
        """Return the sum of the extract, as the print's money format takes it."""
        return float(sum((row["amount"] for row in rows), Decimal(0)))

    def _extract_xlsx(self):
        return workbook(self.env._("Book Extract"), self._extract_columns(), self._extract_rows())
