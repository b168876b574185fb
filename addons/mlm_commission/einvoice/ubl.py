# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Universal Business Language: the syntax of XRechnung 3.0."""

from lxml import etree

from .document import REASON_CODES, amount_text, rate_text

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
NAMESPACES = {
    None: "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
SEPA_TRANSFER = "58"
PIECE = "C62"


def write(document):
    """Return a Document as XML.

    :rtype: bytes
    """
    root = etree.Element(f"{{{NAMESPACES[None]}}}Invoice", nsmap=NAMESPACES)
    _add(root, "cbc:CustomizationID", CUSTOMIZATION)
    _add(root, "cbc:ProfileID", PROFILE)
    _add(root, "cbc:ID", document.number)
    _add(root, "cbc:IssueDate", document.issued.isoformat())
    _add(root, "cbc:DueDate", document.due.isoformat())
    _add(root, "cbc:InvoiceTypeCode", document.type_code)
    if document.note:
        _add(root, "cbc:Note", document.note)
    _add(root, "cbc:DocumentCurrencyCode", document.currency)
    _add(root, "cbc:BuyerReference", document.seller.number or document.number)
    period = _add(root, "cac:InvoicePeriod")
    _add(period, "cbc:StartDate", document.start.isoformat())
    _add(period, "cbc:EndDate", document.end.isoformat())
    if document.corrects:
        number, day = document.corrects
        reference = _add(_add(root, "cac:BillingReference"), "cac:InvoiceDocumentReference")
        _add(reference, "cbc:ID", number)
        _add(reference, "cbc:IssueDate", day.isoformat())
    _party(_add(root, "cac:AccountingSupplierParty"), document.seller, is_seller=True)
    _party(_add(root, "cac:AccountingCustomerParty"), document.buyer, is_seller=False)
    _payment(root, document)
    _taxes(_add(root, "cac:TaxTotal"), document)
    _totals(_add(root, "cac:LegalMonetaryTotal"), document)
    for number, line in enumerate(document.lines, start=1):
        _line(_add(root, "cac:InvoiceLine"), document, number, line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add(parent, name, text=None, **attributes):
    prefix, local = name.split(":")
    element = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{local}", attributes)
    element.text = text
    return element


def _add_amount(parent, name, amount, document):
    _add(parent, name, amount_text(amount), currencyID=document.currency)


def _party(parent, party, *, is_seller):
    element = _add(parent, "cac:Party")
    if party.email:
        _add(element, "cbc:EndpointID", party.email, schemeID="EM")
    if party.number:
        _add(_add(element, "cac:PartyIdentification"), "cbc:ID", party.number)
    address = _add(element, "cac:PostalAddress")
    for name, value in (
        ("StreetName", party.street),
        ("CityName", party.city),
        ("PostalZone", party.postcode),
    ):
        if value:
            _add(address, f"cbc:{name}", value)
    _add(_add(address, "cac:Country"), "cbc:IdentificationCode", party.country)
    for scheme, number in (("VAT", party.vat), ("FC", party.tax_number if is_seller else "")):
        if number:
            registration = _add(element, "cac:PartyTaxScheme")
            _add(registration, "cbc:CompanyID", number)
            _add(_add(registration, "cac:TaxScheme"), "cbc:ID", scheme)
    _add(_add(element, "cac:PartyLegalEntity"), "cbc:RegistrationName", party.name)
    if is_seller:
        contact = _add(element, "cac:Contact")
        _add(contact, "cbc:Name", party.contact or party.name)
        if party.phone:
            _add(contact, "cbc:Telephone", party.phone)
        if party.email:
            _add(contact, "cbc:ElectronicMail", party.email)


def _payment(root, document):
    means = _add(root, "cac:PaymentMeans")
    _add(means, "cbc:PaymentMeansCode", SEPA_TRANSFER if document.iban else "1")
    if document.reference:
        _add(means, "cbc:PaymentID", document.reference)
    if document.iban:
        account = _add(means, "cac:PayeeFinancialAccount")
        _add(account, "cbc:ID", document.iban)
        if document.account_holder:
            _add(account, "cbc:Name", document.account_holder)


def _category(parent, name, document, category, rate, *, reasons):
    element = _add(parent, name)
    _add(element, "cbc:ID", category)
    _add(element, "cbc:Percent", rate_text(rate))
    if reasons:
        if category in REASON_CODES:
            _add(element, "cbc:TaxExemptionReasonCode", REASON_CODES[category])
        if reason := document.reasons.get(category):
            _add(element, "cbc:TaxExemptionReason", reason)
    _add(_add(element, "cac:TaxScheme"), "cbc:ID", "VAT")


def _taxes(element, document):
    _add_amount(element, "cbc:TaxAmount", document.tax, document)
    for category, rate, basis, amount in document.groups():
        group = _add(element, "cac:TaxSubtotal")
        _add_amount(group, "cbc:TaxableAmount", basis, document)
        _add_amount(group, "cbc:TaxAmount", amount, document)
        _category(group, "cac:TaxCategory", document, category, rate, reasons=True)


def _totals(element, document):
    _add_amount(element, "cbc:LineExtensionAmount", document.net, document)
    _add_amount(element, "cbc:TaxExclusiveAmount", document.net, document)
    _add_amount(element, "cbc:TaxInclusiveAmount", document.total, document)
    _add_amount(element, "cbc:PayableAmount", document.total, document)


def _line(element, document, number, line):
    """A line takes back with a negative quantity: prices may not be negative (BR-27)."""
    _add(element, "cbc:ID", str(number))
    _add(element, "cbc:InvoicedQuantity", "-1" if line.amount < 0 else "1", unitCode=PIECE)
    _add_amount(element, "cbc:LineExtensionAmount", line.amount, document)
    item = _add(element, "cac:Item")
    _add(item, "cbc:Name", line.name)
    _category(item, "cac:ClassifiedTaxCategory", document, line.category, line.rate, reasons=False)
    _add_amount(_add(element, "cac:Price"), "cbc:PriceAmount", abs(line.amount), document)
