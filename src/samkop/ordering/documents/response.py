"""A supplier's answer: read from its order response (T76), and written as one by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.texts import visible
from samkop.exchange.queries import side_of
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.rules.answering import Said, line_status, response_code
from samkop.ordering.vocabulary import LineStatus, ResponseCode

ONE = Decimal(1)
CENTS = Decimal("0.01")
_COMES = frozenset({LineStatus.ADDED, LineStatus.CHANGED, LineStatus.ACCEPTED})
LONGEST_NUMBER = 5  # digits of a line number


@dataclass(frozen=True)
class AnsweredLine:
    """What a supplier says about one line; quantities in the order's unit.

    ``quantity`` counts what is confirmed and what is put on backorder; None if unsaid.
    ``unit_price_cents`` is the price of one in the answer's currency, without VAT, rounded
    upwards to whole cents; None if unsaid. ``parts`` say how many come on which day, where
    more than one day is named.
    """

    line_number: int
    status: str
    quantity: Decimal | None
    promised_on: date | None
    substitute_item_id: str
    substitute_name: str
    note: str
    unit_price_cents: int | None = None
    parts: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True)
class Answer:
    """A supplier's answer to the order with this number.

    ``promised_on`` is the last day of the promised delivery of the whole, if it was said;
    ``currency`` (ISO 4217) that of its prices. ``change_number`` names the change that it
    answers; ``is_advanced``: it may answer a cancellation without naming it (T116).
    """

    number: str
    order_number: str
    response_code: str
    note: str
    lines: tuple[AnsweredLine, ...]
    promised_on: date | None = None
    currency: str = ""
    change_number: str = ""
    is_advanced: bool = False


def answer_of(document: edocs.OrderResponse) -> Answer:
    """Plain values of an order response (Peppol T76, T116)."""
    advanced = document if isinstance(document, edocs.OrderResponseAdvanced) else None
    return Answer(
        number=document.id,
        order_number=document.order_reference,
        response_code=document.response_code,
        note=visible(document.note or ""),
        lines=tuple(_together(map(_answered, document.lines))),
        promised_on=last_day((document.promised_delivery,)),
        currency=document.currency,
        change_number=(advanced.order_change_reference or "") if advanced else "",
        is_advanced=advanced is not None,
    )


def _together(lines: Iterable[AnsweredLine]) -> Iterable[AnsweredLine]:
    """Several answers to one line, each for a part on its own day, as one.

    Peppol BIS lets a line be answered by several response lines (T76 and T116, "Order
    response with changes"). Where one offers a substitute or refuses, they stay apart.
    """
    by_number: dict[int, list[AnsweredLine]] = {}
    for line in lines:
        by_number.setdefault(line.line_number, []).append(line)
    for several in by_number.values():
        comes = all(
            one.quantity is not None and one.promised_on and one.status in _COMES
            and not one.substitute_item_id and not one.substitute_name
            for one in several
        )  # fmt: skip
        if len(several) == 1 or not comes:
            yield from several
            continue
        parts = tuple(
            (int(one.quantity or 0), one.promised_on) for one in several if one.promised_on
        )
        yield replace(
            several[0], quantity=sum((one.quantity or Decimal(0) for one in several), Decimal(0)),
            status=LineStatus.CHANGED, parts=parts, promised_on=max(day for _n, day in parts),
            note=" ".join(filter(None, (one.note for one in several))),
        )  # fmt: skip


def _answered(line: edoc.OrderResponseLine) -> AnsweredLine:
    substitute = line.substitute.item if line.substitute else None
    return AnsweredLine(
        line_number=_line_number(line.order_line_id),
        status=line.status_code,
        quantity=_standing(line),
        promised_on=last_day(line.promised_deliveries),
        substitute_item_id=(substitute.sellers_id or "") if substitute else "",
        substitute_name=visible(substitute.name or "") if substitute else "",
        note=visible(line.note or ""),
        unit_price_cents=unit_price_cents(line.price),
        parts=_parts(line),
    )


def _parts(line: edoc.OrderResponseLine) -> tuple[tuple[int, date], ...]:
    """What is confirmed on the first day named, and what is on backorder on the last one."""
    days = [day for period in line.promised_deliveries if (day := last_day((period,)))]
    later = line.maximum_backorder_quantity
    if line.quantity is None or later is None or not later.value or len(days) < 2:  # noqa: PLR2004
        return ()
    return ((int(line.quantity.value), min(days)), (int(later.value), max(days)))


def unit_price_cents(price: edoc.Price | None) -> int | None:
    """The price of one; upwards, so that a part of a cent above the order's still shows."""
    if price is None or (price.base_quantity is not None and not price.base_quantity.value):
        return None
    base = price.base_quantity.value if price.base_quantity else ONE
    return int((price.amount / base / CENTS).to_integral_value(ROUND_CEILING))


def last_day(periods: Iterable[edoc.Period | None]) -> date | None:
    """The last day of several periods, each by its end or else its start; None if unsaid."""
    ends = [period.end_date or period.start_date for period in periods if period]
    return max((day for day in ends if day), default=None)


def _line_number(text: str) -> int:
    """Ours are small whole numbers; anything else is a line that we never ordered: 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _standing(line: edoc.OrderResponseLine) -> Decimal | None:
    if line.quantity is None:
        return None
    backorder = line.maximum_backorder_quantity
    return line.quantity.value + (backorder.value if backorder else 0)


@dataclass(frozen=True)
class ByHand:
    """An answer that somebody typed: one ``Said`` for each line of the order.

    ``note`` and ``sales_order_id`` (the supplier's own number) are empty where unsaid.
    """

    number: str
    issued_on: date
    said: tuple[Said, ...]
    note: str = ""
    sales_order_id: str = ""


def response_document(
    order: Order, lines: Sequence[OrderLine], by_hand: ByHand
) -> edocs.OrderResponse:
    """The order response that says it."""
    said = {one.line_number: one for one in by_hand.said}
    code = response_code([(said[line.line_number], line.quantity) for line in lines])
    days = {one.promised_on for one in by_hand.said}
    return edoc.OrderResponse(
        id=by_hand.number,
        issue_date=by_hand.issued_on,
        response_code=code.value,
        currency=order.currency,
        order_reference=order.number,
        seller=side_of(order.supplier),
        buyer=side_of(order.buyer),
        lines=tuple(_answer_to(line, said[line.line_number]) for line in lines)
        if code == ResponseCode.CONDITIONALLY_ACCEPTED
        else (),
        sales_order_id=by_hand.sales_order_id or None,
        note=by_hand.note or None,
        promised_delivery=_by(days.pop()) if code == ResponseCode.ACCEPTED else None,
    )


def _answer_to(line: OrderLine, said: Said) -> edoc.OrderResponseLine:
    status = line_status(said, line.quantity)
    coming = status != LineStatus.NOT_ACCEPTED
    days = [(said.quantity, said.promised_on), (said.later, said.later_on)]
    return edoc.OrderResponseLine(
        id=str(line.line_number),
        status_code=status.value,
        order_line_id=str(line.line_number),
        item=edoc.Item(name=line.name, sellers_id=line.seller_item_id),
        quantity=_quantity(said.quantity, line) if coming else None,
        maximum_backorder_quantity=_quantity(said.later, line) if said.later else None,
        note=said.note or None,
        promised_deliveries=tuple(
            period for count, day in days if count and (period := _by(day)) is not None
        ),
    )


def _quantity(count: int, line: OrderLine) -> edoc.Quantity:
    return edoc.Quantity(Decimal(count), line.unit_code)


def _by(day: date | None) -> edoc.Period | None:
    return None if day is None else edoc.Period(day, day)
