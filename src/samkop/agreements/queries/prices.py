"""Reads: prices with their origin, price lists, tiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from samkop.agreements.models import ListPrice, PriceTier, TierVolume
from samkop.agreements.rules import PriceOrigin, Tier, price_of

_PRICES = """
SELECT p.seller_item_id, p.net_price_cents, p.price_group, coalesce(v.quantity, 0),
    a.markup_permille, a.currency
FROM agreements_listprice p
JOIN agreements_frameworkagreement a ON a.id = p.agreement_id
LEFT JOIN agreements_tiervolume v
    ON v.agreement_id = p.agreement_id AND v.price_group = p.price_group
WHERE p.agreement_id = %(agreement)s AND p.seller_item_id = ANY (%(items)s)
    AND %(today)s BETWEEN p.valid_from AND coalesce(p.valid_until, 'infinity')
"""


def prices_of(
    agreement_id: int, seller_item_ids: Iterable[str], today: date
) -> dict[str, PriceOrigin]:
    """Today's price of each item that has one, by the seller's item number.

    All volumes are of one moment: prices of one call belong to the same tiers.
    """
    tiers = tiers_of(agreement_id)
    with connection.cursor() as cursor:
        # By hand: an order asks this, and building the query would take longer than it.
        cursor.execute(
            _PRICES, {"agreement": agreement_id, "items": list(seller_item_ids), "today": today}
        )
        return {
            item: price_of(
                cents, tiers.get(group, ()), volume, markup, price_group=group, currency=currency
            )
            for item, cents, group, volume, markup, currency in cursor.fetchall()
        }


def list_prices_of(agreement_id: int, today: date) -> dict[str, int]:
    """Today's list price in cents of every item, before tier and markup."""
    return dict(_valid_prices(agreement_id, today).values_list("seller_item_id", "net_price_cents"))


def price_list_of(agreement_id: int, today: date) -> QuerySet[ListPrice]:
    """Today's price list by price group and item number."""
    return _valid_prices(agreement_id, today).order_by("price_group", "seller_item_id")


def _valid_prices(agreement_id: int, today: date) -> QuerySet[ListPrice]:
    return ListPrice.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        agreement_id=agreement_id,
        valid_from__lte=today,
    )


def tiers_of(agreement_id: int) -> dict[str, list[Tier]]:
    """The tiers of each price group that has any, rising."""
    tiers: dict[str, list[Tier]] = defaultdict(list)
    rows = PriceTier.objects.filter(agreement_id=agreement_id).order_by("from_quantity")
    for group, from_quantity, permille in rows.values_list(
        "price_group", "from_quantity", "discount_permille"
    ):
        tiers[group].append(Tier(from_quantity, permille))
    return dict(tiers)


def volumes_of(agreement_id: int) -> dict[str, int]:
    """Units ordered by everybody, of each price group that has been ordered from."""
    rows = TierVolume.objects.filter(agreement_id=agreement_id)
    return dict(rows.values_list("price_group", "quantity"))
