"""Taking in order agreements: they confirm an order of ours, and make none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samkop.ordering.documents import Agreed, Answer, AnsweredLine
from samkop.ordering.models import Order, OrderLine, OrderResponse
from samkop.ordering.rules.agreeing import shared_out
from samkop.ordering.usecases.order_response import record_answer
from samkop.ordering.vocabulary import LineStatus, ResponseCode
from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused


@dataclass(frozen=True)
class _Piece:
    """So many that the agreement names together: by when, and at what price of one in cents."""

    quantity: int
    day: date | None
    unit_price_cents: int | None


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
    shared = _shared(order, agreement, lines.values())
    return Answer(
        number=agreement.number, order_number=agreement.order_number,
        response_code=ResponseCode.CONDITIONALLY_ACCEPTED, note=agreement.note,
        lines=tuple(
            _line(number, lines[number].quantity, pieces) for number, pieces in shared.items()
        ),
        promised_on=agreement.promised_on, currency=agreement.currency,
    )  # fmt: skip


def _line(number: int, ordered: int, pieces: list[_Piece]) -> AnsweredLine:
    """One line of the order; of several prices the highest, so that one above it shows."""
    quantity = sum(piece.quantity for piece in pieces)
    parts = tuple((piece.quantity, piece.day) for piece in pieces if piece.day is not None)
    days = {day for _count, day in parts}
    in_parts = len(days) > 1 and len(parts) == len(pieces)
    prices = [piece.unit_price_cents for piece in pieces if piece.unit_price_cents is not None]
    return AnsweredLine(
        line_number=number, status=_status(quantity, ordered), quantity=Decimal(quantity),
        promised_on=max(days, default=None), parts=parts if in_parts else (),
        substitute_item_id="", substitute_name="", note="",
        unit_price_cents=max(prices, default=None),
    )  # fmt: skip


def _shared(order: Order, agreement: Agreed, lines: Iterable[OrderLine]) -> dict[int, list[_Piece]]:
    """What each line of the order has of the agreement's lines and their deliveries."""
    whole = all(one.quantity == int(one.quantity) for one in agreement.lines)
    agreed = [
        (one.seller_item_id, _Piece(quantity, day, one.unit_price_cents))
        for one in agreement.lines
        for quantity, day in one.parts or ((int(one.quantity), one.promised_on),)
    ]
    shared = shared_out(
        [(line.line_number, line.seller_item_id, line.quantity) for line in lines],
        [(item, piece.quantity) for item, piece in agreed],
    )
    if shared is None or not whole:
        raise Refused(
            "agreement-differs",
            _("Agreement %(agreement)s names other items or more than order %(number)s. Ask the"
              " supplier for an answer to the order instead."),
            status=422, agreement=agreement.number, number=order.number,
        )  # fmt: skip
    return {
        number: [replace(agreed[place][1], quantity=count) for count, place in drawn]
        for number, drawn in shared.items()
    }


def _status(quantity: int, ordered: int) -> LineStatus:
    if not quantity:
        return LineStatus.NOT_ACCEPTED
    return LineStatus.ACCEPTED if quantity == ordered else LineStatus.CHANGED
