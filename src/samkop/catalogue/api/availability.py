"""Stock, delivery, successors and ends of sale, for programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.policies import may_import_catalogues, may_see_shop
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.availability import (
    WITHIN,
    endings_of,
    promises_of,
    range_endings,
    stated_of,
)
from samkop.catalogue.queries.shop_keeping import kept_agreements
from samkop.catalogue.queries.successors import successions
from samkop.catalogue.rules.stock_lists import MOST, MOST_DAYS, Statement
from samkop.catalogue.usecases.availability import name_successor, state_availability
from samkop.catalogue.vocabulary import EndingReason, PromiseBasis
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.api import PROBLEMS, Given, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, require

router = Router(tags=["Availability"])

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Quantity = Annotated[int, Query(ge=1, le=10_000)]


class StatementIn(Schema):
    """What there is of one item, by the supplier's number; what is left out is unsaid.

    ``lead_time_days`` are working days from the order, of what is in stock; ``reserved`` is
    kept for this agreement besides ``in_stock``; ``ends_on`` is the last day of its sale.
    """

    seller_item_id: str = Field(min_length=1, max_length=80)
    in_stock: int | None = Field(default=None, ge=0, le=MOST)
    reserved: int = Field(default=0, ge=0, le=MOST)
    lead_time_days: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    next_delivery: date | None = None
    ends_on: date | None = None


class Statements(Schema):
    """All or nothing is taken."""

    statements: list[StatementIn] = Field(min_length=1, max_length=10_000)


class Said(Schema):
    """How many items were spoken of."""

    items: int


class AvailabilityOut(Schema):
    """What the supplier said last of an item, and what the shop promises by it."""

    item_id: int
    said_on: date | None
    stale: bool
    in_stock: int | None
    reserved: int
    lead_time_days: int | None
    next_delivery: date | None
    sold_until: date | None
    successor_id: int | None
    promised_on: date | None
    promise_basis: PromiseBasis


class Successor(Given):
    """What follows an item, and its last day of sale; null takes either away."""

    successor_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    sold_until: date | None = None


class SuccessorOut(Schema):
    """What follows an item."""

    item_id: int
    successor_id: int | None
    sold_until: date | None


class SuccessionOut(Schema):
    """An item whose sale ends, and what still holds it; ``settled``: what follows is on offer."""

    item_id: int
    name: str
    sold_until: date
    successor_id: int | None
    settled: bool
    configurations: list[str]
    saved_baskets: int


class EndingOut(Schema):
    """An item of the joint range that needs a decision."""

    item_id: int
    name: str
    day: date
    reason: EndingReason


@router.post(
    "/agreements/{agreement_id}/availability",
    response={200: Said, **PROBLEMS},
    operation_id="state_availability",
)
@writes("availability:write")
def say_availability(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: Statements
) -> Said:
    """Say of items of an agreement what there is: the supplier's own system."""
    statements = [Statement(**said.dict()) for said in body.statements]
    count = perform(
        caller(request), state_availability, key=key, agreement_id=agreement_id,
        statements=statements,
    )  # fmt: skip
    return Said(items=count)


@router.get(
    "/items/{item_id}/availability",
    response={200: AvailabilityOut, **PROBLEMS},
    operation_id="get_availability",
)
@reads("items:read")
def item_stock(request: HttpRequest, item_id: Id, quantity: Quantity = 1) -> AvailabilityOut:
    """What there is of an item, and by when so many ordered today are delivered."""
    actor = caller(request)
    require(may_see_shop(actor))
    return _availability(item_of(item_id), quantity, actor)


@router.post(
    "/items/{item_id}/successor",
    response={200: SuccessorOut, **PROBLEMS},
    operation_id="name_successor",
)
@writes("items:write")
def follow(request: HttpRequest, item_id: Id, key: IdempotencyKey, body: Successor) -> SuccessorOut:
    """Say what follows an item of an agreement that the token's organisation runs."""
    made = perform(
        caller(request), name_successor, key=key, item_id=item_id,
        successor_id=body.successor_id, sold_until=body.sold_until,
    )  # fmt: skip
    return SuccessorOut(
        item_id=made.pk, successor_id=made.replaced_by_id, sold_until=made.sold_until
    )


@router.get(
    "/successions", response={200: list[SuccessionOut], **PROBLEMS}, operation_id="list_successions"
)
@reads("items:read")
def list_successions(request: HttpRequest) -> list[SuccessionOut]:
    """What of the organisation's agreements is sold for 90 days more at most, the soonest first."""
    actor = caller(request)
    require(may_import_catalogues(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    ids = [agreement.pk for agreement in kept_agreements(party.pk, today)]
    return [
        SuccessionOut(
            item_id=one.item.pk, name=one.item.name, sold_until=one.ends_on,
            successor_id=one.item.replaced_by_id, settled=one.settled,
            configurations=[held.code for held in one.configurations],
            saved_baskets=one.baskets,
        )
        for one in successions(ids, today)
    ]  # fmt: skip


@router.get(
    "/range/endings", response={200: list[EndingOut], **PROBLEMS}, operation_id="list_endings"
)
@reads("items:read")
def list_endings(request: HttpRequest) -> list[EndingOut]:
    """Items of the joint range that end within 90 days without successor, or lose support."""
    actor = caller(request)
    require(may_import_catalogues(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    return [
        EndingOut(item_id=one.item.pk, name=one.item.name, day=one.day, reason=one.reason)
        for one in range_endings(party.pk, today, WITHIN)
    ]


def _availability(item: CatalogueItem, quantity: int, actor: Actor) -> AvailabilityOut:
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    said = stated_of([item.pk], party.time_zone).get(item.pk)
    promise = promises_of(
        {item.pk: quantity}, [item], today, country=party.country, time_zone=party.time_zone
    )[item.pk]
    return AvailabilityOut(
        item_id=item.pk, said_on=said.on if said else None,
        stale=said is not None and said.is_stale(today),
        in_stock=said.in_stock if said else None, reserved=said.reserved if said else 0,
        lead_time_days=said.lead_time_days if said else None,
        next_delivery=said.next_delivery if said else None,
        sold_until=endings_of([item]).get(item.pk), successor_id=item.replaced_by_id,
        promised_on=promise.day, promise_basis=promise.basis,
    )  # fmt: skip
