"""A basket as a purchasing system gets it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import CatalogueItem
from samkop.core.edocs.punchout import BasketLine
from samkop.ordering.models import Reservation

CENTS = Decimal("0.01")


def basket_lines(reservations: Iterable[Reservation], today: date) -> Iterator[BasketLine]:
    """The lines of what is reserved, read with agreements and items."""
    for reservation in reservations:
        for line in sorted(reservation.lines.all(), key=lambda one: one.line_number):
            yield BasketLine(
                description=line.shown_name,
                quantity=line.quantity,
                unit=line.unit_code,
                price=line.unit_price_cents * CENTS,
                currency=reservation.currency,
                product_id=str(line.item_id),
                sellers_id=line.seller_item_id,
                supplier=reservation.agreement.supplier.name,
                agreement=reservation.agreement.number,
                category=line.item.category,
                manufacturer=line.item.manufacturer,
                long_text=_long_text(line.item, line.properties),
                lead_days=(line.expected_on - today).days if line.expected_on else None,
                reservation=reservation.number,
                reservation_line=str(line.line_number),
            )


def line_of_item(
    item: CatalogueItem, quantity: int, origin: PriceOrigin, expected_on: date | None, today: date
) -> BasketLine:
    """An item at today's price, for which nothing is reserved."""
    return BasketLine(
        description=item.shown_name,
        quantity=quantity,
        unit=item.unit_code,
        price=origin.net_cents * CENTS,
        currency=origin.currency,
        product_id=str(item.pk),
        sellers_id=item.seller_item_id,
        supplier=item.supplier.name,
        agreement=item.agreement.number,
        category=item.category,
        manufacturer=item.manufacturer,
        long_text=_long_text(item, {}),
        lead_days=(expected_on - today).days if expected_on else None,
    )


def _long_text(item: CatalogueItem, properties: dict[str, str]) -> str:
    told = ", ".join(f"{name}: {value}" for name, value in properties.items())
    return " · ".join(filter(None, (item.shown_text or item.description, told)))
