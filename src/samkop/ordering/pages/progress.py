"""Where a requisition stands, in a word: its own state, or what became of its orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samkop.ordering.models import Order, Requisition
from samkop.ordering.queries import offers_in, reason_of, standing_cents
from samkop.ordering.vocabulary import OrderState, RequisitionState

REQUISITION_TONES = {
    RequisitionState.SUBMITTED: "warn",
    RequisitionState.ORDERED: "info",
    RequisitionState.REJECTED: "bad",
    RequisitionState.WITHDRAWN: "neutral",
}
ORDER_TONES = {
    OrderState.PLACED: "info",
    OrderState.ACKNOWLEDGED: "info",
    OrderState.CONFIRMED: "good",
    OrderState.PARTLY_CONFIRMED: "warn",
    OrderState.SUBSTITUTE_OFFERED: "warn",
    OrderState.REFUSED: "bad",
    OrderState.CANCELLED: "neutral",
}
# Of several orders the one that needs somebody most says how the whole stands.
MOST_PRESSING = (
    OrderState.SUBSTITUTE_OFFERED,
    OrderState.PLACED,
    OrderState.ACKNOWLEDGED,
    OrderState.PARTLY_CONFIRMED,
    OrderState.CONFIRMED,
    OrderState.REFUSED,
    OrderState.CANCELLED,
)
ENDED = frozenset({OrderState.REFUSED, OrderState.CANCELLED})


@dataclass(frozen=True)
class Progress:
    """How a requisition stands; cents are None until it is ordered.

    ``reason`` is a supplier's own for what does not come; ``offer`` an order with a
    substitute that waits for the buyer's word.
    """

    tone: str
    label: str
    reason: str = ""
    offer: Order | None = None
    ordered_cents: int | None = None
    standing_cents: int | None = None


def progress_of(requisition: Requisition) -> Progress:
    """Where a requisition stands whose orders were read ``with_answers``."""
    orders = list(requisition.orders.all())
    if not orders:
        state = RequisitionState(requisition.state)
        return Progress(REQUISITION_TONES[state], str(state.label))
    tone, label = _whole(orders)
    return Progress(
        tone, label,
        reason=" ".join(filter(None, (refusal_of(order) for order in orders))),
        offer=next((o for o in orders if o.state == OrderState.SUBSTITUTE_OFFERED), None),
        ordered_cents=sum(order.total_cents for order in orders),
        standing_cents=sum(standing_cents(order) for order in orders),
    )  # fmt: skip


def refusal_of(order: Order) -> str:
    """Why the supplier has refused the order; empty if it has not, or has not said."""
    return reason_of(order.responses.all()) if order.state == OrderState.REFUSED else ""


def offers_on(order: Order) -> list[tuple[str, str]]:
    """The ordered thing and what is offered instead, for each offer that waits."""
    names = {line.line_number: line.shown_name for line in order.lines.all()}
    return [
        (names[number], offer.substitute_name or offer.substitute_item_id)
        for number, offer in offers_in(order.responses.all()).items()
    ]


def _whole(orders: Sequence[Order]) -> tuple[str, str]:
    states = {OrderState(order.state) for order in orders}
    if len(states) > 1 and states <= ENDED:
        return "bad", _("Will not come")
    if len(states) > 1 and states <= ENDED | {OrderState.CONFIRMED, OrderState.PARTLY_CONFIRMED}:
        return "warn", str(OrderState.PARTLY_CONFIRMED.label)
    state = next(one for one in MOST_PRESSING if one in states)
    return ORDER_TONES[state], str(state.label)
