"""A buyer's order document (T01) as plain values, and the responses to it (T76)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.texts import visible
from samkop.exchange.queries import side_of
from samkop.ordering.models import OrderLine, OrderResponse, OrderResponseLine, ReceivedOrder
from samkop.ordering.rules.received_order import AskedLine, AskedOrder, Place
from samkop.ordering.vocabulary import LineStatus, ResponseCode

ONE = Decimal(1)
CENTS = Decimal("0.01")


def asked_order(document: edocs.Order) -> AskedOrder:
    """Plain values of an order.

    A reservation is named as the quotation (``QuotationDocumentReference``), or among the
    additional documents, the catalogue's reference, or with its line in a line's
    ``QuotationLineReference`` (``2026-0000017/2``).
    """
    named = (
        document.quotation_reference, document.catalogue_reference,
        *(one.id for one in document.documents),
        *((line.quotation_line or "").partition("/")[0] for line in document.lines),
    )  # fmt: skip
    charged = any(line.allowance_charges for line in document.lines)
    return AskedOrder(
        number=document.id,
        currency=document.currency,
        cost_centre=(document.accounting_cost or "").strip(),
        place=_place(document.delivery),
        references=tuple(dict.fromkeys(filter(None, named))),
        lines=tuple(map(_line, document.lines)),
        has_charges=charged or bool(document.allowance_charges),
        goes_elsewhere=any(
            one.id or one.location_name or one.address
            for line in document.lines
            for one in line.deliveries
        ),
    )


def _line(line: edoc.OrderLine) -> AskedLine:
    return AskedLine(
        id=line.id,
        sellers_id=line.item.sellers_id or "",
        quantity=line.quantity.value,
        unit=line.quantity.unit or "",
        price=_price_of_one(line.price),
        quoted_line=(line.quotation_line or "").rpartition("/")[2],
        note=visible(line.note or ""),
    )


def _price_of_one(price: edoc.Price | None) -> Decimal | None:
    if price is None:
        return None
    base = price.base_quantity.value if price.base_quantity else ONE
    return price.amount / base if base else None


def _place(delivery: edoc.Delivery | None) -> Place:
    if delivery is None:
        return Place()
    address = delivery.address
    located = delivery.location_id
    return Place(
        gln=located.value if located else "",
        name=delivery.location_name or "",
        street=(address.street or "") if address else "",
        postal_code=(address.postal_zone or "") if address else "",
    )


def first_response(received: ReceivedOrder, issued_on: date) -> edocs.OrderResponse:
    """The order was passed on to the supplier (AB), or it was refused with its sentence (RE)."""
    code = ResponseCode.REFUSED if received.refusal_code else ResponseCode.ACKNOWLEDGED
    note = f"{received.sentence} ({received.refusal_code})" if received.refusal_code else None
    return _response(received, issued_on, 0, code, note)


def passed_on_response(
    received: ReceivedOrder, answer: OrderResponse, lines: Sequence[OrderLine], issued_on: date
) -> edocs.OrderResponse:
    """What the supplier answered, with the buyer's own numbers; ``answer`` read with its lines."""
    code = ResponseCode(answer.response_code)
    ordered = {line.line_number: line for line in lines}
    said = sorted(answer.lines.all(), key=lambda one: one.line_number)
    return _response(
        received, issued_on, answer.pk, code, answer.note or None,
        lines=tuple(
            _said(one, ordered[one.line_number], received.line_ids) for one in said
        ) if code == ResponseCode.CONDITIONALLY_ACCEPTED else (),
        promised=answer.promised_on if code == ResponseCode.ACCEPTED else None,
    )  # fmt: skip


def _response(
    received: ReceivedOrder, issued_on: date, sequence: int, code: ResponseCode,
    note: str | None, *, lines: tuple[edoc.OrderResponseLine, ...] = (),
    promised: date | None = None,
) -> edocs.OrderResponse:  # fmt: skip
    return edoc.OrderResponse(
        id=response_number(received, sequence),
        issue_date=issued_on,
        response_code=code.value,
        currency=received.currency,
        order_reference=received.number,
        seller=side_of(received.receiver),
        buyer=side_of(received.buyer),
        lines=lines,
        sales_order_id=received.order.number if received.order else None,
        note=note,
        promised_delivery=edoc.Period(promised, promised) if promised else None,
    )


def response_number(received: ReceivedOrder, sequence: int) -> str:
    """The number of a response: the first, or that which passes an answer on."""
    return f"RO-{received.pk}-{sequence}"


def _said(
    said: OrderResponseLine, line: OrderLine, line_ids: Mapping[str, str]
) -> edoc.OrderResponseLine:
    coming = said.status != LineStatus.NOT_ACCEPTED
    theirs = line_ids[str(line.line_number)]
    offered = edoc.Item(
        name=said.substitute_name or None, sellers_id=said.substitute_item_id or None
    )
    return edoc.OrderResponseLine(
        id=str(line.line_number),
        status_code=said.status,
        order_line_id=theirs,
        item=edoc.Item(name=line.name, sellers_id=line.seller_item_id),
        quantity=edoc.Quantity(Decimal(said.quantity), line.unit_code) if coming else None,
        note=said.note or None,
        promised_deliveries=(edoc.Period(said.promised_on, said.promised_on),)
        if said.promised_on and coming
        else (),
        price=edoc.Price(said.unit_price_cents * CENTS)
        if said.unit_price_cents is not None and coming
        else None,
        substitute=edoc.SubstitutedLine(theirs, offered) if said.is_offer else None,
    )
