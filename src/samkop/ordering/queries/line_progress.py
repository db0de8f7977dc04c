"""Reads of how far the lines of orders have come."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from samkop.ordering.models import Order, OrderLine, OrderLineProgress
from samkop.ordering.queries.answers import standing_lines, standing_prices, with_answers
from samkop.ordering.rules.fulfilment import LineProgress


def progress_of(order_id: int) -> list[LineProgress]:
    """The lines of an order by number; empty where there is no such order."""
    return progress_of_orders([order_id]).get(order_id, [])


def progress_of_orders(order_ids: Iterable[int]) -> dict[int, list[LineProgress]]:
    """The lines of each of the orders that the reader may see; seven queries at most."""
    lines = OrderLine.objects.order_by("line_number")
    found = with_answers(Order.objects.filter(id__in=list(order_ids)))
    orders = found.prefetch_related(Prefetch("lines", lines), "progress")
    return {order.pk: list(progress_in(order).values()) for order in orders}


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
