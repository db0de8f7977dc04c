"""What a supplier says to a change or a cancellation of an order (T114, T115): a T116.

What has left cannot be called back; what has not can be taken off, and taken up again as long
as it has not left. More than was ordered is refused: that is another order. A substitute comes
when the change names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from samkop.core.edocs import (
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    OrderResponseAdvanced,
)
from samkop.core.edocs.model import (
    Item,
    LineActionCode,
    LineStatusCode,
    OrderChangeLine,
    OrderLine,
    OrderResponseCode,
    OrderResponseLine,
    Quantity,
)
from samkop.site.simulator.answering import in_response
from samkop.site.simulator.goods import NONE, Consent, Cut, Shipment, address_of, random_of

ACTIONS = frozenset({LineActionCode.CHANGED, LineActionCode.DELETED})


@dataclass(frozen=True)
class Decision:
    """The answer to a change, and what it takes off the shipments to come."""

    day: date
    response: OrderResponseAdvanced
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Stock:
    """The shipments as they stand now, and as they were planned before any change."""

    now: Sequence[Shipment]
    planned: Sequence[Shipment]

    def gone(self, line: OrderLine, day: date) -> Decimal:
        """How many of a line have left up to and including the day."""
        return _pieces(line, (one for one in self.now if one.leaves <= day))

    def at_most(self, line: OrderLine, day: date) -> Decimal:
        """How many of a line can come in all: no more than were ordered."""
        ordered = line.quantity.value
        if not _pieces(line, self.planned):
            return ordered  # its buyer's word about a substitute is waited for
        ahead = _pieces(line, (one for one in self.planned if one.leaves > day))
        return min(self.gone(line, day) + ahead, ordered)


def decided(
    change: OrderChange | OrderCancellation, day: date, stock: Stock, order: Order
) -> Decision:
    """Decide by what has left up to and including the day, and by what can still come."""
    if isinstance(change, OrderCancellation):
        return _cancelled(change, day, stock, order)
    return _changed(change, day, stock, order)


def consents_in(
    change: OrderChange | OrderCancellation, response: OrderResponse, day: date, seed: int
) -> Iterator[Consent]:
    """The substitutes that a change takes: it names them, as they were offered."""
    if isinstance(change, OrderCancellation):
        return
    offered = {line.order_line_id: line.substitute.item for line in response.lines
               if line.substitute}  # fmt: skip
    for line in change.lines:
        item = offered.get(line.id)
        if item and _wanted(line) and line.item.sellers_id == item.sellers_id:
            random = random_of(seed, address_of(change), change.id, line.id, "consent")
            yield Consent(line.id, item, day + timedelta(days=random.randint(3, 8)))


def _cancelled(change: OrderCancellation, day: date, stock: Stock, order: Order) -> Decision:
    response = _response(change, day, order)
    if any(stock.gone(line, day) for line in order.lines):
        note = "Goods of this order have left already."
        return Decision(day, replace(response, response_code=OrderResponseCode.REJECTED, note=note))
    cuts = tuple(Cut(day, line.id, NONE) for line in order.lines)
    return Decision(day, response, cuts)


def _changed(change: OrderChange, day: date, stock: Stock, order: Order) -> Decision:
    ordered = {line.id: line for line in order.lines}
    lines, cuts, agreed = [], [], 0
    for line in change.lines:
        wanted = _wanted(line)
        known = ordered.get(line.id)
        if known is None or wanted is None:
            continue  # nothing is asked of this line, or nothing that can be answered by one
        possible = stock.gone(known, day) <= wanted <= stock.at_most(known, day)
        lines.append(_answered(line, known, possible=possible))
        agreed += possible
        if possible:
            cuts.append(Cut(day, line.id, wanted))
    response = _response(change, day, order, change.id)
    if agreed == len(lines):
        return Decision(day, response, tuple(cuts))
    if not agreed:
        note = "It has left already, or it is more than was ordered."
        return Decision(day, replace(response, response_code=OrderResponseCode.REJECTED, note=note))
    code = OrderResponseCode.CONDITIONALLY_ACCEPTED
    return Decision(day, replace(response, response_code=code, lines=tuple(lines)), tuple(cuts))


def _wanted(line: OrderChangeLine) -> Decimal | None:
    """How many are wanted now, or None where nothing is to be done."""
    if line.status_code == LineActionCode.DELETED:
        return NONE
    return line.quantity.value if line.status_code in ACTIONS else None


def _pieces(ordered: OrderLine, shipments: Iterable[Shipment]) -> Decimal:
    found = (line for shipment in shipments for line in shipment.lines)
    return sum((line.quantity for line in found if line.ordered.id == ordered.id), NONE)


def _answered(line: OrderChangeLine, ordered: OrderLine, *, possible: bool) -> OrderResponseLine:
    item = ordered.item
    return OrderResponseLine(
        id=line.id,
        status_code=LineStatusCode.ACCEPTED if possible else LineStatusCode.NOT_ACCEPTED,
        order_line_id=line.id,
        item=Item(name=item.name or item.sellers_id or "-", sellers_id=item.sellers_id),
        quantity=Quantity(line.quantity.value, ordered.quantity.unit) if possible else None,
    )


def _response(
    change: OrderChange | OrderCancellation, day: date, order: Order, reference: str | None = None
) -> OrderResponseAdvanced:
    return OrderResponseAdvanced(
        id=f"OR-{change.id}",
        issue_date=day,
        response_code=OrderResponseCode.ACCEPTED,
        currency=order.currency,
        order_reference=change.order_reference,
        seller=in_response(order.seller),
        buyer=in_response(order.buyer),
        order_change_reference=reference,
    )
