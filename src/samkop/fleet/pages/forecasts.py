"""Forecasts: the list, one with its ranges and assumptions, some side by side, the example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.forecast import ForecastError, read_problem
from samkop.core.forecast.editing import with_beginning, with_spans
from samkop.core.forecast.examples import beginning_text, example_text
from samkop.fleet.models import FleetForecast
from samkop.fleet.pages.forecast_forms import YEARS, AssumptionsForm, BeginForm, place_words
from samkop.fleet.pages.tabs import RENEWING, tabs_of
from samkop.fleet.policies import may_plan_renewals, may_see_renewals
from samkop.fleet.queries.forecasts import fleet_forecast_of, fleet_forecasts_of, inhabitants_of
from samkop.fleet.rules.forecasting import worked_out
from samkop.fleet.usecases.forecasts import drop_forecast, keep_forecast
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, line_chart
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
Figures = Mapping[str, Any]
MOST_SHOWN, MOST_COMPARED = 100, 4
P10, P50, P90 = range(3)


def _forecasts(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_see_renewals(actor))
    kept = list(fleet_forecasts_of(actor.own_party_id)[:MOST_SHOWN])
    people = inhabitants_of(actor.own_party_id)
    form = BeginForm(
        request.POST if refused else None, request.FILES if refused else None,
        initial={
            "name": party_of(actor.own_party_id).name, "start": own_today().year,
            "inhabitants": people, "low": people, "mid": people, "high": people,
        },
    )  # fmt: skip
    return "fleet/forecasts.html", {
        "forecasts": kept, "comparable": len(kept) > 1,
        "form": with_refusal(form, refused) if may_plan_renewals(actor) else None,
        **tabs_of(actor, "forecasts", RENEWING),
    }  # fmt: skip


forecasts = page()(_forecasts)


@act(again=_forecasts)
def begin(request: HttpRequest, actor: Actor) -> Answer:
    """A new forecast: of a place, on usual assumptions; or all of them from a file."""
    form = BeginForm(request.POST, request.FILES)
    said = checked(form)
    if said["file"] is not None:
        text = said["file"].read().decode("utf-8-sig", errors="replace")
    else:
        with reading(actor):
            currency = party_of(actor.own_party_id).currency
        text = with_beginning(
            beginning_text(currency), name=said["name"], start=said["start"], years=YEARS,
            currency=currency, inhabitants=form.growth(),
        )  # fmt: skip
    return _kept(actor, text)


def _forecast(
    request: HttpRequest, actor: Actor, forecast_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_renewals(actor))
    found = fleet_forecast_of(actor.own_party_id, forecast_id)
    problem = read_problem(found.assumptions)
    form = AssumptionsForm(
        request.POST if refused else None, problem=problem,
        initial={"name": _("%(name)s, variant") % {"name": found.name[:80]}},
    )  # fmt: skip
    return "fleet/forecast.html", {
        "forecast": found, "changes": may_plan_renewals(actor),
        **_drawn(found.figures, found.currency),
        "form": with_refusal(form, refused) if may_plan_renewals(actor) else None,
        "assumed": [(place_words(at), span) for at, span in problem.assumptions()],
        "trail": [(_("Forecast"), reverse("forecasts"))],
    }  # fmt: skip


forecast = page()(_forecast)


@act(again=_forecast)
def vary(request: HttpRequest, actor: Actor, forecast_id: int) -> Answer:
    """A variant: what if this were otherwise?"""
    with reading(actor):
        before = fleet_forecast_of(actor.own_party_id, forecast_id)
    form = AssumptionsForm(request.POST, problem=read_problem(before.assumptions))
    said = checked(form)
    text = with_spans(before.assumptions, form.changed_spans(), name=said["name"])
    return _kept(actor, text, based_on=before.pk)


@act()
def drop(request: HttpRequest, actor: Actor, forecast_id: int) -> Answer:
    """Drop it."""
    perform(actor, drop_forecast, forecast_id=forecast_id)
    return Answer(to=reverse("forecasts"), message=_("Dropped."))


@page()
def example(request: HttpRequest, actor: Actor) -> Shown:
    """A city that doubles, as an example."""
    allow(may_see_renewals(actor))
    worked = worked_out(example_text())
    return "fleet/forecast.html", {
        "forecast": worked.problem, "is_example": True,
        **_drawn(worked.figures, worked.problem.currency),
        "assumed": [(place_words(at), span) for at, span in worked.problem.assumptions()],
        "trail": [(_("Forecast"), reverse("forecasts"))],
    }  # fmt: skip


@page()
def compare(request: HttpRequest, actor: Actor) -> Shown:
    """Some side by side: what if."""
    allow(may_see_renewals(actor))
    asked = [int(one[:18]) for one in request.GET.getlist("forecast")
             if one.isascii() and one.isdigit()]  # fmt: skip
    kept = fleet_forecasts_of(actor.own_party_id)
    found = list(kept.filter(id__in=asked).order_by("id")[:MOST_COMPARED])
    years = sorted({year["year"] for one in found for year in one.figures["years"]})
    by_year = [{row["year"]: row for row in one.figures["years"]} for one in found]
    return "fleet/forecast_compare.html", {
        "found": found, "choices": kept[:MOST_SHOWN], "asked": asked,
        "rows": [
            (year, [
                _side(rows.get(year), one.currency)
                for one, rows in zip(found, by_year, strict=True)
            ])
            for year in years
        ],
        "charts": _beside(found, years, by_year) if len(found) > 1 else [],
        "trail": [(_("Forecast"), reverse("forecasts"))],
    }  # fmt: skip


def _kept(actor: Actor, text: str, based_on: int | None = None) -> Answer:
    # A second's work, done before the transaction and kept for it; what cannot be used, the use
    # case refuses with its sentence.
    with suppress(ForecastError):
        worked_out(text)
    made = perform(actor, keep_forecast, assumptions=text, based_on=based_on)
    return Answer(to=reverse("forecast", args=[made.pk]), message=_("Worked out, and kept."))


def _side(row: Figures | None, currency: str) -> dict[str, Any] | None:
    if row is None:
        return None
    budget = Decimal(row["likely_budget"][P50])
    return {"in_use": row["in_use"], "budget": budget, "currency": currency}


def _drawn(figures: Figures, currency: str) -> dict[str, Any]:
    years = figures["years"]
    return {
        "rows": [_row(year) for year in years],
        "whole": {
            "likely": [Decimal(one) for one in figures["whole"]["likely"]],
            "lowest": Decimal(figures["whole"]["lowest"]),
            "highest": Decimal(figures["whole"]["highest"]),
        },
        "first": years[0], "last": years[-1], "draws": figures["draws"],
        "charts": [
            _ranged(_("Budget by year"), years, "likely_budget", currency),
            _ranged(_("Devices in use"), years, "likely_in_use"),
        ],
    }  # fmt: skip


def _row(year: Figures) -> dict[str, Any]:
    low, middle, high = (Decimal(one) for one in year["likely_budget"])
    return {
        "year": year["year"], "inhabitants": year["inhabitants_mid"], "in_use": year["in_use"],
        "bought": year["bought"], "licences": year["licence_count"],
        "bought_range": year["likely_bought"], "in_use_range": year["likely_in_use"],
        "budget": middle, "low": low, "high": high,
    }  # fmt: skip


def _ranged(title: str, years: Sequence[Figures], name: str, currency: str = "") -> Chart:
    keys = [str(year["year"]) for year in years]
    return line_chart(
        title, _("Year"), keys,
        {
            _("As likely more as less"): [Decimal(year[name][P50]) for year in years],
            _("Less in one of ten"): [Decimal(year[name][P10]) for year in years],
            _("More in one of ten"): [Decimal(year[name][P90]) for year in years],
        },
        currency=currency,
    )  # fmt: skip


def _beside(
    found: Sequence[FleetForecast], years: Sequence[int], by_year: Sequence[Mapping[int, Figures]]
) -> list[Chart]:
    names = [f"{one.name} ({one.pk})" for one in found]
    keys = [str(year) for year in years]
    shared = {one.currency for one in found}
    devices = {
        name: [rows[year]["in_use"] if year in rows else None for year in years]
        for name, rows in zip(names, by_year, strict=True)
    }
    money = {
        name: [Decimal(rows[year]["likely_budget"][P50]) if year in rows else None
               for year in years]
        for name, rows in zip(names, by_year, strict=True)
    }  # fmt: skip
    drawn = [line_chart(_("Devices in use"), _("Year"), keys, devices)]
    if len(shared) == 1:
        budget = line_chart(_("Budget by year"), _("Year"), keys, money, currency=shared.pop())
        drawn.insert(0, budget)
    return drawn
