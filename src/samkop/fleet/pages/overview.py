"""Dashboards: an ICT manager's fleet, and the region's fleets side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samkop.agreements.vocabulary import ItemCategory
from samkop.fleet.pages.tabs import tabs_of
from samkop.fleet.policies import may_see_fleet, may_see_region_fleets
from samkop.fleet.queries.overview import Overview, member_totals, overview_of, regions_of
from samkop.fleet.vocabulary import AssetState
from samkop.parties.models import Party
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.charts import bar_chart
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

Shown = tuple[str, dict[str, Any]]


@page()
def overview(request: HttpRequest, actor: Actor) -> Shown:
    """The organisation's fleet in figures."""
    allow(may_see_fleet(actor))
    today = own_today()
    found = overview_of(actor.own_party_id, today)
    return "fleet/overview.html", {
        "found": found,
        "states": [
            (state.value, state.label, found.states[state]) for state in AssetState
            if found.states.get(state)
        ],
        "charts": _charts(found),
        **tabs_of(actor, "fleet-overview"),
        "sees_region": may_see_region_fleets(actor) and bool(regions_of(actor.own_party_id)),
    }  # fmt: skip


def _charts(found: Overview) -> list[Any]:
    drawn = []
    if found.categories:
        largest = sorted(found.categories.items(), key=lambda pair: (-pair[1], pair[0]))
        drawn.append(
            bar_chart(
                _("By category"), _("Category"),
                {str(ItemCategory(key).label): count for key, count in largest},
                measure=_("Devices"),
            )
        )  # fmt: skip
    if found.years:
        drawn.append(
            bar_chart(
                _("By the year in which they came"), _("Year"),
                {str(year): count for year, count in found.years.items()}, measure=_("Devices"),
            )
        )  # fmt: skip
    if any(found.due.values()):
        drawn.append(
            bar_chart(
                _("To be renewed, by month"), _("Month"),
                {f"{month:%Y-%m}": count for month, count in found.due.items()},
                measure=_("Devices"),
            )
        )  # fmt: skip
    return drawn


@page()
def region(request: HttpRequest, actor: Actor) -> Shown:
    """The fleets of a region's members side by side: totals alone."""
    allow(may_see_region_fleets(actor))
    today = own_today()
    shown = []
    for one in regions_of(actor.own_party_id):
        totals = member_totals(one.pk, today)
        names = {party.pk: party.name for party in Party.objects.filter(
            id__in=[each.party_id for each in totals])}  # fmt: skip
        rows = [(names[each.party_id], each) for each in totals]
        living = {name: each.living for name, each in rows}
        chart = bar_chart(_("Devices"), _("Organisation"), living, measure=_("Devices"))
        shown.append({"region": one, "rows": rows, "chart": chart,
                      "all": sum(living.values())})  # fmt: skip
    return "fleet/region.html", {"shown": shown}
