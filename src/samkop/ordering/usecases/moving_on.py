"""What an answer leaves of an order: how many of a line, and the state of the whole."""

from __future__ import annotations

from collections.abc import Mapping

from samkop.ordering.models import Order, OrderLine, OrderResponse, OrderResponseLine
from samkop.ordering.queries import open_offers
from samkop.ordering.queries.line_progress import gone_of
from samkop.ordering.rules import LineOutcome, standing_quantity, state_after
from samkop.ordering.usecases.order import newest_settlement, standing_by
from samkop.ordering.vocabulary import ORDER_TRANSITIONS, OrderState
from samkop.platform.records import change


def standing_after(quantity: int, response: OrderResponse, said: OrderResponseLine | None) -> int:
    """How many of a line still come; what a substitute is offered for stands until decided."""
    if said is not None and said.is_offer:
        return quantity
    return standing_quantity(
        quantity,
        code=response.response_code,
        line_status=said.status if said else None,
        line_quantity=said.quantity if said else None,
    )


def with_what_has_left(order: Order, standing: Mapping[int, int]) -> dict[int, int]:
    """Never fewer than have been despatched or received: those come back as a return.

    Their money stays committed, whatever a supplier's answer says afterwards.
    """
    gone = gone_of(order.pk)
    return {number: max(quantity, gone.get(number, 0)) for number, quantity in standing.items()}


def move_on(order: Order, lines: list[OrderLine], code: str, *, by_buyer: bool = False) -> Order:
    """Set the state that the lines and open offers now say, if it may follow the present one.

    What the buyer has declined or taken back in whole was cancelled, not refused.
    """
    newest = newest_settlement(order)
    taken = newest.taken_back if newest else {}
    standing = standing_by(newest, lines)
    outcomes = [
        LineOutcome(
            line.line_number,
            line.quantity - taken.get(str(line.line_number), 0),
            standing[line.line_number].quantity,
            line.unit_price_cents,
        )
        for line in lines
    ]
    state = state_after(code, outcomes, substitutes=bool(open_offers(order.pk)))
    if by_buyer and state == OrderState.REFUSED:
        state = OrderState.CANCELLED
    may_follow = ORDER_TRANSITIONS[OrderState(order.state)]
    return change(order, state=state) if state in may_follow else order
