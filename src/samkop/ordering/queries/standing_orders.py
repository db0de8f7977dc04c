"""Reads of standing orders: whose there are, what is due, what became of each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from samkop.ordering.models import StandingOrder, StandingOrderLine, StandingOrderRun
from samkop.ordering.vocabulary import StandingOrderState
from samkop.platform.refusals import not_found

SHOWN_RUNS = 60


@dataclass(frozen=True)
class Due:
    """A standing order whose day has come, and in whose name it is ordered."""

    standing_order_id: int
    person_id: int


def standing_orders_of(party_id: int, person_id: int | None) -> QuerySet[StandingOrder]:
    """The party's standing orders with what a list shows; ``person_id`` keeps one's own."""
    found = StandingOrder.objects.filter(party_id=party_id).select_related(
        "person", "cost_centre", "delivery_location"
    )
    if person_id is not None:
        found = found.filter(person_id=person_id)
    return found.prefetch_related(Prefetch("lines", lines_with_things()))


def standing_order_of(party_id: int, standing_order_id: int) -> StandingOrder:
    """One of the party's with its lines and who pays. Raises Refused ``not-found``."""
    found = (
        standing_orders_of(party_id, None)
        .select_related("person", "cost_centre", "project", "delivery_location")
        .filter(id=standing_order_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def newest_runs(standing_order_id: int) -> list[StandingOrderRun]:
    """What became of its newest days, the newest first; at most ``SHOWN_RUNS``."""
    found = StandingOrderRun.objects.filter(standing_order_id=standing_order_id)
    return list(found.select_related("requisition").order_by("-due_on")[:SHOWN_RUNS])


def lines_with_things() -> QuerySet[StandingOrderLine]:
    """Lines in the order in which they came, each with its item or configuration."""
    return StandingOrderLine.objects.select_related("item", "configuration").order_by("id")


def due_standing_orders(party_id: int, today: date) -> list[Due]:
    """What of the party's is to be ordered today, the longest due first; one query."""
    found = StandingOrder.objects.filter(
        party_id=party_id, state=StandingOrderState.ACTIVE, next_on__lte=today
    )
    return [Due(*row) for row in found.order_by("next_on", "id").values_list("id", "person_id")]
