"""What a finance system matches by itself: each ordered line, its price, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from samkop.ordering.models import OrderLine
from samkop.ordering.queries.line_progress import progress_of_orders
from samkop.ordering.rules.fulfilment import LineProgress

PAGE = 200


@dataclass(frozen=True)
class Basis:
    """An order line and how far it has come."""

    line: OrderLine
    progress: LineProgress


def ordered_by(party_id: int) -> QuerySet[OrderLine]:
    """Every line that the party has ordered."""
    return OrderLine.objects.filter(order__buyer_id=party_id).select_related(
        "order__supplier", "order__agreement", "item"
    )


def with_progress(lines: Iterable[OrderLine]) -> list[Basis]:
    """The lines with what came of them; a fixed number of queries."""
    rows = list(lines)
    known = progress_of_orders({row.order_id for row in rows})
    found = {
        (order_id, one.line_number): one for order_id, several in known.items() for one in several
    }
    return [Basis(row, found[row.order_id, row.line_number]) for row in rows]


def basis_page(party_id: int, *, before: int | None = None) -> list[Basis]:
    """A page of the party's order lines, the newest first, one row more than a page."""
    rows = ordered_by(party_id).order_by("-id")
    rows = rows if before is None else rows.filter(id__lt=before)
    return with_progress(rows[: PAGE + 1])
