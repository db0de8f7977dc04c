"""Saved baskets: one's own and the organisation's, with today's prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.configurations import Offered
from samkop.core.period import day_of
from samkop.ordering.models import SavedBasket, SavedBasketConfiguration, SavedBasketLine
from samkop.ordering.pages.left_out import left_out_words
from samkop.ordering.pages.posted import key_of
from samkop.ordering.policies import may_shop
from samkop.ordering.queries.baskets import has_things
from samkop.ordering.queries.saved_baskets import saved_baskets_of, sold_today
from samkop.ordering.usecases.saved_basket import (
    fill_from_saved_basket,
    remove_saved_basket,
    save_basket,
    share_saved_basket,
)
from samkop.parties.models import Party
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform


def _saved_baskets(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_shop(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(current_unit().now, party.time_zone)
    found = list(saved_baskets_of(party.pk, actor.own_person_id))
    return "ordering/saved_baskets.html", {
        "rows": _rows(found, actor, party, today),
        "in_basket": has_things(party.pk, actor.own_person_id),
        "refused": refused,
        "typed": request.POST.get("name", "")[:80] if refused else "",
        "trail": [(_("Basket"), reverse("basket"))],
    }


saved_baskets = page()(_saved_baskets)


@act(again=_saved_baskets)
def keep(request: HttpRequest, actor: Actor) -> Answer:
    """Keep what is in the basket under a name."""
    kept = perform(
        actor, save_basket, key=key_of(request), name=request.POST.get("name", ""),
        shared="shared" in request.POST,
    )  # fmt: skip
    return Answer(to=reverse("saved-baskets"), message=_("Saved: %(name)s.") % {"name": kept.name})


@act()
def fill(request: HttpRequest, actor: Actor, saved_basket_id: int) -> Answer:
    """Put a saved basket into the basket, and go there."""
    done = perform(actor, fill_from_saved_basket, saved_basket_id=saved_basket_id)
    return Answer(to=reverse("basket"), message=left_out_words(done["left_out"]))


@act()
def share(request: HttpRequest, actor: Actor, saved_basket_id: int) -> Answer:
    """Share one's saved basket with the organisation, or stop sharing it."""
    shared = request.POST.get("shared") == "yes"
    perform(actor, share_saved_basket, saved_basket_id=saved_basket_id, shared=shared)
    return Answer(to=reverse("saved-baskets"))


@act()
def delete(request: HttpRequest, actor: Actor, saved_basket_id: int) -> Answer:
    """Remove one's saved basket."""
    perform(actor, remove_saved_basket, saved_basket_id=saved_basket_id)
    return Answer(to=reverse("saved-baskets"), message=_("Removed."))


@dataclass(frozen=True)
class Line:
    """A line with today's price in cents, None where it is not sold; then its successor."""

    line: SavedBasketLine
    cents: int | None
    successor: CatalogueItem | None


@dataclass(frozen=True)
class Bundle:
    """A configuration as it is offered today; None where it is not."""

    row: SavedBasketConfiguration
    offered: Offered | None


@dataclass(frozen=True)
class Row:
    """A saved basket as it costs today."""

    basket: SavedBasket
    mine: bool
    lines: list[Line]
    bundles: list[Bundle]
    currency: str

    @property
    def sold(self) -> bool:
        """Whether anything of it is sold."""
        lines = any(one.cents is not None for one in self.lines)
        return lines or any(one.offered for one in self.bundles)

    @property
    def total_cents(self) -> int:
        """What is sold of it costs, without VAT, all months of a subscription included."""
        lines = sum(one.line.quantity * (one.cents or 0) for one in self.lines)
        return lines + sum(
            one.row.quantity * (one.offered.net_cents or 0) for one in self.bundles if one.offered
        )


def _rows(found: list[SavedBasket], actor: Actor, party: Party, today: date) -> list[Row]:
    """Each basket with its lines, what they cost today, and successors of what has left."""
    sold = sold_today(party.pk, found, today)
    return [
        Row(
            basket,
            basket.person_id == actor.person_id,
            lines := [_line(line, sold.cents) for line in basket.lines.all()],
            [
                Bundle(row, sold.offered.get(row.configuration_id))
                for row in basket.configurations.all()
            ],
            lines[0].line.item.currency if lines else party.currency,
        )
        for basket in found
    ]


def _line(line: SavedBasketLine, cents: Mapping[int, int]) -> Line:
    successor = line.item.replaced_by
    offered = line.item_id not in cents and successor is not None and successor.pk in cents
    return Line(line, cents.get(line.item_id), successor if offered else None)
