"""Reads of serial numbers: announced, received, gone back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from samkop.receiving.models import (
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


def announced_in(
    lines: Iterable[ConsignmentLine], serials: Iterable[str]
) -> dict[str, frozenset[int]]:
    """By serial number the lines of the consignment whose advice names it, by their ids.

    Only those that are named somewhere; one query.
    """
    by_despatch = {line.despatch_line_id: line.pk for line in lines if line.despatch_line_id}
    named = DespatchedSerial.objects.filter(line_id__in=by_despatch, serial_number__in=set(serials))
    found: dict[str, set[int]] = {}
    for serial, line_id in named.values_list("serial_number", "line_id"):
        found.setdefault(serial, set()).add(by_despatch[line_id])
    return {serial: frozenset(ids) for serial, ids in found.items()}


def here_already(
    supplier_id: int, serials: Iterable[str], buyer_id: int
) -> dict[str, list[tuple[str, str]]]:
    """Where serial numbers were received that are here still: the seller's item, the delivery.

    By serial number, the first one first. Makers count for themselves: the same number may be
    of another item. One query.
    """
    received = ReceivedSerial.objects.filter(
        supplier_id=supplier_id, buyer_id=buyer_id, serial_number__in=set(serials),
        state=SerialState.RECEIVED,
    ).order_by("id")  # fmt: skip
    found: dict[str, list[tuple[str, str]]] = {}
    for serial, item, number in received.values_list(
        "serial_number", "seller_item_id", "receipt_line__receipt__consignment__number"
    ):
        found.setdefault(serial, []).append((item, number))
    return found


def gone_back(buyer_id: int, serials: Iterable[str]) -> dict[str, datetime]:
    """When each serial number went back, of those that are here no more; one query."""
    rows = ReceivedSerial.objects.filter(buyer_id=buyer_id, serial_number__in=set(serials))
    gone: dict[str, datetime] = {}
    here = set()
    for serial, state, sent_at in rows.order_by("id").values_list(
        "serial_number", "state", "returned__line__goods_return__sent_at"
    ):
        if state == SerialState.RETURNED and sent_at is not None:
            gone[serial] = sent_at
        else:
            here.add(serial)
    return {serial: at for serial, at in gone.items() if serial not in here}


def elsewhere_of(receipt: Receipt, serials: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Other deliveries of the same buyer that expect the serial numbers and are not over.

    By serial number the id and the number of the first; one query.
    """
    place = "line__expected__consignment"
    named = (
        DespatchedSerial.objects.filter(
            buyer_id=receipt.buyer_id, supplier_id=receipt.supplier_id,
            serial_number__in=set(serials), line__expected__isnull=False,
        )
        .exclude(**{place: receipt.consignment_id})
        .exclude(**{f"{place}__state": ConsignmentState.RECEIVED})
    )  # fmt: skip
    found: dict[str, tuple[int, str]] = {}
    for serial, number, name in named.order_by(place).values_list(
        "serial_number", place, f"{place}__number"
    ):
        found.setdefault(serial, (number, name))
    return found
