"""Changing and cancelling orders that have gone out, for programs."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from samkop.ordering.api.orders import Id
from samkop.ordering.models import Order, OrderChange, OrderChangeLine
from samkop.ordering.policies import may_see_order
from samkop.ordering.queries import order_of
from samkop.ordering.usecases.order_change import (
    LONGEST_REASON,
    ask_for_cancellation,
    ask_for_change,
)
from samkop.ordering.vocabulary import ChangeKind, ChangeState
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.refusals import not_found
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Ordering"])

REASON = Field(
    min_length=1, max_length=LONGEST_REASON, description="The supplier reads it and decides by it"
)


class WantedOfLine(Schema):
    """How many of a line are wanted in all; never more than are to come."""

    line_number: int = Field(ge=1, le=32_767)
    quantity: int = Field(ge=0, le=2**31 - 1)


class NewChange(Schema):
    """Fewer of some lines, another day, or both; lines that are not named stay."""

    lines: list[WantedOfLine] = Field(default=[], max_length=1000)
    requested_on: date | None = Field(default=None, description="The day on which it is wanted")
    reason: str = REASON


class NewCancellation(Schema):
    """Why the whole order is taken back."""

    reason: str = REASON


class DecidedSubstituteOut(Schema):
    """The supplier's substitute that was decided on."""

    seller_item_id: str
    name: str
    accepted: bool


class ChangeLineOut(Schema):
    """A line as it stood and as it is wanted."""

    line_number: int
    standing: int
    quantity: int
    substitute: DecidedSubstituteOut | None = Field(
        description="Only in a `substitution`, which tells what was decided and asks nothing"
    )


class ChangeOut(Schema):
    """What was asked of the supplier, and what it came to."""

    number: str
    kind: ChangeKind
    state: ChangeState
    reason: str
    requested_on: date | None
    asked_at: datetime
    answered_at: datetime | None
    lines: list[ChangeLineOut]


class ChangesOut(Schema):
    """An order's state, and all that was asked of it, the newest first."""

    order_state: str
    changes: list[ChangeOut]


@router.get(
    "/orders/{order_id}/changes", response={200: ChangesOut, **PROBLEMS},
    operation_id="list_order_changes",
)  # fmt: skip
@reads("orders:read")
def changes(request: HttpRequest, order_id: Id) -> ChangesOut:
    """The changes and cancellations of an order, with the supplier's answers."""
    return _changes(caller(request), order_id)


@router.post(
    "/orders/{order_id}/changes", response={201: ChangesOut, **PROBLEMS},
    operation_id="ask_for_order_change",
)  # fmt: skip
@writes("orders:write")
def ask(
    request: HttpRequest, order_id: Id, key: IdempotencyKey, body: NewChange
) -> Status[ChangesOut]:
    """Ask the supplier for a change; the order stands until it agrees."""
    actor = caller(request)
    perform(
        actor, ask_for_change, key=key, order_id=order_id,
        quantities={line.line_number: line.quantity for line in body.lines},
        requested_on=body.requested_on, reason=body.reason,
    )  # fmt: skip
    with reading(actor):
        return Status(201, _changes(actor, order_id))


@router.post(
    "/orders/{order_id}/cancellation", response={201: ChangesOut, **PROBLEMS},
    operation_id="ask_for_order_cancellation",
)  # fmt: skip
@writes("orders:write")
def cancel(
    request: HttpRequest, order_id: Id, key: IdempotencyKey, body: NewCancellation
) -> Status[ChangesOut]:
    """Take the whole order back: at once while it has not left, else by asking the supplier."""
    actor = caller(request)
    perform(actor, ask_for_cancellation, key=key, order_id=order_id, reason=body.reason)
    with reading(actor):
        return Status(201, _changes(actor, order_id))


def _changes(actor: Actor, order_id: int) -> ChangesOut:
    found: Order | None = order_of(order_id)
    if found is None:
        raise not_found()
    require(may_see_order(actor, found))
    newest = sorted(found.changes.all(), key=lambda one: -one.sequence_number)
    return ChangesOut(order_state=found.state, changes=[_change(one) for one in newest])


def _change(one: OrderChange) -> ChangeOut:
    return ChangeOut(
        number=one.number, kind=ChangeKind(one.kind), state=ChangeState(one.state),
        reason=one.reason, requested_on=one.requested_on, asked_at=one.asked_at,
        answered_at=one.answered_at,
        lines=[
            ChangeLineOut(
                line_number=line.line_number, standing=line.standing, quantity=line.quantity,
                substitute=_substitute(line),
            )
            for line in one.lines.all()
        ],
    )  # fmt: skip


def _substitute(line: OrderChangeLine) -> DecidedSubstituteOut | None:
    offered = line.offered
    if offered is None:
        return None
    return DecidedSubstituteOut(
        seller_item_id=offered.substitute_item_id, name=offered.substitute_name,
        accepted=line.quantity > 0,
    )  # fmt: skip
