"""Reads of promised deliveries: what each line was promised, what is open, how it was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from samkop.ordering.models import (
    DeliveryPromise,
    Order,
    OrderLineMovement,
    OrderLineProgress,
    OrderResponseLine,
)
from samkop.ordering.rules.promises import Part
from samkop.ordering.vocabulary import LineMovementKind


def promised_parts(order: Order, quantities: dict[int, int]) -> dict[int, list[list[Part]]]:
    """The promises made of each line, the oldest first, of an order read ``with_answers``.

    A promise is the parts that it comes in. ``quantities`` are what stands of each line. An
    answer that settled nothing promises nothing: a no to a change, a word too late. A
    substitute's day is promised once it is accepted.
    """
    found: dict[int, list[list[Part]]] = {number: [] for number in quantities}
    settled = {one.cause for one in order.settlements.all()}
    for answer in order.responses.all():
        if f"response:{answer.pk}" not in settled:
            continue
        own = {line.line_number: line for line in answer.lines.all()}
        for number, standing in quantities.items():
            line = own.get(number)
            if line is not None and line.is_offer and not _accepted(line):
                continue
            if line is not None and line.parts:
                parts = [(count, date.fromisoformat(day)) for count, day in line.parts]
            elif line is not None and line.promised_on:
                parts = [(line.quantity or standing, line.promised_on)]
            elif answer.promised_on:
                parts = [(standing, answer.promised_on)]
            else:
                continue
            found[number].append(parts)
    return found


def _accepted(offered: OrderResponseLine) -> bool:
    decided = getattr(offered, "substitutedecision", None)
    return decided is not None and decided.accepted


def completed_days(
    order_id: int, quantities: dict[int, int], zone_day: Callable[[datetime], date]
) -> dict[int, date]:
    """The day on which each line was complete, of those that are; one query."""
    came: dict[int, int] = dict.fromkeys(quantities, 0)
    days: dict[int, date] = {}
    moves = OrderLineMovement.objects.filter(order_id=order_id, kind=LineMovementKind.RECEIVED)
    for number, quantity, at in moves.order_by("at", "id").values_list(
        "line_number", "quantity", "at"
    ):
        came[number] += quantity
        if number not in days and came[number] >= quantities[number]:
            days[number] = zone_day(at)
    return days


def open_promises(rows: QuerySet[DeliveryPromise]) -> QuerySet[DeliveryPromise]:
    """Those of which something is still to come, whatever the clock has closed."""
    here = OrderLineProgress.objects.filter(
        order_id=OuterRef("order_id"), line_number=OuterRef("line_number"),
        received__gte=OuterRef("quantity") + F("returned") - F("released"),
    )  # fmt: skip
    return rows.filter(closed=False).exclude(Exists(here))


def promise_sides(party_id: int) -> list[QuerySet[DeliveryPromise]]:
    """Open promises made to the party, by it, and under what it runs: none of them twice."""
    return [open_promises(rows) for rows in sides_of(party_id)]


def sides_of(party_id: int) -> list[QuerySet[DeliveryPromise]]:
    """The same of all promises, whatever has become of them."""
    rows = DeliveryPromise.objects.select_related(
        "order", "buyer", "supplier", "agreement", "line__item"
    )
    return [
        rows.filter(buyer_id=party_id),
        rows.filter(supplier_id=party_id).exclude(buyer_id=party_id),
        rows.filter(purchasing_body_id=party_id)
        .exclude(buyer_id=party_id)
        .exclude(supplier_id=party_id),
    ]


def here_of(promises: Iterable[DeliveryPromise]) -> dict[tuple[int, int], int]:
    """How many of each promise's line are here, by order and line; one query."""
    order_ids = {promise.order_id for promise in promises}
    moved = OrderLineProgress.objects.filter(order_id__in=order_ids)
    return {(row.order_id, row.line_number): row.received - row.returned for row in moved}


def watched_orders(buyer_id: int) -> list[int]:
    """The buyer's orders with open promises, by id; one query."""
    rows = DeliveryPromise.objects.filter(buyer_id=buyer_id, closed=False)
    return sorted(set(rows.values_list("order_id", flat=True)))
