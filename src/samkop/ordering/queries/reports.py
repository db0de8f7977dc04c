"""Reads of suppliers' reports, and of the orders that they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet, Sum

from samkop.agreements.models import CeilingMovement, FrameworkAgreement
from samkop.agreements.queries import outside_orders_of
from samkop.ordering.models import Order, Reconciliation, ReconciliationLine, SupplierReport
from samkop.ordering.rules import Known
from samkop.parties.models import Party
from samkop.platform.refusals import not_found


def reports_of(agreement_id: int) -> QuerySet[SupplierReport]:
    """The agreement's reports, the newest first."""
    return (
        SupplierReport.objects.filter(agreement_id=agreement_id)
        .select_related("supplier", "sent_by")
        .order_by("-last_day", "-id")
    )


def reports_seen_by(party_id: int, *, runs: bool, sells: bool) -> QuerySet[SupplierReport]:
    """The reports of the agreements that a party runs, and those that it supplies."""
    sides = Q(pk__in=[])
    if runs:
        sides |= Q(purchasing_body_id=party_id)
    if sells:
        sides |= Q(supplier_id=party_id)
    return SupplierReport.objects.filter(sides).select_related("agreement", "supplier", "sent_by")


def report_of(report_id: int) -> SupplierReport:
    """One report with its agreement. Raises Refused ``not-found``."""
    found = (
        SupplierReport.objects.select_related(
            "agreement__purchasing_body", "supplier", "sent_by", "purchasing_body"
        )
        .filter(id=report_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def newest_reconciliation(report_id: int) -> Reconciliation | None:
    """The newest reconciliation of a report with its lines, those that differ first."""
    lines = ReconciliationLine.objects.select_related("buyer").order_by("id")
    runs = Reconciliation.objects.filter(report_id=report_id).order_by("-id")
    return runs.prefetch_related(Prefetch("lines", lines)).first()


def parties_by_identifier(identifiers: Iterable[str]) -> dict[str, int]:
    """The id of the party with each of these identifiers, as far as there is one."""
    found = Party.objects.filter(identifier__in=list(identifiers))
    return dict(found.values_list("identifier", "id"))


def known_orders(
    agreement: FrameworkAgreement, first_day: date, last_day: date, numbers: Sequence[str]
) -> list[Known]:
    """The orders of an agreement placed in a period, and those with these numbers whenever.

    Read by whoever runs the agreement: what stands of an order is what the ledger says.
    Orders placed outside the shop are among them, with what was corrected taken off.
    """
    zone = ZoneInfo(agreement.purchasing_body.time_zone)
    begins = datetime.combine(first_day, time.min, zone)
    ends = datetime.combine(last_day + timedelta(days=1), time.min, zone)
    orders = Order.objects.filter(
        Q(placed_at__gte=begins, placed_at__lt=ends) | Q(number__in=numbers),
        purchasing_body_id=agreement.purchasing_body_id, agreement_id=agreement.pk,
    ).select_related("buyer")  # fmt: skip
    placed = list(orders.order_by("id"))
    standing = _standing(agreement.pk, [order.number for order in placed])
    known = [
        Known(
            order.buyer.identifier, order.number, order.placed_at.astimezone(zone).date(),
            standing.get((order.buyer_id, order.number), order.total_cents),
            begins <= order.placed_at < ends,
        )
        for order in placed
    ]  # fmt: skip
    outside = outside_orders_of(agreement.pk).filter(
        Q(ordered_on__gte=first_day, ordered_on__lte=last_day) | Q(document__in=numbers)
    )
    return known + [
        Known(
            order.buyer.identifier, order.document, order.ordered_on,
            order.cents - vars(order)["corrected_cents"],
            first_day <= order.ordered_on <= last_day,
        )
        for order in outside
    ]  # fmt: skip


def _standing(agreement_id: int, numbers: Sequence[str]) -> dict[tuple[int, str], int]:
    rows = (
        CeilingMovement.objects.filter(agreement_id=agreement_id, reference__in=numbers)
        .values("buyer_id", "reference")
        .annotate(standing=Sum("cents"))
    )
    return {(row["buyer_id"], row["reference"]): row["standing"] for row in rows}
