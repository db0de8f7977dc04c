"""An order that its supplier has confirmed, and what is then asked of it."""

from __future__ import annotations

from factories.ordering import NOW, TODAY, Market
from samkop.exchange.usecases.outbound import record_transmission
from samkop.ordering.documents import Answer
from samkop.ordering.models import Order, OrderChange
from samkop.ordering.usecases.order_change import ask_for_change
from samkop.ordering.usecases.order_response import record_answer, settle_by_answer
from samkop.platform import actors
from samkop.platform.unit_of_work import perform


def confirm(market: Market, order: Order, promised_on=TODAY) -> Order:
    """The order has gone out and is confirmed, all of it for one day."""
    perform(
        actors.job("exchange-outbound", order.buyer_id), record_transmission, now=NOW,
        message_id=order.message_id, attempt=1, detail="", failure=None,
    )  # fmt: skip
    response = perform(
        actors.message(1, "order-response OR-1", market.supplier.pk), record_answer, now=NOW,
        buyer_id=order.buyer_id, message_id=order.message_id,
        answer=Answer(f"OR-{order.number}", order.number, "AP", "", (), promised_on=promised_on),
    )  # fmt: skip
    return perform(
        actors.job("order-keeper", order.buyer_id), settle_by_answer, now=NOW, order_id=order.pk,
        response_id=response.pk,
    )  # fmt: skip


def an_asked_change(market: Market, order: Order, reason: str = "Fewer pupils.") -> OrderChange:
    """A confirmed order of two or more of which one fewer is wanted."""
    confirm(market, order)
    [buyer] = [one for one in market.buyers if one.party.pk == order.buyer_id]
    return perform(
        buyer.manager, ask_for_change, now=NOW, order_id=order.pk, quantities={1: 1},
        reason=reason,
    )  # fmt: skip
