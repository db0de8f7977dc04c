"""Earlier invoices: what another may repeat, and what a credit note may take back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q

from samkop.core import matching
from samkop.core.matching import Reason, Target
from samkop.invoicing.models import Invoice, InvoiceDiscrepancy, InvoiceLine, MatchedPart
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.outcome import WAITS_FOR_GOODS
from samkop.invoicing.vocabulary import PENDING, DiscrepancyState, InvoiceKind, InvoiceState

Place = tuple[int, str]  # an invoice and the place of its line
Matched = tuple[int, str, int | None]  # and the order line that it was matched with


def numbered_apart(result_id: int) -> bool:
    """Whether a person has said that it is another invoice than those of the same number."""
    said = InvoiceDiscrepancy.objects.filter(
        result_id=result_id, reason=Reason.DUPLICATE_NUMBER, state=DiscrepancyState.ACCEPTED
    )
    return said.exists()


def earlier_bills(
    invoice: Invoice, lines: Sequence[InvoiceLine], *, is_apart: bool = False
) -> list[matching.EarlierBill]:
    """Earlier invoices that this one may repeat, and those that a credit note may be about.

    What was rejected may be billed again: its content is no other's. Where it ``is_apart``, the
    numbers of its own kind are no other's either.
    """
    kin = Q(number=invoice.number) | Q(content_hash=invoice.content_hash)
    orders = {line.order_reference or invoice.order_reference for line in lines} - {""}
    if invoice.is_credit and not invoice.preceding and orders:
        kin |= Q(order_reference__in=orders)
    kin &= Q(id__lt=invoice.pk)
    if invoice.is_credit:
        # The invoice that it is about may have been overtaken by it on the way.
        kin |= Q(kind=InvoiceKind.INVOICE, number__in=[one["id"] for one in invoice.preceding])
    waits = in_force(InvoiceDiscrepancy).filter(
        result__invoice_id=OuterRef("pk"), state__in=PENDING, reason__in=WAITS_FOR_GOODS
    )
    found = list(
        Invoice.objects.filter(kin, buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id)
        .annotate(result_state=F("result__state"), waits=Exists(waits))
        .order_by("id")
    )
    parts = earlier_parts([one.pk for one in found], invoice.pk) if invoice.is_credit else {}
    return [
        matching.EarlierBill(
            key=one.pk, supplier=one.supplier_id, issue_date=one.issue_date,
            number="" if is_apart and one.kind == invoice.kind else one.number,
            credit=one.is_credit, currency=one.currency, parts=tuple(parts.get(one.pk, ())),
            waiting=one.waits,
            content="" if one.result_state == InvoiceState.REJECTED else one.content_hash,
        )
        for one in found
    ]  # fmt: skip


def earlier_parts(
    invoice_ids: Sequence[int], crediting_id: int
) -> dict[int, list[matching.EarlierPart]]:
    """What each line of these invoices came to, less what others than ``crediting_id`` took back.

    What a person accepted of an order line counts as matched with it; of what was rejected nothing
    is owed, and nothing can be taken back. Four queries, however many.
    """
    matched: dict[Matched, list[int]] = defaultdict(lambda: [0, 0])
    held: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    of_orders = in_force(MatchedPart).filter(
        result__invoice_id__in=invoice_ids, target=Target.ORDER_LINE
    )
    for invoice_id, line_id, order_line, quantity, cents in of_orders.order_by("id").values_list(
        "result__invoice_id", "line_id", "order_line_id", "quantity", "cents"
    ):
        _add(matched[invoice_id, line_id, order_line], quantity, cents)
    excepted = in_force(InvoiceDiscrepancy).filter(result__invoice_id__in=invoice_ids)
    for one in excepted.select_related("result").order_by("id"):
        invoice_id = one.result.invoice_id
        if one.state == DiscrepancyState.ACCEPTED and one.pieces and one.order_line_id:
            _add(matched[invoice_id, one.line_id, one.order_line_id], one.pieces, one.cents)
        elif one.state == DiscrepancyState.REJECTED:
            _add(held[invoice_id, one.line_id], 0, 0)
        else:
            _add(held[invoice_id, one.line_id], one.pieces, one.cents)
    _less_taken_back(matched, held, invoice_ids, crediting_id)
    return _as_parts(matched, held, invoice_ids)


def orders_credited(invoice: Invoice) -> list[int]:
    """The ids of the orders that the invoices were matched with which a credit note names."""
    if not invoice.is_credit or not invoice.preceding:
        return []
    parts = in_force(MatchedPart).filter(
        result__buyer_id=invoice.buyer_id, result__supplier_id=invoice.supplier_id,
        result__invoice__number__in=[one["id"] for one in invoice.preceding],
        order_line__isnull=False,
    )  # fmt: skip
    return sorted(set(parts.values_list("order_line__order_id", flat=True)))


def taken_back(invoice_id: int) -> dict[int, int]:
    """Pieces by order line that credit notes have taken back of an invoice."""
    found: dict[int, int] = defaultdict(int)
    rows = in_force(MatchedPart).filter(credited_id=invoice_id, target=Target.ORDER_LINE)
    for order_line, quantity in rows.values_list("order_line_id", "quantity"):
        found[order_line or 0] += abs(quantity)
    return dict(found)


def _less_taken_back(
    matched: dict[Matched, list[int]], held: dict[Place, list[int]], invoice_ids: Sequence[int],
    crediting_id: int,
) -> None:  # fmt: skip
    rows = in_force(MatchedPart).filter(credited_id__in=invoice_ids)
    for row in rows.exclude(result__invoice_id=crediting_id):
        place = (row.credited_id or 0, row.credited_line)
        if row.target == Target.EXCEPTION:
            _add(held[place], -abs(row.quantity), -abs(row.cents))
        else:
            _add(matched[*place, row.order_line_id], -abs(row.quantity), -abs(row.cents))


def _as_parts(
    matched: dict[Matched, list[int]], held: dict[Place, list[int]], invoice_ids: Sequence[int]
) -> dict[int, list[matching.EarlierPart]]:
    """What is in exception of a line stands beside the first order line that it was matched with.

    Money that was credited of an invoice's line without an order line is of no part.
    """
    lines = {
        (line.invoice_id, str(line.place)): line
        for line in InvoiceLine.objects.filter(invoice_id__in=invoice_ids)
    }
    found: dict[int, list[matching.EarlierPart]] = defaultdict(list)
    for (invoice_id, line_id, order_line), sums in matched.items():
        place = (invoice_id, line_id)
        if order_line is not None:
            rest = held.pop(place, [0, 0])
            found[invoice_id].append(_earlier(lines[place], order_line, sums, rest))
    for place, rest in held.items():
        if place in lines:
            found[place[0]].append(_earlier(lines[place], None, [0, 0], rest))
    return found


def _earlier(
    line: InvoiceLine, ordered: int | None, sums: Sequence[int], rest: Sequence[int]
) -> matching.EarlierPart:
    quantity, cents = (max(one, 0) for one in sums)
    held, open_cents = (max(one, 0) for one in rest)
    return matching.EarlierPart(
        line_id=str(line.place), ordered=ordered, quantity=quantity, cents=cents,
        open_cents=open_cents, held=held, seller_item_id=line.seller_item_id,
        buyer_item_id=line.buyer_item_id, standard_item_id=line.gtin,
    )  # fmt: skip


def _add(sums: list[int], quantity: int, cents: int) -> None:
    sums[0] += quantity
    sums[1] += cents
