"""Reads: services of a pre-study, and their forms of operation compared."""

from __future__ import annotations

from django.db.models import QuerySet

from samkop.core.life_cycle_cost import (
    HIGHEST_RATE,
    LONGEST,
    Alternative,
    Comparison,
    Cost,
    CostKind,
    Span,
    Terms,
    compared,
    otherwise,
    staff_cost,
)
from samkop.planning.models import OperatingCost, OperatingForm, StudiedService
from samkop.platform.refusals import not_found

# What is asked besides: shorter and longer, cheaper and dearer money.
YEARS_APART, RATE_APART = 2, 200


def services_of(study_id: int) -> list[StudiedService]:
    """The services that are compared, by name."""
    return list(StudiedService.objects.filter(study_id=study_id).order_by("name", "id"))


def service_of(party_id: int, service_id: int) -> StudiedService:
    """A service of the party's pre-study. Raises Refused ``not-found``."""
    rows = StudiedService.objects.select_related("study__owner")
    found = rows.filter(id=service_id, owner_id=party_id).first()
    if found is None:
        raise not_found()
    return found


def forms_of(service_id: int) -> QuerySet[OperatingForm]:
    """The forms of operation of a service with their costs, in the order of their entry."""
    rows = OperatingForm.objects.filter(service_id=service_id).order_by("id")
    return rows.prefetch_related("costs")


def alternatives_of(service: StudiedService) -> list[Alternative]:
    """The forms of operation as they are compared."""
    return [
        Alternative(form.name, tuple(map(_cost, sorted(form.costs.all(), key=lambda c: c.pk))))
        for form in forms_of(service.pk)
    ]


def terms_of(service: StudiedService) -> Terms:
    """Over how many years, at which rate."""
    return Terms(service.over_years, service.rate_basis_points)


def comparison_of(service: StudiedService) -> Comparison:
    """The forms side by side. Raises OwnStaffMissingError; ValueError where there is none."""
    return compared(alternatives_of(service), terms_of(service))


def sensitivity_of(service: StudiedService) -> list[Comparison]:
    """The same over fewer and more years, at a lower and a higher rate. Raises as
    ``comparison_of``.
    """
    years, rate = service.over_years, service.rate_basis_points
    asked = [
        Terms(number, at)
        for number in (years - YEARS_APART, years, years + YEARS_APART)
        for at in (rate - RATE_APART, rate, rate + RATE_APART)
        if 1 <= number <= LONGEST and 0 <= at <= HIGHEST_RATE
    ]
    return otherwise(alternatives_of(service), asked)


def _cost(cost: OperatingCost) -> Cost:
    span = Span(cost.low, cost.likely, cost.high)
    if cost.hour_cents is not None:
        return staff_cost(cost.name, span, cost.hour_cents)
    return Cost(cost.name, CostKind(cost.time), span)
