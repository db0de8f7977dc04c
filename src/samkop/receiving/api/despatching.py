"""A supplier's despatches from plain values, for programs without e-documents."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, writes
from samkop.platform.unit_of_work import perform
from samkop.receiving.rules.despatching import Sent
from samkop.receiving.usecases.despatching import despatch_order

router = Router(tags=["Deliveries"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Number = Annotated[str, Field(min_length=1, max_length=100)]


class LineToDespatch(Schema):
    """So many pieces of an order's line, with the serial numbers of all of them or of none."""

    line_number: int = Field(ge=1, le=32_767)
    quantity: int = Field(ge=0, le=1_000_000)
    serial_numbers: list[Number] = Field(default=[], max_length=10_000)


class DespatchByHand(Schema):
    """What goes now of an order."""

    expected_on: date
    carrier: str = Field(default="", max_length=100)
    tracking_id: str = Field(default="", max_length=80)
    package_marks: list[Number] = Field(
        default=[], max_length=1000, description="SSCC or the supplier's own"
    )
    rest_reason: str = Field(default="", max_length=200, description="Why what is left comes later")
    note: str = Field(default="", max_length=500)
    lines: list[LineToDespatch] = Field(min_length=1, max_length=1000)


class DespatchedOut(Schema):
    """The message that carries the despatch advice to the buyer."""

    message_id: int
    number: str
    issue_date: date


@router.post(
    "/orders/{order_id}/despatches", response={201: DespatchedOut, **PROBLEMS},
    operation_id="despatch_order",
)  # fmt: skip
@writes("orders:write")
def despatch_by_hand(
    request: HttpRequest, order_id: Id, key: IdempotencyKey, body: DespatchByHand
) -> Status[DespatchedOut]:
    """Announce goods to one of one's customers; the buyer gets a Peppol Despatch Advice."""
    message = perform(
        caller(request), despatch_order, key=key, order_id=order_id,
        sent=[
            Sent(line.line_number, line.quantity, tuple(line.serial_numbers))
            for line in body.lines
        ],
        expected_on=body.expected_on, carrier=body.carrier, tracking_id=body.tracking_id,
        package_marks=body.package_marks, rest_reason=body.rest_reason, note_text=body.note,
    )  # fmt: skip
    issued = message.issue_date
    assert issued is not None  # noqa: S101 - what was written by hand has its day
    return Status(
        201, DespatchedOut(message_id=message.pk, number=message.number, issue_date=issued)
    )
