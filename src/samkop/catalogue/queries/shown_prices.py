"""Reads of kept prices: what the shop filters and sorts by, and where it has fallen behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.items import prices_of_items


def stale_prices(agreement_id: int, today: date) -> dict[int, int]:
    """What each item of a shelf costs today, in cents, by its id, where another is kept.

    An item without a price today has the supplier's, so that it stands somewhere.
    """
    items = list(
        CatalogueItem.objects.filter(agreement_id=agreement_id, active=True).only(
            "agreement_id", "seller_item_id", "list_price_cents", "shown_price_cents"
        )
    )
    return dict(_differing(items, today))


def _differing(items: list[CatalogueItem], today: date) -> Iterable[tuple[int, int]]:
    prices = prices_of_items(items, today)
    for item in items:
        origin = prices.get(item.pk)
        shown = origin.net_cents if origin else item.list_price_cents
        if shown != item.shown_price_cents:
            yield item.pk, shown
