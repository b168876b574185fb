# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is withheld, worked out when a run is proposed."""

from decimal import ROUND_HALF_UP, Decimal

from odoo import models
from odoo.exceptions import UserError


class MlmPayoutRun(models.Model):
    _inherit = "mlm.payout.run"

    def _write_proposal(self, payees, left_out):
        """Lower the payments by the tax before anybody else takes from them."""
        rows = self._to_withhold(payees)
        lowered = []
        for partner, payables, offset, amount in payees:
            tax = sum(row["amount"] for row in rows.get(partner, []))
            kept = min(offset, max(amount + offset - tax, Decimal(0)))
            lowered.append((partner, payables, kept, amount + offset - tax - kept))
        result = super()._write_proposal(lowered, left_out)
        lines = {line.partner_id.id: line for line in self.sudo().line_ids}
        self.env["mlm.withholding"].sudo().create(
            [
                {**row, "payout_id": lines[partner].id, "amount": float(row["amount"])}
                for partner, mine in rows.items()
                for row in mine
                if row["gross"]
            ]
        )
        for partner in rows:
            line = lines[partner]
            line.amount_withheld = sum(line.withholding_ids.mapped("amount"))
        return result

    def _to_withhold(self, payees):
        """Return {partner id: list of values of withheld tax}, one per document.

        :param payees: [(partner id, payables, offset, amount)], as ``_sort_out`` makes them
        """
        partners = self.env["res.partner"].sudo().browse([payee[0] for payee in payees])
        taxes = self._withholding_taxes(partners)
        found = {}
        for partner, (__, payables, offset, amount) in zip(partners, payees, strict=True):
            if partner.id not in taxes:
                continue
            rule, tax = taxes[partner.id]
            total = sum(payable.amount for payable in payables)
            share = (amount + offset) / total if total else Decimal(0)
            found[partner.id] = self._rows_of(partner, payables, share, rule, tax)
        return found

    def _withholding_taxes(self, partners):
        """Return {partner id: (rule, tax)} on the day of the run; partners without a rule are
        missing, a tax is empty where a certificate lifts it."""
        rules = self.env["mlm.withholding.rule"]._find(self.company_id, partners, self.date)
        concerned = partners.filtered(lambda one: one.id in rules)
        certificates = self.env["mlm.withholding.certificate"]._find(
            self.company_id, concerned, self.date
        )
        return {
            partner: (rule, certificates.get(partner, rule).tax_id)
            for partner, rule in rules.items()
        }

    def _rows_of(self, partner, payables, share, rule, tax):
        """Values of withheld tax of one partner; without a tax only the commission is counted."""
        unit = Decimal(str(self.currency_id.rounding))
        before, by_document = self._counted_before(partner)
        rows = []
        for payable in payables:
            document = self.env["account.move.line"].sudo().browse(payable.line).move_id
            gross = self._gross(document, payable.amount * share, unit)
            gross -= max(by_document.get(document.id, Decimal(0)) + gross - _net(document), 0)
            base = rule._base(gross, before)
            rate = Decimal(str(-tax.amount)) / 100 if tax else Decimal(0)
            rows.append(
                {
                    "rule_id": rule.id,
                    "tax_id": (tax or rule.tax_id).id,
                    "document_id": document.id,
                    "gross": float(gross),
                    "base": float(base if tax else 0),
                    "amount": (base * rate).quantize(unit, rounding=ROUND_HALF_UP),
                }
            )
            before += gross
        return rows

    def _gross(self, document, paid, unit):
        """Return the commission without value-added tax in a paid part of a document."""
        total = Decimal(str(document.amount_total))
        if not total:
            return Decimal(0)
        net = Decimal(str(document.amount_untaxed))
        return (paid * net / total).quantize(unit, rounding=ROUND_HALF_UP)

    def _counted_before(self, partner):
        """Return the commission counted in living runs: (in this calendar year, by document)."""
        rows = (
            self.env["mlm.withholding"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", partner.id),
                    ("company_id", "=", self.company_id.id),
                    ("payout_id.run_id", "!=", self.id),
                    ("payout_id.run_id.state", "in", ("proposed", "released")),
                ]
            )
        )
        by_document, year = {}, Decimal(0)
        for row in rows:
            gross = Decimal(str(row.gross))
            by_document[row.document_id.id] = by_document.get(row.document_id.id, 0) + gross
            if row.date.year == self.date.year:
                year += gross
        return year, by_document

    def _check_unchanged(self):
        """A rule or certificate that came since the proposal stops the release."""
        result = super()._check_unchanged()
        lines = self.sudo().line_ids
        taxes = self._withholding_taxes(lines.partner_id)
        nothing = self.env["mlm.withholding.rule"], None
        for line in lines:
            rule, expected = taxes.get(line.partner_id.id, nothing)
            used = line.withholding_ids.filtered("amount").tax_id
            if line.withholding_ids.rule_id != rule or (used and used != expected):
                raise UserError(
                    self.env._(
                        "%(partner)s: the withholding tax has changed. Reset the run and propose "
                        "it again.",
                        partner=line.partner_id.display_name,
                    )
                )
        return result


def _net(document):
    return abs(Decimal(str(document.amount_untaxed)))
