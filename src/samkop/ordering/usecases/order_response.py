"""Taking in suppliers' answers and acting on them.

Two steps by two actors: the supplier's message adds its own row; then a job of the
buyer's settles the order by it. So each table keeps one writer.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.documents import Answer
from samkop.ordering.models import (
    Order,
    OrderResponse,
    OrderResponseLine,
    SubstituteDecision,
)
from samkop.ordering.policies import may_decide_substitute
from samkop.ordering.rules import LineOutcome, standing_quantity, state_after
from samkop.ordering.usecases.order import settle, standing_of
from samkop.ordering.vocabulary import ORDER_TRANSITIONS, OrderState
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def record_answer(
    *, actor: Actor, now: datetime, answer: Answer, buyer_id: int, message_id: int
) -> OrderResponse:
    """Keep a supplier's answer to one of the buyer's orders; ``actor`` is its message.

    Raises Refused: ``order-unknown`` when this supplier has no such order of this buyer,
    ``order-line-unknown`` when a line is answered that was never ordered.
    """
    order = Order.objects.filter(
        buyer_id=buyer_id, supplier_id=actor.own_party_id, number=answer.order_number
    ).first()
    if order is None:
        raise Refused(
            "order-unknown",
            _("There is no order %(number)s from this buyer to this supplier."),
            status=404, number=answer.order_number,
        )  # fmt: skip
    known = set(order.lines.values_list("line_number", flat=True))
    unknown = sorted({line.line_number for line in answer.lines} - known)
    if unknown:
        raise Refused(
            "order-line-unknown",
            _("Order %(number)s has no line %(lines)s."),
            status=422, number=order.number, lines=", ".join(map(str, unknown)),
        )  # fmt: skip
    response = create(
        OrderResponse(
            order=order, buyer_id=order.buyer_id, supplier_id=order.supplier_id,
            number=answer.number, response_code=answer.response_code, note=answer.note[:500],
            promised_on=answer.promised_on,
            message_id=message_id, received_at=now,
        )
    )  # fmt: skip
    quantities = dict(order.lines.values_list("line_number", "quantity"))
    create_all(
        (
            OrderResponseLine(
                response=response, line_number=line.line_number, status=line.status,
                quantity=standing_quantity(
                    quantities[line.line_number], code=answer.response_code,
                    line_status=line.status, line_quantity=line.quantity,
                ),
                promised_on=line.promised_on, substitute_item_id=line.substitute_item_id,
                substitute_name=line.substitute_name[:200], note=line.note[:500],
            )
            for line in answer.lines
        ),
        under=response,
    )  # fmt: skip
    tell("order-answered", order_id=order.pk, response_id=response.pk, buyer_id=order.buyer_id)
    return response


def settle_by_answer(*, actor: Actor, now: datetime, order_id: int, response_id: int) -> Order:
    """Settle the buyer's order by an answer: give back what does not come, set the state."""
    order = Order.objects.select_for_update().get(id=order_id)
    response = OrderResponse.objects.prefetch_related("lines").get(id=response_id, order=order)
    if order.state not in ORDER_TRANSITIONS:
        note(ignored=f"the order is {order.state} already")
        return order
    lines = list(order.lines.all())
    before = standing_of(order, lines)
    answered = {line.line_number: line for line in response.lines.all()}
    standing = {}
    for number, quantity in before.items():
        said = answered.get(number)
        standing[number] = standing_quantity(
            quantity, code=response.response_code,
            line_status=said.status if said else None,
            line_quantity=said.quantity if said else None,
        )  # fmt: skip
    settle(order, lines, standing, f"response:{response.pk}", now)
    outcomes = [
        LineOutcome(
            line.line_number, line.quantity, standing[line.line_number], line.unit_price_cents
        )
        for line in lines
    ]
    offered = any(line.substitute_item_id or line.substitute_name for line in answered.values())
    state = state_after(response.response_code, outcomes, substitutes=offered)
    return change(order, state=state)


def decide_substitute(
    *, actor: Actor, now: datetime, order_id: int, response_line_id: int, accepted: bool
) -> Order:
    """Say yes or no to an offered substitute; a no gives the line's money back.

    Raises Refused: ``not-found``, ``not-allowed``, ``substitute-decided-already``.
    """
    order = Order.objects.select_for_update().filter(id=order_id).first()
    offered = OrderResponseLine.objects.filter(
        id=response_line_id, response__order_id=order_id
    ).first()
    if order is None or offered is None:
        raise not_found()
    if SubstituteDecision.objects.filter(response_line=offered).exists():
        raise Refused("substitute-decided-already", _("This has been decided already."))
    require(may_decide_substitute(actor, order))
    create(
        SubstituteDecision(
            party_id=order.buyer_id, response_line=offered, person_id=actor.own_person_id,
            accepted=accepted, at=now,
        )
    )  # fmt: skip
    lines = list(order.lines.all())
    if not accepted:
        settle(order, lines, {offered.line_number: 0}, f"substitute:{offered.pk}", now)
    if _substitutes_open(order):
        return order
    standing = standing_of(order, lines)
    outcomes = [
        LineOutcome(
            line.line_number, line.quantity, standing[line.line_number], line.unit_price_cents
        )
        for line in lines
    ]
    state = state_after("CA", outcomes, substitutes=False)
    if state == OrderState.REFUSED:
        state = OrderState.CANCELLED
    return change(order, state=state)


def _substitutes_open(order: Order) -> bool:
    offered = OrderResponseLine.objects.filter(response__order=order).exclude(substitute_name="")
    return offered.filter(substitutedecision__isnull=True).exists()
