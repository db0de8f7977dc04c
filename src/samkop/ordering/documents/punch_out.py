"""A basket as a purchasing system gets it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import CatalogueItem
from samkop.core import edocs
from samkop.core.edocs import model as edoc
from samkop.core.edocs.punchout import BasketLine, Credential, order_message
from samkop.core.money import Money
from samkop.exchange.queries import side_of
from samkop.ordering.models import PunchOutSession, Reservation, ReservationLine
from samkop.parties.rules import usual_language

CENTS = Decimal("0.01")


def basket_lines(reservations: Iterable[Reservation], today: date) -> Iterator[BasketLine]:
    """The lines of what is reserved, read with agreements and items."""
    for reservation in reservations:
        for line in sorted(reservation.lines.all(), key=lambda one: one.line_number):
            yield line_reserved(line, reservation, line.quantity, today)


def line_reserved(
    line: ReservationLine, reservation: Reservation, quantity: int, today: date
) -> BasketLine:
    """So many of a line at the price that was reserved, whatever has become of it since."""
    return BasketLine(
        description=line.shown_name,
        quantity=quantity,
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


def basket_message(session: PunchOutSession, lines: Sequence[BasketLine]) -> str:
    """What a session brings back as cXML: to whom it came from, under that system's own name.

    ``session`` is read with its party, and over.
    """
    told = session.parameters
    shop, system = (Credential(*told.get(role, ("", ""))) for role in ("supplier", "buyer"))
    currency = lines[0].currency if lines else session.party.currency
    return order_message(
        lines, cookie=session.buyer_cookie, sender=shop, receiver=system, agent="Samkop",
        currency=currency, language=usual_language(session.party.country),
        payload_id=f"basket-{session.pk}@samkop", at=session.ended_at or session.asked_at,
    )  # fmt: skip


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


def punch_out_document(reservation: Reservation) -> edocs.PunchOut:
    """What is reserved as a Peppol Punch Out (T77), its number the reservation's.

    Read with its agreement, parties, lines and items. It holds until the reservation runs out,
    in the buyer's own time.
    """
    zone = ZoneInfo(reservation.buyer.time_zone)
    issued, until = (
        reservation.reserved_at.astimezone(zone),
        reservation.expires_at.astimezone(zone),
    )
    lines = sorted(reservation.lines.all(), key=lambda one: one.line_number)
    return edoc.PunchOut(
        id=reservation.number,
        issue_date=issued.date(),
        issue_time=issued.time().replace(microsecond=0),
        provider=side_of(reservation.purchasing_body),
        receiver=side_of(reservation.buyer),
        lines=tuple(_document_line(line, reservation.currency, issued.date()) for line in lines),
        validity=edoc.Period(
            end_date=until.date(), end_time=until.time().replace(microsecond=0)
        ),
        contracts=(reservation.agreement.number,),
    )  # fmt: skip


def _document_line(line: ReservationLine, currency: str, today: date) -> edoc.PunchOutLine:
    item = line.item
    days = (line.expected_on - today).days if line.expected_on else None
    price = edoc.CataloguePrice(
        Money(line.unit_price_cents * CENTS, currency), edoc.Quantity(Decimal(1), line.unit_code)
    )
    taxes = (
        (edoc.TaxCategory(item.vat_category, item.vat_percent),)
        if item.vat_category and item.vat_percent is not None
        else ()
    )
    return edoc.PunchOutLine(
        id=str(line.line_number),
        terms=edoc.BasketTerms(
            price,
            edoc.Quantity(Decimal(line.quantity), line.unit_code),
            edoc.Quantity(Decimal(days), "DAY") if days is not None and days >= 0 else None,
        ),
        item=edoc.Item(name=line.name, sellers_id=line.seller_item_id, taxes=taxes),
    )
