# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The printed settlement: what § 14 Abs. 4 UStG asks for, in the partner's language."""

import base64
import io

import qrcode

from odoo import models

# European Payments Council, guideline EPC069-12: version 002, UTF-8, SEPA credit transfer.
EPC_HEADER = ("BCD", "002", "1", "SCT")
EPC_NAME_LENGTH, EPC_TEXT_LENGTH = 70, 140


class AccountMove(models.Model):
    _inherit = "account.move"

    def _mlm_settlement_file_name(self):
        """Return the file name of the printed document, without ending."""
        self.ensure_one()
        return self._mlm_settlement_title().replace("/", "-").replace(":", "")

    def _mlm_settlement_facts(self):
        """Return what the printed document shows besides the fields of the record, as a dict."""
        self.ensure_one()
        rule = self.mlm_tax_rule_id.sudo()
        shows_tax = not rule.hides_tax
        company = self.company_id
        return {
            "company_address": company.partner_id._mlm_address_line(),
            "company_vat": shows_tax and company.vat,
            "partner_address": "\n".join(self.partner_id._mlm_address_parts()),
            "identifiers": self._mlm_identifiers(shows_tax),
            "legal_basis": self._mlm_legal_basis(),
            "note": rule.note,
            "shows_tax": shows_tax,
            "rates": {
                line.id: ", ".join(f"{tax.amount:g} %" for tax in line.tax_ids._mlm_shown())
                for line in self.invoice_line_ids
            },
            "taxes": self._mlm_tax_totals() if shows_tax else [],
            "words": self.env._(
                "In words: %(words)s", words=self.currency_id.amount_to_text(self.amount_total)
            ),
            "iban": self._mlm_payout_account().sudo().acc_number,
            "epc": self._mlm_epc_code(),
        }

    def _mlm_tax_totals(self):
        """Tax amounts by rate, without those that the company owes itself (reverse charge)."""
        totals = {}
        for line in self.line_ids.filtered("tax_line_id"):
            if (line.group_tax_id or line.tax_line_id)._mlm_is_self_owed():
                continue
            name = self.env._("VAT %(rate)s %%", rate=f"{line.tax_line_id.amount:g}")
            totals[name] = totals.get(name, 0) + line.amount_currency
        sign = -1 if self.move_type == "in_refund" else 1
        return [{"name": name, "amount": sign * amount} for name, amount in totals.items()]

    def _mlm_identifiers(self, shows_tax):
        """Lines that identify the supplier for tax: what § 14 Abs. 4 Nr. 2 UStG asks for."""
        partner = self.partner_id.sudo()
        parts = [
            (
                partner.mlm_tax_number,
                self.env._("Tax number %(number)s", number=partner.mlm_tax_number),
            ),
            (
                partner.mlm_small_business_number,
                self.env._(
                    "Small business ID %(number)s", number=partner.mlm_small_business_number
                ),
            ),
        ]
        if shows_tax:
            parts.append((partner.vat, self.env._("VAT ID %(number)s", number=partner.vat)))
        return [text for value, text in parts if value]

    def _mlm_legal_basis(self):
        country = self.company_id.country_id.code
        if country == "DE":
            return self.env._(
                "Issued by the recipient of the service (§ 14 Abs. 2 Satz 5 UStG), as agreed."
            )
        if country == "AT":
            return self.env._(
                "Issued by the recipient of the service (§ 11 Abs. 7 UStG), as agreed."
            )
        return self.env._("Issued by the recipient of the service, as agreed.")

    def _mlm_payout_account(self):
        """Return the bank account to which the document will be paid, or an empty record."""
        return self.partner_bank_id or self.partner_id.bank_ids.filtered("allow_out_payment")[:1]

    def _mlm_epc_code(self):
        """Return the EPC-QR code of the transfer as base64 PNG, False where there is none to make.

        :rtype: str or bool
        """
        bank = self._mlm_payout_account().sudo()
        if not bank or self.currency_id.name != "EUR" or self.amount_residual <= 0:
            return False
        text = "\n".join(
            [
                *EPC_HEADER,
                bank.bank_bic or "",
                (bank.acc_holder_name or self.partner_id.name)[:EPC_NAME_LENGTH],
                bank.sanitized_acc_number,
                f"EUR{self.amount_residual:.2f}",
                "",
                "",
                (self.payment_reference or self.name)[:EPC_TEXT_LENGTH],
            ]
        )
        stream = io.BytesIO()
        qrcode.make(text, error_correction=qrcode.constants.ERROR_CORRECT_M, border=2).save(stream)
        return base64.b64encode(stream.getvalue()).decode()


class AccountTax(models.Model):
    _inherit = "account.tax"

    def _mlm_is_self_owed(self):
        """Whether the recipient owes the tax itself: one part takes back what the other adds."""
        self.ensure_one()
        return any(part.factor_percent < 0 for part in self.invoice_repartition_line_ids) or any(
            child.amount < 0 for child in self.children_tax_ids
        )

    def _mlm_shown(self):
        """Return the taxes that the partner charges: with a rate, and not owed by the company."""
        return self.filtered(lambda tax: tax.amount and not tax._mlm_is_self_owed())


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _mlm_address_parts(self):
        """Street, town and country as lines of a postal address."""
        self.ensure_one()
        town = " ".join(filter(None, [self.zip, self.city]))
        return [part for part in (self.street, self.street2, town, self.country_id.name) if part]

    def _mlm_address_line(self):
        return ", ".join(self._mlm_address_parts())
