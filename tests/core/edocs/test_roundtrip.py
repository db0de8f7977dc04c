"""What is written is valid, and is read as what was written."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.samples import SAMPLES, a_catalogue, a_response, an_order
from core.edocs.strategies import (
    addresses,
    cents,
    countries,
    days,
    items,
    maybe,
    parties,
    positive,
    prose,
    quantities,
    taxes,
    words,
)
from samkop.core.edocs import Catalogue, Order, OrderResponse, examine, read, write
from samkop.core.edocs.model import (
    AllowanceCharge,
    Attachment,
    CatalogueLine,
    CataloguePrice,
    Certificate,
    Dimension,
    DocumentReference,
    Item,
    ItemInstance,
    MonetaryTotal,
    OrderLine,
    Period,
    Price,
    PriceTerms,
    RelatedItem,
    SubstitutedLine,
)
from samkop.core.money import Money

ordered = st.builds(replace, items, instances=st.tuples(st.builds(ItemInstance, words, words)))


@st.composite
def order_lines(draw, number: str):
    price, quantity = draw(positive), draw(quantities)
    amount = (quantity.value * price).quantize(Decimal("0.01"))
    gross = draw(st.one_of(st.none(), st.just(price + 1)))
    if gross is not None:
        gross = gross.quantize(Decimal("0.01"))
        price = gross - 1
        amount = (quantity.value * price).quantize(Decimal("0.01"))
    charge = AllowanceCharge(charge=True, amount=Decimal("1.50"), reason=draw(prose))
    return OrderLine(
        number,
        quantity,
        draw(ordered),
        Price(price, None, None if gross is None else Decimal(1), gross),
        amount + Decimal("1.50"),
        draw(st.one_of(st.none(), st.booleans())),
        draw(maybe),
        allowance_charges=(charge,),
        note=draw(maybe),
    )


@st.composite
def orders(draw):
    numbers = draw(st.integers(1, 3))
    lines = tuple(draw(order_lines(str(number))) for number in range(numbers))
    total = sum((line.line_extension_amount for line in lines), Decimal(0))
    factor = Decimal(10)
    allowance = AllowanceCharge(
        charge=False,
        amount=(total * factor / 100).quantize(Decimal("0.01")),
        reason=draw(prose),
        reason_code="95",
        factor=factor,
        base_amount=total,
        tax=draw(taxes),
    )
    net = total - allowance.amount
    tax = draw(cents)
    return Order(
        id=draw(words),
        issue_date=draw(days),
        currency=draw(st.sampled_from(["EUR", "SEK", "NOK"])),
        buyer=draw(parties),
        seller=replace(draw(parties), tax_registrations=()),
        lines=lines,
        issue_time=draw(st.one_of(st.none(), st.times().map(lambda t: t.replace(microsecond=0)))),
        note=draw(maybe),
        accounting_cost=draw(maybe),
        documents=(
            DocumentReference(
                draw(words),
                type_name=draw(prose),
                attachment=Attachment(draw(st.binary(min_size=1)), "application/pdf", "a.pdf"),
                uri="https://example.org/a.pdf",
            ),
        ),
        contracts=(draw(words),),
        payment_terms=(draw(prose),),
        allowance_charges=(allowance,),
        tax_amount=tax,
        totals=MonetaryTotal(
            total, net + tax, net, net + tax, allowance_total_amount=allowance.amount
        ),
    )


@st.composite
def catalogues(draw):
    first, last = sorted([draw(days), draw(days)])
    periods = Period(first, last)
    price = st.builds(
        CataloguePrice,
        st.builds(Money, positive, st.sampled_from(["EUR", "SEK"])),
        quantities,
        st.just("AAA"),
        positive,
        st.just(periods),
    )
    offered = st.builds(
        replace,
        items,
        pack_quantity=quantities,
        pack_size=positive,
        keywords=st.tuples(prose),
        brand_name=prose,
        manufacturer_name=prose,
        origin_country=countries,
        instances=st.tuples(st.builds(ItemInstance, st.none(), words, days)),
        certificates=st.tuples(
            st.builds(Certificate, words, st.just("NA"), prose, prose, st.tuples(prose), words)
        ),
        dimensions=st.tuples(st.builds(Dimension, st.just("LN"), quantities)),
    )
    lines = st.builds(
        CatalogueLine,
        words,
        offered,
        st.sampled_from(["Add", "Update", "Delete"]),
        st.booleans(),
        st.just("C62"),
        quantities,
        positive,
        warranties=st.tuples(prose, prose),
        pack_level_code=st.just("TU"),
        validity=st.just(periods),
        accessories=st.tuples(st.builds(RelatedItem, words, quantities)),
        prices=st.lists(
            st.builds(PriceTerms, price, quantities, quantities, quantities, st.tuples(addresses)),
            min_size=1,
            max_size=2,
        ).map(tuple),
    )
    drawn = draw(st.lists(lines, min_size=1, max_size=2))
    return replace(a_catalogue(0), validity=periods, name=draw(maybe), lines=tuple(drawn))


@st.composite
def responses(draw):
    line = replace(
        a_response().lines[0],
        id=draw(words),
        status_code="3",
        quantity=draw(quantities),
        note=draw(prose),
        substitute=SubstitutedLine("1", Item(draw(prose), sellers_id=draw(words))),
        promised_deliveries=(Period(start_date=draw(days), start_time=time(8, 30)),),
    )
    return replace(a_response(), id=draw(words), note=draw(maybe), lines=(line,))


def assert_same_after_writing(document: Order | Catalogue | OrderResponse) -> None:
    again, faults = examine(write(document))
    assert again == document
    assert faults.valid


@settings(max_examples=15)
@given(orders())
def test_an_order_is_read_as_it_was_written(document: Order) -> None:
    assert_same_after_writing(document)


@settings(max_examples=15)
@given(catalogues())
def test_a_catalogue_is_read_as_it_was_written(document: Catalogue) -> None:
    assert_same_after_writing(document)


@settings(max_examples=15)
@given(responses())
def test_an_order_response_is_read_as_it_was_written(document: OrderResponse) -> None:
    assert_same_after_writing(document)


def test_every_sample_is_read_as_it_was_written() -> None:
    for document in SAMPLES.values():
        assert read(write(document)) == document


def test_writing_twice_gives_the_same_bytes() -> None:
    assert write(an_order()) == write(an_order())
