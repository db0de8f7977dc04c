"""When an agreement runs out, for programs: the forecast, and how long the next tender takes."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, ceiling_of, day_of, forecast_of
from samkop.agreements.rules import Stage
from samkop.agreements.usecases.run_out import set_tender_lead
from samkop.agreements.vocabulary import LONGEST_LEAD_MONTHS, RUNNING
from samkop.core.money import amount_text
from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.unit_of_work import current_unit, perform, reading, require

router = Router(tags=["Agreements"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class MonthOut(Schema):
    """A whole month (its first day) and what it committed, less what it gave back."""

    month: date
    committed: str


class ForecastOut(Schema):
    """The forecast of a day. The ceiling's days are null where no rate reaches it."""

    ceiling_reached_on: date | None
    earliest: date | None = Field(description="At the highest of the three rates")
    latest: date | None = Field(description="At the lowest of the three rates")
    runs_out_on: date = Field(description="The ceiling's day or the last day, whichever is first")
    next_tender_starts_by: date
    alarm: Stage | None
    months: list[MonthOut]


class RunOutOut(Schema):
    """How long a tender takes, and the forecast while the agreement can run out."""

    tender_lead_months: int
    forecast: ForecastOut | None


class LeadIn(Schema):
    """How long the next tender takes, from its start to its agreement."""

    tender_lead_months: int = Field(ge=0, le=LONGEST_LEAD_MONTHS)


@router.get(
    "/agreements/{agreement_id}/run-out",
    response={200: RunOutOut, **PROBLEMS},
    operation_id="run_out_forecast",
)
@reads("agreements:read")
def run_out(request: HttpRequest, agreement_id: Id) -> RunOutOut:
    """The forecast from the ledger, for whoever runs the agreement."""
    return _run_out(request, agreement_id)


@router.post(
    "/agreements/{agreement_id}/run-out",
    response={200: RunOutOut, **PROBLEMS},
    operation_id="set_tender_lead",
)
@writes("agreements:write")
def tender_lead(
    request: HttpRequest, agreement_id: Id, key: IdempotencyKey, body: LeadIn
) -> RunOutOut:
    """Set how many months the next tender takes; the answer is the forecast by it."""
    perform(
        caller(request), set_tender_lead, key=key, agreement_id=agreement_id,
        months=body.tender_lead_months,
    )  # fmt: skip
    with reading(caller(request)):
        return _run_out(request, agreement_id)


def _run_out(request: HttpRequest, agreement_id: int) -> RunOutOut:
    found = agreement_of(agreement_id)
    require(may_run_agreement(caller(request), found))
    ceiling = ceiling_of(agreement_id) if found.state in RUNNING else None
    if ceiling is None:
        return RunOutOut(tender_lead_months=found.tender_lead_months, forecast=None)
    today = day_of(found.purchasing_body, current_unit().now)
    forecast = forecast_of(found, ceiling, today)
    outcome = forecast.outcome
    return RunOutOut(
        tender_lead_months=found.tender_lead_months,
        forecast=ForecastOut(
            ceiling_reached_on=outcome.full_on, earliest=outcome.earliest, latest=outcome.latest,
            runs_out_on=outcome.ends_on, next_tender_starts_by=outcome.start_by,
            alarm=outcome.stage(today),
            months=[
                MonthOut(month=month, committed=amount_text(cents))
                for month, cents in forecast.months
            ],
        ),
    )  # fmt: skip
