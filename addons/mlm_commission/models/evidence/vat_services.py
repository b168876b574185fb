# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Qualified confirmation of VAT IDs: eVatR of the German tax office (§ 18e UStG), else VIES."""

import json
from dataclasses import dataclass, field

import requests

EVATR_URL = "https://api.evatr.vies.bzst.de/app/v1/abfrage"
VIES_URL = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
TIMEOUT = 10
VALID, INVALID, UNKNOWN = "valid", "invalid", "unknown"
# The state of the answer counts, not that of HTTP. All others: ask later.
EVATR_VALID = {"evatr-0000", "evatr-2008"}
EVATR_INVALID = {"evatr-0012", "evatr-2001", "evatr-2002", "evatr-2003", "evatr-2006"}
EVATR_MATCHES = {"A": "match", "B": "differs", "C": "not_asked", "D": "not_told"}
VIES_MATCHES = {"VALID": "match", "INVALID": "differs", "NOT_PROCESSED": "not_told"}
PARTS = ("name", "street", "zip", "city")


@dataclass(frozen=True)
class Question:
    """The number to confirm, who asks, and what is told of the supplier."""

    number: str
    requester: str
    name: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""


@dataclass(frozen=True)
class Answer:
    """`is_reached` is False if the service did not answer: asking others is in vain now."""

    service: str
    result: str
    status: str = ""
    matches: dict = field(default_factory=dict)
    request_id: str = ""
    response: str = ""
    is_reached: bool = True


def ask(question):
    """Ask the service that the asking company has to use; never raises for what the net does."""
    german = question.requester.startswith("DE") and not question.number.startswith("DE")
    service, url, body, read = (
        ("evatr", EVATR_URL, _evatr_body(question), _read_evatr)
        if german
        else ("vies", VIES_URL, _vies_body(question), _read_vies)
    )
    try:
        response = requests.post(url, json=body, timeout=TIMEOUT)
        data = response.json()
    except (requests.RequestException, ValueError) as error:
        return Answer(service, UNKNOWN, type(error).__name__, is_reached=False)
    if not isinstance(data, dict):
        return Answer(service, UNKNOWN, "no answer", response=response.text)
    return read(data)


def _evatr_body(question):
    return {
        "anfragendeUstid": question.requester,
        "angefragteUstid": question.number,
        "firmenname": question.name,
        "strasse": question.street,
        "plz": question.zip,
        "ort": question.city,
    }


def _read_evatr(data):
    status = str(data.get("status") or "")
    result = VALID if status in EVATR_VALID else INVALID if status in EVATR_INVALID else UNKNOWN
    keys = ("ergFirmenname", "ergStrasse", "ergPlz", "ergOrt")
    matches = {
        part: EVATR_MATCHES[data[key]]
        for part, key in zip(PARTS, keys, strict=True)
        if data.get(key) in EVATR_MATCHES
    }
    return Answer("evatr", result, status, matches, str(data.get("id") or ""), _text(data))


def _vies_body(question):
    return {
        "countryCode": question.number[:2],
        "vatNumber": question.number[2:],
        "requesterMemberStateCode": question.requester[:2],
        "requesterNumber": question.requester[2:],
        "traderName": question.name,
        "traderStreet": question.street,
        "traderPostalCode": question.zip,
        "traderCity": question.city,
    }


def _read_vies(data):
    errors = [str(error.get("error")) for error in data.get("errorWrappers") or ()]
    told = data.get("valid")
    result = UNKNOWN if errors or not isinstance(told, bool) else VALID if told else INVALID
    if "INVALID_INPUT" in errors:
        result = INVALID
    keys = ("traderNameMatch", "traderStreetMatch", "traderPostalCodeMatch", "traderCityMatch")
    matches = {
        part: VIES_MATCHES[data[key]]
        for part, key in zip(PARTS, keys, strict=True)
        if data.get(key) in VIES_MATCHES
    }
    status = ", ".join(errors) or ("valid" if told else "invalid")
    identifier = str(data.get("requestIdentifier") or "")
    return Answer("vies", result, status, matches, identifier, _text(data))


def _text(data):
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
