"""Reads of rents: what a financier may invoice, and what it has."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F, Max, Q, QuerySet

from samkop.core import matching
from samkop.invoicing.models import Invoice, MatchedPart, RentSchedule
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.vocabulary import InvoiceKind
from samkop.parties.models import Party

PAGE = 200


def rents_for(invoice: Invoice) -> list[matching.Rent]:
    """The rents of an invoice's sender, and which months others of its invoices have; two queries.

    One query where it rents out nothing.
    """
    rows = list(
        RentSchedule.objects.filter(
            buyer_id=invoice.buyer_id, financier_id=invoice.supplier_id
        ).order_by("id")
    )
    invoiced = _months_of_others(invoice) if rows else {}
    return [
        matching.Rent(
            key=row.pk, supplier=row.financier_id, currency=row.currency,
            monthly_cents=row.monthly_cents, first_month=row.first_month, months=row.months,
            schedule=row.schedule, serial=row.serial_number, returned_on=row.returned_on,
            invoiced=frozenset(invoiced.get(row.pk, ())),
        )
        for row in rows
    ]  # fmt: skip


def _months_of_others(invoice: Invoice) -> dict[int, set[int]]:
    """By rent: the months that were invoiced and not credited, in the order of the invoices."""
    found: dict[int, set[int]] = defaultdict(set)
    parts = (
        in_force(MatchedPart)
        .filter(rent__buyer_id=invoice.buyer_id, rent__financier_id=invoice.supplier_id)
        .exclude(result__invoice_id=invoice.pk)
        .order_by("result__invoice_id", "id")
    )
    for rent_id, first, quantity, kind in parts.values_list(
        "rent_id", "first_month", "quantity", "result__invoice__kind"
    ):
        months = range(first or 0, (first or 0) + abs(quantity))
        if (quantity < 0) != (kind == InvoiceKind.CREDIT_NOTE):
            found[rent_id or 0].difference_update(months)
        else:
            found[rent_id or 0].update(months)
    return found


def financiers_of(party_id: int) -> QuerySet[Party]:
    """Those that rent devices out to a party, by name."""
    lets = RentSchedule.objects.filter(buyer_id=party_id).values("financier_id")
    return Party.objects.filter(id__in=lets).order_by("legal_name", "id")


def rents_of(party_id: int) -> QuerySet[RentSchedule]:
    """What is rented out to a party; ``invoiced_until``: the newest month that was invoiced."""
    billed = Q(
        parts__round=F("parts__result__round"),
        parts__result__invoice__kind=InvoiceKind.INVOICE,
        parts__quantity__gt=0,
    )
    last = F("parts__first_month") + F("parts__quantity") - 1
    return (
        RentSchedule.objects.filter(buyer_id=party_id)
        .select_related("financier")
        .annotate(invoiced_until=Max(last, filter=billed))
    )


def rent_page(
    party_id: int, *, before: int | None = None, serial_number: str = ""
) -> list[RentSchedule]:
    """A page of what is rented out to a party, the newest first, one row more than a page."""
    rows = rents_of(party_id).order_by("-id")
    rows = rows if before is None else rows.filter(id__lt=before)
    rows = rows.filter(serial_number=serial_number) if serial_number else rows
    return list(rows[: PAGE + 1])
