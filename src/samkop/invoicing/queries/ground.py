"""What an invoice may be matched against, read set-wise: orders, rents, earlier invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db.models import F, QuerySet

from samkop.catalogue.vocabulary import Category
from samkop.core import matching
from samkop.core.billing.vat import STANDARD, rates_of
from samkop.core.matching import Vat
from samkop.core.period import day_of
from samkop.invoicing.models import (
    Invoice,
    InvoiceDiscrepancy,
    InvoiceLine,
    MatchedPart,
    MatchTolerance,
)
from samkop.invoicing.vocabulary import DiscrepancyState
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.queries.line_progress import progress_of_orders
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.vocabulary import OrderState
from samkop.receiving.models import DespatchLine

# So many open orders of a supplier are looked at where an invoice does not say of which it is.
MOST_ORDERS = 2_000
NEVER_ARRIVES = frozenset({Category.SOFTWARE, Category.SERVICE})
OVER = (OrderState.REFUSED, OrderState.CANCELLED)


@dataclass(frozen=True)
class Own:
    """What an invoice has of an order line, by the order line's id; pieces.

    ``matched`` by its parts (below zero: it has credited them), ``back`` of those and of what was
    accepted credit notes have taken back. ``accepted`` though they had not come or were too
    many, ``beyond`` of those beyond what was ordered.
    """

    matched: Mapping[int, int]
    back: Mapping[int, int]
    accepted: Mapping[int, int]
    beyond: Mapping[int, int]


OfARound = TypeVar("OfARound", MatchedPart, InvoiceDiscrepancy)


def candidate_orders(
    invoice: Invoice, lines: Sequence[InvoiceLine], also: Iterable[int] = ()
) -> list[int]:
    """The ids of the orders that an invoice may be about.

    Those that it names; all open ones of its supplier as well where a line names none that is
    known. ``also`` are orders that a person has named.
    """
    named = {line.order_reference or invoice.order_reference for line in lines} - {""}
    ours = Order.objects.filter(buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id)
    known = dict(ours.filter(number__in=named).values_list("number", "id"))
    found = {*known.values(), *also}
    if not lines or any(
        (line.order_reference or invoice.order_reference) not in known for line in lines
    ):
        open_ones = ours.exclude(state__in=OVER).order_by("-id").values_list("id", flat=True)
        found.update(open_ones[:MOST_ORDERS])
    return sorted(found)


def ordered_lines(order_ids: Sequence[int], own: Own, time_zone: str) -> list[matching.OrderedLine]:
    """The lines of the orders, and how far each has come without this invoice.

    What it has matched is its own for good, also if some have gone back since. What was accepted
    of it takes its room from all, its own other lines too: nothing else is paid in its place.
    """
    progress, sent = progress_of_orders(order_ids), _despatched(order_ids)
    rows = OrderLine.objects.filter(order_id__in=order_ids).select_related(
        "item", "order__agreement", "order__supplier", "order__buyer"
    )
    found = []
    for row in rows.order_by("order_id", "line_number"):
        come = {one.line_number: one for one in progress.get(row.order_id, ())}
        numbers, serials = sent.get((row.order_id, row.line_number), ((), ()))
        line = _ordered(row, come[row.line_number], own, time_zone)
        found.append(replace(line, despatches=numbers, serials=serials))
    return found


def _despatched(
    order_ids: Sequence[int],
) -> dict[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]]:
    """The despatch advices of each order line, and the serial numbers that they announced."""
    numbers: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    serials: dict[tuple[int, int], dict[str, None]] = defaultdict(dict)
    rows = DespatchLine.objects.filter(order_id__in=order_ids).order_by("id")
    for row in rows.select_related("advice").prefetch_related("serials"):
        place = (row.order_id, row.line_number)
        numbers[place][row.advice.number] = None
        serials[place].update(dict.fromkeys(one.serial_number for one in row.serials.all()))
    return {place: (tuple(found), tuple(serials[place])) for place, found in numbers.items()}


def _ordered(row: OrderLine, come: LineProgress, own: Own, time_zone: str) -> matching.OrderedLine:
    matched, order, item = own.matched.get(row.pk, 0), row.order, row.item
    others = come.charged - matched + own.back.get(row.pk, 0)
    standing = come.to_keep + own.accepted.get(row.pk, 0)
    kept = come.kept + own.beyond.get(row.pk, 0)
    ordered_on = day_of(order.placed_at, time_zone)
    return matching.OrderedLine(
        key=row.pk, supplier=order.supplier_id, order_number=order.number,
        line_number=row.line_number, currency=order.currency, unit_code=row.unit_code,
        unit_price_cents=come.unit_price_cents, ordered=row.quantity,
        standing=max(standing, others + matched), received=max(kept, others + matched),
        invoiced=others, needs_receipt=item.category not in NEVER_ARRIVES,
        ordered_on=ordered_on, seller_item_id=row.seller_item_id,
        standard_item_id=item.gtin, contract=order.agreement.number,
        vat=_vat_of(row, ordered_on),
    )  # fmt: skip


def _vat_of(row: OrderLine, day: date) -> Vat | None:
    """The item's own VAT; where its catalogue says none, the seller's country's usual rate.

    None where that is not known here, and across a border, where several are right.
    """
    item, order = row.item, row.order
    if item.vat_category and item.vat_percent is not None:
        return Vat(item.vat_category, item.vat_percent.normalize())
    seller, buyer = order.supplier.country, order.buyer.country
    if seller != buyer or not rates_of(seller, day):
        return None
    return Vat(STANDARD, rates_of(seller, day)[0].normalize())


def in_force(model: type[OfARound]) -> QuerySet[OfARound]:
    """The parts or discrepancies of each result's newest round."""
    return model._default_manager.filter(round=F("result__round"))


def accepted_pieces(result_id: int, reason: str = "") -> dict[int, int]:
    """Pieces by order line that were accepted though they were in exception, for one reason."""
    rows = in_force(InvoiceDiscrepancy).filter(
        result_id=result_id, state=DiscrepancyState.ACCEPTED, pieces__gt=0
    )
    rows = rows.filter(reason=reason) if reason else rows
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        found[row.order_line_id or 0] += row.pieces
    return dict(found)


def tolerances_on(party_id: int, day: date) -> matching.Tolerances:
    """What the party lets pass on a day; nothing where it has decided nothing."""
    rows = MatchTolerance.objects.filter(party_id=party_id, valid_from__lte=day)
    row = rows.order_by("-valid_from").first()
    if row is None:
        return matching.Tolerances()
    return replace(
        matching.Tolerances(),
        price_permille=row.price_permille, price_cents=row.price_cents,
        total_cents=row.total_cents, quantity=row.quantity, charge_cents=row.charge_cents,
        charge_permille=row.charge_permille, days_early=row.days_early,
    )  # fmt: skip
