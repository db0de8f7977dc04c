"""The shop's first page: the joint range first, then the rest of the shelf."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.queries import agreements_not_open_to
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.pages.cards import card_of, cards_of
from samkop.catalogue.pages.compare import ids_in
from samkop.catalogue.pages.entitlement_words import with_reasons
from samkop.catalogue.pages.promises import with_promises
from samkop.catalogue.pages.range_words import change_words
from samkop.catalogue.pages.stopped import stopped_agreements, with_stopped
from samkop.catalogue.policies import (
    may_import_catalogues,
    may_keep_configuration,
    may_order,
    may_see_shop,
)
from samkop.catalogue.queries import (
    Facet,
    Filters,
    Shelf,
    open_agreements,
    prices_of_items,
    range_of,
)
from samkop.catalogue.queries import shelf as read_shelf
from samkop.catalogue.queries.configurations import offered_configurations
from samkop.catalogue.queries.entitlements import allowance_of
from samkop.catalogue.queries.range_proposals import changes_in_shop
from samkop.catalogue.queries.shelf import MOST_COUNTED
from samkop.catalogue.queries.shop_keeping import featured_on
from samkop.catalogue.rules.comparing import MOST_COMPARED
from samkop.catalogue.vocabulary import SPAN_EDGES_CENTS, Category, Sort
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_money, format_number
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit

MOST_CHOICES = 40
MOST_CHANGES = 5
LONGEST_TEXT = 200


@page()
def shop(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What may be ordered, by facets and search."""
    allow(may_see_shop(actor))
    party = Party.objects.get(pk=actor.party_id or 0)
    today = day_of(current_unit().now, party.time_zone)
    filters = filters_of(request)
    closed = agreements_not_open_to(party.pk, today)
    stopped = stopped_agreements(closed, today)
    agreements = [*open_agreements(party.pk, today), *(one.agreement for one in stopped)]
    open_ids = [agreement.pk for agreement in agreements]
    shelf = read_shelf(open_ids, filters, today, request.GET.get("after", ""))
    featured = [] if filters != Filters() else featured_on(open_ids, today)
    first, joint, others = _placed(featured, shelf, onward="after" in request.GET)
    prices = prices_of_items([*first, *joint, *others], today)
    allowance = allowance_of(party.pk, actor.person_id or 0, today)
    in_range = range_of([item.pk for item in first], today) if first else {}
    cards = [
        card_of(item, prices.get(item.pk), today, in_range=item.pk in in_range) for item in first
    ]
    cards += cards_of(joint, prices, today, in_range=True)
    cards += cards_of(others, prices, today, in_range=False)
    cards = with_promises(with_reasons(cards, allowance, prices), party, today)
    cards = with_stopped(cards, stopped)
    currency = agreements[0].currency if agreements else party.currency
    return "catalogue/shop.html", {
        "featured": cards[: len(first)],
        "joint": cards[len(first) : len(first) + len(joint)],
        "others": cards[len(first) + len(joint) :],
        "configurations": [] if filters != Filters() else _offers(party.pk, agreements, today),
        "may_configure": may_keep_configuration(actor, party.pk),
        "following": shelf.following,
        "facets": [_group(facet, currency) for facet in shelf.facets if facet.options],
        "filters": filters,
        "narrowed": filters != Filters(sort=filters.sort),
        "total": _total(shelf.total),
        "sorts": [(sort.value, sort.label, sort.value == filters.sort) for sort in Sort],
        "kept": _kept(request),
        "may_order": may_order(actor),
        "may_import": may_import_catalogues(actor),
        "stopped": stopped,
        "has_agreements": bool(agreements),
        "ahead": [] if filters != Filters() and cards else closed.ahead,
        "changes": [] if filters != Filters() else _coming(open_ids, today),
        "back": request.get_full_path(),
        "comparable": True,
        **_ticked(request, [*first, *joint, *others]),
    }


def _coming(agreement_ids: list[int], today: date) -> list[str]:
    """What of the joint range changes soon, on the shop's first page."""
    return [change_words(one) for one in changes_in_shop(agreement_ids, today)[:MOST_CHANGES]]


def _placed(
    featured: list[CatalogueItem], shelf: Shelf, *, onward: bool
) -> tuple[list[CatalogueItem], list[CatalogueItem], list[CatalogueItem]]:
    """What is shown first (on the first page), of the joint range, and of the rest.

    What is shown first stands there alone; whoever searches finds it where it belongs.
    """
    first = {item.pk for item in featured}
    joint = [item for item in shelf.joint if item.pk not in first]
    others = [item for item in shelf.items if item.pk not in first]
    return [] if onward else featured, joint, others


def _offers(
    party_id: int, agreements: list[FrameworkAgreement], today: date
) -> list[dict[str, Any]]:
    """The configurations on the shelf's first page, with what they cost."""
    found = offered_configurations(party_id, [agreement.pk for agreement in agreements], today)
    return [
        {
            "offered": one,
            "once": None if one.once_cents is None else Decimal(one.once_cents) / 100,
            "monthly": None if one.monthly_cents is None else Decimal(one.monthly_cents) / 100,
            "currency": one.device.item.currency,
        }
        for one in found
    ]


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address; what makes no sense is left out."""
    given = request.GET
    spans = {str(span) for span in range(len(SPAN_EDGES_CENTS) + 1)}
    return Filters(
        text=given.get("q", "").replace("\0", "")[:LONGEST_TEXT].strip(),
        categories=tuple(c for c in given.getlist("category") if c in Category.values),
        manufacturers=tuple(
            maker.replace("\0", "") for maker in given.getlist("manufacturer")[:MOST_CHOICES]
        ),
        spans=tuple(int(span) for span in given.getlist("price") if span in spans),
        range_only="joint" in given.getlist("range"),
        sort=given.get("sort", "") if given.get("sort") in Sort.values else Sort.NAME.value,
    )


def _ticked(request: HttpRequest, shown: list[CatalogueItem]) -> dict[str, list[int]]:
    """The items ticked for comparison: those on this page, and those left on another."""
    ticked, here = ids_in(request.GET, "compare")[:MOST_COMPARED], {item.pk for item in shown}
    return {
        "ticked": [pk for pk in ticked if pk in here],
        "ticked_elsewhere": [pk for pk in ticked if pk not in here],
    }


def _total(total: int) -> str:
    return f"{format_number(total)}{'+' if total >= MOST_COUNTED else ''}"


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The filters that the search form keeps; a new search begins at its first page."""
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name not in {"q", "sort", "after", "before"}
        for value in values
    ]


def _group(facet: Facet, currency: str) -> dict[str, Any]:
    labels = {
        "range": _("Range"),
        "category": _("Category"),
        "manufacturer": _("Manufacturer"),
        "price": _("Price"),
    }
    options: list[dict[str, Any]] = [
        {
            "value": option.value,
            "label": _option_label(facet.name, option.value, currency),
            "count": option.count,
            "checked": option.checked,
        }
        for option in facet.options
    ]
    if facet.name == "manufacturer":
        options.sort(key=lambda option: (not option["checked"], -option["count"]))
        options = options[:MOST_CHOICES]
    return {"name": facet.name, "label": labels[facet.name], "options": options}


def _option_label(facet: str, value: str, currency: str) -> str:
    if facet == "range":
        return _("The joint range only")
    if facet == "category":
        return str(Category(value).label)
    return _span_label(int(value), currency) if facet == "price" else value


def _span_label(span: int, currency: str) -> str:
    edges = [format_money(Decimal(edge) / 100, currency, 0) for edge in SPAN_EDGES_CENTS]
    if span == 0:
        return _("Below %(price)s") % {"price": edges[0]}
    if span == len(edges):
        return _("From %(price)s") % {"price": edges[-1]}
    return _("%(low)s to below %(high)s") % {"low": edges[span - 1], "high": edges[span]}
