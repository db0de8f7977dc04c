"""Rules of Advanced Ordering: change (T114), cancellation (T115) and the answer to them (T116)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.edocs.samples import (
    WRITTEN,
    a_cancellation,
    a_change,
    advanced_response,
    attribute,
    doubled,
    rules_broken,
    spoilt,
    text,
    without,
)
from samkop.core.edocs import Flag, OrderChange, read, validate, write
from samkop.core.edocs.model import Attachment, DocumentReference
from samkop.core.edocs.rules.rulesets import for_document
from samkop.core.edocs.source import STREAMED_FROM

LINE = "cac:OrderLine/cac:LineItem"
CHANGES = {
    "R001 line numbers are unique": ({"R001", "R008"}, doubled("cac:OrderLine")),
    "R002 no end of validity": ({"R002"}, without("cac:ValidityPeriod")),
    "R003 another currency": (
        {"R003"},
        attribute(f"{LINE}/cac:Price/cbc:PriceAmount", "currencyID", "SEK"),
    ),
    "R004 a negative quantity": ({"R004", "R024"}, text(f"{LINE}/cbc:Quantity", "-1")),
    "R008 the lines add up to something else": (
        {"R008"},
        text(f"{LINE}/cbc:LineExtensionAmount", "699.01"),
    ),
    "R016 nothing to pay": (
        {"R016"},
        text("cac:AnticipatedMonetaryTotal/cbc:PayableAmount", "0"),
    ),
    "R030 a standard rate of nothing": (
        {"R030"},
        text(f"{LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "0"),
    ),
    "R031 another process": (
        {"R031", "B00301"},
        text("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:ordering:3"),
    ),
    "R034 another specification": ({"R034", "B00201"}, text("cbc:CustomizationID", "urn:example")),
    "an unknown action": ({"B23301"}, text(f"{LINE}/cbc:LineStatusCode", "5")),
    "no number of the change": (set(), without("cbc:SequenceNumberID")),
}


@pytest.mark.parametrize(("rules", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_that_breaks_a_rule_is_told_by_its_id(rules, change):
    found = rules_broken("order-change", change)
    assert {rule for rule in found if rule.startswith("PEPPOL")} == {
        f"PEPPOL-T114-{rule}" for rule in rules
    }


def test_a_change_need_not_repeat_every_line():
    totals = replace(
        a_change().totals,
        line_extension_amount=Decimal("798.00"),
        tax_exclusive_amount=Decimal("798.00"),
        tax_inclusive_amount=Decimal("976.25"),
        payable_amount=Decimal("976.25"),
    )
    data = write(replace(a_change(), totals=totals))
    assert [(fault.rule, fault.flag) for fault in validate(data).faults] == [
        ("PEPPOL-T114-R008", Flag.WARNING)
    ]
    assert isinstance(read(data), OrderChange)


def test_the_schema_of_a_change_is_that_of_ubl_2_3():
    assert rules_broken("order-change", without("cbc:SequenceNumberID")) == {"UBL-23-MISSING"}
    assert rules_broken("order-change", doubled("cbc:ID")) == {"UBL-23-REPEATED"}


@pytest.mark.parametrize(
    ("rules", "change"),
    [
        ({"R031", "B00301"}, text("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:ordering:3")),
        ({"R034", "B00201"}, text("cbc:CustomizationID", "urn:example")),
        ({"B00107"}, without("cac:BuyerCustomerParty")),
        ({"B00105"}, without("cbc:CancellationNote")),
    ],
)
def test_a_cancellation_that_breaks_a_rule_is_told_by_its_id(rules, change):
    found = rules_broken("order-cancellation", change) - {"UBL-23-MISSING"}
    assert found == {f"PEPPOL-T115-{rule}" for rule in rules}


@pytest.mark.parametrize(
    ("rules", "change"),
    [
        ({"R003"}, doubled("cac:OrderLine")),
        (
            {"R004"},
            text(f"{LINE}/cac:Delivery/cac:PromisedDeliveryPeriod/cbc:EndDate", "2026-05-10"),
        ),
        ({"R006"}, text("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:order_response:4")),
        ({"R007"}, without("cac:OrderLine")),
        ({"R008"}, text("cbc:OrderResponseCode", "AP")),
        ({"B01401"}, without("cac:OrderChangeDocumentReference/cbc:ID")),
    ],
)
def test_an_advanced_response_that_breaks_a_rule_is_told_by_its_id(rules, change):
    data = spoilt("order-response-advanced", change)
    found = validate(data, ruleset="peppol-order-response-advanced:3.0.17").rules
    assert {rule for rule in found if rule.startswith("PEPPOL-T116")} == {
        f"PEPPOL-T116-{rule}" for rule in rules
    }


@pytest.mark.parametrize("code", ["AB", "AP", "RE"])
def test_an_advanced_answer_to_the_whole_order_has_no_lines(code):
    answer = replace(advanced_response(code), lines=())
    assert validate(write(answer)).rules == frozenset()


def test_an_answer_is_advanced_by_its_specification():
    assert validate(WRITTEN["order-response"]).kind == "order-response"
    assert validate(WRITTEN["order-response-advanced"]).kind == "order-response-advanced"
    unknown = for_document("OrderResponse", "urn:example", date(2026, 11, 1))
    assert unknown is not None
    assert unknown.kind == "order-response"


def test_a_document_without_lines_is_read_however_long_its_attachment():
    plans = Attachment(b"x" * 2_000_000, "application/pdf", "plans.pdf")
    cancellation = replace(a_cancellation(), documents=(DocumentReference("1", attachment=plans),))
    data = write(cancellation)
    assert len(data) > STREAMED_FROM
    assert read(data) == cancellation
    shipped = data.replace(b"</OrderCancellation>", b"<cbc:Note/></OrderCancellation>")
    assert validate(shipped).rules == {"UBL-23-ORDER", "PEPPOL-COMMON-R001"}


def test_a_document_without_lines_is_bounded_too():
    notes = b"<cbc:Note>a</cbc:Note>" * 300_000
    data = WRITTEN["order-cancellation"].replace(b"</OrderCancellation>", notes)
    assert validate(data + b"</OrderCancellation>").rules == {"EDOC-WIDTH"}
