"""Spares for programs: what lies at a site, and what is ordered when few are left."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from pydantic import Field

from samkop.ordering.models import SpareRun, SpareStock
from samkop.ordering.policies import may_see_spares
from samkop.ordering.queries.spares import (
    coming_of,
    newest_spare_runs,
    spare_stock_of,
    spares_of,
)
from samkop.ordering.usecases.spare_orders import try_spares_again
from samkop.ordering.usecases.spares import (
    LONGEST_NOTE,
    MOST_PIECES,
    Levels,
    change_spares,
    count_spares,
    end_spares,
    keep_spares,
    put_spares_in,
    take_spares_out,
)
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Spares"])

LARGEST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES)]
HANDLED = {"take": take_spares_out, "put-in": put_spares_in, "count": count_spares}


class SpareLevels(Given):
    """Below ``minimum`` so many are ordered that ``target`` are there."""

    minimum: Pieces
    target: Pieces
    cost_centre_id: Number


class NewSpares(SpareLevels):
    """An item at a site, and how many lie there today."""

    item_id: Number
    delivery_location_id: Number
    in_stock: Annotated[int, Field(ge=0, le=MOST_PIECES)]


class HandledSpares(Given):
    """Taken out, put in, or counted: so many lie there."""

    what: Literal["take", "put-in", "count"]
    pieces: Annotated[int, Field(ge=0, le=MOST_PIECES)]
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class NoMoreSpares(Given):
    """No more is to be said."""


class SpareRunOut(Schema):
    """What was ordered after a movement, or why it was refused."""

    id: int
    quantity: int
    put_in: int
    requisition_id: int | None
    code: str = Field(description="Why it was refused; empty where it was sent in")
    tried_at: datetime


class SpareStockOut(Schema):
    """Spares of an item at a site; ``person_id`` is in whose name they are ordered."""

    id: int
    item_id: int
    delivery_location: str
    cost_centre: str
    person_id: int
    minimum: int
    target: int
    in_stock: int
    coming: int = Field(description="Ordered and not put in")
    active: bool


class SpareStockWithRuns(SpareStockOut):
    """With the newest 60 orders for it."""

    runs: list[SpareRunOut]


class SpareStockList(Schema):
    """The organisation's spares."""

    spares: list[SpareStockOut]


@router.get("/spares", response={200: SpareStockList, **PROBLEMS}, operation_id="list_spares")
@reads("orders:read")
def spare_stocks(request: HttpRequest) -> SpareStockList:
    """What lies where; at most 1,000, the oldest first."""
    actor = caller(request)
    require(may_see_spares(actor))
    found = list(spares_of(actor.own_party_id).order_by("id")[:1000])
    coming = coming_of(found)
    return SpareStockList(
        spares=[
            SpareStockOut(**_out(one, sum(count for _run, count in coming[one.pk])))
            for one in found
        ]
    )


@router.post("/spares", response={201: SpareStockWithRuns, **PROBLEMS}, operation_id="keep_spares")
@writes("orders:write")
def keep_spare_stock(
    request: HttpRequest, key: IdempotencyKey, body: NewSpares
) -> Status[SpareStockWithRuns]:
    """Keep spares of an item at a site, ordered in the token's person's name."""
    actor = caller(request)
    made = perform(
        actor, keep_spares, key=key, item_id=body.item_id, cost_centre_id=body.cost_centre_id,
        delivery_location_id=body.delivery_location_id, in_stock=body.in_stock,
        levels=Levels(body.minimum, body.target),
    )  # fmt: skip
    return Status(201, _shown(actor, made.pk))


@router.get(
    "/spares/{spare_stock_id}",
    response={200: SpareStockWithRuns, **PROBLEMS},
    operation_id="get_spares",
)
@reads("orders:read")
def spare_stock(request: HttpRequest, spare_stock_id: Id) -> SpareStockWithRuns:
    """The spares of an item at a site, with what was ordered for them."""
    return _one(caller(request), spare_stock_id)


@router.put(
    "/spares/{spare_stock_id}",
    response={200: SpareStockWithRuns, **PROBLEMS},
    operation_id="change_spares",
)
@writes("orders:write")
def change_spare_stock(
    request: HttpRequest, spare_stock_id: Id, key: IdempotencyKey, body: SpareLevels
) -> SpareStockWithRuns:
    """Say anew how many there should be; ordered in the token's person's name from now on."""
    actor = caller(request)
    perform(
        actor, change_spares, key=key, spare_stock_id=spare_stock_id,
        levels=Levels(body.minimum, body.target), cost_centre_id=body.cost_centre_id,
    )  # fmt: skip
    return _shown(actor, spare_stock_id)


@router.post(
    "/spares/{spare_stock_id}/movements",
    response={200: SpareStockWithRuns, **PROBLEMS},
    operation_id="handle_spares",
)
@writes("orders:write")
def handle_spare_stock(
    request: HttpRequest, spare_stock_id: Id, key: IdempotencyKey, body: HandledSpares
) -> SpareStockWithRuns:
    """Take pieces out, put some in, or say how many lie there."""
    actor = caller(request)
    perform(
        actor, HANDLED[body.what], key=key, spare_stock_id=spare_stock_id, pieces=body.pieces,
        note_text=body.note,
    )  # fmt: skip
    return _shown(actor, spare_stock_id)


@router.post(
    "/spares/{spare_stock_id}/end",
    response={200: SpareStockWithRuns, **PROBLEMS},
    operation_id="end_spares",
)
@writes("orders:write")
def end_spare_stock(
    request: HttpRequest, spare_stock_id: Id, key: IdempotencyKey, body: NoMoreSpares
) -> SpareStockWithRuns:
    """Order no more of them."""
    actor = caller(request)
    perform(actor, end_spares, key=key, spare_stock_id=spare_stock_id)
    return _shown(actor, spare_stock_id)


@router.post(
    "/spare-runs/{spare_run_id}/again",
    response={200: SpareRunOut, **PROBLEMS},
    operation_id="try_spares_again",
)
@writes("orders:write")
def try_spare_run(request: HttpRequest, spare_run_id: Id, key: IdempotencyKey) -> SpareRunOut:
    """Send in what was refused, as many as are missing now."""
    return _run(perform(caller(request), try_spares_again, key=key, run_id=spare_run_id))


def _shown(actor: Actor, spare_stock_id: int) -> SpareStockWithRuns:
    with reading(actor):
        return _one(actor, spare_stock_id)


def _one(actor: Actor, spare_stock_id: int) -> SpareStockWithRuns:
    require(may_see_spares(actor))
    found = spare_stock_of(actor.own_party_id, spare_stock_id)
    coming = sum(count for _run, count in coming_of([found])[found.pk])
    return SpareStockWithRuns(
        **_out(found, coming), runs=[_run(one) for one in newest_spare_runs(found.pk)]
    )


def _out(found: SpareStock, coming: int) -> dict[str, Any]:
    return {
        "id": found.pk, "item_id": found.item_id, "person_id": found.person_id,
        "delivery_location": found.delivery_location.code,
        "cost_centre": found.cost_centre.code, "minimum": found.minimum, "target": found.target,
        "in_stock": found.in_stock, "coming": coming, "active": found.active,
    }  # fmt: skip


def _run(one: SpareRun) -> SpareRunOut:
    return SpareRunOut(
        id=one.pk, quantity=one.quantity, put_in=one.put_in, requisition_id=one.requisition_id,
        code=one.code, tried_at=one.tried_at,
    )  # fmt: skip
