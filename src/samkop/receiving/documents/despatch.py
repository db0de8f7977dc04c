"""What a supplier announced: read from its despatch advice (Peppol T16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.texts import visible

LONGEST_NUMBER = 5  # digits of a line number


@dataclass(frozen=True)
class DespatchedLine:
    """What is sent of one line of the order with this number; quantities in its unit.

    ``order_number`` is empty where the document does not say which order is meant,
    ``line_number`` 0 where it names a line as we never do.
    """

    order_number: str
    line_number: int
    quantity: Decimal
    unit_code: str
    outstanding: Decimal | None
    outstanding_reason: str
    seller_item_id: str
    name: str
    serial_numbers: tuple[str, ...]


@dataclass(frozen=True)
class Despatched:
    """A despatch advice as plain values; texts without signs that nobody sees."""

    number: str
    issue_date: date
    shipment_id: str
    consignment_id: str
    tracking_id: str
    carrier: str
    expected_on: date | None
    package_marks: tuple[str, ...]
    note: str
    lines: tuple[DespatchedLine, ...]


def despatched_of(document: edocs.DespatchAdvice) -> Despatched:
    """Plain values of a despatch advice."""
    shipment = document.shipment or edoc.DespatchShipment("")
    consignment = shipment.consignment
    carrier = consignment.carrier if consignment else None
    return Despatched(
        number=document.id,
        issue_date=document.issue_date,
        shipment_id=_said(shipment.id),
        consignment_id=_said(consignment.id) if consignment else "",
        tracking_id=shipment.tracking_id or "",
        carrier=visible(carrier.name or "") if carrier else "",
        expected_on=_last_day(shipment.estimated_delivery),
        package_marks=tuple(dict.fromkeys(_marks(document))),
        note=visible(document.note or ""),
        lines=tuple(_line(document, line) for line in document.lines),
    )


def _line(document: edocs.DespatchAdvice, line: edoc.DespatchLine) -> DespatchedLine:
    outstanding = line.outstanding
    return DespatchedLine(
        order_number=_order_number(document, line),
        line_number=_line_number(line.order_line_id),
        quantity=line.delivered.value,
        unit_code=line.delivered.unit or "",
        outstanding=outstanding.value if outstanding else None,
        outstanding_reason=visible(" ".join(line.outstanding_reasons)),
        seller_item_id=line.item.sellers_id or "",
        name=visible(line.item.name or ""),
        serial_numbers=tuple(
            cleaned for serial in line.serial_numbers if (cleaned := visible(serial).strip())
        ),
    )


def _order_number(document: edocs.DespatchAdvice, line: edoc.DespatchLine) -> str:
    """The line's own reference; without one the document's, where it names one order alone."""
    if line.order_reference:
        return line.order_reference
    named = set(document.order_references)
    return named.pop() if len(named) == 1 else ""


def _line_number(text: str) -> int:
    """Ours are small whole numbers; anything else is a line that we never ordered: 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _marks(document: edocs.DespatchAdvice) -> Iterator[str]:
    for line in document.lines:
        for unit in line.handling_units:
            if unit.id is not None:
                yield visible(unit.id.value)
            yield from map(visible, unit.shipping_marks)


def _last_day(period: edoc.Period | None) -> date | None:
    return (period.end_date or period.start_date) if period else None


def _said(identifier: str) -> str:
    """T16 asks for a shipment's number; ``NA`` stands for none."""
    return "" if identifier == "NA" else identifier
