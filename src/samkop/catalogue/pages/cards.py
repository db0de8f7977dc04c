"""Items as the shop shows them: cards with price, promise, footprint and support."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.vocabulary import Category, SupportState
from samkop.platform.formatting import format_date

CENTS = Decimal(100)
# Categories that have a system whose security updates end.
UPDATED = frozenset(
    {
        Category.PHONE, Category.RUGGED_PHONE, Category.TABLET, Category.LAPTOP,
        Category.DESKTOP, Category.WATCH, Category.NETWORK, Category.SERVER,
    }
)  # fmt: skip
# A device is used for about four years: support that ends before is worth a second thought.
LONG = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Card:
    """One item as a card. ``price`` is None where it has none today; money without VAT.

    ``support`` is (tone, words) or None; ``key`` the idempotency key of its form; ``reason``
    says why the person may not order it, ``ending`` until when it is sold and what follows.
    """

    item: CatalogueItem
    url: str
    kind: str
    maker: str
    price: Decimal | None
    promise: str
    support: tuple[str, str] | None
    in_range: bool
    key: str
    reason: str = ""
    ending: str = ""


def cards_of(
    items: Iterable[CatalogueItem],
    prices: Mapping[int, PriceOrigin],
    today: date,
    *,
    in_range: bool,
) -> list[Card]:
    """The cards of these items, in their order."""
    return [card_of(item, prices.get(item.pk), today, in_range=in_range) for item in items]


def card_of(
    item: CatalogueItem, origin: PriceOrigin | None, today: date, *, in_range: bool
) -> Card:
    """The card of one item."""
    return Card(
        item=item,
        url=reverse("item", args=[item.pk]),
        kind=item.drawn_as,
        maker=item.manufacturer or str(Category(item.category).label),
        price=origin.net_cents / CENTS if origin else None,
        promise=promise_of(item),
        support=support_of(item, today),
        in_range=in_range,
        key=uuid.uuid4().hex,
    )


def promise_of(item: CatalogueItem) -> str:
    """The supplier's lead time as a sentence; empty where none is promised."""
    if item.lead_time_days is None:
        return ""
    return ngettext(
        "Delivered within %(days)s day", "Delivered within %(days)s days", item.lead_time_days
    ) % {"days": item.lead_time_days}


def support_of(item: CatalogueItem, today: date) -> tuple[str, str] | None:
    """Until when the maker gives security updates, as a pill; None for what has none."""
    if item.category not in UPDATED:
        return None
    if item.support_ends is None:
        if item.support_state == SupportState.NOT_ANNOUNCED:
            return "neutral", _("Updates: no end announced")
        return "neutral", _("Updates: end not known")
    month = format_date(item.support_ends, "YEAR_MONTH_FORMAT")
    if item.support_ends < today:
        return "bad", _("Updates ended in %(month)s") % {"month": month}
    tone = "good" if item.support_ends - today > LONG else "warn"
    return tone, _("Updates until %(month)s") % {"month": month}
