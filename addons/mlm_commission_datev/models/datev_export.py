# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Exports as LEGAL asks for them: each entry once, with documents, hashed and logged."""

import base64
import hashlib
import io
import zipfile
from decimal import Decimal

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..dtvf import AccountWriter, PartnerWriter, TransactionWriter, reference
from .res_company import CHARTS

# DATEV takes no more rows in one file.
MAX_ROWS = 99_999
DOCUMENT_NAMESPACE = "http://xml.datev.de/bedi/tps/document/v06.0"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
PERSONAL = {"asset_receivable": "customer", "liability_payable": "supplier"}


class DatevExport(models.Model):
    _inherit = "datev_export_dtvf.export"

    mlm_is_again = fields.Boolean(
        string="Export Again", copy=False, help="Also entries that have been exported before."
    )
    mlm_reason = fields.Text(string="Reason", copy=False)
    mlm_has_documents = fields.Boolean(
        string="With Documents",
        default=True,
        help="A second archive holds the settlement documents; the entries are linked to them.",
    )
    mlm_csv_profile_id = fields.Many2one("mlm.csv.profile", string="CSV Profile")
    mlm_documents = fields.Binary(string="Documents", readonly=True, copy=False)
    mlm_documents_name = fields.Char(compute="_compute_mlm_documents_name")
    mlm_file_ids = fields.One2many("mlm.datev.file", "export_id", string="Files", readonly=True)

    @api.depends("file_name")
    def _compute_mlm_documents_name(self):
        for export in self:
            export.mlm_documents_name = f"documents_{export.file_name}"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.mlm_file_ids:
            raise UserError(self.env._("What has been exported stays on record."))

    # === ACTIONS === #

    def action_draft(self):
        """Go back to draft: the next files count as another export and need a reason."""
        if any(export.mlm_file_ids and not export.mlm_is_again for export in self):
            raise UserError(
                self.env._("Tick Export Again and say why, then the files can be made once more.")
            )
        return super().action_draft()

    def action_generate(self):
        """Write the files of each export in DATEV's format."""
        for export in self:
            export.check_access("write")
            export._mlm_generate()

    # === BUSINESS === #

    def _mlm_generate(self):
        company = self.company_id
        company._mlm_datev_check()
        if self.mlm_is_again and not (self.mlm_reason or "").strip():
            raise UserError(self.env._("Say why the entries are exported again."))
        # Two exports at the same time would both take the same entries.
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtext('mlm_datev_export'), %s)", company.id)
        )
        company._mlm_datev_sequences()
        files, moves = [], self.env["account.move"]
        for period in self.period_ids.sorted("date_start"):
            found = self._mlm_moves(period)
            moves |= found
            files += self._mlm_booking_files(period, found)
        if not moves:
            raise UserError(
                self.env._(
                    "Nothing to export: the periods have no entries that have not been exported. "
                    "To export them once more tick Export Again and say why."
                )
            )
        files += self._mlm_master_files(moves)
        self._mlm_store(files, moves)

    def _mlm_moves(self, period):
        """Return the posted entries of a period which this export takes."""
        domain = [
            ("state", "=", "posted"),
            ("date", ">=", period.date_start),
            ("date", "<=", period.date_end),
            ("company_id", "=", self.company_id.id),
        ]
        if self.journal_ids:
            domain.append(("journal_id", "in", self.journal_ids.ids))
        if not self.mlm_is_again:
            domain.append(("mlm_datev_export_id", "=", False))
        return self.env["account.move"].search(domain, order="date, id")

    def _mlm_number_of(self, line):
        """Return (number of the account in DATEV, True if it is a partner's) of a journal item."""
        kind = PERSONAL.get(line.account_id.account_type)
        if kind and line.partner_id:
            return self.company_id._mlm_datev_personal(line.partner_id, kind), True
        return self.company_id._mlm_datev_account(line.account_id), False

    def _mlm_writer(self, kind, start=None, end=None, **options):
        company = self.company_id
        return kind(
            company.datev_consultant_number,
            company.datev_client_number,
            f"{self.fiscalyear_id.date_start:%Y%m%d}",
            company.datev_account_code_length,
            start and f"{start:%Y%m%d}",
            end and f"{end:%Y%m%d}",
            "".join(token[:1].upper() for token in self.env.user.name.split())[:2],
            company.currency_id.name,
            is_locked=company.mlm_datev_is_locked and kind is TransactionWriter,
            chart=CHARTS.get(company.chart_template, ""),
            **options,
        )

    def _mlm_booking_files(self, period, moves):
        """Return the files of one period: (kind, name, data, number of rows, sum of debit)."""
        rows = [(move, row) for move in moves for row in move._mlm_datev_rows(self._mlm_number_of)]
        files = []
        for number, part in enumerate(split_every(MAX_ROWS, rows, list), start=1):
            writer = self._mlm_writer(
                TransactionWriter,
                period.date_start,
                period.date_end,
                title=f"Buchungsstapel {period.date_start:%Y%m}",
            )
            writer.writeheader()
            writer.writerows(self._mlm_booking(move, row) for move, row in part)
            suffix = f"_{number}" if len(rows) > MAX_ROWS else ""
            files.append(
                (
                    "booking",
                    f"EXTF_Buchungsstapel_{period.date_start:%Y%m%d}{suffix}.csv",
                    writer.data(),
                    len(part),
                    sum(row.amount for _move, row in part),
                )
            )
        if self.mlm_csv_profile_id and rows:
            data = self.mlm_csv_profile_id._render(self._mlm_plain(*row) for row in rows)
            name = f"{self.mlm_csv_profile_id.name}_{period.date_start:%Y%m%d}.csv"
            files.append(("csv", name.replace("/", "-"), data, len(rows), Decimal(0)))
        return files

    def _mlm_booking(self, move, row):
        """Return one row of the Buchungsstapel."""
        service = move.mlm_date_to or move.delivery_date
        locked = self.company_id.mlm_datev_is_locked
        return {
            "Umsatz (ohne Soll/Haben-Kz)": f"{row.amount:.2f}".replace(".", ","),
            "Soll/Haben-Kennzeichen": "S" if row.is_debit else "H",
            "WKZ Umsatz": self.company_id.currency_id.name,
            "Konto": row.account,
            "Gegenkonto (ohne BU-Schlüssel)": row.contra,
            "BU-Schlüssel": row.key,
            "Belegdatum": f"{move.date:%d%m}",
            "Belegfeld 1": reference(move.name),
            "Buchungstext": row.text,
            "Beleglink": f'BEDI "{move._mlm_datev_guid()}"'
            if self._mlm_has_document(move)
            else None,
            "Sachverhalt L+L": row.case,
            "Festschreibung": int(locked),
            # Both or none.
            "Leistungsdatum": service and f"{service:%d%m%Y}",
            "Datum Zuord. Steuerperiode": service and f"{move.date:%d%m%Y}",
            "Fälligkeit": move.invoice_date_due and f"{move.invoice_date_due:%d%m%Y}",
        }

    def _mlm_plain(self, move, row):
        """Return one row for a CSV profile."""
        return {
            "date": move.date,
            "document": move.name,
            "date_due": move.invoice_date_due,
            "date_service": move.mlm_date_to or move.delivery_date,
            "amount": row.amount,
            "signed": row.amount if row.is_debit else -row.amount,
            "side": "S" if row.is_debit else "H",
            "account": row.account,
            "contra": row.contra,
            "key": row.key,
            "text": row.text,
            "currency": self.company_id.currency_id.name,
            "partner": move.partner_id.name,
            "member_number": move.partner_id.mlm_member_number,
        }

    def _mlm_master_files(self, moves):
        """Return the files of the partners and accounts that the entries name."""
        lines, files = moves.line_ids, []
        writer = self._mlm_writer(PartnerWriter)
        writer.writeheader()
        found = {
            (kind, line.partner_id)
            for line in lines
            for kind in [PERSONAL.get(line.account_id.account_type)]
            if kind and line.partner_id
        }
        for kind, partner in sorted(found, key=lambda pair: (pair[0], pair[1].id)):
            writer.writerow(self._mlm_partner(kind, partner))
        files.append(("partner", "EXTF_DebKred_Stamm.csv", writer.data(), len(found), Decimal(0)))
        writer = self._mlm_writer(AccountWriter)
        writer.writeheader()
        accounts = lines.account_id.filtered(lambda a: a.account_type not in PERSONAL)
        # In German where the database has it, else as the books name their accounts.
        german = self.env["res.lang"]._get_code("de_DE")
        for account in accounts.sorted("code"):
            name = account.with_context(lang=german).name
            writer.writerow(
                {
                    "Konto": self.company_id._mlm_datev_account(account),
                    "Kontobeschriftung": name,
                    "SprachId": "de-DE",
                    "Kontenbeschriftung lang": name,
                }
            )
        name = "EXTF_Kontenbeschriftungen.csv"
        return [*files, ("account", name, writer.data(), len(accounts), Decimal(0))]

    def _mlm_partner(self, kind, partner):
        """Return one row of the Debitoren/Kreditoren."""
        partner = partner.sudo()
        vat = (partner.vat or "").replace(" ", "")
        banks = partner.bank_ids.filtered("allow_out_payment")[:5]
        names = (
            {"Name (Adressattyp Unternehmen)": partner.name, "Adressattyp": "2"}
            if partner.is_company
            else {"Name (Adressattyp natürl. Person)": partner.name, "Adressattyp": "1"}
        )
        return {
            **names,
            "Konto": self.company_id._mlm_datev_personal(partner, kind),
            "Kurzbezeichnung": partner.mlm_member_number or partner.ref,
            "EU-Land": vat[:2] if vat[:2].isalpha() else "",
            "EU-UStID": vat[2:] if vat[:2].isalpha() else "",
            "Adressart": "STR",
            "Straße": partner.street,
            "Adresszusatz": partner.street2,
            "Postleitzahl": partner.zip,
            "Ort": partner.city,
            "Land": partner.country_id.code,
            "Telefon": partner.phone,
            "E-Mail": partner.email,
            "Kunden-/Lief.-Nr.": partner.mlm_member_number or partner.ref,
            "Steuernummer": partner.mlm_tax_number,
            "Sprache": "1" if (partner.lang or "de")[:2] == "de" else "5",
            **{
                f"IBAN-Nr. {number}": bank.sanitized_acc_number
                for number, bank in enumerate(banks, start=1)
            },
        }

    # === DOCUMENTS, LOG === #

    def _mlm_has_document(self, move):
        return self.mlm_has_documents and move._mlm_is_settlement()

    def _mlm_document_archive(self, moves):
        """Return a ZIP of the settlement documents with the list that DATEV reads, or None."""
        moves = moves.filtered(self._mlm_has_document)
        if not moves:
            return None
        stream = io.BytesIO()
        schema = f"{{{SCHEMA_INSTANCE}}}"
        root = etree.Element(
            "archive",
            {
                f"{schema}schemaLocation": f"{DOCUMENT_NAMESPACE} Document_v060.xsd",
                "version": "6.0",
                "generatingSystem": "Odoo",
            },
            nsmap={None: DOCUMENT_NAMESPACE, "xsi": SCHEMA_INSTANCE},
        )
        header = etree.SubElement(root, "header")
        etree.SubElement(header, "date").text = f"{fields.Datetime.now():%Y-%m-%dT%H:%M:%S}"
        content = etree.SubElement(root, "content")
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for move in moves:
                name = f"{reference(move.name).replace('/', '-')}_{move.id}.pdf"
                archive.writestr(name, move._mlm_settlement_pdf().raw)
                document = etree.SubElement(content, "document", guid=move._mlm_datev_guid())
                etree.SubElement(document, "extension", {f"{schema}type": "File", "name": name})
            archive.writestr(
                "document.xml",
                etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True),
            )
        return stream.getvalue()

    def _mlm_store(self, files, moves):
        """Keep the archives, mark the entries, write the log."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for _kind, name, data, _rows, _debit in files:
                archive.writestr(name, data)
        documents = self._mlm_document_archive(moves)
        if documents:
            files.append(("documents", self.mlm_documents_name, documents, 0, Decimal(0)))
        self.write(
            {
                "file_data": base64.b64encode(stream.getvalue()),
                "mlm_documents": documents and base64.b64encode(documents),
                "state": "done",
                "date_generated": fields.Datetime.now(),
            }
        )
        moves.filtered(lambda move: not move.mlm_datev_export_id).sudo().write(
            {"mlm_datev_export_id": self.id}
        )
        self.env["mlm.datev.file"].sudo().create(
            [
                {
                    "export_id": self.id,
                    "company_id": self.company_id.id,
                    "kind": kind,
                    "name": name,
                    "sha256": hashlib.sha256(data).hexdigest(),
                    "row_count": rows,
                    "amount_debit": float(debit),
                    "reason": self.mlm_is_again and self.mlm_reason,
                }
                for kind, name, data, rows, debit in files
            ]
        )
