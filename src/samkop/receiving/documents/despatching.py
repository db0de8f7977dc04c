"""The despatch advice that says what somebody typed (Peppol T16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.exchange.queries import side_of
from samkop.ordering.models import Order, OrderLine
from samkop.receiving.rules.despatching import Sent, sscc_of

NO_NUMBER = "NA"  # T16 asks for a number of the shipment and of the consignment
# Why some is outstanding (PEPPOL-T16-R007), where nobody says.
FOLLOWS_LATER = "Follows later"


@dataclass(frozen=True)
class DespatchByHand:
    """What goes now: ``sent`` names each line once; texts are empty where unsaid.

    ``left`` is how many of each line are still to come after it, by line number.
    """

    number: str
    issued_on: date
    expected_on: date
    sent: tuple[Sent, ...]
    left: Mapping[int, int]
    carrier: str = ""
    tracking_id: str = ""
    package_marks: tuple[str, ...] = ()
    rest_reason: str = ""
    note: str = ""


def despatch_document(
    order: Order, lines: Sequence[OrderLine], by_hand: DespatchByHand
) -> edocs.DespatchAdvice:
    """The despatch advice that says it."""
    ordered = {line.line_number: line for line in lines}
    return edocs.DespatchAdvice(
        id=by_hand.number,
        issue_date=by_hand.issued_on,
        despatcher=side_of(order.supplier),
        consignee=side_of(order.buyer),
        lines=tuple(
            _line(str(place), order, ordered[one.line_number], one, by_hand)
            for place, one in enumerate(by_hand.sent, 1)
        ),
        note=by_hand.note or None,
        order_references=(order.number,),
        shipment=_shipment(by_hand),
    )


def _shipment(by_hand: DespatchByHand) -> edoc.DespatchShipment:
    carrier = edoc.Carrier(name=by_hand.carrier) if by_hand.carrier else None
    return edoc.DespatchShipment(
        NO_NUMBER,
        consignment=edoc.Consignment(NO_NUMBER, carrier=carrier) if carrier else None,
        tracking_id=by_hand.tracking_id or None,
        estimated_delivery=edoc.Period(by_hand.expected_on, by_hand.expected_on),
    )


def _line(
    place: str, order: Order, line: OrderLine, sent: Sent, by_hand: DespatchByHand
) -> edoc.DespatchLine:
    left = by_hand.left.get(sent.line_number, 0)
    return edoc.DespatchLine(
        id=place,
        delivered=edoc.Quantity(Decimal(sent.quantity), line.unit_code),
        order_line_id=str(line.line_number),
        item=edoc.Item(
            name=line.name,
            sellers_id=line.seller_item_id,
            instances=tuple(edoc.ItemInstance(serial) for serial in sent.serial_numbers),
        ),
        order_reference=order.number,
        outstanding=edoc.Quantity(Decimal(left), line.unit_code) if left else None,
        outstanding_reasons=(by_hand.rest_reason or FOLLOWS_LATER,) if left else (),
        handling_units=tuple(map(_unit, by_hand.package_marks)),
    )


def _unit(mark: str) -> edoc.HandlingUnit:
    sscc = sscc_of(mark)
    if sscc is None:
        return edoc.HandlingUnit(shipping_marks=(mark,))
    return edoc.HandlingUnit(id=edoc.Identifier(sscc, "SSCC"))
