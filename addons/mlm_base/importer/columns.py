# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The columns of a network file and the headings under which they are known."""

import re
import unicodedata

from .problem import ImportFileError

# Column -> further headings, German and English, as normalized by `_plain`.
COLUMNS = {
    "number": (
        "member number",
        "member no",
        "member id",
        "mitgliedsnummer",
        "partnernummer",
        "vertriebspartnernummer",
        "nummer",
        "mlm member number",
    ),
    "reference": (
        "ref",
        "external reference",
        "internal reference",
        "referenz",
        "externe referenz",
        "interne referenz",
        "old number",
        "alte nummer",
        "kundennummer",
    ),
    "name": ("full name", "display name", "vollstandiger name", "name firma"),
    "email": ("e mail", "mail", "email address", "e mail adresse", "mailadresse"),
    "phone": ("telephone", "telefon", "telefonnummer", "mobile", "mobil"),
    "type": ("partner type", "type code", "typ", "partnertyp", "art"),
    "sponsor": (
        "sponsor number",
        "sponsor reference",
        "sponsor id",
        "sponsornummer",
        "werber",
        "empfehler",
        "upline",
        "mlm sponsor id",
    ),
    "state": ("member status", "status", "mitgliedsstatus", "life cycle"),
    "joined": (
        "joined on",
        "date joined",
        "joined date",
        "join date",
        "eintritt",
        "eintrittsdatum",
        "beitritt",
        "mitglied seit",
    ),
    "ended": (
        "ended on",
        "date ended",
        "end date",
        "austritt",
        "austrittsdatum",
        "ende",
        "kundigung",
    ),
    "is_company": ("company", "is company", "is a company", "firma", "unternehmen", "ist firma"),
    "street": ("address", "strasse", "adresse", "strasse und hausnummer"),
    "street2": ("street 2", "address 2", "adresszusatz", "strasse 2"),
    "zip": ("zip code", "postal code", "postcode", "plz", "postleitzahl"),
    "city": ("town", "ort", "stadt", "wohnort"),
    "country": ("country code", "land", "landercode", "landerkennzeichen"),
    "market": ("market code", "markt"),
    "language": ("lang", "language code", "sprache"),
}
REQUIRED = ("name", "type")
_MEANING = {heading: column for column, names in COLUMNS.items() for heading in (column, *names)}


def _plain(heading):
    """Return a heading without case, accents and punctuation: 'E-Mail ' -> 'e mail'."""
    text = heading.replace("ß", "ss")
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def meaning_of(heading):
    """Return the column a heading stands for, None if it is unknown."""
    return _MEANING.get(_plain(heading))


def match_header(headings):
    """Find the columns.

    :param list headings: first row of the file
    :return: (dict column -> position, list of headings that mean nothing here)
    :raise ImportFileError: if a needed column is missing or one is there twice
    """
    found, ignored = {}, []
    for position, heading in enumerate(headings):
        column = meaning_of(heading)
        if column is None:
            if heading:
                ignored.append(heading)
        elif column in found:
            raise ImportFileError(
                "column_twice", column=column, first=headings[found[column]], second=heading
            )
        else:
            found[column] = position
    missing = [column for column in REQUIRED if column not in found]
    if missing or not {"number", "reference"} & found.keys():
        if not {"number", "reference"} & found.keys():
            missing.insert(0, "number")
        raise ImportFileError(
            "columns_missing", missing=", ".join(missing), found=", ".join(filter(None, headings))
        )
    return found, ignored
