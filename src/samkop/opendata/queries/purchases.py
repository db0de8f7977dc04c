"""Reads of purchases: what was ordered, for the job that publishes; what was published, for all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import TruncMonth

from samkop.agreements.models import FrameworkAgreement
from samkop.core.period import day_of, months_after, start_of_day
from samkop.opendata.models import PublishedPurchase
from samkop.opendata.queries.releases import newest_releases
from samkop.opendata.rules import Bought
from samkop.opendata.vocabulary import ReleaseKind
from samkop.ordering.models import Order
from samkop.ordering.queries.answers import standing_lines, standing_prices
from samkop.ordering.queries.line_progress import with_progress


def bought_in(agreement: FrameworkAgreement, month: date) -> list[Bought]:
    """What was ordered under an agreement in a month and still stands, line by line."""
    zone = agreement.purchasing_body.time_zone
    first, after = start_of_day(month, zone), start_of_day(months_after(month, 1), zone)
    orders = Order.objects.filter(
        purchasing_body_id=agreement.purchasing_body_id, agreement=agreement,
        placed_at__gte=first, placed_at__lt=after,
    )  # fmt: skip
    return [bought for order in with_progress(orders).order_by("id") for bought in _lines_of(order)]


def _lines_of(order: Order) -> Iterator[Bought]:
    standing, prices = standing_lines(order), standing_prices(order)
    for line in order.lines.all():
        quantity = standing.get(line.line_number, 0)
        if quantity > 0:
            yield Bought(
                buyer_id=order.buyer_id, item=line.seller_item_id, name=line.name,
                unit=line.unit_code, quantity=quantity,
                unit_price_cents=prices[line.line_number],
            )  # fmt: skip


def months_with_orders(agreement: FrameworkAgreement, now: datetime) -> list[date]:
    """The first days of the whole months in which something was ordered under an agreement."""
    zone = ZoneInfo(agreement.purchasing_body.time_zone)
    orders = Order.objects.filter(
        purchasing_body_id=agreement.purchasing_body_id, agreement=agreement
    )
    months = orders.annotate(month=TruncMonth("placed_at", tzinfo=zone)).order_by()
    this = day_of(now, zone.key).replace(day=1)
    found = {month.date() for month in months.values_list("month", flat=True).distinct()}
    return sorted(month for month in found if month < this)


def published_purchases(until: int | None = None) -> QuerySet[PublishedPurchase]:
    """What was last published of each agreement and month, the newest month first.

    Up to the release ``until``, where it is given.
    """
    newest = newest_releases(ReleaseKind.ORDERS, until).values("id")
    rows = PublishedPurchase.objects.filter(release_id__in=newest)
    return rows.select_related("buyer", "supplier").order_by("-month", "id")
