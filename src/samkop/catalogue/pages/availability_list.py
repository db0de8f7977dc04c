"""The list of what a supplier has said of its items: stock, lead time, next delivery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samkop.agreements.models import FrameworkAgreement
from samkop.catalogue.models import Availability, CatalogueItem
from samkop.catalogue.queries.availability import stated_of, supplied_agreements
from samkop.catalogue.rules.promises import FRESH_FOR, Stated
from samkop.parties.queries import own_today, party_of
from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    day,
    number,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit, once


def supplied() -> list[FrameworkAgreement]:
    """The agreements of whose items the acting organisation states the stock; asked once."""
    return once(_supplied, current_unit().actor.own_party_id)


def _supplied(party_id: int) -> list[FrameworkAgreement]:
    return supplied_agreements(party_of(party_id), current_unit().now)


def _agreements() -> Options:
    return [(str(one.pk), str(one)) for one in supplied()]


class Listed(NamedTuple):
    """An item, and what was said of it last; None where nothing was."""

    item: CatalogueItem
    stated: Stated | None


def _prepare(items: list[CatalogueItem]) -> list[Listed]:
    """What was said last of each; one query."""
    said = stated_of((item.pk for item in items), _zone())
    return [Listed(item, said.get(item.pk)) for item in items]


def _zone() -> str:
    return party_of(current_unit().actor.own_party_id).time_zone


def _said(name: str, cell: Callable[[Any], Cell]) -> Callable[[Listed], Cell]:
    """The cell of one thing that was said; not known where nothing was."""
    return lambda one: cell(getattr(one.stated, name, None))


def _age(one: Listed) -> Cell:
    if one.stated is None:
        return pill("neutral", _("Nothing said"))
    return pill("warn", _("Old")) if one.stated.is_stale(own_today()) else pill("good", _("Valid"))


def _stale(rows: QuerySet[CatalogueItem], _value: str) -> QuerySet[CatalogueItem]:
    """Those of which nothing was said of late enough to promise by."""
    since = datetime.combine(own_today() - FRESH_FOR, time.min, ZoneInfo(_zone()))
    said = Availability.objects.filter(item_id=OuterRef("pk"), said_at__gte=since)
    return rows.filter(~Exists(said))


AVAILABILITY: Listing[Listed] = Listing(
    name="availability",
    title=gettext_lazy("Stock and delivery"),
    address="availability",
    order="item",
    columns=(
        Column(
            "item", gettext_lazy("Item"), lambda one: text(one.item.name), sort="sort_key",
            link=lambda one: reverse("item-availability", args=[one.item.pk]),
            second=lambda one: one.item.seller_item_id,
        ),
        Column(
            "number", gettext_lazy("Item number"), lambda one: code(one.item.seller_item_id),
            usual=False,
        ),
        Column(
            "agreement", gettext_lazy("Agreement"), lambda one: code(one.item.agreement.number),
            usual=False,
        ),
        Column("in_stock", gettext_lazy("In stock"), _said("in_stock", number), numeric=True),
        Column("reserved", gettext_lazy("Reserved"), _said("reserved", number), numeric=True),
        Column(
            "lead_time", gettext_lazy("Lead time"), _said("lead_time_days", number), numeric=True
        ),
        Column("next", gettext_lazy("Next delivery"), _said("next_delivery", day)),
        Column("ends", gettext_lazy("Last day of sale"), _said("ends_on", day), usual=False),
        Column("said", gettext_lazy("Said"), _said("on", day)),
        Column("age", gettext_lazy("Holds"), _age),
    ),
    filters=(
        Search(
            "q", gettext_lazy("Name or item number"),
            lambda rows, text: rows.filter(
                Q(name__icontains=text) | Q(seller_item_id__istartswith=text)
            ),
        ),
        Choice(
            "agreement", gettext_lazy("Agreement"), _agreements,
            lambda rows, agreement: rows.filter(agreement_id=int(agreement)),
            everything=gettext_lazy("All agreements"),
        ),
        Choice(
            "said", gettext_lazy("Said"), [("old", gettext_lazy("Long ago or never"))], _stale
        ),
    ),
    empty=Empty(
        gettext_lazy("No item yet"),
        gettext_lazy("Items come with the catalogue of an agreement that you supply."),
    ),
    prepare=_prepare,
)  # fmt: skip


def supplied_items() -> QuerySet[CatalogueItem]:
    """The items offered on the agreements that the acting organisation supplies or runs."""
    agreements = [one.pk for one in supplied()]
    items = CatalogueItem.objects.filter(agreement_id__in=agreements, active=True)
    return items.select_related("agreement")
