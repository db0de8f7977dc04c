"""Reads: purchases that were not held against their rules yet, and what the rules gave then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from samkop.agreements.models import OutsideOrder
from samkop.agreements.queries import Terms, priced_of, terms_of
from samkop.agreements.rules import PriceOrigin, absence_of
from samkop.core.period import day_of
from samkop.followup.models import PriceCheck
from samkop.followup.vocabulary.prices import PriceCause, PurchaseSource
from samkop.invoicing.models import InvoiceLine, MatchedPart
from samkop.invoicing.vocabulary import InvoiceKind
from samkop.ordering.models import OrderLine, Reservation
from samkop.platform.database.prepared import Rows

# The joint volume of each price group before each movement of an agreement's ledger.
_BEFORE = Rows(
    """
SELECT m.participation_id, m.reference, q.key,
    (sum(q.value::bigint) OVER (PARTITION BY q.key ORDER BY m.id) - q.value::bigint)::bigint
FROM agreements_ceilingmovement m CROSS JOIN LATERAL jsonb_each_text(m.quantities) q
WHERE m.agreement_id = %s ORDER BY m.id
""",
    "", "", "", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order line with the day and the reference by which it was priced."""

    line: OrderLine
    day: date
    reference: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rule gave: the price at a joint volume; or why it gave none."""

    origin: PriceOrigin | None
    volume: int | None = None
    absence: PriceCause | None = None


def unchecked_lines(party_id: int, rows: int) -> list[OrderLine]:
    """Order lines under the party's agreements that have no check yet, the oldest first."""
    seen = PriceCheck.objects.filter(order_line=OuterRef("pk"), source=PurchaseSource.ORDERED)
    lines = OrderLine.objects.filter(~Exists(seen), order__purchasing_body_id=party_id)
    return list(lines.select_related("order__buyer").order_by("id")[:rows])


def unchecked_outside(party_id: int, rows: int) -> list[OutsideOrder]:
    """Orders outside the shop, under the party's agreements, that have no check yet."""
    seen = PriceCheck.objects.filter(outside_order=OuterRef("pk"))
    orders = OutsideOrder.objects.filter(~Exists(seen), agreement__purchasing_body_id=party_id)
    return list(orders.select_related("agreement").order_by("id")[:rows])


def unchecked_parts(party_id: int, rows: int) -> QuerySet[MatchedPart]:
    """What the party's invoices bill of order lines that were checked, and has no check itself."""
    seen = PriceCheck.objects.filter(
        invoice=OuterRef("result__invoice"), invoice_line=OuterRef("line_id"),
        order_line=OuterRef("order_line"), source=PurchaseSource.INVOICED,
    )  # fmt: skip
    ordered = PriceCheck.objects.filter(
        order_line=OuterRef("order_line"), source=PurchaseSource.ORDERED
    )
    parts = MatchedPart.objects.filter(
        ~Exists(seen), Exists(ordered), result__buyer_id=party_id, round=F("result__round"),
        result__invoice__kind=InvoiceKind.INVOICE, quantity__gt=0,
        # A charge's place is no line's: it has no price of a piece.
        line_id__regex=r"^[0-9]+$",
    )  # fmt: skip
    return parts.select_related("result__invoice").order_by("id")[:rows]


def invoice_lines_of(parts: Iterable[MatchedPart]) -> dict[tuple[int, str], InvoiceLine]:
    """The invoice line of each part, by the invoice's id and the line's place."""
    ids = {part.result.invoice_id for part in parts}
    lines = InvoiceLine.objects.filter(invoice_id__in=ids)
    return {(line.invoice_id, str(line.place)): line for line in lines}


def ordered_checks(line_ids: Iterable[int | None]) -> dict[int | None, PriceCheck]:
    """The check of each order line as ordered, by the line's id."""
    rows = PriceCheck.objects.filter(
        order_line_id__in=[pk for pk in line_ids if pk], source=PurchaseSource.ORDERED
    )
    return {row.order_line_id: row for row in rows.select_related("order_line")}


def as_priced(lines: Sequence[OrderLine]) -> list[Ordered]:
    """The lines with the day of their prices: of the reservation, where one held them."""
    orders = {line.order_id for line in lines}
    held = {row.order_id: row for row in Reservation.objects.filter(order_id__in=orders)}
    found = []
    for line in lines:
        reservation, zone = held.get(line.order_id), line.order.buyer.time_zone
        at = reservation.reserved_at if reservation else line.order.placed_at
        number = reservation.number if reservation else line.order.number
        found.append(Ordered(line, day_of(at, zone), number))
    return found


def grounds_of(ordered: Sequence[Ordered]) -> dict[int, Ground]:
    """What the rules gave for order lines on their days, by the line's id.

    One agreement's tiers and ledger are read once, its list once a day that is asked for.
    """
    by_day: dict[tuple[int, date], list[Ordered]] = defaultdict(list)
    for one in ordered:
        by_day[one.line.order.agreement_id, one.day].append(one)
    volumes = {agreement_id: volumes_before(agreement_id) for agreement_id, _day in by_day}
    terms = {agreement_id: terms_of(agreement_id) for agreement_id in volumes}
    found = {}
    for (agreement_id, day), group in by_day.items():
        items = sorted({one.line.seller_item_id for one in group})
        listed = {one.item: one for one in priced_of(agreement_id, day, items)}
        for one in group:
            found[one.line.pk] = _ground(
                one, listed.get(one.line.seller_item_id), terms[agreement_id],
                volumes[agreement_id],
            )  # fmt: skip
    return found


def _ground(
    one: Ordered, priced: Any, terms: Terms, volumes: Mapping[tuple[int, str, str], int]
) -> Ground:
    if priced is None:
        return Ground(None, absence=PriceCause.NOT_LISTED)
    if absence_of(priced.basis, one.day):
        return Ground(None, absence=PriceCause.NO_EVIDENCE)
    key = (one.line.order.participation_id, one.reference, priced.price_group)
    volume = volumes.get(key)
    if volume is None:
        # No movement in the ledger: the volume that the price itself names.
        volume = int(one.line.origin.get("volume", 0))
    return Ground(replace(priced, volume=volume).origin(terms, one.day), volume)


def volumes_before(agreement_id: int) -> dict[tuple[int, str, str], int]:
    """The joint volume before each order, by participation, reference and price group.

    Of its first movement, which committed it; what was given back later moves no price.
    """
    found: dict[tuple[int, str, str], int] = {}
    for participation_id, reference, group, before in _BEFORE(agreement_id):
        found.setdefault((participation_id, reference, group), before)
    return found
