"""The schema of UBL 2.1: order, number, type and attributes of elements."""

import pytest
from lxml import etree

from core.edocs.samples import added, at, attribute, doubled, rules_broken, text, without
from samkop.core.edocs.ubl.datatypes import is_base64

LINE = "cac:OrderLine/cac:LineItem"
AMOUNT = "cac:TaxTotal/cbc:TaxAmount"


def ubl(kind: str, change) -> set[str]:
    return {rule for rule in rules_broken(kind, change) if rule.startswith("UBL")}


def last_first(root: etree._Element) -> None:
    root.insert(0, root[-1])


CASES = {
    "an unknown element": ({"UBL-21-ELEMENT"}, added("", "<cbc:Colour>red</cbc:Colour>")),
    "an element in the wrong place": (
        {"UBL-21-ELEMENT"},
        added(LINE, "<cbc:IssueDate>2026-01-01</cbc:IssueDate>"),
    ),
    "an element inside a basic one": (
        {"UBL-21-ELEMENT"},
        added("cbc:ID", "<cbc:ID>1</cbc:ID>"),
    ),
    "elements out of order": ({"UBL-21-ORDER"}, last_first),
    "an element twice": ({"UBL-21-REPEATED"}, doubled("cbc:ID")),
    "a missing element": ({"UBL-21-MISSING"}, without("cbc:IssueDate")),
    "text among elements": ({"UBL-21-TEXT"}, lambda root: setattr(root[0], "tail", "lost")),
    "an unknown attribute": ({"UBL-21-ATTRIBUTE"}, attribute("cbc:ID", "colour", "red")),
    "an attribute on an aggregate": ({"UBL-21-ATTRIBUTE"}, attribute(LINE, "id", "1")),
    "an attribute of the wrong form": (
        {"UBL-21-ATTRIBUTE"},
        attribute(f"{LINE}/cac:Item/cbc:Name", "languageID", "en US"),
    ),
    "a missing attribute": ({"UBL-21-ATTRIBUTE-MISSING"}, attribute(AMOUNT, "currencyID", None)),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_what_the_schema_forbids_is_told_of(rules, change):
    assert ubl("order", change) == rules


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (
            AMOUNT,
            ["203.49", " 203.49 ", "+203.490", "00203.49"],
            ["203,49", "2e2", "", "NaN", "1 2"],
        ),
        (
            "cbc:IssueDate",
            ["2024-02-29", "2026-05-04Z", "2026-05-04+02:00"],
            ["2026-02-29", "2026-13-01", "0000-01-01", "26-05-04", " 2026-05-04"],
        ),
        (f"{LINE}/cbc:AccountingCost", ["anything", " at all "], []),
    ],
)
def test_a_value_has_the_form_of_its_type(path, right, wrong):
    assert [value for value in right if ubl("order", text(path, value))] == []
    assert [value for value in wrong if ubl("order", text(path, value)) != {"UBL-21-TYPE"}] == []


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("08:30:00", True),
        ("24:00:00", True),
        ("08:30:00.5+02:00", True),
        ("08:30", False),
        ("25:00:00", False),
        (" 08:30:00", False),
    ],
)
def test_a_time_has_seconds(value, fits):
    time = f"<cbc:IssueTime>{value}</cbc:IssueTime>"
    change = added("", time, before="cbc:DocumentCurrencyCode")
    assert ubl("order", change) == (set() if fits else {"UBL-21-TYPE"})


@pytest.mark.parametrize(
    ("value", "fits"), [("true", True), ("0", True), (" 1 ", True), ("TRUE", False), ("yes", False)]
)
def test_a_truth_value_is_written_in_one_of_four_ways(value, fits):
    change = text("cac:CatalogueLine/cbc:OrderableIndicator", value)
    assert ubl("catalogue", change) == (set() if fits else {"UBL-21-TYPE"})


@pytest.mark.parametrize(
    ("content", "fits"), [("QUJD", True), ("QU JD\n", True), ("QUI=", True), ("QUJ", False)]
)
def test_an_attachment_is_base64(content, fits):
    reference = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">'
        f"{content}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )
    change = added("", reference, before="cac:BuyerCustomerParty")
    assert rules_broken("order", change) == (set() if fits else {"UBL-21-TYPE"})


@pytest.mark.parametrize(("content", "more"), [("z", set()), ("", {"PEPPOL-COMMON-R001"})])
def test_extensions_may_hold_anything_but_do_not_belong_to_the_data_model(content, more):
    def extended(root: etree._Element) -> None:
        ext = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
        root.insert(
            0,
            etree.fromstring(
                f'<e:UBLExtensions xmlns:e="{ext}"><e:UBLExtension><e:ExtensionContent>'
                '<x xmlns="urn:x" y="1">' + content + "</x></e:ExtensionContent></e:UBLExtension>"
                "</e:UBLExtensions>"
            ),
        )

    assert rules_broken("order", extended) == {"PEPPOL-T01-B00110", *more}


def test_elements_that_peppol_does_not_know_are_held_to_the_schema_too():
    def carrier(root: etree._Element) -> None:
        shipment = etree.fromstring(etree.tostring(at(root, "cac:Delivery")))
        root.append(shipment)

    assert ubl("order", carrier) == {"UBL-21-ORDER"}


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("", True),
        ("QUJD", True),
        ("QUI=", True),
        ("QQ==", True),
        ("QU\n JD ", True),
        ("QR==", False),
        ("QUJ=", False),
        ("QUJDQ", False),
        ("QUJD=", False),
        ("QUJD====", False),
        ("QQ==QQ==", False),
        ("=QUJ", False),
        ("QU-_", False),
        ("QUÅD", False),
    ],
)
def test_base64_is_whole_groups_whose_spare_bits_are_zero(written, right):
    assert is_base64(written) is right
