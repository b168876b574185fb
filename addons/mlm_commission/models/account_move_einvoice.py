# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Settlements as electronic invoices: ZUGFeRD in the printed document, XRechnung beside it."""

import io
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

from ..einvoice import cii, ubl
from ..einvoice.document import EXEMPT, REVERSE_CHARGE, STANDARD, Document, Line, Party

XML_NAME = "factur-x.xml"
REPORT = "mlm_commission.report_mlm_settlement"
# § 33 UStDV: up to this gross amount no electronic invoice is asked for.
SMALL_AMOUNT = 250


class AccountMove(models.Model):
    _inherit = "account.move"

    mlm_is_einvoice = fields.Boolean(
        string="Electronic Invoice Required", compute="_compute_mlm_is_einvoice"
    )

    def _compute_mlm_is_einvoice(self):
        for move in self:
            rule = move.mlm_tax_rule_id.sudo()
            move.mlm_is_einvoice = rule.is_einvoice and move.amount_total > SMALL_AMOUNT

    def action_mlm_xrechnung(self):
        """Download the settlement as XRechnung (UBL)."""
        self.ensure_one()
        self.check_access("read")
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self._mlm_settlement_file_name()}.xml",
                "raw": ubl.write(self._mlm_einvoice()),
                "mimetype": "application/xml",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=1",
            "target": "download",
        }

    def _mlm_einvoice(self):
        """Return the settlement as a document of EN 16931, seller = partner, buyer = company.

        :rtype: Document
        :raise UserError: what the norm asks for is missing; all of it is named
        """
        self.ensure_one()
        if not self._mlm_is_settlement() or self.state != "posted":
            raise UserError(self.env._("%(name)s is no posted settlement.", name=self.display_name))
        self = self.with_context(lang=self.partner_id.lang)  # noqa: PLW0642
        account = self._mlm_payout_account().sudo()
        origin = self.reversed_entry_id
        document = Document(
            number=self.name,
            issued=self.invoice_date,
            due=self.invoice_date_due,
            start=self.mlm_date_from,
            end=self.mlm_date_to,
            currency=self.currency_id.name,
            seller=self.partner_id._mlm_einvoice_party(),
            buyer=self.company_id.partner_id._mlm_einvoice_party(),
            lines=[self._mlm_einvoice_line(line) for line in self.invoice_line_ids],
            taxes=self._mlm_einvoice_taxes(),
            reasons=self._mlm_einvoice_reasons(),
            note=self._mlm_settlement_title(),
            iban=account.sanitized_acc_number or "",
            account_holder=account.acc_holder_name or "",
            reference=self.payment_reference or "",
            corrects=(origin.name, origin.invoice_date) if origin else None,
        )
        missing = document.problems()
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s can't become an electronic invoice. Missing: %(missing)s.",
                    name=self.name,
                    missing=", ".join(f"{role}: {what}" for role, what in missing),
                )
            )
        return document

    def _mlm_einvoice_line(self, line):
        category, rate = self._mlm_tax_category(line.tax_ids)
        sign = -1 if self.move_type == "in_refund" else 1
        return Line(line.name or "", sign * _exact(line.price_subtotal), category, rate)

    def _mlm_tax_category(self, taxes):
        """Return (category of EN 16931, rate in percent) of a line's taxes."""
        shown = taxes._mlm_shown()
        if shown:
            return STANDARD, _exact(shown[:1].amount)
        self_owed = any(tax._mlm_is_self_owed() for tax in taxes)
        return (REVERSE_CHARGE if self_owed else EXEMPT), Decimal(0)

    def _mlm_einvoice_taxes(self):
        totals = {}
        for line in self.line_ids.filtered("tax_line_id"):
            if line.tax_line_id._mlm_is_self_owed():
                continue
            key = self._mlm_tax_category(line.tax_line_id)
            totals[key] = totals.get(key, Decimal()) + _exact(line.amount_currency)
        return totals

    def _mlm_einvoice_reasons(self):
        """Why a category shows no tax; a reversal may carry another one than the document."""
        note = self.mlm_tax_rule_id.sudo().note
        exempt = self.env["mlm.tax.rule"].sudo()._find(self.company_id, "small", self.mlm_date_to)
        return {
            REVERSE_CHARGE: note or self.env._("Reverse charge"),
            EXEMPT: (self.mlm_tax_status != "regular" and note)
            or exempt.note
            or self.env._("Exempt from tax"),
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _mlm_einvoice_party(self):
        """Return the contact as a party of EN 16931."""
        self.ensure_one()
        partner = self.sudo()
        return Party(
            name=partner.name or "",
            street=partner.street or "",
            postcode=partner.zip or "",
            city=partner.city or "",
            country=partner.country_id.code or "",
            number=partner.mlm_member_number or "",
            vat=partner.vat or "",
            tax_number=partner.mlm_tax_number or "",
            phone=partner.phone or "",
            email=partner.email or "",
        )


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Make PDF/A-3 with the invoice in it where the law asks for an electronic one."""
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        if self._get_report(report_ref).report_name != REPORT:
            return streams
        for move in self.env["account.move"].browse(res_ids):
            found = streams.get(move.id, {}).get("stream")
            if found and move.mlm_is_einvoice:
                xml = cii.write(move._mlm_einvoice())
                streams[move.id]["stream"] = self._mlm_embed(move, found, xml)
        return streams

    def _mlm_embed(self, move, stream, xml):
        """Return a PDF/A-3 stream of the document with its XML attached."""
        reader = OdooPdfFileReader(stream, strict=False)
        writer = OdooPdfFileWriter()
        writer.cloneReaderDocumentRoot(reader)
        if "/Outlines" not in writer._root_object:
            # Core's conversion reads the outline, which only a patched wkhtmltopdf writes.
            writer.add_outline_item(move.name, 0)
        writer.add_attachment(XML_NAME, xml, subtype="text/xml")
        writer.convert_to_pdfa()
        metadata = self.env["ir.qweb"]._render(
            "account_edi_ubl_cii.account_invoice_pdfa_3_facturx_metadata",
            {"title": move.name, "date": fields.Date.context_today(move)},
        )
        writer.add_file_metadata(metadata.encode())
        result = io.BytesIO()
        writer.write(result)
        stream.close()
        return result


def _exact(value):
    """Turn an ORM float of currency precision into the decimal it stands for."""
    return Decimal(str(value))
