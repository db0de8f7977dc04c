"""Reads of single items and of their prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.agreements.queries import prices_of, questions_of_prices, why_unpriced
from samkop.agreements.rules import PriceOrigin, with_lower_offer
from samkop.agreements.vocabulary import Unpriced
from samkop.catalogue.models import CatalogueItem, RangeItem
from samkop.catalogue.tables import LANGUAGES, shown_sort_key
from samkop.parties.queries import valid_on
from samkop.platform.database.prepared import Among, Asked, prepared
from samkop.platform.refusals import Refused, not_found


def item_of(item_id: int) -> CatalogueItem:
    """An item with its agreement, supplier and successor. Raises Refused ``not-found``."""
    found = (
        CatalogueItem.objects.select_related(
            "agreement__purchasing_body",
            "agreement__call_off_rule",
            "supplier",
            "catalogue",
            "replaced_by",
        )
        .filter(pk=item_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def items_by_id(item_ids: Sequence[int]) -> list[CatalogueItem]:
    """The items with these ids that one may see, in that order, with their suppliers."""
    found = CatalogueItem.objects.select_related("supplier").in_bulk(item_ids)
    return [found[item_id] for item_id in item_ids if item_id in found]


@prepared
def items_among(item_ids: list[int]) -> QuerySet[CatalogueItem]:
    """Those of the items that one may see, in no order."""
    return CatalogueItem.objects.filter(Among(F("id"), item_ids))


def prices_of_items(items: Iterable[CatalogueItem], today: date) -> dict[int, PriceOrigin]:
    """Today's price of each item that has one, by the item's id.

    The agreement's price, or the supplier's own where its catalogue offers the item for
    less. Two queries for each agreement, however many items.
    """
    found = {}
    for agreement_id, group in _by_agreement(items).items():
        origins = prices_of(agreement_id, [item.seller_item_id for item in group], today)
        for item in group:
            origin = origins.get(item.seller_item_id)
            if origin is not None:
                found[item.pk] = with_lower_offer(origin, item.list_price_cents)
    return found


def _by_agreement(items: Iterable[CatalogueItem]) -> dict[int, list[CatalogueItem]]:
    groups: dict[int, list[CatalogueItem]] = defaultdict(list)
    for item in items:
        groups[item.agreement_id].append(item)
    return groups


def questions_of_items(items: Iterable[CatalogueItem], today: date) -> list[Asked]:
    """What ``prices_of_items`` and ``range_of`` ask for these items, to be asked ahead."""
    listed = list(items)
    asked = [_in_range.of([item.pk for item in listed], today)]
    for agreement_id, group in _by_agreement(listed).items():
        numbers = [item.seller_item_id for item in group]
        asked += questions_of_prices(agreement_id, numbers, today)
    return asked


def item_names(agreement_id: int, numbers: Iterable[str]) -> dict[str, str]:
    """What the shop calls an agreement's items, by the supplier's number (SAMKOP_ITEM_NAMES)."""
    found = CatalogueItem.objects.filter(
        agreement_id=agreement_id, seller_item_id__in=list(numbers)
    ).only("seller_item_id", "name", *(f"shop_name_{language}" for language in LANGUAGES))
    return {item.seller_item_id: item.shown_name for item in found}


def unavailable(item: CatalogueItem, today: date) -> Refused:
    """Why an item without a price, or one that has left the shop, cannot be ordered."""
    reason = why_unpriced(item.agreement_id, item.seller_item_id, today) if item.active else None
    if reason in {Unpriced.EVIDENCE_MISSING, Unpriced.EVIDENCE_EXPIRED}:
        sentence = _("%(name)s cannot be ordered now. %(reason)s")
        return Refused(reason.value, sentence, name=item.shown_name, reason=reason.label)
    return Refused(
        "price-missing",
        _("%(name)s cannot be ordered now. Leave it out, or choose another one."),
        name=item.shown_name,
    )


def range_of(item_ids: Iterable[int], today: date) -> dict[int, RangeItem]:
    """The entry of the joint range for each of the items that is in it, by the item's id."""
    return {entry.item_id: entry for entry in _in_range(list(item_ids), today)}


@prepared
def _in_range(item_ids: list[int], today: date) -> QuerySet[RangeItem]:
    return RangeItem.objects.filter(valid_on(today), Among(F("item_id"), item_ids))


def siblings_of(item: CatalogueItem) -> QuerySet[CatalogueItem]:
    """Other items on the shelf of the same maker's model: configurations to choose from."""
    return (
        CatalogueItem.objects.filter(
            agreement_id=item.agreement_id,
            manufacturer=item.manufacturer,
            model=item.model,
            active=True,
        )
        .exclude(pk=item.pk)
        .order_by(shown_sort_key(), "id")
        if item.model
        else CatalogueItem.objects.none()
    )
