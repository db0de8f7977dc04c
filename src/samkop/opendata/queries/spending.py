"""Reads of what was spent: sums of what was published, by month, supplier and buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from samkop.opendata.models import PublishedPurchase, Release
from samkop.opendata.queries.purchases import published_purchases
from samkop.opendata.vocabulary import ReleaseKind
from samkop.parties.models import Party

TOP = 15


@dataclass(frozen=True)
class Total:
    """A sum of cents of a buyer or supplier, with its currency."""

    party: Party
    cents: int
    currency: str


def spending(
    year: int | None = None, buyer_id: int | None = None, supplier_id: int | None = None
) -> QuerySet[PublishedPurchase]:
    """The published purchases of a year, a buyer, a supplier; None: of all."""
    rows = published_purchases()
    if year is not None:
        rows = rows.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))
    if buyer_id is not None:
        rows = rows.filter(buyer_id=buyer_id)
    return rows if supplier_id is None else rows.filter(supplier_id=supplier_id)


def years() -> list[int]:
    """The years of which something was published, the newest first."""
    months = PublishedPurchase.objects.order_by().values_list("month", flat=True).distinct()
    return sorted({month.year for month in months}, reverse=True)


def by_month(rows: QuerySet[PublishedPurchase]) -> dict[str, dict[date, int]]:
    """Cents by currency and month; months in which nothing was bought are not in it."""
    found: dict[str, dict[date, int]] = {}
    summed = rows.order_by().values_list("currency", "month").annotate(cents=Sum("net_cents"))
    for currency, month, cents in sorted(summed):
        found.setdefault(currency, {})[month] = cents or 0
    return found


def by_party(rows: QuerySet[PublishedPurchase], side: str) -> list[Total]:
    """Sums by ``buyer`` or ``supplier``, the highest first."""
    summed = rows.order_by().values_list(f"{side}_id", "currency").annotate(cents=Sum("net_cents"))
    sums = [(pk, currency, cents or 0) for pk, currency, cents in summed]
    parties = Party.objects.in_bulk([pk for pk, _currency, _cents in sums])
    found = [Total(parties[pk], cents, currency) for pk, currency, cents in sums]
    return sorted(found, key=lambda one: (-one.cents, one.party.pk))


def top_items(rows: QuerySet[PublishedPurchase]) -> list[dict[str, object]]:
    """What was bought for most: item, name, how many, for how much; at most fifteen."""
    priced = rows.filter(quantity__isnull=False).order_by()
    summed = priced.values("item", "name", "currency")
    return list(
        summed.annotate(quantity=Sum("quantity"), cents=Sum("net_cents")).order_by(
            "-cents", "name"
        )[:TOP]
    )


def parties_in(side: str) -> list[Party]:
    """The buyers or suppliers of published purchases, by name."""
    ids = PublishedPurchase.objects.order_by().values(f"{side}_id").distinct()
    return sorted(Party.objects.filter(id__in=ids), key=lambda party: party.name)


def counted() -> dict[str, int]:
    """How many agreements, tenders and releases are published."""
    things = Release.objects.aggregate(
        releases=Count("id"),
        agreements=Count("subject_id", filter=Q(kind=ReleaseKind.AGREEMENT), distinct=True),
        tenders=Count("subject_id", filter=Q(kind=ReleaseKind.TENDER), distinct=True),
    )
    return dict(things)
