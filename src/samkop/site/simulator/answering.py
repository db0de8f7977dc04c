"""What a supplier answers to an order: a Peppol Order Response (T76), decided by a seed.

The same order, mode and seed give the same answer, to the byte: a supplier that is killed
and starts again cannot contradict itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from samkop.core.edocs import Order, OrderResponse
from samkop.core.edocs.model import (
    Item,
    LegalEntity,
    LineStatusCode,
    OrderLine,
    OrderResponseCode,
    OrderResponseLine,
    Party,
    Period,
    Quantity,
    SubstitutedLine,
)

REASONS = (
    "The item has been discontinued and has no successor.",
    "The maker delivers none before the end of the year.",
    "The delivery place is outside our area of delivery.",
)


class Mode(StrEnum):
    """How a supplier answers."""

    FULL = "full"
    PART = "part"
    SUBSTITUTE = "substitute"
    REFUSAL = "refusal"
    MIXED = "mixed"


# How often a supplier of mode mixed answers in each way, in per cent.
SHARES = {Mode.FULL: 60, Mode.PART: 20, Mode.SUBSTITUTE: 12, Mode.REFUSAL: 8}


@dataclass(frozen=True)
class Answer:
    """A response and the mode in which it was given (never mixed)."""

    mode: Mode
    response: OrderResponse


def answer(order: Order, mode: Mode, seed: int) -> Answer:
    """The supplier's answer; dates count from the order's issue date."""
    # Not for secrets: the same seed must give the same supplier.
    random = Random(f"{seed}/{order.sender}/{order.id}")  # noqa: S311
    chosen = random.choices([*SHARES], [*SHARES.values()])[0] if mode is Mode.MIXED else mode
    response = OrderResponse(
        id=f"OR-{order.id}",
        issue_date=order.issue_date,
        response_code=OrderResponseCode.ACCEPTED,
        currency=order.currency,
        order_reference=order.id,
        seller=in_response(order.seller),
        buyer=in_response(order.buyer),
        sales_order_id=f"SO{random.randrange(10**7):07}",
        customer_reference=order.customer_reference,
    )
    promised = order.issue_date + timedelta(days=random.randint(3, 10))
    if chosen is Mode.REFUSAL:
        note = random.choice(REASONS)
        return Answer(
            chosen, replace(response, response_code=OrderResponseCode.REJECTED, note=note)
        )
    if chosen is Mode.FULL:
        return Answer(chosen, replace(response, promised_delivery=Period(promised, promised)))
    touched = random.randrange(len(order.lines))
    lines = tuple(
        _line(line, promised, chosen if place == touched else Mode.FULL, random)
        for place, line in enumerate(order.lines)
    )
    return Answer(
        chosen,
        replace(response, response_code=OrderResponseCode.CONDITIONALLY_ACCEPTED, lines=lines),
    )


def _line(line: OrderLine, promised: date, mode: Mode, random: Random) -> OrderResponseLine:
    kept = OrderResponseLine(
        id=line.id,
        status_code=LineStatusCode.ACCEPTED,
        order_line_id=line.id,
        item=_in_line(line.item),
        quantity=line.quantity,
        promised_deliveries=(Period(promised, promised),),
    )
    if mode is Mode.PART:
        return _in_part(kept, line.quantity, promised, random)
    if mode is Mode.SUBSTITUTE:
        return replace(
            kept,
            status_code=LineStatusCode.CHANGED,
            note="The item ordered has been replaced by its maker.",
            substitute=SubstitutedLine(id=line.id, item=_successor(line.item)),
        )
    return kept


def _in_part(
    line: OrderResponseLine, ordered: Quantity, promised: date, random: Random
) -> OrderResponseLine:
    """Fewer now and the rest later; of a single one all of it later."""
    later = promised + timedelta(days=random.randint(14, 42))
    confirmed = ordered.value // 2
    if confirmed == 0:
        return replace(
            line,
            status_code=LineStatusCode.CHANGED,
            note="Delayed by the maker.",
            promised_deliveries=(Period(later, later),),
        )
    rest = ordered.value - confirmed
    return replace(
        line,
        status_code=LineStatusCode.CHANGED,
        note=f"{confirmed.normalize():f} now; {rest.normalize():f} follow on {later}.",
        quantity=Quantity(Decimal(confirmed), ordered.unit),
        maximum_backorder_quantity=Quantity(rest, ordered.unit),
        promised_deliveries=(Period(promised, promised), Period(later, later)),
    )


def in_response(party: Party) -> Party:
    """A party with what a response says of it (T76 has fewer fields than T01)."""
    entity = party.legal_entity
    name = entity.registration_name if entity else party.name
    return Party(
        endpoint=party.endpoint,
        identifiers=party.identifiers,
        legal_entity=LegalEntity(name) if name else None,
    )


def _in_line(item: Item) -> Item:
    return Item(
        name=item.name or item.sellers_id or "-",
        buyers_id=item.buyers_id,
        sellers_id=item.sellers_id,
        standard_id=item.standard_id,
    )


def _successor(item: Item) -> Item:
    return Item(name=f"{item.name} (successor)", sellers_id=f"{item.sellers_id or 'X'}-2")
