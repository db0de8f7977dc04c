"""What of an organisation's own orders loses its maker's support."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from samkop.catalogue.models import CatalogueItem
from samkop.ordering.models import OrderLine

SUPPORT_NEAR_ITS_END = timedelta(days=365)


def support_ends_near(party_id: int, today: date) -> QuerySet[CatalogueItem]:
    """Models that the party has ordered and whose support ends within a year, or has ended."""
    bought = OrderLine.objects.filter(order__buyer_id=party_id).values("item_id")
    return CatalogueItem.objects.filter(
        id__in=bought, support_ends__lt=today + SUPPORT_NEAR_ITS_END
    ).select_related("agreement", "replaced_by")


def ordered_of(party_id: int, item_ids: Collection[int]) -> dict[int, int]:
    """How many pieces of each item the party has ordered, of those that it has; one query."""
    lines = OrderLine.objects.filter(order__buyer_id=party_id, item_id__in=item_ids)
    sums = lines.values("item_id").annotate(pieces=Sum("quantity")).order_by()
    return {row["item_id"]: row["pieces"] for row in sums}
