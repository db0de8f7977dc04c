"""Reads of saved baskets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from samkop.catalogue.queries import open_agreements, prices_of_items
from samkop.catalogue.queries.availability import ended_of
from samkop.catalogue.queries.configurations import Offered, offered_by_configuration
from samkop.ordering.models import SavedBasket, SavedBasketConfiguration


@dataclass(frozen=True)
class Sold:
    """What of saved baskets the party can order today.

    ``cents`` is today's price by item id, of successors too; ``offered`` by configuration id.
    """

    cents: Mapping[int, int]
    offered: Mapping[int, Offered]


def saved_baskets_of(party_id: int, person_id: int) -> QuerySet[SavedBasket]:
    """One's own saved baskets and those shared in the organisation, by name, with what is in
    them.
    """
    bundles = SavedBasketConfiguration.objects.select_related("configuration").order_by("id")
    return (
        SavedBasket.objects.filter(Q(person_id=person_id) | Q(shared=True), party_id=party_id)
        .select_related("person")
        .prefetch_related("lines__item__replaced_by", Prefetch("configurations", bundles))
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


def sold_today(party_id: int, baskets: Iterable[SavedBasket], today: date) -> Sold:
    """What of these baskets, read by ``saved_baskets_of``, the party may order today."""
    listed = list(baskets)
    open_to_us = {agreement.pk for agreement in open_agreements(party_id, today)}
    lines = [line.item for basket in listed for line in basket.lines.all()]
    items = [*lines, *(item.replaced_by for item in lines if item.replaced_by)]
    over = ended_of(items, today)
    ours = [
        item
        for item in items
        if item.active and item.agreement_id in open_to_us and item.pk not in over
    ]
    wanted = {row.configuration_id for basket in listed for row in basket.configurations.all()}
    offered = offered_by_configuration(wanted, today) if wanted else {}
    return Sold(
        {item_id: origin.net_cents for item_id, origin in prices_of_items(ours, today).items()},
        {
            configuration_id: one
            for configuration_id, one in offered.items()
            if one.complete and {each.part.agreement_id for each in one.parts} <= open_to_us
        },
    )
