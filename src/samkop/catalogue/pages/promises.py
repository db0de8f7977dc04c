"""Delivery and end of sale as sentences, for the shop, the basket and the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.pages.cards import Card
from samkop.catalogue.queries.availability import endings_of, promises_of
from samkop.catalogue.rules.promises import Promise
from samkop.catalogue.vocabulary import PromiseBasis
from samkop.parties.models import Party
from samkop.platform.formatting import format_date

BY_CATALOGUE = (PromiseBasis.CATALOGUE, PromiseBasis.STALE, PromiseBasis.UNKNOWN)


def promise_words(promise: Promise) -> str:
    """The promise as a sentence; empty where the supplier has said nothing."""
    if promise.day is not None:
        return _("Delivered by %(day)s") % {"day": format_date(promise.day)}
    if promise.basis == PromiseBasis.OUT_OF_STOCK:
        return str(PromiseBasis.OUT_OF_STOCK.label)
    return ""


def ending_words(item: CatalogueItem, ends_on: date | None, successor: str) -> str:
    """Until when it is sold, and what follows; empty where no end is known."""
    if ends_on is None:
        return ""
    day = format_date(ends_on)
    if successor:
        return _("Sold until %(day)s, then %(name)s") % {"day": day, "name": successor}
    return _("Sold until %(day)s") % {"day": day}


def ended_words(ends_on: date | None, today: date) -> str:
    """Why it cannot be ordered any more; empty while it can."""
    if ends_on is None or ends_on >= today:
        return ""
    return _("No longer sold since %(day)s.") % {"day": format_date(ends_on)}


def with_promises(cards: Iterable[Card], party: Party, today: date) -> list[Card]:
    """The cards with what suppliers say of stock and of the end of sale; three queries."""
    found = list(cards)
    items = [card.item for card in found]
    promises = promises_of({}, items, today, country=party.country, time_zone=party.time_zone)
    ends = endings_of(items)
    followers = {item.replaced_by_id for item in items if item.pk in ends} - {None}
    found_followers = CatalogueItem.objects.filter(pk__in=followers)
    names = {follower.pk: follower.shown_name for follower in found_followers}
    return [_promised(card, promises, ends, names, today) for card in found]


def _promised(
    card: Card, promises: Mapping[int, Promise], ends: Mapping[int, date],
    names: Mapping[int, str], today: date,
) -> Card:  # fmt: skip
    item, promise = card.item, promises[card.item.pk]
    ends_on = ends.get(item.pk)
    words = card.promise if promise.basis in BY_CATALOGUE else promise_words(promise)
    return replace(
        card, promise=words,
        ending=ending_words(item, ends_on, names.get(item.replaced_by_id or 0, "")),
        reason=ended_words(ends_on, today) or card.reason,
    )  # fmt: skip
