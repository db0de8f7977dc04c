"""What an invoice may be matched against, read set-wise: orders, rents, earlier invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from samkop.catalogue.vocabulary import Category
from samkop.core import matching
from samkop.core.billing.vat import STANDARD, rates_of
from samkop.core.matching import Target, Vat
from samkop.core.period import day_of
from samkop.invoicing.models import (
    Invoice,
    InvoiceDiscrepancy,
    InvoiceLine,
    MatchedPart,
    MatchTolerance,
)
from samkop.invoicing.vocabulary import DiscrepancyState, InvoiceState
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.queries.line_progress import progress_of_orders
from samkop.ordering.rules.fulfilment import LineProgress
from samkop.ordering.vocabulary import OrderState
from samkop.receiving.models import DespatchLine

# So many open orders of a supplier are looked at where an invoice does not say of which it is.
MOST_ORDERS = 2_000
NEVER_ARRIVES = frozenset({Category.SOFTWARE, Category.SERVICE})
OVER = (OrderState.REFUSED, OrderState.CANCELLED)


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


def ordered_lines(
    order_ids: Sequence[int], own: Mapping[int, int], time_zone: str
) -> list[matching.OrderedLine]:
    """The lines of the orders, and how far each has come without this invoice.

    ``own`` are the pieces by the order line's id that this invoice has moved (below zero: it
    has credited them): they are its own for good, also if some have gone back since.
    """
    progress, sent = progress_of_orders(order_ids), _despatched(order_ids)
    rows = OrderLine.objects.filter(order_id__in=order_ids).select_related(
        "item", "order__agreement", "order__supplier", "order__buyer"
    )
    found = []
    for row in rows.order_by("order_id", "line_number"):
        come = {one.line_number: one for one in progress.get(row.order_id, ())}
        numbers, serials = sent.get((row.order_id, row.line_number), ((), ()))
        line = _ordered(row, come[row.line_number], own.get(row.pk, 0), time_zone)
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


def _ordered(row: OrderLine, come: LineProgress, own: int, time_zone: str) -> matching.OrderedLine:
    others, order, item = come.charged - own, row.order, row.item
    ordered_on = day_of(order.placed_at, time_zone)
    return matching.OrderedLine(
        key=row.pk, supplier=order.supplier_id, order_number=order.number,
        line_number=row.line_number, currency=order.currency, unit_code=row.unit_code,
        unit_price_cents=come.unit_price_cents, ordered=row.quantity,
        standing=max(come.standing, others + own), received=max(come.kept, others + own),
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


def earlier_bills(invoice: Invoice, lines: Sequence[InvoiceLine]) -> list[matching.EarlierBill]:
    """Earlier invoices that this one may repeat, and those that a credit note may be about.

    What was rejected may be billed again: its content is no other's.
    """
    kin = Q(number=invoice.number) | Q(content_hash=invoice.content_hash)
    if invoice.is_credit:
        kin |= Q(number__in=[one["id"] for one in invoice.preceding])
        orders = {line.order_reference or invoice.order_reference for line in lines} - {""}
        if not invoice.preceding and orders:
            kin |= Q(order_reference__in=orders)
    found = list(
        Invoice.objects.filter(
            kin, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id, id__lt=invoice.pk
        )
        .annotate(result_state=F("result__state"))
        .order_by("id")
    )
    parts = earlier_parts([one.pk for one in found], invoice.pk) if invoice.is_credit else {}
    return [
        matching.EarlierBill(
            key=one.pk, supplier=one.supplier_id, number=one.number, issue_date=one.issue_date,
            credit=one.is_credit, parts=tuple(parts.get(one.pk, ())),
            content="" if one.result_state == InvoiceState.REJECTED else one.content_hash,
        )
        for one in found
    ]  # fmt: skip


def in_force(model: type[OfARound]) -> QuerySet[OfARound]:
    """The parts or discrepancies of each result's newest round."""
    return model._default_manager.filter(round=F("result__round"))


def earlier_parts(
    invoice_ids: Sequence[int], crediting_id: int
) -> dict[int, list[matching.EarlierPart]]:
    """What each line of these invoices came to, less what others than ``crediting_id`` took back.

    Four queries, however many.
    """
    rows = in_force(MatchedPart).filter(
        result__invoice_id__in=invoice_ids, target__in=[Target.ORDER_LINE, Target.RENT]
    )
    held = in_force(InvoiceDiscrepancy).filter(result__invoice_id__in=invoice_ids)
    taken_back, exceptions_back = _taken_back(invoice_ids, crediting_id)
    lines = {
        (line.invoice_id, str(line.place)): line
        for line in InvoiceLine.objects.filter(invoice_id__in=invoice_ids)
    }
    open_cents: dict[tuple[int, str], int] = defaultdict(int)
    for one in held.select_related("result"):
        open_cents[one.result.invoice_id, one.line_id] += one.cents
    for place, cents in exceptions_back.items():
        open_cents[place] -= cents
    found: dict[int, list[matching.EarlierPart]] = defaultdict(list)
    seen = set()
    for row in rows.select_related("result").order_by("id"):
        place = (row.result.invoice_id, row.line_id)
        quantity, cents = taken_back.get((*place, row.order_line_id), (0, 0))
        found[place[0]].append(
            _earlier(
                lines[place], row.order_line_id, row.quantity - quantity, row.cents - cents,
                0 if place in seen else open_cents.get(place, 0),
            )
        )  # fmt: skip
        seen.add(place)
    for place, cents in open_cents.items():
        if place not in seen and place in lines:
            found[place[0]].append(_earlier(lines[place], None, 0, 0, cents))
    return found


def _earlier(
    line: InvoiceLine, ordered: int | None, quantity: int, cents: int, open_cents: int
) -> matching.EarlierPart:
    return matching.EarlierPart(
        line_id=str(line.place), ordered=ordered, quantity=max(quantity, 0), cents=max(cents, 0),
        open_cents=max(open_cents, 0), seller_item_id=line.seller_item_id,
        buyer_item_id=line.buyer_item_id, standard_item_id=line.gtin,
    )  # fmt: skip


Place = tuple[int, str]


def _taken_back(
    invoice_ids: Sequence[int], crediting_id: int
) -> tuple[dict[tuple[int, str, int | None], tuple[int, int]], dict[Place, int]]:
    """(quantity, cents) of order lines, and cents of exceptions, that others took back."""
    rows = (
        in_force(MatchedPart)
        .filter(credited_id__in=invoice_ids)
        .exclude(result__invoice_id=crediting_id)
    )
    parts: dict[tuple[int, str, int | None], tuple[int, int]] = {}
    exceptions: dict[Place, int] = defaultdict(int)
    for row in rows:
        place = (row.credited_id or 0, row.credited_line)
        if row.target == Target.EXCEPTION:
            exceptions[place] += abs(row.cents)
        else:
            quantity, cents = parts.get((*place, row.order_line_id), (0, 0))
            parts[*place, row.order_line_id] = (
                quantity + abs(row.quantity), cents + abs(row.cents)
            )  # fmt: skip
    return parts, exceptions


def accepted_pieces(result_id: int) -> dict[int, int]:
    """Pieces by order line that were accepted though they were in exception."""
    rows = in_force(InvoiceDiscrepancy).filter(
        result_id=result_id, state=DiscrepancyState.ACCEPTED, pieces__gt=0
    )
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
