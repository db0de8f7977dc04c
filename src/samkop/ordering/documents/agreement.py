"""What a supplier states as agreed: read from its order agreement (T110)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.texts import visible
from samkop.ordering.documents.response import last_day, unit_price_cents


@dataclass(frozen=True)
class AgreedLine:
    """So many of an item of the supplier's, in its unit; by which day, if it says so.

    ``parts`` say how many come on which day, where it comes in several deliveries.
    ``unit_price_cents`` is the price of one in the agreement's currency, without VAT, rounded
    upwards to whole cents.
    """

    seller_item_id: str
    quantity: Decimal
    unit_price_cents: int | None
    promised_on: date | None
    parts: tuple[tuple[int, date], ...] = ()


@dataclass(frozen=True)
class Agreed:
    """The agreement on the order with this number, in ``currency`` (ISO 4217)."""

    number: str
    order_number: str
    currency: str
    note: str
    lines: tuple[AgreedLine, ...]
    promised_on: date | None = None


def agreement_of(document: edocs.OrderAgreement) -> Agreed:
    """Plain values of an order agreement (Peppol T110)."""
    return Agreed(
        number=document.id,
        order_number=document.order_reference,
        currency=document.currency,
        note=visible(document.note or ""),
        lines=tuple(map(_agreed, document.lines)),
        promised_on=last_day((document.promised_delivery,)),
    )


def _agreed(line: edoc.OrderAgreementLine) -> AgreedLine:
    return AgreedLine(
        seller_item_id=line.item.sellers_id or "",
        quantity=line.quantity.value,
        unit_price_cents=unit_price_cents(line.price),
        promised_on=last_day(delivery.promised_period for delivery in line.deliveries),
        parts=_parts(line),
    )


def _parts(line: edoc.OrderAgreementLine) -> tuple[tuple[int, date], ...]:
    """Its deliveries, where each says how many and when, in whole pieces, and all are named."""
    parts = tuple(
        (int(delivery.quantity.value), day)
        for delivery in line.deliveries
        if delivery.quantity and (day := last_day((delivery.promised_period,)))
    )
    return parts if sum(count for count, _day in parts) == line.quantity.value else ()
