# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cross Industry Invoice: the syntax of Factur-X and ZUGFeRD, profile EN 16931."""

from lxml import etree

from .document import REASON_CODES, amount_text, rate_text

GUIDELINE = "urn:cen.eu:en16931:2017"
NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
SEPA_TRANSFER = "58"
PIECE = "C62"


def write(document):
    """Return a Document as XML.

    :rtype: bytes
    """
    root = etree.Element(_name("rsm:CrossIndustryInvoice"), nsmap=NAMESPACES)
    context = _add(root, "rsm:ExchangedDocumentContext")
    _add(_add(context, "ram:GuidelineSpecifiedDocumentContextParameter"), "ram:ID", GUIDELINE)
    _head(_add(root, "rsm:ExchangedDocument"), document)
    trade = _add(root, "rsm:SupplyChainTradeTransaction")
    for number, line in enumerate(document.lines, start=1):
        _line(_add(trade, "ram:IncludedSupplyChainTradeLineItem"), number, line)
    agreement = _add(trade, "ram:ApplicableHeaderTradeAgreement")
    _party(_add(agreement, "ram:SellerTradeParty"), document.seller)
    _party(_add(agreement, "ram:BuyerTradeParty"), document.buyer)
    delivery = _add(trade, "ram:ApplicableHeaderTradeDelivery")
    event = _add(delivery, "ram:ActualDeliverySupplyChainEvent")
    _add_date(event, "ram:OccurrenceDateTime", document.end)
    _settlement(_add(trade, "ram:ApplicableHeaderTradeSettlement"), document)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _name(name):
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _add(parent, name, text=None, **attributes):
    element = etree.SubElement(parent, _name(name), attributes)
    element.text = text
    return element


def _add_date(parent, name, day, value="udt:DateTimeString"):
    _add(_add(parent, name), value, day.strftime("%Y%m%d"), format="102")


def _head(head, document):
    _add(head, "ram:ID", document.number)
    _add(head, "ram:TypeCode", document.type_code)
    _add_date(head, "ram:IssueDateTime", document.issued)
    if document.note:
        _add(_add(head, "ram:IncludedNote"), "ram:Content", document.note)


def _line(item, number, line):
    """A line takes back with a negative quantity: prices may not be negative (BR-27)."""
    _add(_add(item, "ram:AssociatedDocumentLineDocument"), "ram:LineID", str(number))
    _add(_add(item, "ram:SpecifiedTradeProduct"), "ram:Name", line.name)
    price = _add(_add(item, "ram:SpecifiedLineTradeAgreement"), "ram:NetPriceProductTradePrice")
    _add(price, "ram:ChargeAmount", amount_text(abs(line.amount)))
    delivery = _add(item, "ram:SpecifiedLineTradeDelivery")
    _add(delivery, "ram:BilledQuantity", "-1" if line.amount < 0 else "1", unitCode=PIECE)
    settlement = _add(item, "ram:SpecifiedLineTradeSettlement")
    tax = _add(settlement, "ram:ApplicableTradeTax")
    _add(tax, "ram:TypeCode", "VAT")
    _add(tax, "ram:CategoryCode", line.category)
    _add(tax, "ram:RateApplicablePercent", rate_text(line.rate))
    total = _add(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation")
    _add(total, "ram:LineTotalAmount", amount_text(line.amount))


def _party(element, party):
    if party.number:
        _add(element, "ram:ID", party.number)
    _add(element, "ram:Name", party.name)
    address = _add(element, "ram:PostalTradeAddress")
    for name, value in (
        ("PostcodeCode", party.postcode),
        ("LineOne", party.street),
        ("CityName", party.city),
        ("CountryID", party.country),
    ):
        if value:
            _add(address, f"ram:{name}", value)
    if party.email:
        uri = _add(element, "ram:URIUniversalCommunication")
        _add(uri, "ram:URIID", party.email, schemeID="EM")
    for scheme, number in (("VA", party.vat), ("FC", party.tax_number)):
        if number:
            _add(_add(element, "ram:SpecifiedTaxRegistration"), "ram:ID", number, schemeID=scheme)


def _settlement(element, document):
    if document.reference:
        _add(element, "ram:PaymentReference", document.reference)
    _add(element, "ram:InvoiceCurrencyCode", document.currency)
    if document.iban:
        means = _add(element, "ram:SpecifiedTradeSettlementPaymentMeans")
        _add(means, "ram:TypeCode", SEPA_TRANSFER)
        account = _add(means, "ram:PayeePartyCreditorFinancialAccount")
        _add(account, "ram:IBANID", document.iban)
        if document.account_holder:
            _add(account, "ram:AccountName", document.account_holder)
    for category, rate, basis, amount in document.groups():
        _tax_group(element, document, category, rate, basis, amount)
    period = _add(element, "ram:BillingSpecifiedPeriod")
    _add_date(period, "ram:StartDateTime", document.start)
    _add_date(period, "ram:EndDateTime", document.end)
    _add_date(_add(element, "ram:SpecifiedTradePaymentTerms"), "ram:DueDateDateTime", document.due)
    _totals(_add(element, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"), document)
    if document.corrects:
        number, day = document.corrects
        reference = _add(element, "ram:InvoiceReferencedDocument")
        _add(reference, "ram:IssuerAssignedID", number)
        _add_date(reference, "ram:FormattedIssueDateTime", day, "qdt:DateTimeString")


def _tax_group(parent, document, category, rate, basis, amount):
    tax = _add(parent, "ram:ApplicableTradeTax")
    _add(tax, "ram:CalculatedAmount", amount_text(amount))
    _add(tax, "ram:TypeCode", "VAT")
    if reason := document.reasons.get(category):
        _add(tax, "ram:ExemptionReason", reason)
    _add(tax, "ram:BasisAmount", amount_text(basis))
    _add(tax, "ram:CategoryCode", category)
    if category in REASON_CODES:
        _add(tax, "ram:ExemptionReasonCode", REASON_CODES[category])
    _add(tax, "ram:RateApplicablePercent", rate_text(rate))


def _totals(element, document):
    _add(element, "ram:LineTotalAmount", amount_text(document.net))
    _add(element, "ram:TaxBasisTotalAmount", amount_text(document.net))
    _add(element, "ram:TaxTotalAmount", amount_text(document.tax), currencyID=document.currency)
    _add(element, "ram:GrandTotalAmount", amount_text(document.total))
    _add(element, "ram:DuePayableAmount", amount_text(document.total))
