"""In which order a day's visits are made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from samkop.fleet.models import WorkOrder
from samkop.parties.vocabulary import Criticality

RANK = {Criticality.CRITICAL: 0, Criticality.IMPORTANT: 1, Criticality.ORDINARY: 2}


def in_order(orders: Iterable[WorkOrder]) -> list[WorkOrder]:
    """What is late first, then critical sites, then by time window and postal code."""
    return sorted(
        orders,
        key=lambda one: (
            one.due_on, RANK[Criticality(one.criticality)], one.window_from or time.max,
            one.postal_code, one.street, one.pk,
        ),
    )  # fmt: skip


def is_late(order: WorkOrder, today: date) -> bool:
    """Whether its day has passed, or the day that was promised to its site."""
    return min(order.due_on, order.promised_on or order.due_on) < today
