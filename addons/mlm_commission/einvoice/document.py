# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an electronic settlement says, independent of its syntax. BT/BG: terms of EN 16931."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SELF_BILLED_INVOICE, CORRECTED_INVOICE = "389", "384"
STANDARD, REVERSE_CHARGE, EXEMPT = "S", "AE", "E"
REASON_CODES = {REVERSE_CHARGE: "VATEX-EU-AE"}


@dataclass(frozen=True)
class Party:
    """A seller or buyer. ``number``: how the other party knows it (BT-29, BT-46)."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    number: str = ""
    vat: str = ""
    tax_number: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Line:
    """One line: amount (BT-131), tax category (BT-151) and rate in percent (BT-152)."""

    name: str
    amount: Decimal
    category: str
    rate: Decimal


@dataclass(frozen=True)
class Document:
    """A self-billed invoice. Amounts are in ``currency`` and exact to its unit.

    ``taxes``: {(category, rate): tax amount}. ``reasons``: {category: why there is no tax}.
    ``corrects``: (number, date) of the document that this one corrects (BG-3).
    """

    number: str
    issued: date
    due: date
    start: date
    end: date
    currency: str
    seller: Party
    buyer: Party
    lines: list[Line]
    taxes: dict[tuple[str, Decimal], Decimal]
    reasons: dict[str, str] = field(default_factory=dict)
    note: str = ""
    iban: str = ""
    account_holder: str = ""
    reference: str = ""
    corrects: tuple[str, date] | None = None

    @property
    def type_code(self):
        """Code of UNTDID 1001 (BT-3). Only a correction may have amounts below zero."""
        return CORRECTED_INVOICE if self.corrects else SELF_BILLED_INVOICE

    @property
    def net(self):
        """Sum of the lines (BT-106)."""
        return sum((line.amount for line in self.lines), Decimal())

    @property
    def tax(self):
        """Tax in all (BT-110)."""
        return sum(self.taxes.values(), Decimal())

    @property
    def total(self):
        """What is to be paid (BT-112, BT-115)."""
        return self.net + self.tax

    def groups(self):
        """The tax breakdown (BG-23): rows (category, rate, basis, tax), sorted."""
        basis = {}
        for line in self.lines:
            key = (line.category, line.rate)
            basis[key] = basis.get(key, Decimal()) + line.amount
        return [
            (*key, amount, self.taxes.get(key, Decimal())) for key, amount in sorted(basis.items())
        ]

    def problems(self):
        """What the norm asks for and the document lacks, as (term, English name) pairs.

        Amounts are checked too: a document with a payable amount below zero is none.
        """
        missing = []
        for role, party in (("seller", self.seller), ("buyer", self.buyer)):
            needed = ("name", "street", "city", "country")
            missing += [(role, name) for name in needed if not getattr(party, name)]
        if not (self.seller.vat or self.seller.tax_number):
            missing.append(("seller", "tax number or VAT ID"))
        if any(line.category == REVERSE_CHARGE for line in self.lines):
            missing += [
                (role, "VAT ID")
                for role, party in (("seller", self.seller), ("buyer", self.buyer))
                if not party.vat
            ]
        if not self.lines:
            missing.append(("document", "lines"))
        if self.total < 0 and not self.corrects:
            missing.append(("document", "a payable amount that is not negative"))
        return missing


def amount_text(value):
    """Return an amount as the norm writes it: two decimals, point.

    >>> amount_text(Decimal("1234.5"))
    '1234.50'
    """
    return f"{value:.2f}"


def rate_text(value):
    """Return a rate without needless zeros.

    >>> rate_text(Decimal("19.0")), rate_text(Decimal("8.10"))
    ('19', '8.1')
    """
    return f"{value.normalize():f}"
