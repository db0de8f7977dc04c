"""Reads of forecasts: an organisation's own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from samkop.fleet.models import FleetForecast
from samkop.parties.models import RegionMember
from samkop.platform.refusals import not_found


def fleet_forecasts_of(owner_id: int) -> QuerySet[FleetForecast]:
    """The owner's forecasts, the newest first."""
    return FleetForecast.objects.filter(owner_id=owner_id).order_by("-id")


def fleet_forecast_of(owner_id: int, forecast_id: int) -> FleetForecast:
    """One of them. Raises Refused ``not-found``."""
    found = fleet_forecasts_of(owner_id).select_related("based_on").filter(id=forecast_id).first()
    if found is None:
        raise not_found()
    return found


def inhabitants_of(owner_id: int) -> int | None:
    """How many live there, as a region knows it."""
    rows = RegionMember.objects.filter(~Q(population=None), party_id=owner_id)
    return rows.values_list("population", flat=True).order_by("-valid_from", "-id").first()
