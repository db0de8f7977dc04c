"""Returns for programs: announced, sent, taken back, and what is to be credited."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform_then, require
from samkop.receiving.models import GoodsReturn, ReturnAcceptance
from samkop.receiving.policies import may_see_goods
from samkop.receiving.queries.returns import NOTHING, awaited_of, newest_returns, return_of
from samkop.receiving.rules.returning import Returned
from samkop.receiving.usecases.return_remedy import take_credit_instead
from samkop.receiving.usecases.returning import (
    accept_return,
    announce_return,
    cancel_return,
    send_return,
)
from samkop.receiving.vocabulary import ReturnReason, ReturnRemedy, ReturnState

router = Router(tags=["Deliveries"])

LARGEST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Cursor = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
Serial = Annotated[str, Field(min_length=1, max_length=100)]


class ReturnOut(Schema):
    """Goods of an order that go back together."""

    id: int
    number: str
    order: str
    state: ReturnState
    reason: ReturnReason
    remedy: ReturnRemedy
    announced_at: datetime
    sent_at: datetime | None
    taken_at: datetime | None
    tracking_id: str


class ReturnLineOut(Schema):
    """So many pieces of an order's line."""

    line_number: int
    seller_item_id: str
    name: str
    quantity: int
    serial_numbers: list[str]
    credit_expected: int = Field(description="Of them invoiced, and not credited yet")
    replacement_expected: int = Field(description="Of them not replaced yet")


class WholeReturnOut(ReturnOut):
    """A return with its lines, and the words of both sides."""

    note: str
    supplier_note: str
    lines: list[ReturnLineOut]


class LineToReturn(Schema):
    """So many pieces of an order's line; those that have serial numbers by them."""

    line_number: int = Field(ge=1, le=32_767)
    quantity: int = Field(ge=1, le=1_000_000)
    serial_numbers: list[Serial] = Field(default=[], max_length=10_000)


class AnnouncedReturnIn(Schema):
    """What goes back of an order, and why."""

    reason: ReturnReason
    remedy: ReturnRemedy
    note: str = Field(default="", max_length=500)
    lines: list[LineToReturn] = Field(min_length=1, max_length=1000)


class SentReturnIn(Given):
    """That it has gone."""

    tracking_id: str = Field(default="", max_length=80)


class AcceptedReturnIn(Given):
    """That the supplier has it back."""

    note: str = Field(default="", max_length=500)


@router.get("/returns", response={200: list[ReturnOut], **PROBLEMS}, operation_id="list_returns")
@reads("orders:read")
def list_returns(
    request: HttpRequest, before: Cursor = None, state: ReturnState | None = None
) -> list[ReturnOut]:
    """The newest returns, at most 50; ``before`` goes on."""
    actor = caller(request)
    require(may_see_goods(actor))
    found = newest_returns(actor.own_party_id, before, state.value if state else "")
    return [ReturnOut(**_fields(one)) for one in found]


@router.get(
    "/returns/{return_id}", response={200: WholeReturnOut, **PROBLEMS}, operation_id="read_return"
)
@reads("orders:read")
def read_return(request: HttpRequest, return_id: Id) -> WholeReturnOut:
    """One return with its lines and serial numbers."""
    require(may_see_goods(caller(request)))
    return _whole(return_of(return_id))


@router.post(
    "/orders/{order_id}/returns", response={201: WholeReturnOut, **PROBLEMS},
    operation_id="announce_return",
)  # fmt: skip
@writes("orders:write")
def announce_return_of_goods(
    request: HttpRequest, order_id: Id, key: IdempotencyKey, body: AnnouncedReturnIn
) -> Status[WholeReturnOut]:
    """Announce goods that go back to their supplier."""
    made = perform_then(
        caller(request), announce_return, _again, key=key, order_id=order_id,
        reason=body.reason.value, remedy=body.remedy.value, note_text=body.note,
        returned=[
            Returned(line.line_number, line.quantity, tuple(line.serial_numbers))
            for line in body.lines
        ],
    )  # fmt: skip
    return Status(201, made)


@router.post(
    "/returns/{return_id}/sent", response={200: WholeReturnOut, **PROBLEMS},
    operation_id="send_return",
)  # fmt: skip
@writes("orders:write")
def send_goods_back(
    request: HttpRequest, return_id: Id, key: IdempotencyKey, body: SentReturnIn
) -> WholeReturnOut:
    """Say that announced goods have gone."""
    return perform_then(
        caller(request), send_return, _again, key=key, return_id=return_id,
        tracking_id=body.tracking_id,
    )  # fmt: skip


@router.post(
    "/returns/{return_id}/cancellation", response={200: WholeReturnOut, **PROBLEMS},
    operation_id="cancel_return",
)  # fmt: skip
@writes("orders:write")
def keep_goods(request: HttpRequest, return_id: Id, key: IdempotencyKey) -> WholeReturnOut:
    """Keep after all what was announced to go back."""
    return perform_then(caller(request), cancel_return, _again, key=key, return_id=return_id)


@router.post(
    "/returns/{return_id}/credit", response={200: WholeReturnOut, **PROBLEMS},
    operation_id="take_credit_instead",
)  # fmt: skip
@writes("orders:write")
def credit_not_replaced(request: HttpRequest, return_id: Id, key: IdempotencyKey) -> WholeReturnOut:
    """Take a credit note for what the supplier was to replace, and has not."""
    return perform_then(caller(request), take_credit_instead, _again, key=key, return_id=return_id)


@router.post(
    "/returns/{return_id}/acceptance", response={200: WholeReturnOut, **PROBLEMS},
    operation_id="accept_return",
)  # fmt: skip
@writes("orders:write")
def take_goods_back(
    request: HttpRequest, return_id: Id, key: IdempotencyKey, body: AcceptedReturnIn
) -> WholeReturnOut:
    """The supplier says that it has the goods back; the state follows in a moment."""
    return perform_then(
        caller(request), accept_return, _accepted, key=key, return_id=return_id,
        note_text=body.note,
    )  # fmt: skip


def _again(made: GoodsReturn) -> WholeReturnOut:
    return _whole(return_of(made.pk))


def _accepted(made: ReturnAcceptance) -> WholeReturnOut:
    return _whole(return_of(made.goods_return_id))


def _whole(found: GoodsReturn) -> WholeReturnOut:
    awaited, accepted = awaited_of([found.order_id]), getattr(found, "acceptance", None)
    return WholeReturnOut(
        **_fields(found), note=found.note, supplier_note=accepted.note if accepted else "",
        lines=[
            ReturnLineOut(
                line_number=line.line_number, seller_item_id=line.seller_item_id, name=line.name,
                quantity=line.quantity,
                credit_expected=awaited.get(line.pk, NOTHING).credits,
                replacement_expected=awaited.get(line.pk, NOTHING).replacements,
                serial_numbers=[one.serial_number for one in line.serials.all()],
            )
            for line in found.lines.all()
        ],
    )  # fmt: skip


def _fields(found: GoodsReturn) -> dict[str, Any]:
    return {
        "id": found.pk, "number": found.number, "order": found.order.number,
        "state": found.state, "reason": found.reason, "remedy": found.remedy,
        "announced_at": found.announced_at,
        "sent_at": found.sent_at, "taken_at": found.taken_at, "tracking_id": found.tracking_id,
    }  # fmt: skip
