"""Forms of operation: the services of a pre-study, and one with its forms compared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.core.life_cycle_cost import Comparison, CostKind, LifeCycleCost, OwnStaffMissingError
from samkop.parties.pages.forms import checked, with_refusal
from samkop.planning.models import StudiedService
from samkop.planning.pages.studies import frame_of, trail
from samkop.planning.pages.study_forms import (
    CostForm,
    OperatingFormForm,
    ServiceForm,
    StaffForm,
    TermsForm,
)
from samkop.planning.queries.operating_forms import (
    comparison_of,
    forms_of,
    sensitivity_of,
    service_of,
    services_of,
)
from samkop.planning.usecases.operating_forms import (
    NewCost,
    add_cost,
    add_form,
    add_service,
    change_service,
    remove_cost,
    remove_form,
)
from samkop.planning.vocabulary import CostTime, OperatingKind
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import CENTS, cents_of
from samkop.platform.refusals import Refused
from samkop.platform.span_charts import Range, span_chart
from samkop.platform.unit_of_work import perform

Shown = tuple[str, dict[str, Any]]
PER_CENT = 100


def _services(
    request: HttpRequest, actor: Actor, study_id: int, refused: Refused | None = None
) -> Shown:
    around = frame_of(actor, study_id, "study-services")
    form = ServiceForm(request.POST if refused else None)
    rows = []
    for service in services_of(study_id):
        compared, _silent = _compared(service)
        rows.append((service, compared.cheapest.alternative.name if compared else ""))
    return "planning/services.html", {
        **around, "rows": rows, "form": with_refusal(form, refused) if around["runs"] else None,
    }  # fmt: skip


services = page()(_services)


@act(again=_services)
def add(request: HttpRequest, actor: Actor, study_id: int) -> Answer:
    """Compare one more service."""
    form = ServiceForm(request.POST)
    said = checked(form)
    made = perform(
        actor, add_service, study_id=study_id, name=said["name"], years=said["years"],
        rate_basis_points=form.rate_basis_points(),
    )  # fmt: skip
    return _to(made.pk, _("Add the ways in which it could be run, and what each costs."))


def _service(
    request: HttpRequest, actor: Actor, service_id: int, refused: Refused | None = None,
    **_of_the_form: int,
) -> Shown:  # fmt: skip
    found = service_of(actor.own_party_id, service_id)
    around = frame_of(actor, found.study_id, "study-services")
    compared, silent = _compared(found)
    currency = found.study.currency
    shown: dict[str, Any] = {}
    if compared is not None:
        shown = {
            "compared": compared, "costs": [_side(one, compared) for one in compared.costs],
            "chart": _chart(compared, currency),
            "tornadoes": [_tornado(one, currency) for one in compared.costs],
            "otherwise": _otherwise(found),
        }  # fmt: skip
    rate = Decimal(found.rate_basis_points) / PER_CENT
    return "planning/service.html", {
        **around, **shown, "service": found, "silent": silent, "rate": rate, "refused": refused,
        "currency": currency, "alternatives": [_alternative(one) for one in forms_of(found.pk)],
        "terms": TermsForm(initial={"years": found.over_years, "rate": rate}),
        "new_form": OperatingFormForm(initial={"kind": OperatingKind.OWN}),
        "cost": CostForm(), "staff": StaffForm(),
        "trail": [
            *trail(around["study"]),
            (_("Forms of operation"), reverse("study-services", args=[found.study_id])),
        ],
    }  # fmt: skip


service = page()(_service)


@act(again=_service)
def change(request: HttpRequest, actor: Actor, service_id: int) -> Answer:
    """Compare over other years, at another rate."""
    form = TermsForm(request.POST)
    said = checked(form)
    perform(
        actor, change_service, service_id=service_id, years=said["years"],
        rate_basis_points=form.rate_basis_points(),
    )  # fmt: skip
    return _to(service_id, _("Worked out anew."))


@act(again=_service)
def new_form(request: HttpRequest, actor: Actor, service_id: int) -> Answer:
    """Add a way of running it."""
    said = checked(OperatingFormForm(request.POST))
    perform(actor, add_form, service_id=service_id, **said)
    return _to(service_id, _("Say what it costs: own staff too."))


@act(again=_service)
def drop_form(request: HttpRequest, actor: Actor, service_id: int, form_id: int) -> Answer:
    """Remove a form of operation."""
    perform(actor, remove_form, form_id=form_id)
    return _to(service_id, _("Removed."))


@act(again=_service)
def new_cost(request: HttpRequest, actor: Actor, service_id: int, form_id: int) -> Answer:
    """Enter a cost in money."""
    said = checked(CostForm(request.POST))
    cost = NewCost(
        name=said["name"], time=said["time"],
        **{end: cents_of(said[end]) or 0 for end in ("low", "likely", "high")},
    )  # fmt: skip
    perform(actor, add_cost, form_id=form_id, cost=cost)
    return _to(service_id, _("The cost is entered."))


@act(again=_service)
def new_staff(request: HttpRequest, actor: Actor, service_id: int, form_id: int) -> Answer:
    """Enter the hours of own people."""
    said = checked(StaffForm(request.POST))
    cost = NewCost(
        name=said["name"], time=CostTime.STAFF, low=said["low"], likely=said["likely"],
        high=said["high"], hour_cents=cents_of(said["hour"]),
    )  # fmt: skip
    perform(actor, add_cost, form_id=form_id, cost=cost)
    return _to(service_id, _("The cost is entered."))


@act(again=_service)
def drop_cost(request: HttpRequest, actor: Actor, service_id: int, cost_id: int) -> Answer:
    """Remove a cost."""
    perform(actor, remove_cost, cost_id=cost_id)
    return _to(service_id, _("Removed."))


def _compared(found: StudiedService) -> tuple[Comparison | None, tuple[str, ...]]:
    """The comparison, or whose own staff nobody has stated."""
    try:
        return comparison_of(found), ()
    except OwnStaffMissingError as silent:
        return None, silent.names
    except ValueError:
        return None, ()


def _alternative(form: Any) -> dict[str, Any]:
    costs = sorted(form.costs.all(), key=lambda one: one.pk)
    return {"form": form, "costs": costs}


def _side(cost: LifeCycleCost, compared: Comparison) -> dict[str, Any]:
    return {
        "name": cost.alternative.name, "total": cost.total, "expected": cost.expected,
        "probable": cost.probable, "more": cost.expected - compared.cheapest.expected,
        "best": cost is compared.cheapest, "staff": cost.part(CostKind.STAFF),
    }  # fmt: skip


def _chart(compared: Comparison, currency: str) -> Chart:
    return span_chart(
        _("Cost over the whole life, today's value"), _("Form of operation"),
        {
            one.alternative.name: _range(one.total.low, one.expected, one.total.high)
            for one in compared.costs
        },
        currency,
    )  # fmt: skip


def _tornado(cost: LifeCycleCost, currency: str) -> Chart:
    return span_chart(
        _("What sways %(name)s most") % {"name": cost.alternative.name}, _("Cost"),
        {one.cost.name: _range(one.low, cost.total.likely, one.high) for one in cost.swings()},
        currency, from_zero=False,
    )  # fmt: skip


def _otherwise(found: StudiedService) -> list[dict[str, Any]]:
    return [
        {
            "years": one.terms.years, "rate": Decimal(one.terms.rate) / PER_CENT,
            "expected": [(cost.alternative.name, cost.expected) for cost in one.costs],
            "cheapest": one.cheapest.alternative.name,
            "here": (one.terms.years, one.terms.rate)
            == (found.over_years, found.rate_basis_points),
        }
        for one in sensitivity_of(found)
    ]  # fmt: skip


def _range(low: int, likely: int, high: int) -> Range:
    return Range(*(Decimal(one) / CENTS for one in (low, likely, high)))


def _to(service_id: int, message: str) -> Answer:
    return Answer(to=reverse("study-service", args=[service_id]), message=message)
