# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_cell(value):
    """Return a cell of a CSV file; text that a spreadsheet would take for a formula is quoted.

    >>> csv_cell("=1+1"), csv_cell(None), csv_cell(-3)
    ("'=1+1", '', -3)
    """
    if value is None or value is False:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value if isinstance(value, int) else str(value)
