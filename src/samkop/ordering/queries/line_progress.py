"""Reads of how far the lines of orders have come."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from samkop.ordering.models import Order, OrderLine, OrderLineProgress
from samkop.ordering.queries.answers import standing_lines, standing_prices, with_answers
from samkop.ordering.rules.fulfilment import LineProgress


def progress_of(order_id: int) -> list[LineProgress]:
    """The lines of an order by number; empty where there is no such order."""
    return progress_of_orders([order_id]).get(order_id, [])


def progress_of_orders(order_ids: Iterable[int]) -> dict[int, list[LineProgress]]:
    """The lines of each of the orders that the reader may see; seven queries at most."""
    orders = with_progress(Order.objects.filter(id__in=list(order_ids)))
    return {order.pk: list(progress_in(order).values()) for order in orders}


def with_progress(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders ``with_answers``, their lines by number, and how far each has come."""
    lines = OrderLine.objects.order_by("line_number")
    return with_answers(orders).prefetch_related(Prefetch("lines", lines), "progress")


def gone_of(order_id: int) -> dict[int, int]:
    """How many of each line of an order have left the supplier; none of those that did not."""
    rows = OrderLineProgress.objects.filter(order_id=order_id)
    found = rows.values_list("line_number", "despatched", "received")
    return {number: max(despatched, received) for number, despatched, received in found}


def progress_in(order: Order) -> dict[int, LineProgress]:
    """By line number, of an order read ``with_answers``, its lines and its ``progress``."""
    moved = {row.line_number: row for row in order.progress.all()}
    standing, prices = standing_lines(order), standing_prices(order)
    return {
        line.line_number: _of(
            line, standing[line.line_number], prices[line.line_number],
            moved.get(line.line_number),
        )
        for line in order.lines.all()
    }  # fmt: skip


def _of(
    line: OrderLine, standing: int, price: int, moved: OrderLineProgress | None
) -> LineProgress:
    bare = LineProgress(line.line_number, line.quantity, standing, price)
    if moved is None:
        return bare
    return LineProgress(
        bare.line_number, bare.ordered, standing, price, moved.despatched, moved.received,
        moved.returned, moved.released, moved.invoiced, moved.credited,
    )  # fmt: skip
