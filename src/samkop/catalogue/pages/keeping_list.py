"""The list of what stands on the shelves of a purchasing body's agreements."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.availability import endings_of
from samkop.catalogue.queries.shop_keeping import kept_agreements, kept_items, marks_of
from samkop.catalogue.tables import LANGUAGES, shown_sort_key
from samkop.catalogue.vocabulary import Category, Kept
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    last_day,
    pill,
    pills,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit, once


def shelves() -> list[FrameworkAgreement]:
    """The agreements whose shelves the acting organisation keeps; asked once."""
    return once(_shelves, current_unit().actor.own_party_id)


def _shelves(party_id: int) -> list[FrameworkAgreement]:
    return kept_agreements(party_id, own_today())


def _agreements() -> Options:
    return [(str(one.pk), str(one)) for one in shelves()]


class Listed(NamedTuple):
    """An item, whether it is shown first and in the joint range today, and until when it is
    sold.
    """

    item: CatalogueItem
    is_featured: bool
    in_range: bool
    ends_on: date | None


def _numbers(one: Listed) -> str:
    item = one.item
    own = "" if item.shown_name == item.name else f" · {item.name}"
    return f"{item.seller_item_id}{own}"


def _standing(one: Listed) -> Cell:
    marks: list[tuple[str, str | Promise]] = []
    if one.is_featured:
        marks.append(("good", _("Shown first")))
    if one.in_range:
        marks.append(("info", _("Joint range")))
    elif not one.item.active:
        marks.append(("warn", _("No longer offered")))
    return pills(marks or [("neutral", _("On the shelf"))])


def _texts(one: Listed) -> Cell:
    missing = [said for said in LANGUAGES if not getattr(one.item, f"shop_text_{said}")]
    if not missing:
        return pill("good", _("In all languages"))
    return text(_("Missing: %(languages)s") % {"languages": ", ".join(missing)})


def _prepare(items: list[CatalogueItem]) -> list[Listed]:
    """Until when each is sold; one query."""
    ends = endings_of(items)
    return [Listed(item, *marks_of(item), ends.get(item.pk)) for item in items]


SHOW = Choice(
    "show", gettext_lazy("Items"),
    [(one.value, one.label) for one in Kept if one != Kept.ALL],
    lambda rows, _value: rows,  # ``shelf_of`` has chosen already
    everything=Kept.ALL.label,
)  # fmt: skip
KEPT: Listing[Listed] = Listing(
    name="shelf",
    title=gettext_lazy("Keep the shop"),
    address="keep-shop",
    order="item",
    columns=(
        Column(
            "item", gettext_lazy("Item"), lambda one: text(one.item.shown_name),
            sort=shown_sort_key, link=lambda one: reverse("keep-item", args=[one.item.pk]),
            second=_numbers,
        ),
        Column(
            "number", gettext_lazy("Item number"), lambda one: code(one.item.seller_item_id),
            usual=False,
        ),
        Column(
            "agreement", gettext_lazy("Agreement"), lambda one: code(one.item.agreement.number),
            usual=False,
        ),
        Column(
            "category", gettext_lazy("Category"),
            lambda one: text(Category(one.item.category).label),
        ),
        Column("standing", gettext_lazy("In the shop"), _standing),
        Column("texts", gettext_lazy("Texts"), _texts),
        Column(
            "picture", gettext_lazy("Picture"),
            lambda one: text(_("Yes") if one.item.picture_id else ""), usual=False,
        ),
        Column(
            "ends", gettext_lazy("Sold until"),
            lambda one: last_day(one.ends_on),
        ),
    ),
    filters=(
        Search(
            "q", gettext_lazy("Name or item number"),
            lambda rows, text: rows.filter(
                Q(name__icontains=text) | Q(shop_name_sv__icontains=text)
                | Q(shop_name_fi__icontains=text) | Q(shop_name_en__icontains=text)
                | Q(seller_item_id__istartswith=text)
            ),
        ),
        Choice(
            "agreement", gettext_lazy("Agreement"), _agreements,
            lambda rows, agreement: rows.filter(agreement_id=int(agreement)),
            everything=gettext_lazy("All agreements"),
        ),
        SHOW,
    ),
    empty=Empty(
        gettext_lazy("The shelf is empty"),
        gettext_lazy("The supplier's catalogue has not come in yet."), "shop",
    ),
    prepare=_prepare,
)  # fmt: skip


def shelf_of(query: QueryDict) -> QuerySet[CatalogueItem]:
    """The items on the acting organisation's shelves that are as the address asks."""
    kept = SHOW.read(query) or Kept.ALL
    return kept_items(shelves(), kept, own_today()).select_related("agreement")
