"""Forecasts are kept by whoever plans renewals, each with its assumptions."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.forecast import ForecastError
from samkop.fleet.models import FleetForecast
from samkop.fleet.policies import may_plan_renewals
from samkop.fleet.queries.forecasts import fleet_forecast_of, fleet_forecasts_of
from samkop.fleet.rules.forecasting import worked_out
from samkop.platform.actors import Actor
from samkop.platform.records import create, remove
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_KEPT = 200


def keep_forecast(
    *, actor: Actor, now: datetime, assumptions: str, based_on: int | None = None
) -> FleetForecast:
    """Keep a forecast by its assumptions, the text of a problem; it is named there.

    Raises Refused: ``not-allowed``, ``not-found``, ``forecast-unreadable``,
    ``too-many-forecasts``.
    """
    require(may_plan_renewals(actor))
    if fleet_forecasts_of(actor.own_party_id).count() >= MOST_KEPT:
        raise Refused("too-many-forecasts", _("Drop forecasts that nobody needs before."))
    before = fleet_forecast_of(actor.own_party_id, based_on) if based_on is not None else None
    try:
        worked = worked_out(assumptions)
    except ForecastError as error:
        raise Refused(
            "forecast-unreadable", _("These assumptions cannot be used: %(fault)s"), status=422,
            fault=str(error),
        ) from error  # fmt: skip
    problem = worked.problem
    return create(
        FleetForecast(
            owner_id=actor.own_party_id, name=problem.name, start=problem.start,
            years=problem.years, currency=problem.currency, assumptions=assumptions,
            figures=worked.figures, based_on=before, created_at=now,
            created_by_id=actor.own_person_id,
        )
    )  # fmt: skip


def drop_forecast(*, actor: Actor, now: datetime, forecast_id: int) -> None:
    """Drop a forecast that nobody needs. Raises Refused: ``not-allowed``, ``not-found``."""
    require(may_plan_renewals(actor))
    found = fleet_forecast_of(actor.own_party_id, forecast_id)
    remove(found)
