"""An item's own page, and choosing it for the joint range."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.pages.origins import shown_origin
from samkop.agreements.queries import agreements_not_open_to, tiers_of, why_unpriced
from samkop.agreements.rules import PriceOrigin, next_tier
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.pages.cards import card_of
from samkop.catalogue.pages.compare import address_of
from samkop.catalogue.pages.entitlement_words import (
    entitlement_note,
    ruling_of,
    why_not,
    with_reasons,
)
from samkop.catalogue.pages.promises import with_promises
from samkop.catalogue.pages.property_words import property_label
from samkop.catalogue.pages.range_words import change_words
from samkop.catalogue.pages.stopped import stopped_agreements
from samkop.catalogue.policies import (
    may_keep_range,
    may_order,
    may_see_shop,
    may_state_availability,
)
from samkop.catalogue.queries import (
    item_of,
    open_agreements,
    prices_of_items,
    range_of,
    siblings_of,
)
from samkop.catalogue.queries.availability import history_of_item, stated_in
from samkop.catalogue.queries.entitlements import allowance_of
from samkop.catalogue.queries.range_proposals import change_ahead_of
from samkop.catalogue.rules.comparing import MOST_COMPARED
from samkop.catalogue.usecases.joint_range import add_to_range, end_range
from samkop.catalogue.vocabulary import Category
from samkop.core.devices import footprint_of
from samkop.core.period import day_of
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_date, format_number
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.unit_of_work import current_unit, perform

MOST_SIBLINGS = 12


def _item(request: HttpRequest, actor: Actor, item_id: int) -> tuple[str, dict[str, Any]]:
    allow(may_see_shop(actor))
    item = item_of(item_id)
    party = Party.objects.get(pk=actor.party_id or 0)
    today = day_of(current_unit().now, party.time_zone)
    siblings = list(siblings_of(item)[:MOST_SIBLINGS])
    prices = prices_of_items([item, *siblings], today)
    joint = range_of([item.pk, *(sibling.pk for sibling in siblings)], today)
    origin = prices.get(item.pk)
    open_here = item.agreement_id in {found.pk for found in open_agreements(party.pk, today)}
    allowance = allowance_of(party.pk, actor.person_id or 0, today)
    ruling = ruling_of(item, allowance, prices)
    reason = _reason(item, origin, today) or ("" if open_here else _closed(item, party, today))
    reason = reason or why_not(ruling, today)
    cards = [
        card_of(one, prices.get(one.pk), today, in_range=one.pk in joint)
        for one in [item, *siblings]
    ]
    card, *others = with_promises(with_reasons(cards, allowance, prices), party, today)
    reason = reason or card.reason
    newest = history_of_item(item.pk).first()
    stated = stated_in(newest, party.time_zone) if newest else None
    footprint = footprint_of(item.manufacturer, item.name) if item.co2e_kg is not None else None
    ahead = change_ahead_of(item.pk, today)
    return "catalogue/item.html", {
        "item": item,
        "ahead": change_words(ahead) if ahead else "",
        "card": card,
        "stated": stated,
        "stale": stated is not None and stated.is_stale(today),
        "may_state": may_state_availability(actor, item.agreement),
        "category": Category(item.category),
        "trail": [
            (_("Shop"), reverse("shop")),
            (Category(item.category).label, f"{reverse('shop')}?category={item.category}"),
        ],
        "origin": shown_origin(origin),
        "tier": _next_tier(item, origin),
        "siblings": others,
        "entitlement": entitlement_note(ruling),
        "compare_url": address_of([item, *siblings[: MOST_COMPARED - 1]]),
        "footprint": footprint,
        "properties": sorted(
            ((property_label(name), value) for name, value in item.properties.items()),
            key=lambda pair: pair[0].casefold(),
        ),
        "orderable": may_order(actor) and not reason,
        "reason": reason,
        "may_order": may_order(actor),
        "may_keep_range": may_keep_range(actor, item.agreement),
    }


item = page()(_item)


@act()
def join_range(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Take the item into the joint range from today on."""
    entry = perform(actor, add_to_range, item_id=item_id)
    name = entry.item.shown_name
    return Answer(
        to=reverse("item", args=[item_id]),
        message=_("In the joint range from today: %(name)s.") % {"name": name},
    )


@act()
def leave_range(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Take the item out of the joint range; today is its last day."""
    perform(actor, end_range, item_id=item_id)
    return Answer(
        to=reverse("item", args=[item_id]), message=_("Today is its last day in the joint range.")
    )


def _next_tier(item: CatalogueItem, origin: PriceOrigin | None) -> dict[str, Any] | None:
    """What everybody's next volume tier is, and how many units are left to it."""
    tiers = tiers_of(item.agreement_id).get(origin.price_group, []) if origin else []
    following = next_tier(tiers, origin.volume) if origin else None
    if following is None or origin is None:
        return None
    return {
        "left": format_number(following.from_quantity - origin.volume),
        "discount": Decimal(following.discount_permille) / 1000,
    }


def _closed(item: CatalogueItem, party: Party, today: date) -> str:
    """Why the organisation does not order from the item's agreement, and from when it does."""
    closed = agreements_not_open_to(party.pk, today)
    ahead = {agreement.pk: first for agreement, first in closed.ahead}
    if first_day := ahead.get(item.agreement_id):
        sentence = _("Your organisation orders from this agreement from %(day)s on.")
        return sentence % {"day": format_date(first_day)}
    for stopped in stopped_agreements(closed, today):
        if stopped.agreement.pk == item.agreement_id:
            return stopped.why
    return _("Your organisation does not order from this agreement.")


def _reason(item: CatalogueItem, origin: PriceOrigin | None, today: date) -> str:
    """Why it cannot be ordered; empty where it can."""
    if not item.active:
        return _("No longer in the supplier's catalogue.")
    if origin is None:
        missing = why_unpriced(item.agreement_id, item.seller_item_id, today)
        return str(missing.label) if missing else _("Has no price in the agreement today.")
    return ""
