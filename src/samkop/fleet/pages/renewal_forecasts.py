"""What decided plans will need: a supplier's forecast, and the volumes of the next tender."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.models import RenewalForecast
from samkop.fleet.policies import may_run_joint_plans, may_see_forecasts
from samkop.fleet.queries.renewal import forecasts_for
from samkop.parties.queries import own_today, party_of
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Days, Empty, Listing, day, list_page, number, text
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

FORECASTS: Listing[RenewalForecast] = Listing(
    name="renewal-forecasts",
    title=_("Renewal forecast"),
    address="renewal-forecasts",
    order="month",
    columns=(
        Column("month", _("Month"), lambda one: day(one.month), sort="month"),
        Column("item", _("Item"), lambda one: text(one.item.shown_name)),
        Column(
            "category", _("Category"), lambda one: text(ItemCategory(one.category).label),
            usual=False,
        ),
        Column("buyer", _("Organisation"), lambda one: text(str(one.owner))),
        Column("count", _("Devices"), lambda one: number(one.count), numeric=True),
        Column(
            "published", _("Told on"), lambda one: day(one.published_at.date()), usual=False
        ),
    ),
    filters=(
        Choice(
            "category", _("Category"), ItemCategory.choices,
            lambda rows, category: rows.filter(category=category),
        ),
        Days("from", pgettext_lazy("time", "From"),
             lambda rows, on: rows.filter(month__gte=on.replace(day=1))),
        Days("until", _("until"), lambda rows, on: rows.filter(month__lte=on)),
    ),
    empty=Empty(
        _("No forecast yet"),
        _("When an organisation decides its renewal plan, what it will need stands here."),
        "chart",
    ),
)  # fmt: skip


def _side(actor: Actor) -> str:
    kind = party_of(actor.own_party_id).kind
    return "purchasing_body" if kind == PartyKind.CENTRAL_PURCHASING_BODY else "supplier"


@page()
def forecasts(request: HttpRequest, actor: Actor) -> Any:
    """By month, item and organisation."""
    allow(may_see_forecasts(actor))
    return list_page(
        request, actor, FORECASTS, forecasts_for(actor.own_party_id, _side(actor)),
        "fleet/renewal_forecasts.html", runs_joint_plans=may_run_joint_plans(actor),
    )  # fmt: skip


@page()
def volumes(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """What a tender would cover: devices by category and year, over all organisations."""
    allow(may_see_forecasts(actor))
    summed: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    buyers = set()
    rows = forecasts_for(actor.own_party_id, _side(actor)).filter(
        month__gte=own_today().replace(day=1)
    )
    for category, month, count, owner_id in rows.values_list(
        "category", "month", "count", "owner_id"
    ):
        summed[category][month.year] += count
        buyers.add(owner_id)
    years = sorted({year for by_year in summed.values() for year in by_year})
    return "fleet/renewal_volumes.html", {
        "years": years,
        "rows": [
            (ItemCategory(category).label, [by_year[year] for year in years],
             sum(by_year.values()))
            for category, by_year in sorted(summed.items())
        ],
        "buyers": len(buyers),
    }  # fmt: skip
