"""Counting what became of order lines; receiving and invoicing call this from theirs.

The one writer of movements and their sums. It acts in the buyer's name, in the unit of
work of whoever calls it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.audit.entries import Change
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import current_unit

# A row of sums first: a row that begins with what went back would break its own constraint.
BEGIN = """
INSERT INTO ordering_orderlineprogress (order_id, buyer_id, line_number,
    despatched, received, returned, released, invoiced, credited)
SELECT DISTINCT m.order_id, %(buyer)s::bigint, m.line_number, 0, 0, 0, 0, 0, 0
FROM unnest(%(orders)s::bigint[], %(lines)s::int[]) AS m (order_id, line_number)
ON CONFLICT (order_id, line_number) DO NOTHING
"""
# What was not moved by its source before is added to the sums; all rows in one statement.
MOVE = """
WITH moved AS (
    INSERT INTO ordering_orderlinemovement
        (order_id, buyer_id, line_number, kind, quantity, source, at)
    SELECT m.order_id, %(buyer)s::bigint, m.line_number, m.kind, m.quantity, m.source, %(now)s
    FROM unnest(%(orders)s::bigint[], %(lines)s::int[], %(kinds)s::text[],
                %(quantities)s::int[], %(sources)s::text[])
         AS m (order_id, line_number, kind, quantity, source)
    ON CONFLICT (order_id, line_number, kind, source) DO NOTHING
    RETURNING order_id, line_number, kind, quantity
), sums AS (
    SELECT order_id, line_number,
           coalesce(sum(quantity) FILTER (WHERE kind = 'despatched'), 0) AS despatched,
           coalesce(sum(quantity) FILTER (WHERE kind = 'received'), 0) AS received,
           coalesce(sum(quantity) FILTER (WHERE kind = 'returned'), 0) AS returned,
           coalesce(sum(quantity) FILTER (WHERE kind = 'released'), 0) AS released,
           coalesce(sum(quantity) FILTER (WHERE kind = 'invoiced'), 0) AS invoiced,
           coalesce(sum(quantity) FILTER (WHERE kind = 'credited'), 0) AS credited
    FROM moved GROUP BY order_id, line_number
), added AS (
    UPDATE ordering_orderlineprogress p SET
        despatched = p.despatched + s.despatched,
        received = p.received + s.received,
        returned = p.returned + s.returned,
        released = p.released + s.released,
        invoiced = p.invoiced + s.invoiced,
        credited = p.credited + s.credited
    FROM sums s WHERE p.order_id = s.order_id AND p.line_number = s.line_number
)
SELECT order_id, kind, sum(quantity)::bigint FROM moved GROUP BY order_id, kind
ORDER BY order_id, kind
"""
# What may not exceed what, and what is said where it would.
WITHIN = {
    LineMovementKind.RETURNED: (
        "more-returned-than-received",
        LineMovementKind.RECEIVED,
        _("Line %(line)s: %(asked)s are to go back, but only %(left)s came and are still here."),
    ),
    LineMovementKind.CREDITED: (
        "more-credited-than-invoiced",
        LineMovementKind.INVOICED,
        _("Line %(line)s: %(asked)s are credited, but only %(left)s are invoiced."),
    ),
}


@dataclass(frozen=True)
class LineMove:
    """So many pieces of a line; ``source`` names what tells of it (``app.model:id``)."""

    order_id: int
    line_number: int
    kind: LineMovementKind
    quantity: int
    source: str


def move_lines(
    *,
    order_id: int,
    kind: LineMovementKind,
    quantities: Mapping[int, int],
    source: str,
    now: datetime,
) -> None:
    """Count pieces of an order's lines, ``quantities`` by line number; none of 0.

    Raises Refused as ``move_many``.
    """
    move_many(
        moves=[
            LineMove(order_id, number, kind, quantity, source)
            for number, quantity in quantities.items()
        ],
        now=now,
    )


def move_many(*, moves: Iterable[LineMove], now: datetime) -> None:
    """Count pieces of lines of the acting buyer's orders; the same source moves a line once.

    The orders are locked, so that two who count at once see each other's sums. Raises
    Refused: ``not-found`` where an order is not this buyer's or has no such line,
    ``more-returned-than-received``, ``more-credited-than-invoiced``.
    """
    wanted = [move for move in moves if move.quantity]
    if not wanted:
        return
    _lock({move.order_id for move in wanted})
    _require_within(wanted)
    columns: dict[str, Any] = {
        "buyer": current_unit().actor.own_party_id,
        "orders": [move.order_id for move in wanted],
        "lines": [move.line_number for move in wanted],
        "kinds": [move.kind.value for move in wanted],
        "quantities": [move.quantity for move in wanted],
        "sources": [move.source for move in wanted],
    }
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, columns)
        cursor.execute(MOVE, {**columns, "now": now})
        moved = cursor.fetchall()
    changes = current_unit().changes
    for order_id, kind, quantity in moved:
        changes.append(Change(f"ordering.order:{order_id}", {f"pieces_{kind}": [None, quantity]}))


def _lock(order_ids: set[int]) -> None:
    """By id, as every use case that takes several orders does."""
    acting = current_unit().actor.own_party_id
    orders = Order.objects.select_for_update().filter(id__in=order_ids, buyer_id=acting)
    if set(orders.order_by("id").values_list("id", flat=True)) != order_ids:
        raise not_found()


def _require_within(moves: list[LineMove]) -> None:
    """No line goes back, or is credited, beyond what came or was invoiced."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.order_id, l.line_number, coalesce(p.received, 0), coalesce(p.returned, 0),"
            " coalesce(p.invoiced, 0), coalesce(p.credited, 0)"
            " FROM ordering_orderline l LEFT JOIN ordering_orderlineprogress p"
            " USING (order_id, line_number) WHERE l.order_id = ANY (%s)",
            [sorted({move.order_id for move in moves})],
        )
        sums = {
            (order_id, number): dict(
                zip(("received", "returned", "invoiced", "credited"), rest, strict=True)
            )
            for order_id, number, *rest in cursor.fetchall()
        }
    known = _moved_before(moves)
    added: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for move in moves:
        place = (move.order_id, move.line_number)
        if place not in sums:
            raise not_found()
        if (*place, move.kind.value, move.source) not in known:
            added[place][move.kind] += move.quantity
    for place, more in added.items():
        _require_line_within(place[1], sums[place], more)


def _require_line_within(number: int, sums: Mapping[str, int], more: Mapping[str, int]) -> None:
    for kind, (code, of, sentence) in WITHIN.items():
        asked = more.get(kind, 0)
        left = sums[of] + more.get(of, 0) - sums[kind]
        if asked > left:
            raise Refused(code, sentence, line=number, asked=asked, left=left)


def _moved_before(moves: list[LineMove]) -> set[tuple[int, int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT order_id, line_number, kind, source FROM ordering_orderlinemovement"
            " WHERE order_id = ANY (%s) AND source = ANY (%s)",
            [
                sorted({move.order_id for move in moves}),
                sorted({move.source for move in moves}),
            ],
        )
        return set(cursor.fetchall())
