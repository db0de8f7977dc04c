"""Reads of serial numbers: announced, received, gone back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from samkop.receiving.models import (
    Consignment,
    ConsignmentLine,
    DespatchedSerial,
    Receipt,
    ReceivedSerial,
)
from samkop.receiving.vocabulary import ConsignmentState, SerialState

Place = tuple[str, str]  # the seller's item, the serial number


def times_returned(supplier_id: int, places: Iterable[Place]) -> Mapping[Place, int]:
    """How often each serial number of an item has gone back to its supplier."""
    wanted = set(places)
    returned = ReceivedSerial.objects.filter(
        supplier_id=supplier_id,
        serial_number__in={serial for _item, serial in wanted},
        state=SerialState.RETURNED,
    )
    return Counter(returned.values_list("seller_item_id", "serial_number"))


@dataclass(frozen=True)
class ShownSerial:
    """A serial number of a consignment's line: announced, here, gone back, or missing."""

    serial_number: str
    announced: bool
    received: ReceivedSerial | None


def serials_of_lines(lines: Sequence[ConsignmentLine]) -> dict[int, list[ShownSerial]]:
    """The serial numbers of each line by its id: those announced first, in their order.

    Two queries. What came before its advice did counts as received.
    """
    announced = DespatchedSerial.objects.filter(
        line_id__in=[line.despatch_line_id for line in lines if line.despatch_line_id]
    ).order_by("id")
    named: dict[int, list[str]] = {}
    for serial in announced:
        named.setdefault(serial.line_id, []).append(serial.serial_number)
    came = _received_for(lines, {one for serials in named.values() for one in serials})
    return {
        line.pk: _shown(named.get(line.despatch_line_id or 0, []), line, came) for line in lines
    }


def _received_for(
    lines: Sequence[ConsignmentLine], serials: Iterable[str]
) -> list[tuple[int, ReceivedSerial]]:
    """What was received of the lines, or of the serial numbers, with the line it came on."""
    ids = [line.pk for line in lines]
    suppliers = {line.supplier_id for line in lines}
    found = ReceivedSerial.objects.filter(
        Q(receipt_line__line_id__in=ids)
        | Q(serial_number__in=list(serials), supplier_id__in=suppliers)
    )
    return [
        (one.receipt_line.line_id, one)
        for one in found.select_related("receipt_line").order_by("id")
    ]


def _shown(
    named: Sequence[str], line: ConsignmentLine, came: Iterable[tuple[int, ReceivedSerial]]
) -> list[ShownSerial]:
    here = {
        one.serial_number: one
        for line_id, one in came
        if line_id == line.pk or one.seller_item_id == line.seller_item_id
    }
    own = [one for line_id, one in came if line_id == line.pk]
    return [
        *(ShownSerial(serial, True, here.get(serial)) for serial in named),
        *(
            ShownSerial(one.serial_number, False, one)
            for one in own if one.serial_number not in named
        ),
    ]  # fmt: skip


def announced_in(lines: Iterable[ConsignmentLine], serial: str) -> frozenset[int]:
    """The lines of the consignment whose advice names the serial number, by their ids."""
    by_despatch = {line.despatch_line_id: line.pk for line in lines if line.despatch_line_id}
    named = DespatchedSerial.objects.filter(line_id__in=by_despatch, serial_number=serial)
    return frozenset(by_despatch[line_id] for line_id in named.values_list("line_id", flat=True))


def here_already(supplier_id: int, serial: str, item: str | None, buyer_id: int) -> str | None:
    """The number of the delivery with which the serial number was received, and is here still.

    ``item`` of the seller narrows it, for makers count for themselves.
    """
    found = ReceivedSerial.objects.filter(
        supplier_id=supplier_id, buyer_id=buyer_id, serial_number=serial,
        state=SerialState.RECEIVED,
    )  # fmt: skip
    if item is not None:
        found = found.filter(seller_item_id=item)
    return found.values_list("receipt_line__receipt__consignment__number", flat=True).first()


def elsewhere_of(receipt: Receipt, serial: str) -> Consignment | None:
    """Another delivery of the same buyer that expects the serial number and is not over."""
    lines = DespatchedSerial.objects.filter(
        buyer_id=receipt.buyer_id, supplier_id=receipt.supplier_id, serial_number=serial
    ).values("line_id")
    return (
        Consignment.objects.filter(lines__despatch_line_id__in=lines)
        .exclude(id=receipt.consignment_id)
        .exclude(state=ConsignmentState.RECEIVED)
        .order_by("id")
        .first()
    )
