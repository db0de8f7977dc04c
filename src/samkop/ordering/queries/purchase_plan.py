"""Reads of the purchase plan: its rows, and those whose day has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet

from samkop.ordering.models import PlannedPurchase
from samkop.ordering.vocabulary import PlannedPurchaseState
from samkop.platform.refusals import not_found

# Rows with these alike are ordered together.
TOGETHER = ("person_id", "order_on", "delivery_location_id", "cost_centre_id", "project_id")


@dataclass(frozen=True)
class DueRows:
    """Rows that are ordered together today, by the first of them, and in whose name."""

    planned_purchase_id: int
    person_id: int


def plan_of(party_id: int) -> QuerySet[PlannedPurchase]:
    """The party's plan with what a list shows."""
    return PlannedPurchase.objects.filter(party_id=party_id).select_related(
        "item", "delivery_location", "cost_centre", "project", "person", "requisition"
    )


def planned_purchase_of(party_id: int, planned_purchase_id: int) -> PlannedPurchase:
    """One row of the party's plan. Raises Refused ``not-found``."""
    found = plan_of(party_id).filter(id=planned_purchase_id).first()
    if found is None:
        raise not_found()
    return found


def together_with(row: PlannedPurchase) -> QuerySet[PlannedPurchase]:
    """The row and all that would be ordered with it, whatever became of them, oldest first."""
    alike = {field: getattr(row, field) for field in TOGETHER}
    # Of no project: ``project_id=None`` is asked as IS NULL.
    return PlannedPurchase.objects.filter(party_id=row.party_id, **alike).order_by("id")


def due_rows(party_id: int, today: date) -> list[DueRows]:
    """What of the party's plan is to be ordered today, the longest due first; one query."""
    waiting = PlannedPurchase.objects.filter(
        party_id=party_id, state=PlannedPurchaseState.WAITING, order_on__lte=today
    )
    groups = waiting.order_by().values(*TOGETHER).annotate(first=Min("id"))
    return [
        DueRows(*row) for row in groups.order_by("order_on", "first").values_list(
            "first", "person_id"
        )
    ]  # fmt: skip
