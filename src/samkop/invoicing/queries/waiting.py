"""Which invoices something new may settle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from samkop.core.matching import Reason
from samkop.invoicing.models import Invoice, InvoiceDiscrepancy, MatchResult
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.vocabulary import PENDING, UNSETTLED
from samkop.ordering.models import Order
from samkop.parties.queries import party_of

MOST_UNNAMED = 200  # of those that name no order: the newest


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

    All that name one of them or hold something of it, and the newest of their suppliers that
    name no order; those ``after`` an invoice alone, in their order.
    """
    orders = Order.objects.filter(id__in=order_ids, buyer_id=party_id)
    known = list(orders.values_list("number", "supplier_id"))
    numbers, suppliers = {one[0] for one in known}, {one[1] for one in known}
    rows = MatchResult.objects.filter(
        buyer_id=party_id, state__in=UNSETTLED, supplier_id__in=suppliers
    )
    about = in_force(InvoiceDiscrepancy).filter(
        buyer_id=party_id, order_line__order_id__in=order_ids
    )
    unnamed = rows.filter(invoice__order_reference="").order_by("-invoice_id")[:MOST_UNNAMED]
    found = {
        pk
        for some in (
            rows.filter(invoice__order_reference__in=numbers),
            rows.filter(invoice__lines__order_reference__in=numbers),
            rows.filter(id__in=about.values("result_id")),
            unnamed,
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
