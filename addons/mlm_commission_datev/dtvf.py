# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""DATEV files as DATEV asks for them: what the OCA writers lack is corrected here.

Format: Buchungsstapel version 13 (125 columns), CR/LF, Windows-1252, text in quotes.
"""

import re
import unicodedata

from odoo.addons.datev_export_dtvf.datev import (
    DatevAccountWriter,
    DatevField,
    DatevPartnerWriter,
    DatevTransactionWriter,
)

ENCODING = "cp1252"
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
# Belegfeld 1 takes no other characters.
REFERENCE = re.compile(r"[^A-Za-z0-9_$&%*+/-]")
# Places in line 1 of a file, counted from 0.
VERSION, ORIGIN, LOCKING, CHART, INFORMATION = 4, 7, 20, 26, 30
BOOKING_VERSION = 13
APPLICATION = "Odoo MLM"


def transliterate(text):
    """Return text in the characters of Windows-1252: what it lacks loses its accent, else is "?".

    Control characters, line breaks among them, become blanks.
    """
    result = []
    for char in CONTROL.sub(" ", text):
        try:
            char.encode(ENCODING)
            result.append(char)
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
            result.append(plain or "?")
    return "".join(result)


def reference(text):
    """Return a document number in the characters that Belegfeld 1 takes, 36 at most."""
    return REFERENCE.sub("-", transliterate(text or ""))[:36]


class WriterMixin:
    """Line ends, encoding, zeros and quotes; the header's origin, lock and chart."""

    def correct_header(self, is_locked=False, chart=""):
        self.header[ORIGIN] = "RE"
        self.header[LOCKING] = int(is_locked)
        self.header[CHART] = chart
        self.header[INFORMATION] = APPLICATION
        self.header_fields[CHART].quote = True
        return self

    def writeheader(self):
        pairs = zip(self.header_fields, self.header, strict=True)
        self._write_line(self._coerce_value(field, value) for field, value in pairs)
        self._write_line(self.fields)

    def writerow(self, row):
        unknown = row.keys() - self.fields.keys()
        if unknown:
            raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
        self._write_line(
            self._coerce_value(field, row.get(field.name)) for field in self.fields.values()
        )

    def _write_line(self, values):
        self.buffer.write(";".join(values) + "\r\n")

    def _coerce_value(self, field, value):
        if value is None or value is False or value == "":
            return '""' if field.quote else ""
        text = transliterate(str(value))
        if field.length:
            text = text[: field.length]
        if field.quote:
            text = '"{}"'.format(text.replace('"', '""'))
        return text

    def data(self):
        """Return the file as bytes."""
        return self.buffer.getvalue().encode(ENCODING)


class TransactionWriter(WriterMixin, DatevTransactionWriter):
    """Buchungsstapel."""

    def __init__(self, *args, title, **kwargs):
        super().__init__(*args)
        self.header[VERSION] = BOOKING_VERSION
        self.header[16] = title[:30]
        self.fields["Abw. Skontokonto"] = DatevField("Abw. Skontokonto", 9)
        self.correct_header(**kwargs)


class PartnerWriter(WriterMixin, DatevPartnerWriter):
    """Debitoren/Kreditoren."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args)
        self.correct_header(**kwargs)


class AccountWriter(WriterMixin, DatevAccountWriter):
    """Kontenbeschriftungen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args)
        self.correct_header(**kwargs)
