# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Single cells: text, dates, yes and no, e-mail addresses."""

import datetime
import re
from functools import lru_cache

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
# What a member's number or reference may look like: it goes into links and bank transfers.
_KEY = re.compile(r"[^\W_](?:[\w ./#:+-]{0,62}[^\W_])?")
_YES = {"1", "yes", "y", "true", "x", "ja", "j", "wahr", "company", "firma"}
_NO = {"0", "no", "n", "false", "nein", "falsch", "person", "privat"}
STATES = {
    "applicant": "applicant",
    "bewerber": "applicant",
    "antragsteller": "applicant",
    "active": "active",
    "aktiv": "active",
    "suspended": "suspended",
    "gesperrt": "suspended",
    "ausgesetzt": "suspended",
    "terminated": "terminated",
    "beendet": "terminated",
    "gekundigt": "terminated",
    "gekündigt": "terminated",
    "ausgeschieden": "terminated",
}
EARLIEST = datetime.date(1900, 1, 1)
MAX_TEXT = 500


def cell_text(value):
    """Return the text of a spreadsheet cell as one would type it.

    >>> cell_text(1000017.0), cell_text(datetime.datetime(2026, 5, 1)), cell_text(None)
    ('1000017', '2026-05-01', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else value.isoformat(" ")
    return str(value).strip()


@lru_cache(maxsize=50_000)
def read_date(text):
    """Return the date, None if the text is none: 2026-05-31 or 31.05.2026.

    Days and months written with slashes mean different dates in different countries; they are
    refused on purpose.
    """
    match = _ISO_DATE.fullmatch(text)
    parts = match.groups() if match else None
    if not match:
        match = _DAY_FIRST.fullmatch(text)
        parts = match.groups()[::-1] if match else None
    if not parts:
        return None
    try:
        return datetime.date(*map(int, parts))
    except ValueError:
        return None


def read_flag(text):
    """Return True or False, None if the text is neither yes nor no."""
    plain = text.casefold()
    return True if plain in _YES else False if plain in _NO else None


def is_email(text):
    """Say whether the text is one e-mail address."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_key(text):
    """Say whether the text can be a number or reference: letters and digits, marks inside only."""
    return _KEY.fullmatch(text) is not None
