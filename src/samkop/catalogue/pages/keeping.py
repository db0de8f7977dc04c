"""Keeping the shop: what stands on a shelf, what the shop says of it, what it shows first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.pages.keeping_forms import (
    ChoiceForm,
    FeatureForm,
    PictureForm,
    ShopTextForm,
    by_language,
    said_of,
    shown_of,
)
from samkop.catalogue.pages.keeping_list import KEPT, shelf_of, shelves
from samkop.catalogue.policies import may_import_catalogues, may_keep_range
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.shop_keeping import (
    feature_of,
    features_of,
    pictures_of,
)
from samkop.catalogue.usecases.shop_keeping import describe_in_shop, end_feature, feature_item
from samkop.core.period import day_of
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def shelf(request: HttpRequest, actor: Actor) -> Any:
    """What stands on the shelves of one's agreements, by what it has and lacks."""
    allow(may_import_catalogues(actor))
    return list_page(
        request, actor, KEPT, shelf_of(request.GET), "catalogue/keeping.html",
        keeps=bool(shelves()), trail=[(_("Shop"), reverse("shop"))],
    )  # fmt: skip


def kept_item(
    request: HttpRequest,
    actor: Actor,
    item_id: int,
    refused: Refused | None = None,
    sent: str = "",
) -> Shown:
    """An item with its forms; ``sent`` names the one that was refused."""
    found = item_of(item_id)
    allow(may_keep_range(actor, found.agreement))
    today = day_of(current_unit().now, found.agreement.purchasing_body.time_zone)
    pictures = pictures_of(item_id)
    shown = shown_of(found, pictures)
    begun: dict[str, tuple[type[forms.Form], dict[str, Any]]] = {
        "texts": (ShopTextForm, said_of(found)),
        "feature": (FeatureForm, {"valid_from": today}),
        "upload": (PictureForm, shown),
        "choice": (ChoiceForm, shown),
    }
    return "catalogue/keep_item.html", {
        "item": found,
        "today": today,
        "features": list(features_of(item_id, today)),
        "pictures": pictures,
        **{
            # Two of the forms ask for the same: each names its fields' ids after itself.
            name: with_refusal(form(request.POST, request.FILES, auto_id=f"{name}_%s"), refused)
            if name == sent
            else form(initial=initial, auto_id=f"{name}_%s")
            for name, (form, initial) in begun.items()
        },
        "trail": [(_("Shop"), reverse("shop")), (_("Keep the shop"), reverse("keep-shop"))],
    }


item = page()(kept_item)


def _texts_again(request: HttpRequest, actor: Actor, item_id: int, refused: Refused) -> Shown:
    return kept_item(request, actor, item_id, refused, "texts")


def _feature_again(request: HttpRequest, actor: Actor, item_id: int, refused: Refused) -> Shown:
    return kept_item(request, actor, item_id, refused, "feature")


@act(again=_texts_again)
def describe(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Keep what the shop says of an item."""
    values = checked(ShopTextForm(request.POST))
    perform(
        actor, describe_in_shop, item_id=item_id, names=by_language(values, "shop_name"),
        texts=by_language(values, "shop_text"), drawing=values["drawing"],
    )  # fmt: skip
    return Answer(to=reverse("keep-item", args=[item_id]), message=_("The shop says so now."))


@act(again=_feature_again)
def show_first(request: HttpRequest, actor: Actor, item_id: int) -> Answer:
    """Show an item first, for a time."""
    values = checked(FeatureForm(request.POST))
    perform(
        actor, feature_item, item_id=item_id, valid_from=values["valid_from"],
        valid_until=values["valid_until"],
    )  # fmt: skip
    return Answer(
        to=reverse("keep-item", args=[item_id]), message=_("It stands first in the shop then.")
    )


@act()
def show_last(request: HttpRequest, actor: Actor, feature_id: int) -> Answer:
    """Stop showing an item first."""
    with reading(actor):
        item_id = feature_of(feature_id).item_id
    perform(actor, end_feature, feature_id=feature_id)
    return Answer(
        to=reverse("keep-item", args=[item_id]), message=_("It is no longer shown first.")
    )
