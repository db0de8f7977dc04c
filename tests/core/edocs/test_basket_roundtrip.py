"""Baskets, agreements and answers to catalogues are read as what was written."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.samples_baskets import (
    a_basket,
    a_basket_line,
    a_catalogue_response,
    an_agreement,
    an_agreement_line,
)
from core.edocs.strategies import (
    addresses,
    countries,
    days,
    items,
    maybe,
    positive,
    prose,
    quantities,
    words,
)
from samkop.core.edocs import CatalogueResponse, OrderAgreement, PunchOut, examine, write
from samkop.core.edocs.model import (
    AgreedDelivery,
    AgreedTax,
    BasketTerms,
    CataloguePrice,
    Certificate,
    Document,
    Period,
    Price,
    TaxCategory,
)
from samkop.core.money import Money

certificates = st.tuples(
    st.builds(Certificate, words, st.just("NA"), prose, prose, st.tuples(prose), words)
)
CENT = Decimal("0.01")


@st.composite
def agreements(draw):
    category = TaxCategory("S", draw(st.decimals("0.5", 100, places=2)))
    lines = []
    for number in range(draw(st.integers(1, 3))):
        price, quantity = draw(positive), draw(quantities)
        item = replace(
            draw(items), manufacturers_id=None, taxes=(category,), certificates=draw(certificates)
        )
        line = replace(
            an_agreement_line(str(number)),
            quantity=quantity,
            price=Price(price, quantity, price_type="AAA"),
            item=item,
            line_extension_amount=(price * quantity.value).quantize(CENT),
            note=draw(maybe),
            deliveries=(AgreedDelivery(quantity, Period(draw(days), start_time=time(8))),),
        )
        lines.append(line)
    net = sum((line.line_extension_amount for line in lines), Decimal(0))
    tax = (net * category.percent / 100 + CENT / 2).quantize(CENT, "ROUND_FLOOR")
    totals = replace(
        an_agreement().totals,
        line_extension_amount=net,
        charge_total_amount=None,
        tax_exclusive_amount=net,
        tax_inclusive_amount=net + tax,
        payable_amount=net + tax,
    )
    return replace(
        an_agreement(),
        id=draw(words),
        issue_date=draw(days),
        note=draw(maybe),
        lines=tuple(lines),
        allowance_charges=(),
        tax_amount=tax,
        taxes=(AgreedTax(net, tax, category),),
        totals=totals,
    )


@st.composite
def baskets(draw):
    issued, until = sorted([draw(days), draw(days)])
    offered = st.builds(
        replace,
        items,
        taxes=st.just((TaxCategory("S", Decimal("25.5")),)),
        manufacturer_name=prose,
        origin_country=countries,
        certificates=certificates,
    )
    price = st.builds(
        CataloguePrice,
        st.builds(Money, positive, st.sampled_from(["EUR", "SEK"])),
        price_type=st.just("AAA"),
    )
    terms = st.builds(BasketTerms, price, quantities, quantities, st.tuples(addresses))
    lines = st.builds(
        replace,
        st.builds(a_basket_line, words),
        terms=terms,
        item=offered,
        contract_subdivision=maybe,
        validity=st.just(Period(issued, until, end_time=time(12))),
    )
    return replace(
        a_basket(),
        id=draw(words),
        issue_date=issued,
        validity=Period(end_date=until),
        lines=tuple(draw(st.lists(lines, min_size=1, max_size=2))),
    )


responses = st.builds(
    replace,
    st.builds(a_catalogue_response, st.sampled_from(["AB", "AP", "RE"])),
    id=words,
    note=maybe,
    catalogue_version=st.one_of(st.none(), words),
    issue_time=st.just(time(8, 30)),
)


def assert_same_after_writing(document: Document) -> None:
    again, faults = examine(write(document))
    assert again == document
    assert faults.valid


@settings(max_examples=15)
@given(agreements())
def test_an_order_agreement_is_read_as_it_was_written(document: OrderAgreement) -> None:
    assert_same_after_writing(document)


@settings(max_examples=15)
@given(baskets())
def test_a_basket_is_read_as_it_was_written(document: PunchOut) -> None:
    assert_same_after_writing(document)


@settings(max_examples=15)
@given(responses)
def test_a_catalogue_response_is_read_as_it_was_written(document: CatalogueResponse) -> None:
    assert_same_after_writing(document)
