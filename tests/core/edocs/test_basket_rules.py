"""Rules of the basket brought back (T77) and of the answer to a catalogue (T58)."""

import pytest

from core.edocs.samples import (
    WRITTEN,
    added,
    all_of,
    attribute,
    doubled,
    rules_broken,
    spoilt,
    text,
    without,
)
from core.edocs.samples_baskets import a_catalogue_response
from samkop.core.edocs import validate, write

LINE = "cac:CatalogueLine"
TERMS = f"{LINE}/cac:RequiredItemLocationQuantity"
ITEM = f"{LINE}/cac:Item"
IMAGE = (
    "<cac:ItemSpecificationDocumentReference><cbc:ID>1</cbc:ID>"
    "<cbc:DocumentTypeCode>PRODUCT_IMAGE</cbc:DocumentTypeCode>"
    "</cac:ItemSpecificationDocumentReference>"
)
BEFORE_IMAGE = "cac:CommodityClassification"


def service(value: str):
    return added(
        ITEM,
        "<cac:AdditionalItemProperty><cbc:Name>ServiceIndicator</cbc:Name>"
        f"<cbc:Value>{value}</cbc:Value></cac:AdditionalItemProperty>",
    )


CASES = {
    "R001 valid until before its issue": (
        {"R001"},
        text("cac:ValidityPeriod/cbc:EndDate", "2026-05-03"),
    ),
    "R002 nothing in the basket": (
        {"R002"},
        text(f"{TERMS}/cac:DeliveryUnit/cbc:BatchQuantity", "0"),
    ),
    "R002 a price for nothing": ({"R002"}, text(f"{TERMS}/cac:Price/cbc:BaseQuantity", "-1")),
    "R003 a negative price": ({"R003"}, text(f"{TERMS}/cac:Price/cbc:PriceAmount", "-1")),
    "R004 an item without number": (
        {"R004"},
        all_of(
            without(f"{ITEM}/cac:SellersItemIdentification"),
            without(f"{ITEM}/cac:StandardItemIdentification"),
        ),
    ),
    "R005 two main images": (
        {"R005"},
        all_of(added(ITEM, IMAGE, BEFORE_IMAGE), added(ITEM, IMAGE, BEFORE_IMAGE)),
    ),
    "one main image": (set(), added(ITEM, IMAGE, BEFORE_IMAGE)),
    "R006 a price for another unit": (
        {"R006"},
        attribute(f"{TERMS}/cac:Price/cbc:BaseQuantity", "unitCode", "XBX"),
    ),
    "no unit of the price": (set(), without(f"{TERMS}/cac:Price/cbc:BaseQuantity")),
    "R007 perhaps a service": ({"R007"}, service("perhaps")),
    "a service": (set(), service("true")),
    "R008 no rate": (
        {"R008", "R009", "B09102"},
        without(f"{ITEM}/cac:ClassifiedTaxCategory/cbc:Percent"),
    ),
    "R009 a standard rate of nothing": (
        {"R009"},
        text(f"{ITEM}/cac:ClassifiedTaxCategory/cbc:Percent", "0"),
    ),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_of_a_basket_is_told_by_its_id(rules, change):
    assert rules_broken("punch-out", change) == {f"PEPPOL-T77-{rule}" for rule in rules}


def test_a_basket_is_told_from_a_catalogue_by_its_specification():
    assert validate(WRITTEN["catalogue"]).kind == "catalogue"
    assert validate(WRITTEN["punch-out"]).kind == "punch-out"
    other = spoilt("punch-out", text("cbc:CustomizationID", "urn:example"))
    found = validate(other, ruleset="peppol-punch-out:3.0.17").rules
    assert found == {"PEPPOL-T77-R010"}


@pytest.mark.parametrize("code", ["AB", "AP", "RE"])
def test_a_catalogue_is_acknowledged_accepted_or_rejected(code):
    assert validate(write(a_catalogue_response(code))).rules == frozenset()


ANSWER = "cac:DocumentResponse"


@pytest.mark.parametrize(
    ("rules", "change"),
    [
        ({"R001"}, text("cbc:CustomizationID", "urn:example")),
        ({"B00301"}, text("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:ordering:3")),
        ({"B02601"}, text(f"{ANSWER}/cac:Response/cbc:ResponseCode", "CA")),
        ({"B02701"}, without(f"{ANSWER}/cac:DocumentReference/cbc:ID")),
        (set(), doubled(ANSWER)),
    ],
)
def test_a_broken_rule_of_a_catalogue_response_is_told_by_its_id(rules, change):
    data = spoilt("catalogue-response", change)
    found = validate(data, ruleset="peppol-catalogue-response:3.0.17").rules - {"UBL-21-MISSING"}
    assert found == {f"PEPPOL-T58-{rule}" for rule in rules}
