"""Which invoices something new may settle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from samkop.core.matching import Reason
from samkop.invoicing.models import Invoice, InvoiceDiscrepancy, InvoiceLine, MatchResult
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.fitting import Loose, Marks, that_fit
from samkop.invoicing.vocabulary import PENDING, UNSETTLED
from samkop.ordering.models import Order, OrderLine
from samkop.ordering.queries.line_progress import progress_of_orders
from samkop.parties.queries import party_of
from samkop.receiving.models import DespatchedSerial, DespatchLine


def come_since(party_id: int, day: date, after: int = 0) -> list[int]:
    """The ids of a buyer's unsettled invoices that came in from a day on, and ``after`` one."""
    zone = ZoneInfo(party_of(party_id).time_zone)
    rows = MatchResult.objects.filter(
        buyer_id=party_id, state__in=UNSETTLED, invoice_id__gt=after,
        invoice__received_at__gte=datetime.combine(day, time.min, zone),
    )  # fmt: skip
    return list(rows.order_by("invoice_id").values_list("invoice_id", flat=True))


def of_supplier(party_id: int, supplier_id: int, after: int = 0) -> list[int]:
    """The ids of a buyer's unsettled invoices of a supplier, and ``after`` one."""
    rows = MatchResult.objects.filter(
        buyer_id=party_id, supplier_id=supplier_id, state__in=UNSETTLED, invoice_id__gt=after
    )
    return list(rows.order_by("invoice_id").values_list("invoice_id", flat=True))


def waiting_for(party_id: int, order_ids: Sequence[int], after: int = 0) -> list[int]:
    """The ids of a buyer's unsettled invoices that something of these orders may settle.

    All that name one of them or hold something of it, and those of their suppliers that name
    no order that is known, but what may be of one of these; those ``after`` an invoice alone, in
    their order. A fixed number of queries.
    """
    orders = Order.objects.filter(id__in=order_ids, buyer_id=party_id)
    known = list(orders.values_list("number", "supplier_id"))
    if not known:
        return []
    numbers, suppliers = {one[0] for one in known}, {one[1] for one in known}
    rows = MatchResult.objects.filter(
        buyer_id=party_id, state__in=UNSETTLED, supplier_id__in=suppliers
    )
    about = in_force(InvoiceDiscrepancy).filter(
        buyer_id=party_id, order_line__order_id__in=order_ids
    )
    found = that_fit(_loose(party_id, suppliers, after), _marks(order_ids))
    found |= {
        pk
        for some in (
            rows.filter(invoice__order_reference__in=numbers),
            rows.filter(invoice__lines__order_reference__in=numbers),
            rows.filter(id__in=about.values("result_id")),
        )
        for pk in some.values_list("invoice_id", flat=True)
    }
    return sorted(pk for pk in found if pk > after)


def credits_awaiting(invoice: Invoice) -> list[int]:
    """The ids of unsettled credit notes that name an invoice and came before it."""
    unknown = in_force(InvoiceDiscrepancy).filter(
        result__in=MatchResult.objects.filter(
            buyer_id=invoice.buyer_id, supplier_id=invoice.supplier_id, state__in=UNSETTLED,
            invoice__preceding__contains=[{"id": invoice.number}],
        ),
        reason=Reason.CREDITED_INVOICE_UNKNOWN, state__in=PENDING,
    )  # fmt: skip
    return sorted(set(unknown.values_list("result__invoice_id", flat=True)))


def _loose(party_id: int, supplier_ids: Collection[int], after: int) -> list[Loose]:
    """The lines of the suppliers' unsettled invoices that name no known order; two queries."""
    rows = InvoiceLine.objects.filter(
        invoice__result__buyer_id=party_id, invoice__result__state__in=UNSETTLED,
        invoice__result__supplier_id__in=supplier_ids, invoice_id__gt=after,
    ).values_list(
        "invoice_id", "order_reference", "invoice__order_reference", "seller_item_id", "gtin",
        "invoice__despatch_reference", "serials", "quantity", "net_cents",
    )  # fmt: skip
    lines = [
        Loose(invoice_id, own or whole, despatch, (seller, gtin), serials, quantity, cents)
        for invoice_id, own, whole, seller, gtin, despatch, serials, quantity, cents in rows
    ]
    named = {line.order_number for line in lines} - {""}
    ours = Order.objects.filter(buyer_id=party_id, supplier_id__in=supplier_ids, number__in=named)
    known = set(ours.values_list("number", flat=True)) if named else set()
    return [line for line in lines if line.order_number not in known]


def _marks(order_ids: Sequence[int]) -> Marks:
    """By what lines of these orders are known; eleven queries at most."""
    lines = list(
        OrderLine.objects.filter(order_id__in=order_ids).values_list(
            "order__number", "seller_item_id", "item__gtin"
        )
    )
    despatches = DespatchLine.objects.filter(order_id__in=order_ids)
    serials = DespatchedSerial.objects.filter(line__order_id__in=order_ids)
    return Marks(
        orders=frozenset(number for number, _seller, _standard in lines),
        items=frozenset(item for _number, *both in lines for item in both),
        serials=frozenset(serials.values_list("serial_number", flat=True)),
        despatches=frozenset(despatches.values_list("advice__number", flat=True)),
        prices=frozenset(
            line.unit_price_cents
            for found in progress_of_orders(order_ids).values()
            for line in found
        ),
    )  # fmt: skip
