"""When an agreement runs out, and by when the next tender has to start."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Ceiling, SharedCeiling
from samkop.agreements.pages.decisions import NO_FORM, trail, without_form
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import (
    Forecast,
    agreement_of,
    ceiling_of,
    day_of,
    forecast_of,
    running_ceiling,
)
from samkop.agreements.usecases.run_out import set_tender_lead
from samkop.agreements.vocabulary import LONGEST_LEAD_MONTHS, RUNNING
from samkop.core.money import CENT
from samkop.core.period import months_after
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, line_chart
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform

AHEAD = 12  # months of the forecast in the chart


class LeadForm(forms.Form):
    """How long a new tender takes."""

    months = forms.IntegerField(
        label=_("Months from the start of a tender to its agreement"),
        min_value=0, max_value=LONGEST_LEAD_MONTHS,
        help_text=_("Groundwork, tender, evaluation, standstill and transition."),
    )  # fmt: skip


@page()
def running_out(
    request: HttpRequest, actor: Actor, agreement_id: int
) -> tuple[str, dict[str, Any]]:
    """The forecast with its chart, and how long a tender takes."""
    return shown_run_out(request, actor, agreement_id)


def shown_run_out(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    today = day_of(found.purchasing_body, current_unit().now)
    ceiling = ceiling_of(agreement_id) if found.state in RUNNING else None
    forecast = forecast_of(found, ceiling, today) if ceiling else None
    form = LeadForm(request.POST if refused else None, initial={"months": found.tender_lead_months})
    return "agreements/run_out.html", {
        "agreement": found,
        "forecast": forecast,
        "stage": forecast.outcome.stage(today) if forecast else None,
        "rates": _rates(forecast) if forecast else None,
        "chart": _chart(forecast, running_ceiling(ceiling), found.currency)
        if forecast and ceiling
        else None,
        "form": with_refusal(form, refused),
        "trail": trail(found.number, agreement_id),
    }


@act(again=shown_run_out)
def send_lead(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Set how long a new tender takes."""
    months = checked(LeadForm(request.POST))["months"]
    perform(actor, set_tender_lead, agreement_id=agreement_id, months=months)
    return Answer(
        to=reverse("agreement-run-out", args=[agreement_id]), message=_("The time is saved.")
    )


def _rates(forecast: Forecast) -> list[Decimal] | None:
    """The low, expected and high rate as money a month, rounded down to the cent."""
    rates = forecast.outcome.rates_cents
    return [int(rate) * CENT for rate in rates] if rates else None


def _chart(forecast: Forecast, ceiling: Ceiling | SharedCeiling, currency: str) -> Chart:
    """What is committed in all: month by month so far, then at the expected rate; the ceiling."""
    this_month, so_far = forecast.month
    balance = ceiling.committed_cents - so_far - sum(cents for _, cents in forecast.months)
    past: list[Decimal] = []
    for _month, cents in (*forecast.months, forecast.month):
        balance += cents
        past.append(balance * CENT)
    rate = forecast.outcome.rates_cents[1] if forecast.outcome.rates_cents else 0
    ahead = [
        min(balance + int(rate * month), ceiling.maximum_cents) * CENT for month in range(AHEAD + 1)
    ]
    days = [month for month, _cents in forecast.months]
    days += [months_after(this_month, number) for number in range(AHEAD + 1)]
    return line_chart(
        gettext("Committed in all, and the ceiling"), gettext("Month"),
        [f"{day:%m/%y}" for day in days],
        {
            gettext("Committed"): [*past, *[None] * AHEAD],
            gettext("Forecast"): [*[None] * len(forecast.months), *ahead],
            gettext("Ceiling"): [ceiling.maximum_cents * CENT] * len(days),
        },
        currency=currency,
    )  # fmt: skip
