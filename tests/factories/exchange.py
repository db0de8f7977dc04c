"""Endpoints and documents for the tests of exchange and of what stands above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from factories.parties import OPERATOR, a_municipality, a_supplier
from samkop.core import edocs
from samkop.core.edocs.model import (
    Address,
    Delivery,
    DespatchLine,
    DespatchShipment,
    HandlingUnit,
    Item,
    ItemInstance,
    LegalEntity,
    MonetaryTotal,
    OrderLine,
    Period,
    Price,
    Quantity,
)
from samkop.core.edocs.model import Party as Side
from samkop.core.identifiers import ovt_code
from samkop.exchange.models import Endpoint
from samkop.exchange.queries import electronic_address, folder_of
from samkop.exchange.usecases.endpoints import register_endpoint
from samkop.parties.models import Party
from samkop.platform.unit_of_work import perform, reading

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Trade:
    """A buyer and a seller with electronic addresses, and the buyer's folders."""

    buyer: Party
    seller: Party
    outbox: Path
    inbox: Path


def an_endpoint(party: Party) -> Endpoint:
    """The party's OVT code or organisation number as its electronic address."""
    scheme, identifier = (
        ("0216", ovt_code(party.identifier))
        if party.country == "FI"
        else ("0007", party.identifier)
    )
    return perform(
        OPERATOR, register_endpoint, party_id=party.pk, scheme=scheme, identifier=identifier
    )


def a_trade(data: Path) -> Trade:
    """A new municipality and a new supplier that can reach each other."""
    buyer, seller = a_municipality(), a_supplier()
    an_endpoint(buyer)
    an_endpoint(seller)
    with reading(OPERATOR):
        folder = data / "exchange" / (folder_of(buyer.pk) or "")
    return Trade(buyer, seller, folder / "outbox", folder / "inbox")


def side_of(party: Party) -> Side:
    """A party as the documents write it."""
    with reading(OPERATOR):
        endpoint = electronic_address(party.pk)
    return Side(
        endpoint=endpoint,
        name=party.legal_name,
        address=Address(country=party.country),
        legal_entity=LegalEntity(party.legal_name),
    )


def side_in_response(party: Party) -> Side:
    """A party as a response writes it: with fewer fields."""
    return Side(endpoint=side_of(party).endpoint, legal_entity=LegalEntity(party.legal_name))


def an_order(trade: Trade, number: str = "4711", *quantities: int) -> edocs.Order:
    """An order of one line a quantity (else three of one thing)."""
    lines = tuple(
        OrderLine(
            id=str(place),
            quantity=Quantity(Decimal(count), "C62"),
            item=Item(name=f"Phone {place}", sellers_id=f"P-{place}"),
            price=Price(Decimal("299.00")),
            line_extension_amount=Decimal("299.00") * count,
        )
        for place, count in enumerate(quantities or (3,), start=1)
    )
    return edocs.Order(
        id=number,
        issue_date=DAY,
        currency="EUR",
        buyer=side_of(trade.buyer),
        seller=side_of(trade.seller),
        lines=lines,
        validity_end=DAY,
        delivery=Delivery(address=Address(country="FI"), requested_period=Period(DAY, DAY)),
        totals=_totals(lines),
    )


def an_order_response(trade: Trade, number: str = "OR-4711", **fields: object) -> bytes:
    """The seller's acceptance of order 4711, as bytes."""
    response = edocs.OrderResponse(
        id=number,
        issue_date=DAY,
        response_code="AP",
        currency="EUR",
        order_reference="4711",
        seller=side_in_response(trade.seller),
        buyer=side_in_response(trade.buyer),
    )
    return edocs.write(replace(response, **fields))  # type: ignore[arg-type]


def a_despatch_advice(trade: Trade, number: str = "DA-4711") -> edocs.DespatchAdvice:
    """Two of the three phones of order 4711, with serial numbers, in one marked box."""
    serials = (ItemInstance("SN-1"), ItemInstance("SN-2"))
    line = DespatchLine(
        id="1",
        delivered=Quantity(Decimal(2), "C62"),
        order_line_id="1",
        item=Item(name="Phone 1", sellers_id="P-1", instances=serials),
        order_reference="4711",
        outstanding=Quantity(Decimal(1), "C62"),
        outstanding_reasons=("Sold out",),
        handling_units=(HandlingUnit(shipping_marks=("BOX-1",)),),
    )
    return edocs.DespatchAdvice(
        id=number,
        issue_date=DAY,
        despatcher=side_in_response(trade.seller),
        consignee=side_in_response(trade.buyer),
        lines=(line,),
        shipment=DespatchShipment("NA", tracking_id="T-1", estimated_delivery=Period(DAY)),
    )


def put_in(inbox: Path, name: str, content: bytes) -> Path:
    """Put a file into an inbox as the other side does: another name first, then rename."""
    inbox.mkdir(parents=True, exist_ok=True)
    draft = inbox / f"{name}.tmp"
    draft.write_bytes(content)
    return draft.rename(inbox / name)


def _totals(lines: tuple[OrderLine, ...]) -> MonetaryTotal:
    total = sum((line.line_extension_amount or Decimal(0) for line in lines), Decimal(0))
    return MonetaryTotal(line_extension_amount=total, payable_amount=total)
