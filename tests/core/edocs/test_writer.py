"""Writing: only what is valid, and only what comes back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from core.edocs.samples import a_catalogue, an_order, order_line
from samkop.core.edocs import InvalidDocumentError, write
from samkop.core.edocs.model import ItemInstance, Order, Period


def refused(document: object) -> set[str]:
    with pytest.raises(InvalidDocumentError) as caught:
        write(document)
    return set(caught.value.faults.rules)


def test_an_order_that_does_not_add_up_is_not_written() -> None:
    order = an_order()
    totals = replace(order.totals, payable_amount=Decimal("1.00"))
    assert refused(replace(order, totals=totals)) == {"PEPPOL-T01-R016"}


def test_an_order_without_lines_is_not_written() -> None:
    assert refused(replace(an_order(), lines=())) == {
        "PEPPOL-T01-B00108",
        "PEPPOL-T01-R008",
        "UBL-21-MISSING",
    }


def test_a_text_that_xml_cannot_hold_is_not_written() -> None:
    assert refused(replace(an_order(), note="bell \x07")) == {"EDOC-TEXT"}


def test_an_empty_text_is_not_written() -> None:
    assert refused(replace(an_order(), note="")) == {"PEPPOL-COMMON-R001"}


def test_what_the_format_has_no_place_for_is_not_lost_in_silence() -> None:
    order = an_order()
    period = replace(order.delivery, requested_period=Period(start_date=date(2026, 5, 11)))
    assert isinstance(write(replace(order, delivery=period)), bytes)
    assert refused(replace(order, id=" A-1001")) == {"EDOC-LOSS"}
    code_list_without_code = replace(order.lines[0].item.properties[0], name_code_list="LIST")
    item = replace(order.lines[0].item, properties=(code_list_without_code,))
    lines = (replace(order.lines[0], item=item), order.lines[1])
    assert refused(replace(order, lines=lines)) == {"EDOC-LOSS"}


def test_what_another_kind_has_a_place_for_is_refused_by_the_rule_of_that_place() -> None:
    catalogue = a_catalogue()
    item = replace(catalogue.lines[0].item, instances=(ItemInstance(serial_id="S-1"),))
    line = replace(catalogue.lines[0], item=item)
    assert refused(replace(catalogue, lines=(line,))) == {"PEPPOL-T19-B23701"}


def test_amounts_are_written_in_full_and_in_the_documents_currency() -> None:
    order = replace(an_order(), totals=None, tax_amount=None, lines=(order_line(price="1E+2"),))
    root = etree.fromstring(write(order))
    price = root.find(".//{*}PriceAmount")
    assert (price.text, price.get("currencyID")) == ("100", "EUR")


def test_a_written_document_is_utf_8_and_names_its_specification() -> None:
    data = write(an_order())
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    assert Order.__dataclass_fields__["customization_id"].default.encode() in data
