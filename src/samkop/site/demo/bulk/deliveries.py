"""How the devices of the past came: announced, expected, received piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from samkop.ordering.models import OrderLineMovement
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.records import subject_of
from samkop.receiving.models import (
    Consignment,
    ConsignmentLine,
    DespatchAdvice,
    DespatchedSerial,
    DespatchLine,
    Receipt,
    ReceiptLine,
    ReceivedSerial,
)
from samkop.receiving.vocabulary import ConsignmentState, ReceiptState, SerialState
from samkop.site.demo.bulk.buying import KEEPER
from samkop.site.demo.bulk.loading import Loader, Row
from samkop.site.demo.bulk.purchases import Purchase
from samkop.site.demo.dates import at

SENT_BEFORE = timedelta(days=4)
CARRIER = "Transporten"


def deliver(loader: Loader, purchases: Sequence[Purchase]) -> None:
    """Write the deliveries of orders: each came at once, and whole.

    The custody of their devices names them.
    """
    advices = [_advice(one) for one in purchases]
    loader.number(advices)
    consignments = [_consignment(*pair) for pair in zip(purchases, advices, strict=True)]
    loader.number(consignments)
    receipts = [_receipt(*pair) for pair in zip(purchases, consignments, strict=True)]
    loader.number(receipts)
    despatched = [
        _despatch_line(one, advice, place)
        for one, advice in zip(purchases, advices, strict=True) for place in range(len(one.lines))
    ]  # fmt: skip
    loader.number(despatched)
    by_place = {(line.order_id, line.line_number): line for line in despatched}
    expected = [
        _expected(one, consignment, by_place[line.order_id, line.line_number])
        for one, consignment in zip(purchases, consignments, strict=True) for line in one.lines
    ]  # fmt: skip
    loader.number(expected)
    came = [_came(line, receipt) for receipt, line in _with_receipt(receipts, expected)]
    loader.number(came)
    for rows in (advices, despatched, consignments, expected, receipts, came):
        loader.write(rows)
    _write_serials(loader, purchases, despatched, came)
    for one, consignment, receipt in zip(purchases, consignments, receipts, strict=True):
        _name_in_custody(one, subject_of(consignment), subject_of(receipt))
    loader.write(list(_movements(purchases, advices, receipts)))


def _advice(one: Purchase) -> DespatchAdvice:
    sent = one.came - SENT_BEFORE
    return DespatchAdvice(
        supplier_id=one.supplier_id, buyer_id=one.order.buyer_id,
        number=f"DA-{one.order.number}-1", issue_date=sent, carrier=CARRIER,
        shipment_id=f"S-{one.order.number}", expected_on=one.came, received_at=at(sent, 8),
        message_id=-one.order.pk,
    )  # fmt: skip


def _despatch_line(one: Purchase, advice: DespatchAdvice, place: int) -> DespatchLine:
    line = one.lines[place]
    return DespatchLine(
        advice_id=advice.pk, supplier_id=one.supplier_id, buyer_id=one.order.buyer_id,
        order_id=line.order_id, position=place + 1, line_number=line.line_number,
        quantity=line.quantity, seller_item_id=line.seller_item_id, name=line.name,
    )  # fmt: skip


def _consignment(one: Purchase, advice: DespatchAdvice) -> Consignment:
    return Consignment(
        buyer_id=one.order.buyer_id, supplier_id=one.supplier_id, advice_id=advice.pk,
        delivery_location_id=one.order.delivery_location_id, number=advice.number,
        state=ConsignmentState.RECEIVED, due_on=one.came, created_at=advice.received_at,
        finished_at=at(one.came, 9),
    )  # fmt: skip


def _expected(one: Purchase, consignment: Consignment, line: DespatchLine) -> ConsignmentLine:
    return ConsignmentLine(
        consignment_id=consignment.pk, buyer_id=consignment.buyer_id,
        supplier_id=consignment.supplier_id, despatch_line_id=line.pk, order_id=one.order.pk,
        position=line.position, line_number=line.line_number, seller_item_id=line.seller_item_id,
        name=line.name, unit_code="EA", quantity=line.quantity, received=line.quantity,
    )  # fmt: skip


def _receipt(one: Purchase, consignment: Consignment) -> Receipt:
    keeper = one.buying.person(KEEPER)
    return Receipt(
        consignment_id=consignment.pk, buyer_id=consignment.buyer_id,
        supplier_id=consignment.supplier_id, number=1, state=ReceiptState.FINISHED,
        started_at=at(one.came, 8, 10), started_by_id=keeper, finished_at=at(one.came, 9),
        finished_by_id=keeper,
    )  # fmt: skip


def _with_receipt(
    receipts: Sequence[Receipt], expected: Sequence[ConsignmentLine]
) -> Iterator[tuple[Receipt, ConsignmentLine]]:
    by_consignment = {receipt.consignment_id: receipt for receipt in receipts}
    for line in expected:
        yield by_consignment[line.consignment_id], line


def _came(line: ConsignmentLine, receipt: Receipt) -> ReceiptLine:
    return ReceiptLine(
        receipt_id=receipt.pk, line_id=line.pk, buyer_id=line.buyer_id,
        supplier_id=line.supplier_id, counted=line.quantity,
    )  # fmt: skip


def _write_serials(
    loader: Loader, purchases: Sequence[Purchase], despatched: Sequence[DespatchLine],
    came: Sequence[ReceiptLine],
) -> None:  # fmt: skip
    """Each serial number twice: as it was announced, and as it was scanned."""
    lines = [
        (one, line, pieces)
        for one in purchases for line, pieces in zip(one.lines, one.pieces, strict=True)
    ]  # fmt: skip
    loader.copy(
        DespatchedSerial,
        "line_id, supplier_id, buyer_id, seller_item_id, serial_number, sending",
        (
            (sent.pk, one.supplier_id, one.order.buyer_id, line.seller_item_id,
             piece.serial_number, 1)
            for (one, line, pieces), sent in zip(lines, despatched, strict=True)
            for piece in pieces
        ),
    )  # fmt: skip
    keepers = {one.order.pk: one.buying.person(KEEPER) for one in purchases}

    def scanned() -> Iterator[Row]:
        for (one, line, pieces), row in zip(lines, came, strict=True):
            moment, keeper = at(one.came, 8, 30), keepers[one.order.pk]
            for piece in pieces:
                yield (
                    row.pk, one.order.buyer_id, one.supplier_id, line.seller_item_id,
                    piece.serial_number, True, str(SerialState.RECEIVED), moment, keeper,
                )  # fmt: skip

    loader.copy(
        ReceivedSerial,
        "receipt_line_id, buyer_id, supplier_id, seller_item_id, serial_number, announced, state,"
        " at, person_id",
        scanned(),
    )


def _name_in_custody(one: Purchase, consignment: str, receipt: str) -> None:
    """What a device's first two steps happened by."""
    keeper = one.buying.person(KEEPER)
    for pieces in one.pieces:
        for piece in pieces:
            announced, received, *later = piece.hands
            piece.hands = [
                replace(announced, source=consignment),
                replace(received, source=receipt, by=keeper),
                *later,
            ]  # fmt: skip


def _movements(
    purchases: Sequence[Purchase], advices: Sequence[DespatchAdvice], receipts: Sequence[Receipt]
) -> Iterator[OrderLineMovement]:
    for one, advice, receipt in zip(purchases, advices, receipts, strict=True):
        for line in one.lines:
            for kind, source, moment in (
                (LineMovementKind.DESPATCHED, subject_of(advice), advice.received_at),
                (LineMovementKind.RECEIVED, subject_of(receipt), at(one.came, 9)),
            ):
                yield OrderLineMovement(
                    order_id=line.order_id, buyer_id=one.order.buyer_id,
                    line_number=line.line_number, kind=kind, quantity=line.quantity,
                    source=source, at=moment,
                )  # fmt: skip
