"""Up to four items side by side; the address holds their ids, so that it can be shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.pages.cards import Card, card_of
from samkop.catalogue.pages.property_words import property_label
from samkop.catalogue.policies import may_order, may_see_shop
from samkop.catalogue.queries import items_by_id, open_agreements, prices_of_items, range_of
from samkop.catalogue.rules.comparing import (
    MONTHS_OF_USE,
    MOST_COMPARED,
    Compared,
    apart,
    best_of,
    price_a_month,
)
from samkop.catalogue.vocabulary import Category
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_money, format_number
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

LARGEST_ID = 2**63 - 1
MOST_ASKED = 50


@page()
def compare(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The items that the address names, the facts in which they differ first."""
    allow(may_see_shop(actor))
    party = Party.objects.get(pk=actor.party_id or 0)
    today = day_of(current_unit().now, party.time_zone)
    wanted = ids_in(request.GET, "id")
    items = items_by_id(wanted[:MOST_COMPARED])
    prices = prices_of_items(items, today)
    joint = range_of([item.pk for item in items], today)
    open_here = {agreement.pk for agreement in open_agreements(party.pk, today)}
    cards = [card_of(item, prices.get(item.pk), today, in_range=item.pk in joint) for item in items]
    differing, alike = apart(_rows(cards))
    ids = [item.pk for item in items]
    return "catalogue/compare.html", {
        "cards": [
            {
                "card": card,
                "without": _address("compare", "id", [pk for pk in ids if pk != card.item.pk]),
                "orderable": card.item.active and card.item.agreement_id in open_here,
            }
            for card in cards
        ],
        "differing": [_shown(row, items) for row in differing],
        "alike": [_shown(row, items) for row in alike],
        "left_out": max(len(wanted) - MOST_COMPARED, 0),
        "most": MOST_COMPARED,
        "years": MONTHS_OF_USE // 12,
        "shop_url": _address("shop", "compare", ids),
        "back": request.get_full_path(),
        "may_order": may_order(actor),
        "trail": [(_("Shop"), reverse("shop"))],
    }


def ids_in(address: QueryDict, name: str) -> list[int]:
    """The ids that an address holds under a name, each once; what is no id is left out."""
    numbers = [
        int(text)
        for text in address.getlist(name)[:MOST_ASKED]
        if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    ]
    return [number for number in dict.fromkeys(numbers) if number <= LARGEST_ID]


def address_of(items: Sequence[CatalogueItem]) -> str:
    """Where these items stand side by side."""
    return _address("compare", "id", [item.pk for item in items])


def _address(name: str, parameter: str, ids: Sequence[int]) -> str:
    query = urlencode([(parameter, pk) for pk in ids])
    return reverse(name) + (f"?{query}" if query else "")


def _shown(row: Compared, items: list[CatalogueItem]) -> dict[str, Any]:
    """A row with its cells; each names its item, for the narrow form of the table."""
    return {
        "label": row.label,
        "cells": [
            {"name": item.shown_name, "text": text, "best": place in row.best}
            for place, (item, text) in enumerate(zip(items, row.texts, strict=True))
        ],
    }


def _rows(cards: list[Card]) -> list[Compared]:
    """Price, promise, footprint and support; then what they are; then their properties."""
    items = [card.item for card in cards]
    prices = [card.price for card in cards]
    # A headset is not the better phone for costing less.
    alike = len({(item.category, item.currency) for item in items}) == 1
    monthly = [None if price is None else price_a_month(price) for price in prices]
    cheapest = best_of(prices) if alike else frozenset[int]()
    return [
        Compared(_("Price without VAT"), _amounts(prices, items), cheapest),
        Compared(_("A month, over four years of use"), _amounts(monthly, items), cheapest),
        Compared(
            _("Delivery"), tuple(card.promise for card in cards),
            best_of([item.lead_time_days for item in items]),
        ),
        Compared(
            _("Greenhouse gases, whole life"),
            _texts(items, _kilogrammes),
            best_of([item.co2e_kg for item in items]) if alike else frozenset(),
        ),
        Compared(
            _("Maker's security updates"),
            tuple(card.support[1] if card.support else "" for card in cards),
            _longest_support(items),
        ),
        Compared(
            _("Joint range"), tuple(_("Yes") if card.in_range else _("No") for card in cards)
        ),
        Compared(_("Category"), _texts(items, lambda i: str(Category(i.category).label))),
        Compared(_("Manufacturer"), _texts(items, lambda i: i.manufacturer)),
        Compared(_("Model"), _texts(items, lambda i: i.model)),
        Compared(_("Supplier"), _texts(items, lambda i: i.supplier.name)),
        Compared(_("Supplier's item number"), _texts(items, lambda i: i.seller_item_id)),
        *_properties(items),
    ]  # fmt: skip


def _properties(items: list[CatalogueItem]) -> list[Compared]:
    # The model has a row of its own.
    names = {name for item in items for name in item.properties} - {"Model"}
    return [
        Compared(property_label(name), tuple(str(item.properties.get(name, "")) for item in items))
        for name in sorted(names, key=str.casefold)
    ]


def _longest_support(items: list[CatalogueItem]) -> frozenset[int]:
    ends: list[date | None] = [item.support_ends for item in items]
    return best_of(ends, highest=True)


def _texts(items: list[CatalogueItem], text: Callable[[CatalogueItem], str]) -> tuple[str, ...]:
    return tuple(text(item) for item in items)


def _amounts(amounts: Sequence[Any], items: list[CatalogueItem]) -> tuple[str, ...]:
    return tuple(
        "" if amount is None else format_money(amount, item.currency)
        for amount, item in zip(amounts, items, strict=True)
    )


def _kilogrammes(item: CatalogueItem) -> str:
    if item.co2e_kg is None:
        return ""
    return f"{format_number(item.co2e_kg, 0)}\N{NO-BREAK SPACE}kg CO₂e"
