# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bytes to rows: CSV in its usual dialects and encodings, and XLSX."""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from .columns import meaning_of
from .problem import ImportFileError, Problem
from .xlsx import xlsx_rows

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "cp1252", "latin-1")
MAX_ROWS = 1_000_000
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(slots=True)
class Table:
    """A file that was read.

    :param list headings: the first row
    :param list rows: tuples (line number, list of texts); empty rows are left out
    :param list problems: rows that could not be read
    :param str encoding: as used, empty for spreadsheets
    :param str delimiter: as found, empty for spreadsheets
    """

    headings: list
    rows: list
    problems: list
    encoding: str = ""
    delimiter: str = ""


def read_table(content, encoding="auto"):
    """Read a CSV or XLSX file; which of both it is, its first bytes say.

    :param bytes content: the file
    :param str encoding: "auto" or one of `ENCODINGS`, for CSV only
    :return: Table
    :raise ImportFileError: if nothing can be read, or there is no row below the headings
    """
    if not content.strip():
        raise ImportFileError("empty_file")
    if content.startswith(b"PK\x03\x04"):
        table = _read_xlsx(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFileError("old_excel")
    else:
        table = _read_csv(content, encoding)
    if not table.rows and not table.problems:
        raise ImportFileError("no_rows")
    return table


# --- CSV --------------------------------------------------------------------


def decode(content, encoding="auto"):
    """Return (text, encoding) of a CSV file.

    Without a stated encoding the file is UTF-8 if it is valid as such. If it is not, it is
    Windows-1252, except when it holds UTF-8 sequences as well: then it is broken or mixed, and
    guessing would spoil names.

    :raise ImportFileError: names the line of the first byte that does not fit
    """
    if content.startswith(_UTF16):
        return _strict(content, "utf-16"), "utf-16"
    if b"\x00" in content:
        raise ImportFileError("binary", line=content.count(b"\n", 0, content.index(b"\x00")) + 1)
    if encoding != "auto":
        return _strict(content, "utf-8-sig" if encoding == "utf-8" else encoding), encoding
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if content.startswith(codecs.BOM_UTF8) or _holds_utf8(content):
            raise _broken(content, "utf-8", error) from None
    return _strict(content, "cp1252"), "cp1252"


def _holds_utf8(content):
    """Say whether there are characters of several bytes that are valid UTF-8."""
    for match in _MULTIBYTE.finditer(content):
        try:
            match.group().decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return False


def _strict(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(content, encoding, error) from None


def _broken(content, encoding, error):
    start = error.start
    around = content[max(0, content.rfind(b"\n", 0, start) + 1, start - 20) : start]
    return ImportFileError(
        "broken_encoding",
        encoding=encoding.removesuffix("-sig"),
        line=content.count(b"\n", 0, start) + 1,
        byte=f"0x{content[start]:02X}",
        before=around.decode("ascii", "replace"),
    )


def find_delimiter(header):
    """Return the delimiter by which the heading line falls into the most known columns."""

    def score(delimiter):
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(meaning_of(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=score)


def _read_csv(content, encoding):
    text, encoding = decode(content, encoding)
    head = text.lstrip("\r\n").splitlines()[:1]
    if not head:
        raise ImportFileError("empty_file")
    delimiter = find_delimiter(head[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    table = Table([], [], [], encoding, delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return table
        except csv.Error as error:
            # After a quote that is not closed nothing further can be told apart.
            table.problems.append(Problem(line, "", "", "broken_quotes", {"detail": str(error)}))
            return table
        _take(table, line, [cell.strip() for cell in cells])
        line = reader.line_num + 1


def _take(table, line, cells):
    """Add a row to the table; the first one that is not empty is the heading."""
    if not any(cells):
        return
    if not table.headings:
        table.headings = cells
        return
    width = len(table.headings)
    if len(cells) > width and any(cells[width:]):
        extra = next(filter(None, cells[width:]))
        table.problems.append(
            Problem(line, "", extra, "too_many_cells", {"cells": len(cells), "headings": width})
        )
        return
    if len(table.rows) >= MAX_ROWS:
        raise ImportFileError("too_many_rows", limit=MAX_ROWS)
    table.rows.append((line, cells + [""] * (width - len(cells))))


# --- XLSX -------------------------------------------------------------------


def _read_xlsx(content):
    table = Table([], [], [])
    for line, texts in xlsx_rows(content):
        _take(table, line, texts)
    return table
