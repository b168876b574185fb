# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rows of a spreadsheet's first sheet, as texts.

``openpyxl`` tells where the sheet lies and which formats are dates. Cells are read here, straight
from the XML: building an object per cell takes it several times as long.
"""

import io
import warnings
import zipfile

from lxml import etree

from .problem import ImportFileError
from .values import cell_text

# A spreadsheet is a packed file: what it unpacks to is bounded, whatever it says about itself.
MAX_UNPACKED = 1 << 30
# Excel's own limit; more is a broken file.
MAX_COLUMNS = 16_384


def xlsx_rows(content):
    """Yield (line number, list of texts) of the first sheet; rows without cells are left out.

    :param bytes content: the file
    :raise ImportFileError: too big, broken, or openpyxl is missing
    """
    try:
        from openpyxl.reader.excel import ExcelReader
    except ImportError:
        raise ImportFileError("no_openpyxl") from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise ImportFileError("too_big")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = _Book(ExcelReader(io.BytesIO(content), read_only=True, data_only=True))
            strings = _shared_strings(packed, book.strings_part) if book.strings_part else []
            with packed.open(book.sheet_part) as part:
                yield from _rows(part, strings, book)
    except ImportFileError:
        raise
    except Exception as error:
        # A broken spreadsheet fails in a hundred ways.
        raise ImportFileError("broken_xlsx", detail=f"{type(error).__name__}: {error}") from error


class _Book:
    """What the cells of the first sheet need to know about their workbook."""

    def __init__(self, reader):
        from openpyxl.styles.stylesheet import apply_stylesheet
        from openpyxl.xml.constants import SHARED_STRINGS

        reader.read_manifest()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        strings = reader.package.find(SHARED_STRINGS)
        self.strings_part = strings.PartName[1:] if strings is not None else None
        self.sheet_part = next(
            rel.target
            for _sheet, rel in reader.parser.find_sheets()
            if rel.target in reader.valid_files and "chartsheet" not in rel.Type
        )
        self.epoch = reader.wb.epoch
        self.date_formats = {str(number) for number in reader.wb._date_formats}
        self.timedelta_formats = {str(number) for number in reader.wb._timedelta_formats}


def _elements(part, name):
    """Yield the elements of that name, one after the other; each is dropped afterwards."""
    found = etree.iterparse(
        part, tag=f"{{*}}{name}", resolve_entities=False, no_network=True, remove_comments=True
    )
    for _event, element in found:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _shared_strings(packed, name):
    with packed.open(name) as part:
        return [_rich_text(element) for element in _elements(part, "si")]


def _rich_text(element):
    """The text of a string, in one piece or in runs, without the hints how to pronounce it."""
    texts = []
    for child in element:
        tag = etree.QName(child).localname
        if tag == "t":
            texts.append(child.text or "")
        elif tag == "r":
            texts += [part.text or "" for part in child.iterchildren("{*}t")]
    return "".join(texts)


def _rows(part, strings, book):
    line = 0
    for row in _elements(part, "row"):
        stated = row.get("r")
        line = int(stated) if stated else line + 1
        texts = []
        for cell in row:
            position = cell.get("r")
            column = _column(position) if position else len(texts) + 1
            if column > MAX_COLUMNS:
                raise ValueError(f"column of {position}")
            if column > len(texts) + 1:
                texts += [""] * (column - len(texts) - 1)
            text = _cell(cell, strings, book)
            if column <= len(texts):
                texts[column - 1] = text
            else:
                texts.append(text)
        yield line, texts


_columns = {}


def _column(position):
    """Number of a cell's column, 1 = A.

    >>> _column("A1"), _column("Z9"), _column("AB12")
    (1, 26, 28)
    """
    letters = position.rstrip("0123456789")
    number = _columns.get(letters)
    if number is None:
        number = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z":
                raise ValueError(f"cell {position}")
            number = number * 26 + ord(letter) - 64
        if number <= MAX_COLUMNS:
            _columns[letters] = number
    return number


def _cell(cell, strings, book):
    """The text of one cell, as one would type it."""
    kind = cell.get("t")
    value = None
    for child in cell:
        if child.tag.endswith("}v"):
            value = child.text
        elif kind == "inlineStr" and child.tag.endswith("}is"):
            return cell_text(_rich_text(child))
    if value is None or kind == "inlineStr":
        return ""
    if kind == "s":
        return cell_text(strings[int(value)])
    if kind is None or kind == "n":
        return cell_text(_number(value, cell.get("s"), book))
    if kind == "b":
        return cell_text(bool(int(value)))
    if kind == "d":
        from openpyxl.utils.datetime import from_ISO8601

        return cell_text(from_ISO8601(value))
    return cell_text(value)


def _number(text, style, book):
    """A number, or the day or duration which it stands for."""
    number = float(text) if "." in text or "E" in text or "e" in text else int(text)
    if style not in book.date_formats:
        return number
    from openpyxl.utils.datetime import from_excel

    try:
        return from_excel(number, book.epoch, timedelta=style in book.timedelta_formats)
    except (OverflowError, ValueError):
        return "#VALUE!"
