"""Each rule of the answers to invoices (T111) and messages (T71), and what is read of them."""

from dataclasses import replace

import pytest

from core.edocs.samples import (
    WRITTEN,
    all_of,
    attribute,
    rules_broken,
    spoilt,
    text,
    without,
)
from core.edocs.samples_answers import a_message_level_response, an_invoice_response
from samkop.core.edocs import Flag, InvoiceResponse, MessageLevelResponse, read, validate, write
from samkop.core.edocs.model import (
    Clarification,
    ClarificationAction,
    ClarificationList,
    ClarificationReason,
    InvoiceStatusCode,
    MessageFaultCode,
    MessageResponseCode,
)
from samkop.core.edocs.tables import codelist
from samkop.core.edocs.ubl.bindings import to_xml

ANSWER = "cac:DocumentResponse/cac:Response"
CODE = f"{ANSWER}/cac:Status/cbc:StatusReasonCode"
MLR = "urn:fdc:peppol.eu:poacc:trns:mlr:3"

INVOICE_CASES = {
    "R001 under query without clarification": (
        {"R001"},
        all_of(without(f"{ANSWER}/cac:Status"), without(f"{ANSWER}/cac:Status")),
    ),
    "R002 another reason that is not told": (
        {"R002"},
        all_of(text(CODE, "OTH"), without(f"{ANSWER}/cac:Status/cbc:StatusReason")),
    ),
    "R003 another specification": ({"R003"}, text("cbc:CustomizationID", "urn:example")),
    "R004 paid in part without saying how much": (
        {"R004"},
        all_of(text(CODE, "PPD"), without(f"{ANSWER}/cac:Status/cbc:StatusReason")),
    ),
    "R006 a reason in the list of actions": ({"R006"}, attribute(CODE, "listID", "OPStatusAction")),
    "R007 an action in the list of reasons": ({"R007"}, text(CODE, "NIN")),
    "R008 another process": ({"R008"}, text("cbc:ProfileID", "urn:example")),
}


@pytest.mark.parametrize(("rules", "change"), INVOICE_CASES.values(), ids=INVOICE_CASES.keys())
def test_a_broken_rule_of_the_invoice_response_is_told_by_its_id(rules, change):
    assert rules_broken("invoice-response", change) == {f"PEPPOL-T111-{rule}" for rule in rules}


def test_another_reason_without_text_is_a_warning():
    change, known = INVOICE_CASES["R002 another reason that is not told"][1], "PEPPOL-T111-R002"
    (fault,) = validate(spoilt("invoice-response", change)).faults
    assert (fault.rule, fault.flag) == (known, Flag.WARNING)


@pytest.mark.parametrize("status", ["CA", "UQ", "RE"])
def test_what_is_not_simply_accepted_needs_a_clarification(status):
    bare = replace(an_invoice_response(), response_code=status, clarifications=())
    assert validate(to_xml(bare)).rules == {"PEPPOL-T111-R001"}


@pytest.mark.parametrize("status", ["AB", "IP", "AP", "PD"])
def test_other_statuses_need_none(status):
    bare = replace(an_invoice_response(), response_code=status, clarifications=())
    assert read(write(bare)) == bare


def test_a_clarification_may_be_a_text_alone():
    told = (Clarification("NON", "OPStatusReason"), Clarification(reason="Paid tomorrow"))
    answer = replace(an_invoice_response(), response_code="AP", clarifications=told)
    assert read(write(answer)) == answer


def test_the_answer_is_from_the_buyer_to_the_seller():
    answer = read(WRITTEN["invoice-response"])
    assert isinstance(answer, InvoiceResponse)
    assert (answer.sender.value, answer.addressee.value) == ("003701120389", "5560360793")


@pytest.mark.parametrize(
    ("codes", "lists"),
    [
        (InvoiceStatusCode, "UNCL4343_T111"),
        (ClarificationReason, "OPStatusReason"),
        (ClarificationAction, "OPStatusAction"),
        (ClarificationList, "ClarificationList"),
        (MessageResponseCode, "UNCL4343_T71"),
        (MessageFaultCode, "StatusReason_T71"),
    ],
)
def test_the_codes_have_the_official_lists_names(codes, lists):
    assert {str(code) for code in codes} == codelist(lists)


def test_a_broken_rule_of_the_message_level_response_is_told_by_its_id():
    change = text("cbc:CustomizationID", "urn:example")
    assert rules_broken("mlr", change) == {"PEPPOL-T71-R001"}
    change = text("cac:DocumentResponse/cac:LineResponse/cac:Response/cbc:ResponseCode", "CA")
    assert rules_broken("mlr", change) == {"PEPPOL-T71-B02501"}


def test_the_specification_tells_answers_apart_and_the_process_where_it_is_wrong():
    for change in (text("cbc:ProfileID", "urn:example"), text("cbc:CustomizationID", "urn:x")):
        kinds = [validate(spoilt(kind, change)).kind for kind in ("invoice-response", "mlr")]
        assert kinds == ["invoice-response", "mlr"]


def test_an_answer_to_a_catalogue_is_not_taken_for_one_to_an_invoice():
    other = MLR.replace("mlr", "catalogue_response")
    assert validate(spoilt("mlr", text("cbc:CustomizationID", other))).kind == "catalogue-response"


def test_a_message_level_response_names_ten_thousand_faults():
    answer = a_message_level_response(10_000)
    again = read(to_xml(answer))
    assert isinstance(again, MessageLevelResponse)
    assert again == answer
