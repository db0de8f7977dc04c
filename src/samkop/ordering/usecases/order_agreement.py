"""Taking in order agreements: they confirm an order of ours, and make none."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.ordering.documents import Agreed, Answer, AnsweredLine
from samkop.ordering.models import Order, OrderResponse
from samkop.ordering.rules.agreeing import shared_out
from samkop.ordering.usecases.order_response import record_answer
from samkop.ordering.vocabulary import LineStatus, ResponseCode
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused


def record_agreement(
    *, actor: Actor, now: datetime, agreement: Agreed, buyer_id: int, message_id: int
) -> OrderResponse:
    """Keep what a supplier states as agreed as its answer to the order; ``actor`` its message.

    Raises Refused: ``agreement-without-order`` where this supplier has no such order (what was
    bought outside the shop is recorded as such by a person), ``agreement-differs`` where it
    names other items than the order, or more of them, and as ``record_answer``.
    """
    order = Order.objects.filter(
        buyer_id=buyer_id, supplier_id=actor.own_party_id, number=agreement.order_number
    ).first()
    if order is None:
        raise Refused(
            "agreement-without-order",
            _("Agreement %(agreement)s names order %(number)s, which was not placed here. Record"
              " it under the framework agreement as an order outside the shop, or ask the"
              " supplier for the right number."),
            status=404, agreement=agreement.number, number=agreement.order_number,
        )  # fmt: skip
    return record_answer(
        actor=actor, now=now, answer=_answer(order, agreement), buyer_id=buyer_id,
        message_id=message_id,
    )  # fmt: skip


def _answer(order: Order, agreement: Agreed) -> Answer:
    """The agreement as the answer that a system of T76 would have sent, line by line."""
    lines = {line.line_number: line for line in order.lines.all()}
    shared = _shared(order, agreement, [
        (number, line.seller_item_id, line.quantity) for number, line in lines.items()
    ])  # fmt: skip
    said = {one.seller_item_id: one for one in agreement.lines}
    return Answer(
        number=agreement.number, order_number=agreement.order_number,
        response_code=ResponseCode.CONDITIONALLY_ACCEPTED, note=agreement.note,
        lines=tuple(
            AnsweredLine(
                line_number=number,
                status=_status(quantity, lines[number].quantity),
                quantity=Decimal(quantity),
                promised_on=said[lines[number].seller_item_id].promised_on,
                substitute_item_id="", substitute_name="", note="",
                unit_price_cents=said[lines[number].seller_item_id].unit_price_cents,
            )
            for number, quantity in shared.items()
        ),
        promised_on=agreement.promised_on, currency=agreement.currency,
    )  # fmt: skip


def _shared(order: Order, agreement: Agreed, lines: list[tuple[int, str, int]]) -> dict[int, int]:
    quantities = [(one.seller_item_id, one.quantity) for one in agreement.lines]
    whole = all(quantity == int(quantity) for _item, quantity in quantities)
    shared = shared_out(lines, [(item, int(quantity)) for item, quantity in quantities])
    if shared is None or not whole:
        raise Refused(
            "agreement-differs",
            _("Agreement %(agreement)s names other items or more than order %(number)s. Ask the"
              " supplier for an answer to the order instead."),
            status=422, agreement=agreement.number, number=order.number,
        )  # fmt: skip
    return shared


def _status(quantity: int, ordered: int) -> LineStatus:
    if not quantity:
        return LineStatus.NOT_ACCEPTED
    return LineStatus.ACCEPTED if quantity == ordered else LineStatus.CHANGED
