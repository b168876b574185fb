# Copyright 2026 the network-marketing suite authors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What banks say of payments that did not arrive: pain.002 and the returns in camt.053 and 054.

Names are compared without their namespace, so that all versions of the messages are read.
"""

from collections import namedtuple
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

REJECTED = ("RJCT",)

# amount: Decimal, or None where the message doesn't tell it.
# parties: IBANs that the message names for this payment (payer and payee; banks differ in whom
# they name of a return); statement: IBAN whose statement this is, or None.
Return = namedtuple("Return", "end_to_end code date amount parties statement")
# A file that the bank took nothing of.
Rejection = namedtuple("Rejection", "message_id code date")


class BankFileError(ValueError):
    """The file is none of the messages that are read here."""


def read_returns(content):
    """Return the payments that a bank's message says have come back or were rejected.

    :param bytes content: an XML file
    :return: (list of :class:`Return`, :class:`Rejection` of the whole file or None)
    :raise BankFileError: no XML, or another message
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BankFileError(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise BankFileError("a document type is not allowed")
    if _all(root, "CstmrPmtStsRpt"):
        return _of_status_report(root)
    if _all(root, "BkToCstmrStmt") or _all(root, "BkToCstmrDbtCdtNtfctn"):
        return _of_statement(root), None
    raise BankFileError("neither pain.002 nor camt.053 nor camt.054")


def _all(node, name):
    return node.xpath(".//*[local-name()=$name]", name=name)


def _text(node, *path):
    for name in path:
        found = node.xpath("./*[local-name()=$name]", name=name)
        if not found:
            return None
        node = found[0]
    return (node.text or "").strip() or None


def _of_status_report(root):
    whole = None
    day = _day(_all(root, "CreDtTm")[0].text) if _all(root, "CreDtTm") else None
    # Our files hold one block of payments: a rejected block is a rejected file.
    for name, status in (("OrgnlGrpInfAndSts", "GrpSts"), ("OrgnlPmtInfAndSts", "PmtInfSts")):
        for group in _all(root, name):
            if _text(group, status) in REJECTED and not whole:
                code = _text(group, "StsRsnInf", "Rsn", "Cd") or "RJCT"
                [first, *__] = [*_all(root, "OrgnlMsgId"), None]
                message = (first.text or "").strip() if first is not None else None
                whole = Rejection(message, code, day)
    returns = [
        Return(
            _text(status, "OrgnlEndToEndId"),
            _text(status, "StsRsnInf", "Rsn", "Cd") or "RJCT",
            day,
            _amount(_text(status, "OrgnlTxRef", "Amt", "InstdAmt")),
            _ibans(status),
            None,
        )
        for status in _all(root, "TxInfAndSts")
        if _text(status, "TxSts") in REJECTED
    ]
    return returns, whole


def _of_statement(root):
    returns = []
    for entry in _all(root, "Ntry"):
        statement = _text(entry.getparent(), "Acct", "Id", "IBAN")
        day = _day(_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm"))
        details = _all(entry, "TxDtls")
        for detail in details:
            code = _text(detail, "RtrInf", "Rsn", "Cd")
            amount = _text(detail, "AmtDtls", "InstdAmt", "Amt") or _text(detail, "Amt")
            if not amount and len(details) == 1:
                amount = _text(entry, "Amt")
            if code:
                reference = _text(detail, "Refs", "EndToEndId")
                returns.append(
                    Return(reference, code, day, _amount(amount), _ibans(detail), statement)
                )
    return returns


def _ibans(node):
    return frozenset(found.text.strip() for found in _all(node, "IBAN") if found.text)


def _amount(text):
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        raise BankFileError(f"“{text}” is no amount") from error


def _day(text):
    return date.fromisoformat(text[:10]) if text else None
