"""Reads of what ends: by when, what follows it, and what still holds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils.module_loading import import_string

from samkop.catalogue.models import (
    Availability,
    CatalogueItem,
    Configuration,
    ConfigurationPart,
)
from samkop.catalogue.queries.shop_keeping import SOON
from samkop.parties.queries import valid_on

MOST_ENDING = 200
Counts = Callable[[list[int]], Mapping[int, int]]


@dataclass(frozen=True)
class Succession:
    """An item whose sale ends, and what still holds it: configurations that one may see, and
    how many saved baskets of all organisations.
    """

    item: CatalogueItem
    ends_on: date
    over: bool
    configurations: tuple[Configuration, ...]
    baskets: int

    @property
    def settled(self) -> bool:
        """Whether something on offer follows it."""
        successor = self.item.replaced_by
        return successor is not None and successor.active


def successions(agreement_ids: Iterable[int], today: date) -> list[Succession]:
    """What of these agreements' shelves is sold for 90 days more at most, the soonest first.

    Three queries, however many there are; MOST_ENDING at most.
    """
    ending = _ending(agreement_ids, today + SOON)
    rows = list(
        ending.select_related("replaced_by", "supplier").order_by("ends_on", "id")[:MOST_ENDING]
    )
    ids = [row.pk for row in rows]
    holding, baskets = _configurations(ids, today), _baskets(ids)
    return [
        Succession(
            row, row.ends_on, row.ends_on < today, tuple(holding.get(row.pk, ())),
            baskets.get(row.pk, 0),
        )
        for row in rows
    ]  # fmt: skip


def ending_between(
    agreement_ids: Iterable[int], first: date, last: date
) -> list[tuple[CatalogueItem, date]]:
    """What of these agreements' shelves is sold until one of these days, with its last day and
    its successor, the soonest first; one query.
    """
    rows = _ending(agreement_ids, last).filter(ends_on__gte=first).select_related("replaced_by")
    return [(row, row.ends_on) for row in rows.order_by("ends_on", "id")]


def _ending(agreement_ids: Iterable[int], last: date) -> QuerySet[Any]:
    """Offered items that are sold until a day at most, with ``ends_on``."""
    said = Availability.objects.filter(item_id=OuterRef("pk")).order_by("-id")
    rows = CatalogueItem.objects.filter(agreement_id__in=list(agreement_ids), active=True)
    rows = rows.annotate(said_to_end=Subquery(said.values("ends_on")[:1]))
    rows = rows.filter(Q(sold_until__lte=last) | Q(said_to_end__lte=last))
    # The earlier of the two; a day that nobody named is none.
    return rows.annotate(ends_on=Least("sold_until", "said_to_end"))


def _configurations(item_ids: list[int], today: date) -> dict[int, list[Configuration]]:
    parts = ConfigurationPart.objects.filter(
        valid_on(today, "version__"), item_id__in=item_ids
    ).select_related("version__configuration")
    found: dict[int, list[Configuration]] = defaultdict(list)
    for part in parts.order_by("version__configuration__code", "id"):
        found[part.item_id].append(part.version.configuration)
    return found


def _baskets(item_ids: list[int]) -> Mapping[int, int]:
    """How many saved baskets hold each, by the setting ``SAMKOP_BASKETS_HOLDING``."""
    counted: Counts = import_string(settings.SAMKOP_BASKETS_HOLDING)
    return counted(item_ids)
