"""The list of what an organisation's own people wish of the range and complain of."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.catalogue.models import Wish
from samkop.catalogue.vocabulary import Category, WishKind
from samkop.platform.lists import Choice, Column, Empty, Listing, day, pill, text

TONES = {WishKind.WISH: "info", WishKind.COMPLAINT: "warn"}


def _about(one: Wish) -> str:
    return one.item.shown_name if one.item else ""


WISHES: Listing[Wish] = Listing(
    name="wishes",
    title=gettext_lazy("Wishes and complaints"),
    address="wishes",
    columns=(
        Column(
            "item", gettext_lazy("Item"),
            lambda one: text(_about(one) or _("The whole kind")),
            link=lambda one: reverse("item", args=[one.item_id]) if one.item_id else "",
        ),
        Column(
            "category", gettext_lazy("Category"),
            lambda one: text(Category(one.category).label),
        ),
        Column(
            "kind", gettext_lazy("Kind"),
            lambda one: pill(TONES[WishKind(one.kind)], one.get_kind_display()),
        ),
        Column("line", gettext_lazy("In one line"), lambda one: text(one.line)),
        Column("person", gettext_lazy("Person"), lambda one: text(one.person.name)),
        Column("said", gettext_lazy("Said"), lambda one: day(one.said_at.date())),
    ),
    filters=(
        Choice(
            "kind", gettext_lazy("Kind"), WishKind.choices,
            lambda rows, kind: rows.filter(kind=kind),
        ),
        Choice(
            "category", gettext_lazy("Category"), Category.choices,
            lambda rows, category: rows.filter(category=category),
        ),
    ),
    empty=Empty(
        gettext_lazy("Nobody has said anything yet"),
        gettext_lazy("People say it on an item's page in the shop, or after a search that finds"
                     " nothing."),
    ),
)  # fmt: skip
