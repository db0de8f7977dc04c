"""Reading: values, recognition, places of faults, encodings, and long documents in a stream."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from core.edocs.samples import (
    SAMPLES,
    WRITTEN,
    a_catalogue,
    all_of,
    an_order,
    attribute,
    catalogue_line,
    order_line,
    spoilt,
    text,
    without,
)
from samkop.core.edocs import Faults, Flag, Order, examine, read, validate
from samkop.core.edocs.model import BILLING, MonetaryTotal
from samkop.core.edocs.rules.rulesets import by_id, for_document
from samkop.core.edocs.source import STREAMED_FROM
from samkop.core.edocs.ubl.bindings import to_xml

LONG = to_xml(a_catalogue(1_200))


def test_each_kind_is_read_as_its_own_class() -> None:
    kinds = {kind: type(read(data)) for kind, data in WRITTEN.items()}
    assert kinds == {kind: type(sample) for kind, sample in SAMPLES.items()}
    plain = {kind for kind in kinds if not kind.endswith("-en16931")}
    assert len(set(kinds.values())) == len(plain)


@pytest.mark.parametrize(
    ("customization", "kind"),
    [
        ("urn:cen.eu:en16931:2017", "invoice-en16931"),
        (
            "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
            "invoice-en16931",
        ),
        (f"{BILLING}#conformant#urn:example", "invoice"),
        ("urn:example", "invoice"),
        (BILLING.replace("billing:3", "selfbilling:3"), ""),
    ],
)
def test_an_invoice_is_judged_by_the_specification_that_it_names(customization, kind) -> None:
    data = spoilt("invoice", text("cbc:CustomizationID", customization))
    assert validate(data).kind == kind


def test_values_come_out_as_they_stand_in_the_document() -> None:
    order = read(WRITTEN["order"])
    assert isinstance(order, Order)
    assert order.sender == SAMPLES["order"].buyer.endpoint
    assert order.addressee == SAMPLES["order"].seller.endpoint
    line = order.lines[0]
    assert (line.quantity.value, line.price.amount) == (Decimal(2), Decimal("349.50"))
    assert (line.item.gtin, line.accounting_cost) == ("7300010000001", "4001")
    assert order.validity_end == date(2026, 6, 4)


def test_warnings_come_with_the_document() -> None:
    document, faults = examine(spoilt("order", without("cac:ValidityPeriod")))
    assert isinstance(document, Order)
    assert document.validity_end is None
    assert [(f.rule, f.flag) for f in faults.faults] == [("PEPPOL-T01-R002", Flag.WARNING)]
    assert faults.valid


def test_faults_say_what_was_applied() -> None:
    faults = validate(WRITTEN["catalogue"])
    assert SAMPLES["catalogue"].kind == faults.kind
    assert (faults.kind, faults.ruleset) == ("catalogue", "peppol-catalogue:3.0.17")


def test_a_fault_names_its_place_and_line_and_has_a_sentence_to_translate() -> None:
    data = spoilt("order", attribute("cac:TaxTotal/cbc:TaxAmount", "currencyID", "XYZ"))
    fault = validate(data).faults[0]
    assert fault.location == "/Order/cac:TaxTotal/cbc:TaxAmount"
    assert data.splitlines()[fault.line - 1].strip().startswith(b"<cbc:TaxAmount")
    assert fault.message == fault.sentence.format(**dict(fault.values))


def test_a_rule_that_breaks_often_is_told_a_hundred_times_and_counted() -> None:
    lines = tuple(replace(catalogue_line(n), orderable_unit="NO-UNIT") for n in range(130))
    faults = validate(to_xml(replace(a_catalogue(), lines=lines)))
    assert len(faults.faults) == 100
    assert faults.omitted == 30


def test_a_rule_set_can_be_named() -> None:
    assert validate(WRITTEN["order"], ruleset="peppol-order:3.0.17").valid
    wrong = validate(WRITTEN["order"], ruleset="peppol-catalogue:3.0.17")
    assert wrong.rules == {"EDOC-KIND"}
    with pytest.raises(ValueError, match="no rule set"):
        validate(WRITTEN["order"], ruleset="peppol-order:1")


def test_kinds_with_the_same_root_are_told_apart_by_their_specification() -> None:
    agreement = "urn:fdc:peppol.eu:poacc:trns:order_agreement:3"
    data = spoilt("order-response", text("cbc:CustomizationID", agreement))
    assert validate(data).kind == "order-agreement"
    unknown = spoilt("order-agreement", text("cbc:CustomizationID", f"{agreement}1"))
    assert validate(unknown).kind == "order-agreement"
    profile = text("cbc:ProfileID", "urn:example")
    neither = spoilt("order-agreement", all_of(text("cbc:CustomizationID", "urn:example"), profile))
    assert validate(neither).kind == "order-response"


def test_a_rule_set_is_not_used_before_it_is_in_force() -> None:
    order = by_id("peppol-order:3.0.17")
    assert for_document("Order", order.customization, order.valid_from) is order
    assert for_document("Order", order.customization, date(2026, 8, 16)) is None


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("iso-8859-1", "ISO-8859-1"),
        ("windows-1252", "windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_common_encodings_are_read(codec: str, declared: str) -> None:
    plain = etree.tostring(etree.fromstring(WRITTEN["order"]), encoding="unicode")
    data = f'<?xml version="1.0" encoding="{declared}"?>\n{plain}'.encode(codec)
    assert read(data) == SAMPLES["order"]


def test_comments_and_instructions_are_passed_over() -> None:
    data = WRITTEN["order"].replace(b"<cac:Price>", b"<!-- net --><?x y?><cac:Price><!-- - -->")
    assert read(data) == SAMPLES["order"]


def test_white_space_around_codes_and_numbers_is_no_part_of_them() -> None:
    data = spoilt("order", text("cbc:DocumentCurrencyCode", "\n EUR "))
    order = examine(data)[0]
    assert order is None
    codes = spoilt("order", text("cac:OrderLine/cac:LineItem/cbc:Quantity", " 2 "))
    assert read(codes) == SAMPLES["order"]


def test_a_long_document_is_read_line_by_line_with_the_same_result() -> None:
    assert len(LONG) > STREAMED_FROM
    told: list[int] = []
    assert read(LONG, progress=told.append) == a_catalogue(1_200)
    assert told == list(range(100, 1_201, 100))


def test_a_long_order_adds_up_its_lines_as_they_pass() -> None:
    lines = tuple(order_line(str(number), 1, "1.00") for number in range(1, 2_001))
    total = Decimal(2_000)
    tax = an_order().tax_amount
    totals = MonetaryTotal(total, total + tax, total, total + tax)
    data = to_xml(replace(an_order(), lines=lines, totals=totals))
    assert len(data) > STREAMED_FROM
    assert validate(data).rules == frozenset()
    wrong = to_xml(replace(an_order(), lines=lines[1:], totals=totals))
    assert validate(wrong).rules == {"PEPPOL-T01-R008"}


def test_a_long_document_of_another_kind_is_not_read_to_its_end() -> None:
    data = b"<Invoice>" + b"<a>b</a>" * 300_000
    assert len(data) > STREAMED_FROM
    assert read(data).rules == {"EDOC-KIND"}


def test_a_fault_deep_in_a_long_document_is_named_by_its_place() -> None:
    data = LONG.replace(
        b"<cbc:ID>777</cbc:ID>\n    <cbc:OrderableIndicator>true",
        b"<cbc:ID>777</cbc:ID>\n    <cbc:OrderableIndicator>perhaps",
    )
    assert data != LONG
    faults = read(data)
    assert isinstance(faults, Faults)
    place = "/Catalogue/cac:CatalogueLine[777]/cbc:OrderableIndicator"
    assert {fault.location for fault in faults.faults} == {place}
    assert faults.rules == {"UBL-21-TYPE", "PEPPOL-T19-B11501"}


def test_a_long_document_that_breaks_off_is_a_fault() -> None:
    assert read(LONG[:-20]).rules == {"EDOC-XML"}


def test_text_between_the_lines_of_a_long_document_is_told_of() -> None:
    data = LONG.replace(b"</cac:CatalogueLine>\n", b"</cac:CatalogueLine>lost\n", 1)
    assert read(data).rules == {"UBL-21-TEXT"}
