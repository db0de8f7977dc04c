"""What a text has to be for a document to carry it: asked beforehand, and true afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.edocs.samples import an_order
from samkop.core import edocs
from samkop.core.edocs.model import Item, ItemProperty, Order, Quantity

TEXT = st.text(min_size=1, max_size=12).filter(str.strip)


def ordered(unit: str = "EA", **item: object) -> Order:
    order = an_order()
    first: Item = replace(order.lines[0].item, **item)
    quantity = Quantity(order.lines[0].quantity.value, unit)
    line = replace(order.lines[0], item=first, quantity=quantity)
    return replace(order, lines=(line, *order.lines[1:]))


def is_written(order: Order) -> bool:
    try:
        edocs.write(order)
    except edocs.InvalidDocumentError:
        return False
    return True


@given(TEXT)
def test_a_name_that_passes_is_carried(text):
    passes = edocs.is_xml_text(text)
    order = ordered(name=text, properties=(ItemProperty(text, text),))
    assert not passes or is_written(order)


@given(TEXT)
def test_an_item_number_that_passes_is_carried(text):
    assert not edocs.is_identifier_text(text) or is_written(ordered(sellers_id=text))


@pytest.mark.parametrize("text", ["a\x01", "a\ufffe", "a\ud800"])
def test_signs_that_xml_lacks_do_not_pass_and_are_not_carried(text):
    assert (edocs.is_xml_text(text), is_written(ordered(name=text))) == (False, False)


@pytest.mark.parametrize("text", [" a", "a  b", "a\nb"])
def test_an_item_number_with_blanks_that_collapse_does_not_pass(text):
    outcome = edocs.is_identifier_text(text), is_written(ordered(sellers_id=text))
    assert outcome == (False, False)


@pytest.mark.parametrize(("code", "known"), [("EA", 1), ("XBX", 1), ("ea", 0), ("FOO", 0)])
def test_units_are_those_of_the_official_list(code, known):
    assert (edocs.is_unit_code(code), is_written(ordered(code))) == (known, known)
