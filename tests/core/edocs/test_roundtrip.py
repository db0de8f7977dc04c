"""What is written is valid, and is read as what was written."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.samples import (
    SAMPLES,
    a_cancellation,
    a_catalogue,
    a_response,
    advanced_response,
    an_order,
)
from core.edocs.strategies import (
    addresses,
    cents,
    countries,
    days,
    identifiers,
    items,
    maybe,
    parties,
    positive,
    prose,
    quantities,
    taxes,
    words,
)
from samkop.core.edocs import (
    Catalogue,
    Document,
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    OrderResponseAdvanced,
    examine,
    read,
    write,
)
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
    OrderChangeLine,
    OrderLine,
    Party,
    Period,
    Price,
    PriceTerms,
    RelatedItem,
    RequestedDelivery,
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


@st.composite
def advanced_responses(draw):
    plain = draw(responses())
    return replace(
        advanced_response(),
        id=plain.id,
        note=plain.note,
        lines=plain.lines,
        order_change_reference=draw(st.one_of(st.none(), words)),
    )


@st.composite
def changes(draw):
    order = draw(orders())
    delivery = RequestedDelivery(Period(draw(days), end_time=time(16)), draw(identifiers))
    lines = tuple(
        OrderChangeLine(
            line.id,
            draw(st.sampled_from(["1", "2", "3", "4", "74"])),
            line.quantity,
            replace(line.item, manufacturers_id=None),
            line.price,
            line.line_extension_amount,
            line.partial_delivery,
            line.accounting_cost,
            (delivery,),
            allowance_charges=line.allowance_charges,
            note=line.note,
        )
        for line in order.lines
    )
    return OrderChange(
        id=order.id,
        issue_date=order.issue_date,
        sequence_number=draw(words),
        currency=order.currency,
        order_reference=draw(words),
        buyer=order.buyer,
        seller=order.seller,
        lines=lines,
        issue_time=order.issue_time,
        note=order.note,
        documents=order.documents,
        contracts=order.contracts,
        payment_terms=order.payment_terms,
        allowance_charges=order.allowance_charges,
        tax_amount=order.tax_amount,
        totals=order.totals,
    )


@st.composite
def cancellations(draw):
    order = draw(orders())
    return replace(
        a_cancellation(),
        id=order.id,
        issue_date=order.issue_date,
        issue_time=order.issue_time,
        cancellation_note=draw(prose),
        note=order.note,
        order_reference=draw(words),
        originator_reference=draw(st.one_of(st.none(), words)),
        documents=order.documents,
        buyer=order.buyer,
        seller=order.seller,
        originator=Party(name=draw(prose), identifiers=(draw(identifiers),)),
    )


def assert_same_after_writing(document: Document) -> None:
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


@settings(max_examples=15)
@given(advanced_responses())
def test_an_advanced_order_response_is_read_as_it_was_written(
    document: OrderResponseAdvanced,
) -> None:
    assert_same_after_writing(document)


@settings(max_examples=15)
@given(changes())
def test_an_order_change_is_read_as_it_was_written(document: OrderChange) -> None:
    assert_same_after_writing(document)


@settings(max_examples=15)
@given(cancellations())
def test_an_order_cancellation_is_read_as_it_was_written(document: OrderCancellation) -> None:
    assert_same_after_writing(document)


def test_every_sample_is_read_as_it_was_written() -> None:
    for document in SAMPLES.values():
        assert read(write(document)) == document


def test_writing_twice_gives_the_same_bytes() -> None:
    assert write(an_order()) == write(an_order())
