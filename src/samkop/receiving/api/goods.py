"""Deliveries for programs: what is expected, what came, and what differs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require
from samkop.receiving.models import Consignment, Discrepancy, Receipt
from samkop.receiving.policies import may_see_discrepancies, may_see_goods
from samkop.receiving.queries.consignments import consignment_of, newest_consignments
from samkop.receiving.queries.discrepancies import newest_discrepancies
from samkop.receiving.queries.serials import ShownSerial, serials_of_lines
from samkop.receiving.usecases.at_once import receive_at_once
from samkop.receiving.usecases.discrepancy import settle_discrepancy
from samkop.receiving.usecases.scanning import Scanned
from samkop.receiving.vocabulary import (
    ConsignmentState,
    DiscrepancyKind,
    DiscrepancyState,
    ReceiptState,
    SerialState,
    Settlement,
)

router = Router(tags=["Deliveries"])

LARGEST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Cursor = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]


class ConsignmentOut(Schema):
    """Goods on their way to one place, or there."""

    id: int
    number: str
    state: ConsignmentState
    supplier: str
    buyer: str
    due_on: date
    finished_at: datetime | None


class SerialOut(Schema):
    """A serial number that was announced or received; ``state`` is empty while it is awaited."""

    serial_number: str
    announced: bool
    state: SerialState | None


class ConsignmentLineOut(Schema):
    """So many pieces of an order's line; what finished receipts have counted."""

    id: int
    order: str
    line_number: int
    seller_item_id: str
    name: str
    quantity: int
    came_before: int = Field(description="Of them received before the advice came")
    received: int
    rejected: int = Field(description="Of what was received, damaged")
    serials: list[SerialOut]


class WholeConsignmentOut(ConsignmentOut):
    """A consignment with its lines."""

    lines: list[ConsignmentLineOut]


class ScannedIn(Schema):
    """A serial number, and the consignment's line where it was not announced."""

    serial_number: str = Field(min_length=1, max_length=100)
    line_id: int | None = Field(default=None, ge=1, le=LARGEST)


class CountedIn(Schema):
    """Pieces of a line without serial numbers."""

    line_id: int = Field(ge=1, le=LARGEST)
    pieces: int = Field(ge=1, le=1_000_000)


class ReceivedIn(Given):
    """What came; all of it is counted, or nothing where something does not fit."""

    serials: list[ScannedIn] = Field(default=[], max_length=1000)
    counted: list[CountedIn] = Field(default=[], max_length=1000)
    finish: bool = Field(default=True, description="False keeps the receipt open for more")
    rest_expected: bool = Field(
        default=False, description="True: what is missing comes later; false: it does not"
    )


class ReceiptOut(Schema):
    """A receipt of a consignment."""

    id: int
    consignment_id: int
    state: ReceiptState
    finished_at: datetime | None


class DiscrepancyOut(Schema):
    """What differs, and what becomes of it once that is settled."""

    id: int
    kind: DiscrepancyKind
    quantity: int
    serial_number: str
    order: str
    line_number: int
    consignment_id: int
    state: DiscrepancyState
    settlement: Settlement | None
    opened_at: datetime


class SettledIn(Schema):
    """What becomes of a discrepancy."""

    settlement: Settlement


@router.get(
    "/consignments", response={200: list[ConsignmentOut], **PROBLEMS},
    operation_id="list_consignments",
)  # fmt: skip
@reads("orders:read")
def list_consignments(
    request: HttpRequest, before: Cursor = None, state: ConsignmentState | None = None
) -> list[ConsignmentOut]:
    """The newest deliveries, at most 50; ``before`` goes on."""
    actor = caller(request)
    require(may_see_goods(actor))
    found = newest_consignments(actor.own_party_id, before, state.value if state else "")
    return [ConsignmentOut(**_fields(one)) for one in found]


@router.get(
    "/consignments/{consignment_id}", response={200: WholeConsignmentOut, **PROBLEMS},
    operation_id="read_consignment",
)  # fmt: skip
@reads("orders:read")
def read_consignment(request: HttpRequest, consignment_id: Id) -> WholeConsignmentOut:
    """One delivery with its lines and serial numbers."""
    require(may_see_goods(caller(request)))
    found = consignment_of(consignment_id)
    lines = list(found.lines.all())
    serials = serials_of_lines(lines)
    return WholeConsignmentOut(
        **_fields(found),
        lines=[
            ConsignmentLineOut(
                id=line.pk, order=line.order.number, line_number=line.line_number,
                seller_item_id=line.seller_item_id, name=line.name, quantity=line.quantity,
                came_before=line.came_before, received=line.received, rejected=line.rejected,
                serials=_serials(serials[line.pk]),
            )
            for line in lines
        ],
    )  # fmt: skip


@router.post(
    "/consignments/{consignment_id}/receipts", response={200: ReceiptOut, **PROBLEMS},
    operation_id="receive_goods",
)  # fmt: skip
@writes("orders:write")
def receive_goods(
    request: HttpRequest, consignment_id: Id, key: IdempotencyKey, body: ReceivedIn
) -> ReceiptOut:
    """Receive a delivery, or a part of it, by its serial numbers and counts."""
    return perform_then(
        caller(request), receive_at_once, _receipt, key=key, consignment_id=consignment_id,
        serials=[Scanned(one.serial_number, one.line_id) for one in body.serials],
        pieces={one.line_id: one.pieces for one in body.counted}, finish=body.finish,
        rest_expected=body.rest_expected,
    )  # fmt: skip


@router.get(
    "/discrepancies", response={200: list[DiscrepancyOut], **PROBLEMS},
    operation_id="list_discrepancies",
)  # fmt: skip
@reads("orders:read")
def list_discrepancies(
    request: HttpRequest, before: Cursor = None, state: DiscrepancyState | None = None
) -> list[DiscrepancyOut]:
    """The newest differences, at most 50; ``before`` goes on."""
    actor = caller(request)
    require(may_see_discrepancies(actor))
    found = newest_discrepancies(actor.own_party_id, before, state.value if state else "")
    return [_discrepancy(one) for one in found]


@router.post(
    "/discrepancies/{difference_id}/settlement", response={200: DiscrepancyOut, **PROBLEMS},
    operation_id="settle_discrepancy",
)  # fmt: skip
@writes("orders:write")
def settle_difference(
    request: HttpRequest, difference_id: Id, key: IdempotencyKey, body: SettledIn
) -> DiscrepancyOut:
    """Say what becomes of a difference."""
    return perform_then(
        caller(request), settle_discrepancy, _discrepancy, key=key,
        discrepancy_id=difference_id, settlement=body.settlement.value,
    )  # fmt: skip


def _fields(found: Consignment) -> dict[str, Any]:
    return {
        "id": found.pk, "number": found.number, "state": found.state,
        "supplier": found.supplier.legal_name, "buyer": found.buyer.legal_name,
        "due_on": found.due_on, "finished_at": found.finished_at,
    }  # fmt: skip


def _serials(serials: Sequence[ShownSerial]) -> list[SerialOut]:
    return [
        SerialOut(
            serial_number=one.serial_number, announced=one.announced,
            state=SerialState(one.received.state) if one.received else None,
        )
        for one in serials
    ]  # fmt: skip


def _receipt(made: Receipt) -> ReceiptOut:
    return ReceiptOut(
        id=made.pk, consignment_id=made.consignment_id, state=ReceiptState(made.state),
        finished_at=made.finished_at,
    )  # fmt: skip


def _discrepancy(one: Discrepancy) -> DiscrepancyOut:
    return DiscrepancyOut(
        id=one.pk, kind=DiscrepancyKind(one.kind), quantity=one.quantity,
        serial_number=one.serial_number, order=one.line.order.number,
        line_number=one.line.line_number, consignment_id=one.consignment_id,
        state=DiscrepancyState(one.state),
        settlement=Settlement(one.settlement) if one.settlement else None,
        opened_at=one.opened_at,
    )  # fmt: skip
