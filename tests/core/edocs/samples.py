"""Documents of our own making, small and valid, and ways of spoiling them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from lxml import etree

from core.edocs.billing_samples import BILLING_SAMPLES
from core.edocs.party_samples import BUYER, SELLER
from core.edocs.samples_answers import (
    a_despatch_advice,
    a_message_level_response,
    an_invoice_response,
)
from core.edocs.samples_baskets import a_basket, a_catalogue_response, an_agreement
from samkop.core.edocs import (
    Catalogue,
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    OrderResponseAdvanced,
    validate,
    write,
)
from samkop.core.edocs.model import (
    CatalogueLine,
    CataloguePrice,
    Classification,
    Delivery,
    Identifier,
    Item,
    ItemProperty,
    LegalEntity,
    MonetaryTotal,
    OrderChangeLine,
    OrderLine,
    OrderResponseLine,
    Party,
    Period,
    Price,
    PriceTerms,
    Quantity,
    RequestedDelivery,
    TaxCategory,
)
from samkop.core.edocs.ubl.names import tag_of
from samkop.core.money import Money

PHONE = Item(
    name="Phone 14",
    descriptions=("A phone with 128 GB",),
    sellers_id="P-14",
    standard_id=Identifier("7300010000001", "0160"),
    classifications=(Classification("32250000", "STI"),),
    taxes=(TaxCategory("S", Decimal("25.5")),),
    properties=(ItemProperty("Memory", "128 GB"),),
)


def order_line(number: str = "1", quantity: int = 2, price: str = "349.50") -> OrderLine:
    amount = quantity * Decimal(price)
    return OrderLine(
        number,
        Quantity(Decimal(quantity), "C62"),
        PHONE,
        Price(Decimal(price)),
        amount,
        accounting_cost="4001",
    )


def an_order() -> Order:
    return Order(
        id="A-1001",
        issue_date=date(2026, 5, 4),
        currency="EUR",
        buyer=BUYER,
        seller=SELLER,
        lines=(order_line("1"), order_line("2", 1, "99.00")),
        validity_end=date(2026, 6, 4),
        quotation_reference="Q-7",
        delivery=Delivery(
            location_id=Identifier("7300010000001", "0088"),
            address=BUYER.address,
            requested_period=Period(date(2026, 5, 11), date(2026, 5, 15)),
        ),
        tax_amount=Decimal("203.49"),
        totals=MonetaryTotal(
            line_extension_amount=Decimal("798.00"),
            payable_amount=Decimal("1001.49"),
            tax_exclusive_amount=Decimal("798.00"),
            tax_inclusive_amount=Decimal("1001.49"),
        ),
    )


def catalogue_line(number: int = 1) -> CatalogueLine:
    return CatalogueLine(
        id=str(number),
        item=PHONE,
        orderable=True,
        orderable_unit="C62",
        minimum_quantity=Quantity(Decimal(1), "C62"),
        maximum_quantity=Quantity(Decimal(500), "C62"),
        validity=Period(date(2026, 2, 1), date(2026, 11, 30)),
        prices=(
            PriceTerms(
                CataloguePrice(
                    Money(Decimal("349.50"), "EUR"),
                    Quantity(Decimal(1), "C62"),
                    validity=Period(date(2026, 2, 1), date(2026, 6, 30)),
                ),
                minimum_quantity=Quantity(Decimal(1), "C62"),
            ),
        ),
    )


def a_catalogue(lines: int = 2) -> Catalogue:
    provider = Party(endpoint=SELLER.endpoint, legal_entity=SELLER.legal_entity)
    receiver = Party(endpoint=BUYER.endpoint, legal_entity=BUYER.legal_entity)
    return Catalogue(
        id="C-1",
        issue_date=date(2026, 1, 5),
        validity=Period(date(2026, 1, 1), date(2026, 12, 31)),
        provider=provider,
        receiver=receiver,
        seller=Party(name="Device supplier"),
        customer=Party(name="Wellbeing county"),
        lines=tuple(catalogue_line(number) for number in range(1, lines + 1)),
    )


def a_response(code: str = "CA") -> OrderResponse:
    parties = [
        Party(
            endpoint=party.endpoint, legal_entity=LegalEntity(party.legal_entity.registration_name)
        )
        for party in (SELLER, BUYER)
    ]
    line = OrderResponseLine(
        "1",
        "5",
        "1",
        Item(name="Phone 14", sellers_id="P-14"),
        quantity=Quantity(Decimal(2), "C62"),
        promised_deliveries=(Period(date(2026, 5, 11), date(2026, 5, 15)),),
        price=Price(Decimal("349.50"), Quantity(Decimal(1), "C62")),
    )
    return OrderResponse(
        id="R-1",
        issue_date=date(2026, 5, 5),
        response_code=code,
        currency="EUR",
        order_reference="A-1001",
        seller=parties[0],
        buyer=parties[1],
        lines=(line,) if code == "CA" else (),
    )


def advanced_response(code: str = "CA") -> OrderResponseAdvanced:
    plain = a_response(code)
    return OrderResponseAdvanced(
        id="R-2",
        issue_date=plain.issue_date,
        response_code=code,
        currency=plain.currency,
        order_reference=plain.order_reference,
        seller=plain.seller,
        buyer=plain.buyer,
        lines=plain.lines,
        order_change_reference="A-1001-1",
    )


def a_change() -> OrderChange:
    order = an_order()
    line = order.lines[0]
    changed = OrderChangeLine(
        line.id,
        "3",
        line.quantity,
        line.item,
        line.price,
        line.line_extension_amount,
        deliveries=(RequestedDelivery(Period(date(2026, 5, 18), date(2026, 5, 22))),),
    )
    return OrderChange(
        id="A-1001-1",
        issue_date=date(2026, 5, 6),
        sequence_number="1",
        currency="EUR",
        order_reference=order.id,
        buyer=order.buyer,
        seller=order.seller,
        lines=(changed,),
        validity_end=order.validity_end,
        quotation_reference=order.quotation_reference,
        delivery=order.delivery,
        tax_amount=Decimal("178.25"),
        totals=MonetaryTotal(
            line_extension_amount=Decimal("699.00"),
            payable_amount=Decimal("877.25"),
            tax_exclusive_amount=Decimal("699.00"),
            tax_inclusive_amount=Decimal("877.25"),
        ),
    )


def a_cancellation() -> OrderCancellation:
    return OrderCancellation(
        id="A-1001-2",
        issue_date=date(2026, 5, 7),
        cancellation_note="The project is put off",
        order_reference="A-1001",
        buyer=BUYER,
        seller=SELLER,
        contracts=("2026-17",),
    )


SAMPLES = {
    "order": an_order(),
    "catalogue": a_catalogue(),
    "order-response": a_response(),
    "despatch-advice": a_despatch_advice(),
    "order-response-advanced": advanced_response(),
    "order-change": a_change(),
    "order-cancellation": a_cancellation(),
    "invoice-response": an_invoice_response(),
    "mlr": a_message_level_response(),
    "order-agreement": an_agreement(),
    "catalogue-response": a_catalogue_response(),
    "punch-out": a_basket(),
    **BILLING_SAMPLES,
}
WRITTEN = {kind: write(document) for kind, document in SAMPLES.items()}

Change = Callable[[etree._Element], object]


def spoilt(kind: str, change: Change) -> bytes:
    """The written sample of a kind after `change` was let loose on its root."""
    root = etree.fromstring(WRITTEN[kind])
    change(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def rules_broken(kind: str, change: Change) -> set[str]:
    return set(validate(spoilt(kind, change)).rules)


def at(root: etree._Element, path: str) -> etree._Element:
    """The first element at a path of names such as `cac:OrderLine/cac:LineItem`."""
    found = root.find("/".join(tag_of(step) for step in path.split("/")))
    assert found is not None, path
    return found


def text(path: str, value: str) -> Change:
    """A change: the element's text becomes `value`."""

    def change(root: etree._Element) -> None:
        at(root, path).text = value

    return change


def without(path: str) -> Change:
    """A change: the element is taken out."""

    def change(root: etree._Element) -> None:
        element = at(root, path)
        element.getparent().remove(element)

    return change


def attribute(path: str, name: str, value: str | None) -> Change:
    """A change: the attribute becomes `value`, or goes."""

    def change(root: etree._Element) -> None:
        element = at(root, path)
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)

    return change


def added(path: str, xml: str, before: str | None = None) -> Change:
    """A change: a new child under `path` (the root, if empty), at its end or before a sibling."""

    def change(root: etree._Element) -> None:
        parent = at(root, path) if path else root
        prefixes = " ".join(f'xmlns:{p}="{u}"' for p, u in root.nsmap.items() if p)
        new = etree.fromstring(f"<x {prefixes}>{xml}</x>")[0]
        if before:
            at(parent, before).addprevious(new)
        else:
            parent.append(new)

    return change


def doubled(path: str) -> Change:
    """A change: the element stands there twice."""

    def change(root: etree._Element) -> None:
        element = at(root, path)
        element.addnext(etree.fromstring(etree.tostring(element)))

    return change


def all_of(*changes: Change) -> Change:
    """Several changes, one after another."""

    def change(root: etree._Element) -> None:
        for one in changes:
            one(root)

    return change
