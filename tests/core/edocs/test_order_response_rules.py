"""Each rule of the order response (T76), broken alone or with those that must break with it."""

import pytest
from lxml import etree

from core.edocs.samples import (
    a_response,
    all_of,
    at,
    attribute,
    doubled,
    rules_broken,
    text,
    without,
)
from samkop.core.edocs import validate, write

LINE = "cac:OrderLine/cac:LineItem"
CASES = {
    "R001 a buyer without name": (
        {"R001"},
        without("cac:BuyerCustomerParty/cac:Party/cac:PartyLegalEntity"),
    ),
    "R002 a seller without name": (
        {"R002"},
        without("cac:SellerSupplierParty/cac:Party/cac:PartyLegalEntity"),
    ),
    "R003 line numbers are unique": ({"R003"}, doubled("cac:OrderLine")),
    "R004 delivery ends before it begins": (
        {"R004"},
        text(f"{LINE}/cac:Delivery/cac:PromisedDeliveryPeriod/cbc:EndDate", "2026-05-10"),
    ),
    "R005 another currency": (
        {"R005"},
        attribute(f"{LINE}/cac:Price/cbc:PriceAmount", "currencyID", "SEK"),
    ),
    "R006 another specification": ({"R006"}, text("cbc:CustomizationID", "urn:example")),
    "R007 conditions without lines": ({"R007"}, without("cac:OrderLine")),
    "R008 accepted, with lines": ({"R008"}, text("cbc:OrderResponseCode", "AP")),
    "R009 rejected, with lines": ({"R009"}, text("cbc:OrderResponseCode", "RE")),
    "R010 received, with lines": ({"R010"}, text("cbc:OrderResponseCode", "AB")),
}


@pytest.mark.parametrize(("rules", "change"), CASES.values(), ids=CASES.keys())
def test_a_broken_rule_is_told_by_its_id(rules, change):
    assert rules_broken("order-response", change) == {f"PEPPOL-T76-{rule}" for rule in rules}


@pytest.mark.parametrize("code", ["AB", "AP", "RE"])
def test_an_answer_to_the_whole_order_has_no_lines(code):
    assert validate(write(a_response(code))).rules == frozenset()


def test_a_period_with_one_end_is_in_order():
    change = without(f"{LINE}/cac:Delivery/cac:PromisedDeliveryPeriod/cbc:StartDate")
    assert rules_broken("order-response", change) == set()


def test_the_last_of_three_lines_is_named_by_its_place():
    def three_lines(root: etree._Element) -> None:
        line = at(root, "cac:OrderLine")
        for number in ("2", "1"):
            again = etree.fromstring(etree.tostring(line))
            at(again, "cac:LineItem/cbc:ID").text = number
            root.append(again)

    root = etree.fromstring(write(a_response()))
    all_of(three_lines)(root)
    (fault,) = validate(etree.tostring(root)).faults
    assert (fault.rule, fault.location) == (
        "PEPPOL-T76-R003",
        "/OrderResponse/cac:OrderLine[3]/cac:LineItem",
    )
