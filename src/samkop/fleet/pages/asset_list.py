"""The list of devices: what there is, who has it and where, what is due."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.models import Asset, DeviceModel
from samkop.fleet.pages.shown import SOON_DAYS, holder_name, state_of
from samkop.fleet.queries.assets import (
    asset_ids_called,
    held_by_kind,
    models_of,
    of_models,
    renewed_between,
    with_ids,
)
from samkop.fleet.vocabulary import DEVICES, AssetState, HolderKind
from samkop.parties.models import DeliveryLocation
from samkop.parties.queries import own_today
from samkop.platform.lists import (
    Choice,
    Column,
    Empty,
    Listing,
    Search,
    code,
    day,
    money,
    pill,
    text,
)
from samkop.platform.lists.declared import Options
from samkop.platform.unit_of_work import current_unit, once

Assets = QuerySet[Asset]
MOST_OFFERED = 500
YEARS_AHEAD = 6
# Up to so many holders are named one by one.
FEW_HOLDERS = 1_000


def _owner() -> int:
    return current_unit().actor.own_party_id


def own_models() -> list[DeviceModel]:
    """The models of whoever looks, read once a page."""
    return once(models_of, _owner())


def _called(rows: Assets, wanted: str) -> Assets:
    return with_ids(rows, once(asset_ids_called, _owner(), wanted))


def _of_category(rows: Assets, category: str) -> Assets:
    return of_models(rows, [one for one in own_models() if one.category == category])


def _of_model(rows: Assets, model_id: str) -> Assets:
    return of_models(rows, [one for one in own_models() if one.pk == int(model_id)])


def _in_range(rows: Assets, value: str) -> Assets:
    return of_models(rows, [one for one in own_models() if one.in_range == (value == "in")])


def _supported(rows: Assets, value: str) -> Assets:
    today = own_today()
    edge = today + timedelta(days=SOON_DAYS)

    def until(end: date | None) -> str:
        if end is None:
            return "unknown"
        return "over" if end < today else "soon" if end <= edge else "longer"

    return of_models(rows, [one for one in own_models() if until(one.support_ends) == value])


def _held(rows: Assets, kind: str) -> Assets:
    return held_by_kind(rows, _owner(), kind, FEW_HOLDERS)


def _renewed(rows: Assets, value: str) -> Assets:
    if value == "late":
        living = rows.exclude(state=AssetState.ENDED)
        return renewed_between(living, None, own_today() - timedelta(days=1))
    return renewed_between(rows, date(int(value), 1, 1), date(int(value), 12, 31))


def _models() -> Options:
    return [(str(one.pk), one.name) for one in own_models()[:MOST_OFFERED]]


def _sites() -> Options:
    own = DeliveryLocation.objects.filter(party_id=_owner()).order_by("name", "id")
    return [(str(pk), name) for pk, name in own.values_list("id", "name")[:MOST_OFFERED]]


def _years() -> Options:
    first = own_today().year
    years = [(str(year), str(year)) for year in range(first, first + YEARS_AHEAD)]
    return [("late", _("Should have been renewed")), *years]


def _categories() -> Options:
    found = {one.category for one in own_models()}
    return [
        (value, label) for value, label in ItemCategory.choices
        if value in DEVICES and value in found
    ]  # fmt: skip


DEVICE_LIST: Listing[Asset] = Listing(
    name="devices",
    title=_("Devices"),
    address="devices",
    order="number",
    columns=(
        Column(
            "number", _("Asset number"), lambda one: code(one.asset_number), sort="asset_number",
            link=lambda one: reverse("device", args=[one.pk]),
        ),
        Column(
            "model", _("Model"), lambda one: text(one.model_name), sort="model_name",
            second=lambda one: ItemCategory(one.category).label,
        ),
        Column(
            "serial", _("Serial number"), lambda one: code(one.serial_number),
            sort="serial_number",
        ),
        Column("state", _("State"), lambda one: pill(*state_of(one.state))),
        Column(
            "holder", _("Holder"), lambda one: text(holder_name(one.holder)),
            second=lambda one: (
                "" if one.holder.kind in {HolderKind.PERSON, HolderKind.NOBODY}
                else HolderKind(one.holder.kind).label
            ),
        ),
        Column(
            "site", _("Site"), lambda one: text(one.location.name if one.location else "")
        ),
        Column(
            "cost_centre", _("Cost centre"),
            lambda one: text(one.cost_centre.code if one.cost_centre else ""), usual=False,
        ),
        Column("received", _("Received on"), lambda one: day(one.received_on), usual=False),
        Column("warranty", _("Under warranty until"), lambda one: day(one.warranty_until),
               usual=False),
        Column("support", _("Security updates until"), lambda one: day(one.support_ends),
               usual=False),
        Column("renewal", _("To be renewed on"), lambda one: day(one.renew_on)),
        Column(
            "price", _("Price without VAT"), lambda one: money(one.unit_cents, one.currency),
            numeric=True, usual=False,
        ),
    ),
    filters=(
        Search("q", _("Number, serial number or model"), _called),
        Choice("state", _("State"), AssetState.choices,
               lambda rows, state: rows.filter(state=state)),
        Choice("category", _("Category"), _categories, _of_category),
        Choice("model", _("Model"), _models, _of_model),
        Choice("site", _("Site"), _sites,
               lambda rows, site: rows.filter(location_id=int(site))),
        Choice("holder", _("Who has it"), HolderKind.choices, _held),
        Choice("range", _("Joint range"),
               (("in", _("In the range")), ("out", _("Outlier"))), _in_range),
        Choice(
            "support", _("Security updates"),
            (
                ("over", _("Over")), ("soon", _("Over within six months")),
                ("longer", _("Longer than six months")),
                ("unknown", pgettext_lazy("support", "Not known")),
            ),
            _supported,
        ),
        Choice("renew", _("Renewal"), _years, _renewed),
    ),
    empty=Empty(
        _("No devices yet"),
        _("Devices come here by themselves when a supplier announces them with their serial"
          " numbers and you receive them."),
        "laptop",
    ),
)  # fmt: skip
