"""A supplier's answer as a document that comes in by the exchange, and what follows from it."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from factories.exchange import put_in, side_in_response
from factories.ordering import NOW, TODAY, Market, Municipality
from samkop.core import edocs
from samkop.core.edocs.model import (
    Item,
    OrderResponseLine,
    Period,
    Price,
    Quantity,
    SubstitutedLine,
)
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.queries import folder_of
from samkop.ordering.models import Order
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.outbox import dispatch_waiting, tell
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

numbers = itertools.count(1)


def let_facts_work() -> None:
    """Dispatch what waits, until nothing does."""
    while dispatch_waiting(FACTS):
        continue


def an_answered_line(
    number: int = 1, status: str = "5", quantity: int | None = None, *, substitute: str = "",
    substitute_id: str = "S-1", price: str = "", promised: date | None = None, note: str = "",
) -> OrderResponseLine:  # fmt: skip
    """What the supplier says of one line; ``substitute`` is the name of what it offers."""
    return OrderResponseLine(
        id=str(number), status_code=status, order_line_id=str(number), item=Item(name="It"),
        quantity=None if quantity is None else Quantity(Decimal(quantity), "EA"),
        note=note or None,
        promised_deliveries=(Period(promised, promised),) if promised else (),
        price=Price(Decimal(price)) if price else None,
        substitute=SubstitutedLine(str(number), Item(name=substitute, sellers_id=substitute_id))
        if substitute else None,
    )  # fmt: skip


def answered(
    data: Path, market: Market, order: Order, code: str, *lines: OrderResponseLine,
    note: str = "", promised: date | None = None, currency: str = "EUR",
) -> Order:  # fmt: skip
    """The order after the supplier's document has come in and everything has followed."""
    buyer = market.buyers[0]
    response = edocs.OrderResponse(
        id=f"OR-{next(numbers)}", issue_date=TODAY, response_code=code, currency=currency,
        order_reference=order.number, seller=side_in_response(market.supplier),
        buyer=side_in_response(buyer.party), lines=lines, note=note or None,
        promised_delivery=Period(promised, promised) if promised else None,
    )  # fmt: skip
    comes_in(data, buyer, response)
    return order_again(market, order)


def change_answered(
    data: Path, market: Market, order: Order, code: str, *lines: OrderResponseLine,
    about: str = "", promised: date | None = None,
) -> Order:  # fmt: skip
    """The order after its supplier's T116 has come in; ``about`` is the change's number."""
    buyer = market.buyers[0]
    response = edocs.OrderResponseAdvanced(
        id=f"RA-{next(numbers)}", issue_date=TODAY, response_code=code, currency="EUR",
        order_reference=order.number, order_change_reference=about or None, lines=lines,
        seller=side_in_response(market.supplier), buyer=side_in_response(buyer.party),
        promised_delivery=Period(promised, promised) if promised else None,
    )  # fmt: skip
    comes_in(data, buyer, response)
    return order_again(market, order)


def comes_in(data: Path, buyer: Municipality, document: edocs.Document) -> None:
    """The document lies in the buyer's mailbox, is taken in, and everything follows."""
    with reading(buyer.manager):
        inbox = data / "exchange" / (folder_of(buyer.party.pk) or "") / "inbox"
    put_in(inbox, f"{document.id}.xml", edocs.write(document))
    collect_inboxes(data, now=NOW)
    let_facts_work()


def came(order: Order, quantity: int, on: date) -> None:
    """So many of an order's first line have come that day, as a receipt would say it."""
    at = NOW + (on - TODAY)

    def count_them(*, actor: Actor, now: datetime) -> None:
        move_lines(
            order_id=order.pk, kind=LineMovementKind.RECEIVED, quantities={1: quantity},
            source=f"test:{at}", now=now,
        )  # fmt: skip
        tell(
            "goods-received", buyer_id=order.buyer_id, supplier_id=order.supplier_id,
            order_ids=[order.pk],
        )  # fmt: skip

    perform(actors.job("goods-keeper", order.buyer_id), count_them, now=at)
    let_facts_work()


def order_again(market: Market, order: Order) -> Order:
    """The order as it stands now."""
    with reading(market.buyers[0].manager):
        return Order.objects.get(id=order.pk)
