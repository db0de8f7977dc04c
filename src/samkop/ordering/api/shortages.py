"""Shortages for programs: what is short, and how it is divided."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from samkop.ordering.models import AllocatedLine, Allocation
from samkop.ordering.policies import may_see_orders
from samkop.ordering.queries.shortages import lines_of_allocations, shortages
from samkop.ordering.usecases.shortages import allocate_shortages, announce_allocation_rule
from samkop.ordering.vocabulary import ShortageMethod
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import perform, require

router = Router(tags=["Shortages"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class AllocatedLineOut(Schema):
    """What one order line gets now of what it waits for."""

    order_id: int
    line_number: int
    criticality: str
    wanted: int
    given: int


class ShortageOut(Schema):
    """An item of which there is less than waits; ``lines`` are those that concern the caller."""

    id: int
    item_id: int
    agreement_id: int
    method: ShortageMethod
    supply: int = Field(description="Stock and the agreement's reserve")
    demand: int
    next_delivery: date | None
    made_at: datetime
    lines: list[AllocatedLineOut]


class Announced(Schema):
    """The rule after critical places."""

    method: ShortageMethod


class Divided(Schema):
    """How many items were divided."""

    items: int


class Nothing(Given):
    """No more is to be said."""


@router.get(
    "/shortages", response={200: list[ShortageOut], **PROBLEMS}, operation_id="list_shortages"
)
@reads("orders:read")
def list_shortages(request: HttpRequest) -> list[ShortageOut]:
    """What is short in one's agreements, with the lines that one may see."""
    require(may_see_orders(caller(request)))
    found = shortages()
    lines = lines_of_allocations([one.pk for one in found])
    return [_shortage(one, lines.get(one.pk, [])) for one in found]


@router.post(
    "/agreements/{agreement_id}/allocation-rule",
    response={200: Announced, **PROBLEMS},
    operation_id="announce_allocation_rule",
)
@writes("orders:write")
def announce_allocation(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: Announced
) -> Announced:
    """Announce how an agreement's shortages are divided after critical places."""
    made = perform(
        caller(request), announce_allocation_rule, key=key, agreement_id=agreement_id,
        method=body.method.value,
    )  # fmt: skip
    return Announced(method=ShortageMethod(made.method))


@router.post(
    "/agreements/{agreement_id}/allocation",
    response={200: Divided, **PROBLEMS},
    operation_id="allocate_shortages",
)
@writes("orders:write")
def divide_shortages(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: Nothing
) -> Divided:
    """Divide an agreement's shortages as of now."""
    made = perform(caller(request), allocate_shortages, key=key, agreement_id=agreement_id)
    return Divided(items=len(made))


def _shortage(found: Allocation, lines: list[AllocatedLine]) -> ShortageOut:
    return ShortageOut(
        id=found.pk, item_id=found.item_id, agreement_id=found.agreement_id,
        method=ShortageMethod(found.method), supply=found.supply, demand=found.demand,
        next_delivery=found.next_delivery, made_at=found.made_at,
        lines=[
            AllocatedLineOut(
                order_id=line.order_id, line_number=line.line_number,
                criticality=line.criticality, wanted=line.wanted, given=line.given,
            )
            for line in lines
        ],
    )  # fmt: skip
