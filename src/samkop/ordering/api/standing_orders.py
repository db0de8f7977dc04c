"""Standing orders for programs: what is ordered by itself every so many months."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.ordering.models import StandingOrder, StandingOrderRun
from samkop.ordering.policies import SEES_ALL, may_see_standing_order, may_send_in
from samkop.ordering.queries.standing_orders import (
    newest_runs,
    standing_order_of,
    standing_orders_of,
)
from samkop.ordering.usecases.requisition import Wanted
from samkop.ordering.usecases.standing_orders import (
    LONGEST_INTERVAL,
    LONGEST_NAME,
    MOST_PIECES,
    PaidBy,
    Schedule,
    change_standing_order,
    move_standing_order,
    set_up_standing_order,
)
from samkop.ordering.usecases.standing_purchases import try_standing_again
from samkop.ordering.vocabulary import StandingOrderState
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Standing orders"])

LARGEST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES)]


class ScheduleIn(Given):
    """When, who pays and where it goes."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    every_months: Annotated[int, Field(ge=1, le=LONGEST_INTERVAL)]
    first_on: date
    until: date | None = Field(default=None, description="The last day; null: further notice")
    cost_centre_id: Number
    delivery_location_id: Number
    project_id: Number | None = None


class WantedEachTime(Given):
    """So many of an item of the shop."""

    item_id: Number
    quantity: Pieces


class NewStandingOrder(ScheduleIn):
    """What a saved basket holds, or items, or both."""

    saved_basket_id: Number | None = None
    lines: Annotated[list[WantedEachTime], Field(max_length=500)] = []


class QuantityEachTime(Given):
    """How many of a line of the standing order from now on."""

    line_id: Number
    quantity: Pieces


class ChangedStandingOrder(ScheduleIn):
    """Lines that are not named stay."""

    lines: Annotated[list[QuantityEachTime], Field(max_length=500)] = []


class MovedStandingOrder(Given):
    """Paused, running again, or ended for good."""

    state: Literal["active", "paused", "ended"]


class StandingOrderLineOut(Schema):
    """An item or a configuration; the other is null."""

    id: int
    item_id: int | None
    configuration_id: int | None
    quantity: int


class StandingOrderRunOut(Schema):
    """One of its days: the requisition, or why it was refused."""

    id: int
    due_on: date
    requisition_id: int | None
    code: str = Field(description="Why it was refused; empty where it was sent in")
    tried_at: datetime


class StandingOrderOut(Schema):
    """What is ordered by itself, when next, and what it has become so far."""

    id: int
    name: str
    state: StandingOrderState
    person_id: int
    every_months: int
    first_on: date
    until: date | None
    next_on: date | None
    cost_centre: str
    delivery_location: str
    project_id: int | None
    lines: list[StandingOrderLineOut]


class StandingOrderWithRuns(StandingOrderOut):
    """With its newest 60 days."""

    runs: list[StandingOrderRunOut]


class StandingOrderList(Schema):
    """One's own; all of the organisation's for who sees all its orders."""

    standing_orders: list[StandingOrderOut]


@router.get(
    "/standing-orders",
    response={200: StandingOrderList, **PROBLEMS},
    operation_id="list_standing_orders",
)
@reads("orders:read")
def standing_orders(request: HttpRequest) -> StandingOrderList:
    """What is ordered by itself; at most 500, the oldest first."""
    actor = caller(request)
    sees_all = bool(actor.roles & SEES_ALL)
    require(sees_all or may_send_in(actor))
    found = standing_orders_of(actor.own_party_id, None if sees_all else actor.own_person_id)
    return StandingOrderList(
        standing_orders=[StandingOrderOut(**_out(one)) for one in found.order_by("id")[:500]]
    )


@router.post(
    "/standing-orders",
    response={201: StandingOrderWithRuns, **PROBLEMS},
    operation_id="set_up_standing_order",
)
@writes("orders:write")
def set_up_standing(
    request: HttpRequest, key: IdempotencyKey, body: NewStandingOrder
) -> Status[StandingOrderWithRuns]:
    """Order the same every so many months in the token's person's name."""
    actor = caller(request)
    made = perform(
        actor, set_up_standing_order, key=key, schedule=_schedule(body), paid_by=_paid_by(body),
        saved_basket_id=body.saved_basket_id,
        wanted=[Wanted(line.item_id, line.quantity) for line in body.lines],
    )  # fmt: skip
    return Status(201, _shown(actor, made.pk))


@router.get(
    "/standing-orders/{standing_order_id}",
    response={200: StandingOrderWithRuns, **PROBLEMS},
    operation_id="get_standing_order",
)
@reads("orders:read")
def standing_order(request: HttpRequest, standing_order_id: Id) -> StandingOrderWithRuns:
    """One standing order with what became of its days."""
    return _one(caller(request), standing_order_id)


@router.put(
    "/standing-orders/{standing_order_id}",
    response={200: StandingOrderWithRuns, **PROBLEMS},
    operation_id="change_standing_order",
)
@writes("orders:write")
def change_standing(
    request: HttpRequest, standing_order_id: Id, key: IdempotencyKey, body: ChangedStandingOrder
) -> StandingOrderWithRuns:
    """Say anew when, how many and who pays: the person whose it is."""
    actor = caller(request)
    perform(
        actor, change_standing_order, key=key, standing_order_id=standing_order_id,
        schedule=_schedule(body), paid_by=_paid_by(body),
        quantities={line.line_id: line.quantity for line in body.lines},
    )  # fmt: skip
    return _shown(actor, standing_order_id)


@router.post(
    "/standing-orders/{standing_order_id}/state",
    response={200: StandingOrderWithRuns, **PROBLEMS},
    operation_id="move_standing_order",
)
@writes("orders:write")
def move_standing(
    request: HttpRequest, standing_order_id: Id, key: IdempotencyKey, body: MovedStandingOrder
) -> StandingOrderWithRuns:
    """Pause, resume or end it: the person whose it is, or an ICT manager."""
    actor = caller(request)
    perform(
        actor, move_standing_order, key=key, standing_order_id=standing_order_id, state=body.state
    )
    return _shown(actor, standing_order_id)


@router.post(
    "/standing-order-runs/{standing_order_run_id}/again",
    response={200: StandingOrderRunOut, **PROBLEMS},
    operation_id="try_standing_order_again",
)
@writes("orders:write")
def try_standing(
    request: HttpRequest, standing_order_run_id: Id, key: IdempotencyKey
) -> StandingOrderRunOut:
    """Send in what was refused on one of its days."""
    return _run(perform(caller(request), try_standing_again, key=key, run_id=standing_order_run_id))


def _schedule(body: ScheduleIn) -> Schedule:
    return Schedule(body.name, body.every_months, body.first_on, body.until)


def _paid_by(body: ScheduleIn) -> PaidBy:
    return PaidBy(body.cost_centre_id, body.delivery_location_id, body.project_id or 0)


def _shown(actor: Actor, standing_order_id: int) -> StandingOrderWithRuns:
    with reading(actor):
        return _one(actor, standing_order_id)


def _one(actor: Actor, standing_order_id: int) -> StandingOrderWithRuns:
    found = standing_order_of(actor.own_party_id, standing_order_id)
    require(may_see_standing_order(actor, found))
    return StandingOrderWithRuns(**_out(found), runs=[_run(one) for one in newest_runs(found.pk)])


def _out(found: StandingOrder) -> dict[str, Any]:
    return {
        "id": found.pk, "name": found.name, "state": found.state, "person_id": found.person_id,
        "every_months": found.every_months, "first_on": found.first_on, "until": found.until,
        "next_on": found.next_on, "cost_centre": found.cost_centre.code,
        "delivery_location": found.delivery_location.code, "project_id": found.project_id,
        "lines": [
            StandingOrderLineOut(
                id=line.pk, item_id=line.item_id, configuration_id=line.configuration_id,
                quantity=line.quantity,
            )
            for line in found.lines.all()
        ],
    }  # fmt: skip


def _run(one: StandingOrderRun) -> StandingOrderRunOut:
    return StandingOrderRunOut(
        id=one.pk, due_on=one.due_on, requisition_id=one.requisition_id, code=one.code,
        tried_at=one.tried_at,
    )  # fmt: skip
