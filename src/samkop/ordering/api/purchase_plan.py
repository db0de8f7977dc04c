"""The purchase plan for programs: rows in, what became of them out."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.ordering.models import PlannedPurchase
from samkop.ordering.policies import may_see_plan
from samkop.ordering.queries.purchase_plan import plan_of, planned_purchase_of
from samkop.ordering.queries.purchase_plan_rows import LONGEST_REFERENCE
from samkop.ordering.rules.order_file import MOST_OF_A_ROW
from samkop.ordering.usecases.planned_purchases import try_planned_again
from samkop.ordering.usecases.purchase_plan import PlanRow, plan_purchases, take_off_plan
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, reading, require

router = Router(tags=["Purchase plan"])

LARGEST = 2**63 - 1
MOST_AT_ONCE = 1000
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Code = Annotated[str, Field(min_length=1, max_length=40)]


class PlanRowIn(Given):
    """What is to be ordered, when, for whom, by the organisation's own codes."""

    reference: Annotated[str, Field(min_length=1, max_length=LONGEST_REFERENCE)] = Field(
        description="The plan's own; a row of the same is changed"
    )
    item: Annotated[str, Field(min_length=1, max_length=80)] = Field(
        description="The supplier's item number, or the shop's own id"
    )
    quantity: Annotated[int, Field(ge=1, le=MOST_OF_A_ROW)]
    site: Code
    cost_centre: Code
    project: Annotated[str, Field(max_length=40)] = ""
    order_on: Annotated[str, Field(max_length=10)] = Field(
        description="A day (2027-03-15) or a month (2027-03)"
    )


class PlanRowsIn(Given):
    """Rows that are planned together, all or none."""

    rows: Annotated[list[PlanRowIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class PlanCounts(Schema):
    """What became of the rows that were given."""

    rows: int
    new: int
    changed: int
    unchanged: int


class PlannedPurchaseOut(Schema):
    """A row of the plan; ``person_id`` is in whose name it is ordered."""

    id: int
    reference: str
    item_id: int
    quantity: int
    site: str
    cost_centre: str
    project: str
    order_on: date
    person_id: int
    state: str = Field(description="waiting, ordered, refused or taken-off")
    requisition_id: int | None
    code: str = Field(description="Why it was refused; empty where it was not")
    tried_at: datetime | None


class PlannedPurchaseList(Schema):
    """Rows of the plan, in the order in which they came."""

    planned_purchases: list[PlannedPurchaseOut]


class TakenOffPlan(Given):
    """No more is to be said."""


@router.get(
    "/planned-purchases",
    response={200: PlannedPurchaseList, **PROBLEMS},
    operation_id="list_planned_purchases",
)
@reads("orders:read")
def planned_purchases(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> PlannedPurchaseList:
    """The organisation's plan in the order in which its rows came, 1,000 at a time.

    ``after`` is the id of the last one that you have.
    """
    actor = caller(request)
    require(may_see_plan(actor))
    found = plan_of(actor.own_party_id).filter(id__gt=after).order_by("id")[:MOST_AT_ONCE]
    return PlannedPurchaseList(planned_purchases=[_out(one) for one in found])


@router.post(
    "/planned-purchases",
    response={200: PlanCounts, **PROBLEMS},
    operation_id="plan_purchases",
)
@writes("orders:write")
def plan_rows(request: HttpRequest, key: IdempotencyKey, body: PlanRowsIn) -> PlanCounts:
    """Put rows into the plan, ordered in the token's person's name when their day comes.

    A row whose reference stands already is changed, as long as it is neither ordered nor taken
    off.
    """
    rows = [
        PlanRow(
            one.reference, one.item, str(one.quantity), one.site, one.cost_centre, one.order_on,
            one.project,
        )
        for one in body.rows
    ]  # fmt: skip
    return PlanCounts(**perform(caller(request), plan_purchases, key=key, rows=rows))


@router.get(
    "/planned-purchases/{planned_purchase_id}",
    response={200: PlannedPurchaseOut, **PROBLEMS},
    operation_id="get_planned_purchase",
)
@reads("orders:read")
def planned_purchase(request: HttpRequest, planned_purchase_id: Id) -> PlannedPurchaseOut:
    """A row of the plan, and what became of it."""
    return _one(caller(request), planned_purchase_id)


@router.post(
    "/planned-purchases/{planned_purchase_id}/take-off",
    response={200: PlannedPurchaseOut, **PROBLEMS},
    operation_id="take_off_plan",
)
@writes("orders:write")
def take_off_planned(
    request: HttpRequest, planned_purchase_id: Id, key: IdempotencyKey, body: TakenOffPlan
) -> PlannedPurchaseOut:
    """Order it no more; it does not come back when its reference is given again."""
    actor = caller(request)
    perform(actor, take_off_plan, key=key, planned_purchase_id=planned_purchase_id)
    return _shown(actor, planned_purchase_id)


@router.post(
    "/planned-purchases/{planned_purchase_id}/again",
    response={200: PlannedPurchaseOut, **PROBLEMS},
    operation_id="try_planned_again",
)
@writes("orders:write")
def try_planned_purchase(
    request: HttpRequest, planned_purchase_id: Id, key: IdempotencyKey
) -> PlannedPurchaseOut:
    """Send in what was refused, with all that was refused with it."""
    actor = caller(request)
    perform(actor, try_planned_again, key=key, planned_purchase_id=planned_purchase_id)
    return _shown(actor, planned_purchase_id)


def _shown(actor: Actor, planned_purchase_id: int) -> PlannedPurchaseOut:
    with reading(actor):
        return _one(actor, planned_purchase_id)


def _one(actor: Actor, planned_purchase_id: int) -> PlannedPurchaseOut:
    require(may_see_plan(actor))
    return _out(planned_purchase_of(actor.own_party_id, planned_purchase_id))


def _out(one: PlannedPurchase) -> PlannedPurchaseOut:
    return PlannedPurchaseOut(
        id=one.pk, reference=one.reference, item_id=one.item_id, quantity=one.quantity,
        site=one.delivery_location.code, cost_centre=one.cost_centre.code,
        project=one.project.code if one.project else "", order_on=one.order_on,
        person_id=one.person_id, state=one.state, requisition_id=one.requisition_id,
        code=one.code, tried_at=one.tried_at,
    )  # fmt: skip
