"""A buyer's change or cancellation (T114, T115) as plain values, and its answers (T116)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.edocs.model.order_change import LineActionCode, OrderChangeLine
from samkop.core.texts import visible
from samkop.exchange.queries import side_of
from samkop.ordering.models import OrderResponse, ReceivedChange
from samkop.ordering.rules.received_change import AskedChange
from samkop.ordering.vocabulary import ResponseCode

NONE = Decimal(0)


def asked_change(document: edocs.OrderChange | edocs.OrderCancellation) -> AskedChange:
    """Plain values of what is asked for; lines that nothing happens to are left out."""
    if isinstance(document, edocs.OrderCancellation):
        return AskedChange(
            number=document.id, order_number=document.order_reference, cancels=True,
            reason=visible(document.cancellation_note)[:500],
        )  # fmt: skip
    changed = [line for line in document.lines if line.status_code != LineActionCode.NO_ACTION]
    other = next((line.id for line in changed if _wanted(line) is None), "")
    return AskedChange(
        number=document.id,
        order_number=document.order_reference,
        reason=visible(document.note or "")[:500],
        cancels=False,
        currency=document.currency,
        quantities={line.id: _wanted(line) or 0 for line in changed},
        other=other,
        requested_on=_day(document.delivery),
    )


def restated_change(document: edocs.OrderChange, before: edocs.Order) -> AskedChange:
    """Plain values of a change that says the whole order anew, against the order as it came (cXML).

    Lines that it does not name are taken out; a line that is new or has another item, unit or
    price is something else than fewer. A day counts that is another than before.
    """
    ordered = {line.id: line for line in before.lines}
    named = {line.id: line for line in document.lines}
    other = next((line.id for line in document.lines if _differs(line, ordered)), "")
    day = _day(document.delivery)
    quantities = {line_id: 0 for line_id in ordered if line_id not in named}
    for line in document.lines:
        if line.id in ordered and line.quantity.value != ordered[line.id].quantity.value:
            quantities[line.id] = int(line.quantity.value)
    return AskedChange(
        number=document.id,
        order_number=document.order_reference,
        reason=visible(document.note or "")[:500],
        cancels=False,
        currency=document.currency,
        quantities=quantities,
        other=other,
        requested_on=day if day != _day(before.delivery) else None,
    )


def _differs(line: OrderChangeLine, ordered: Mapping[str, edoc.OrderLine]) -> bool:
    """Whether anything but its quantity is another than before, or its quantity is no whole one."""
    known = ordered.get(line.id)
    whole = line.quantity.value == line.quantity.value.to_integral_value()
    return known is None or not whole or (
        line.item.sellers_id, line.quantity.unit, line.price
    ) != (known.item.sellers_id, known.quantity.unit, known.price)  # fmt: skip


def _wanted(line: OrderChangeLine) -> int | None:
    """How many are wanted now; None where something else is asked of it than fewer."""
    if line.status_code == LineActionCode.DELETED:
        return 0
    count = line.quantity.value
    whole = count == count.to_integral_value() and count >= NONE
    return int(count) if whole and line.status_code == LineActionCode.CHANGED else None


def _day(delivery: edoc.Delivery | None) -> date | None:
    period = delivery.requested_period if delivery else None
    return (period.end_date or period.start_date) if period else None


def first_answer(received: ReceivedChange, issued_on: date) -> edocs.OrderResponseAdvanced:
    """It was passed on (AB), took effect at once (AP), or is refused with its sentence (RE)."""
    if received.refusal_code:
        note = f"{received.sentence} ({received.refusal_code})"
        return _answer(received, issued_on, 0, ResponseCode.REFUSED, note)
    code = ResponseCode.ACKNOWLEDGED if received.change_id else ResponseCode.ACCEPTED
    return _answer(received, issued_on, 0, code)


def passed_on_answer(
    received: ReceivedChange, answer: OrderResponse, issued_on: date
) -> edocs.OrderResponseAdvanced:
    """The supplier's yes or no, with the buyer's own numbers."""
    code = ResponseCode(answer.response_code)
    promised = answer.promised_on if code == ResponseCode.ACCEPTED else None
    return _answer(received, issued_on, answer.pk, code, answer.note or None, promised)


def _answer(
    received: ReceivedChange, issued_on: date, sequence: int, code: ResponseCode,
    note: str | None = None, promised: date | None = None,
) -> edocs.OrderResponseAdvanced:  # fmt: skip
    return edoc.OrderResponseAdvanced(
        id=f"RC-{received.pk}-{sequence}",
        issue_date=issued_on,
        response_code=code.value,
        currency=received.currency,
        order_reference=received.order_number,
        order_change_reference=received.number,
        seller=side_of(received.receiver),
        buyer=side_of(received.buyer),
        note=note,
        promised_delivery=edoc.Period(promised, promised) if promised else None,
    )
