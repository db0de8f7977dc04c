"""Reads of the shop's keepers: a shelf by what it lacks, and what is shown first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_not_over
from samkop.catalogue.models import (
    Availability,
    CatalogueItem,
    FeaturedItem,
    ItemPicture,
    RangeItem,
)
from samkop.catalogue.vocabulary import Kept
from samkop.parties.queries import valid_on
from samkop.platform.refusals import not_found

# How long before an end its keeper looks for what follows.
SOON = timedelta(days=90)
MOST_FEATURED = 12


def kept_agreements(party_id: int, today: date) -> list[FrameworkAgreement]:
    """The agreements that a purchasing body runs and that are not over."""
    found = agreements_not_over(party_id, today)
    return [agreement for agreement in found if agreement.purchasing_body_id == party_id]


def kept_items(
    agreements: Iterable[FrameworkAgreement], kept: str, today: date
) -> QuerySet[CatalogueItem]:
    """The items of these agreements that are as ``kept`` (one of Kept) says, unsorted.

    Each has ``in_range`` and ``is_featured``: whether it is today.
    """
    shelves = [agreement.pk for agreement in agreements]
    items = CatalogueItem.objects.filter(agreement_id__in=shelves, active=kept != Kept.LEFT)
    item = OuterRef("pk")
    in_range = Exists(RangeItem.objects.filter(valid_on(today), item_id=item))
    features = FeaturedItem.objects.filter(item_id=item)
    items = items.annotate(in_range=in_range, is_featured=Exists(features.filter(valid_on(today))))
    if kept == Kept.IN_RANGE:
        return items.filter(in_range)
    if kept == Kept.FEATURED:
        shown = features.filter(Q(valid_until__gte=today), Q(valid_until__gte=F("valid_from")))
        return items.filter(Exists(shown))
    if kept == Kept.WITHOUT_TEXT:
        return items.filter(Q(shop_text_sv="") | Q(shop_text_fi="") | Q(shop_text_en=""))
    if kept == Kept.WITHOUT_PICTURE:
        return items.filter(picture__isnull=True)
    if kept == Kept.ENDING:
        said = Availability.objects.filter(item_id=item).order_by("-id").values("ends_on")[:1]
        items = items.annotate(said_to_end=Subquery(said))
        last = today + SOON
        return items.filter(Q(sold_until__lte=last) | Q(said_to_end__lte=last))
    return items


def marks_of(item: CatalogueItem) -> tuple[bool, bool]:
    """Of one of ``kept_items``: whether it is shown first today, and in the joint range."""
    return item.is_featured, item.in_range  # type: ignore[attr-defined]  # its annotations


def featured_on(agreement_ids: Iterable[int], today: date) -> list[CatalogueItem]:
    """What these agreements' shelves show first on a day, the newest first; one query."""
    found = FeaturedItem.objects.filter(
        valid_on(today), agreement_id__in=list(agreement_ids), item__active=True
    )
    rows = found.select_related("item").order_by("-valid_from", "-id")[:MOST_FEATURED]
    return [row.item for row in rows]


def features_of(item_id: int, today: date) -> QuerySet[FeaturedItem]:
    """When an item is shown first, now and later, the soonest first."""
    features = FeaturedItem.objects.filter(item_id=item_id, valid_until__gte=today)
    return features.filter(valid_until__gte=F("valid_from")).order_by("valid_from", "id")


def pictures_of(item_id: int) -> list[ItemPicture]:
    """The pictures that an item has, one from each source at most, without their bytes."""
    found = ItemPicture.objects.filter(item_id=item_id).defer("large", "small")
    return list(found.order_by("-source"))


def picture_bytes(picture_id: int, size: str) -> bytes:
    """A picture as it is served, ``large`` or ``small``. Raises Refused ``not-found``."""
    found = ItemPicture.objects.filter(pk=picture_id).values_list(size, flat=True).first()
    if found is None:
        raise not_found()
    return bytes(found)


def feature_of(feature_id: int) -> FeaturedItem:
    """A feature with its item and agreement. Raises Refused ``not-found``."""
    features = FeaturedItem.objects.select_related("agreement__purchasing_body", "item")
    found = features.filter(pk=feature_id).first()
    if found is None:
        raise not_found()
    return found
