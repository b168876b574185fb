# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A list as a workbook."""

import io
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter


def workbook(name, columns, rows):
    """Return the bytes of an XLSX file with one sheet.

    Text is written as text, so that nothing in it becomes a formula.

    :param str name: of the sheet, at most 31 characters
    :param columns: pairs of title and key
    :param rows: iterable of dicts by those keys: texts, whole numbers, Decimals, dates, None
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet(name)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for column, (title, _key) in enumerate(columns):
        sheet.set_column(column, column, 14)
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, (_title, key) in enumerate(columns):
            value = row[key]
            if isinstance(value, int | Decimal):
                sheet.write_number(number, column, value)
            elif isinstance(value, date):
                whole = value if isinstance(value, datetime) else datetime.combine(value, time())
                sheet.write_datetime(number, column, whole, day)
            elif value:
                sheet.write_string(number, column, value)
    book.close()
    return stream.getvalue()
