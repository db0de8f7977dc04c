"""Reads of saved baskets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import open_agreements, prices_of_items
from samkop.ordering.models import SavedBasket


def saved_baskets_of(party_id: int, person_id: int) -> QuerySet[SavedBasket]:
    """One's own saved baskets and those shared in the organisation, by name, with lines."""
    return (
        SavedBasket.objects.filter(Q(person_id=person_id) | Q(shared=True), party_id=party_id)
        .select_related("person")
        .prefetch_related("lines__item__replaced_by")
        .order_by("name", "id")
    )


def baskets_holding(item_ids: list[int]) -> dict[int, int]:
    """How many saved baskets hold each of these items, for whoever runs their agreements
    (SAMKOP_BASKETS_HOLDING). Whose they are is not told.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, baskets FROM ordering_saved_baskets_holding(%s)", [item_ids]
        )
        return dict(cursor.fetchall())


def sold_today(party_id: int, items: Iterable[CatalogueItem], today: date) -> dict[int, int]:
    """Today's price in cents of each of the items that the party may order, by item id."""
    open_to_us = {agreement.pk for agreement in open_agreements(party_id, today)}
    ours = [item for item in items if item.active and item.agreement_id in open_to_us]
    return {item_id: origin.net_cents for item_id, origin in prices_of_items(ours, today).items()}
