"""What a supplier writes about a shipment: a Peppol Despatch Advice (T16)."""

from __future__ import annotations

import hashlib

from samkop.core.edocs import DespatchAdvice
from samkop.core.edocs.model import (
    Carrier,
    Consignment,
    DespatchLine,
    DespatchShipment,
    HandlingUnit,
    Identifier,
    Item,
    ItemInstance,
    LegalEntity,
    Party,
    Period,
    Quantity,
)
from samkop.site.simulator.goods import Shipment, ShippedLine, address_of

# GS1's invented company prefix for examples.
SSCC_PREFIX = "06400001"
PIECES_A_BOX = 20
ROAD, BOX = "3", "CT"


def advice_of(shipment: Shipment) -> DespatchAdvice:
    """The despatch advice: quantities with what is outstanding, serial numbers, marked boxes."""
    order = shipment.order
    seller, buyer = _side(order.seller), _side(order.buyer)
    return DespatchAdvice(
        id=f"DA-{order.id}-{shipment.number}",
        issue_date=shipment.leaves,
        despatcher=seller,
        consignee=buyer,
        order_references=(order.id,),
        lines=tuple(_line(shipment, line) for line in shipment.lines),
        shipment=DespatchShipment(
            id=f"S-{order.id}-{shipment.number}",
            consignment=Consignment(
                f"C{_digits(shipment, 'consignment')[:10]}", carrier=Carrier(name="Road carrier")
            ),
            transport_mode=ROAD,
            tracking_id=f"T{_digits(shipment, 'tracking')[:12]}",
            estimated_delivery=Period(shipment.arrives, shipment.arrives),
            despatch_date=shipment.leaves,
        ),
    )


def marks_of(shipment: Shipment, line: ShippedLine) -> tuple[str, ...]:
    """The serial shipping container codes (GS1 SSCC, 18 digits) of a line's boxes."""
    boxes = 1 + int(line.quantity - 1) // PIECES_A_BOX
    return tuple(_sscc(shipment, f"{line.ordered.id}/{box}") for box in range(boxes))


def _line(shipment: Shipment, line: ShippedLine) -> DespatchLine:
    unit, item = line.ordered.quantity.unit, line.item
    return DespatchLine(
        id=line.ordered.id,
        delivered=Quantity(line.quantity, unit),
        order_line_id=line.ordered.id,
        order_reference=shipment.order.id,
        outstanding=Quantity(line.outstanding, unit) if line.outstanding else None,
        outstanding_reasons=("The rest follows in another shipment.",) if line.outstanding else (),
        item=Item(
            name=item.name or item.sellers_id or "-",
            sellers_id=item.sellers_id,
            buyers_id=item.buyers_id,
            standard_id=item.standard_id,
            instances=tuple(ItemInstance(serial) for serial in line.announced),
        ),
        handling_units=tuple(
            HandlingUnit(Identifier(mark, "SSCC"), BOX) for mark in marks_of(shipment, line)
        ),
    )


def _side(party: Party) -> Party:
    entity = party.legal_entity
    name = entity.registration_name if entity else party.name
    return Party(endpoint=party.endpoint, legal_entity=LegalEntity(name or "-"))


def _sscc(shipment: Shipment, about: str) -> str:
    body = f"{SSCC_PREFIX}{_digits(shipment, about)[:9]}"
    # GS1's check digit: weights 3 and 1 from the right.
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return f"{body}{-total % 10}"


def _digits(shipment: Shipment, about: str) -> str:
    order = shipment.order
    text = f"{address_of(order)}/{order.id}/{shipment.number}/{about}"
    return str(int(hashlib.sha256(text.encode()).hexdigest()[:20], 16)).zfill(24)
