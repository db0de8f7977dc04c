"""Reads: how fast an agreement is used up, from the ledger of its ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from samkop.agreements.models import Ceiling, CeilingMovement, FrameworkAgreement, SharedCeiling
from samkop.agreements.rules import WINDOWS, RunOut, run_out
from samkop.agreements.vocabulary import RUNNING
from samkop.core.period import months_after


@dataclass(frozen=True)
class Forecast:
    """The whole months before a day with what each committed, and what follows from them.

    ``month`` is the day's own, with what it has committed so far; it counts in no rate.
    """

    months: tuple[tuple[date, int], ...]
    month: tuple[date, int]
    outcome: RunOut


def forecast_of(agreement: FrameworkAgreement, ceiling: Ceiling, today: date) -> Forecast:
    """The forecast on a day, for whoever reads the whole ledger: who runs the agreement.

    A month counts from the first whole one of the term on, in the purchasing body's time zone.
    Where suppliers share a maximum, it is all their orders that use it up.
    """
    limit = running_ceiling(ceiling)
    of_whom = (
        {"agreement__call_off_rule": limit.rule_id}
        if isinstance(limit, SharedCeiling)
        else {"agreement_id": agreement.pk}
    )
    this_month = today.replace(day=1)
    begun = agreement.valid_from.replace(day=1)
    if begun < agreement.valid_from:
        begun = months_after(begun, 1)
    first = max(begun, months_after(this_month, -max(WINDOWS)))
    zone = ZoneInfo(agreement.purchasing_body.time_zone)
    sums = dict(
        CeilingMovement.objects.filter(
            at__gte=datetime.combine(min(first, this_month), time.min, zone), **of_whom
        )
        .annotate(month=TruncMonth("at", tzinfo=zone))
        .values_list("month")
        .annotate(cents=Sum("cents"))
    )  # fmt: skip
    by_month = {month.date(): cents for month, cents in sums.items()}
    months = []
    while first < this_month:
        months.append((first, by_month.get(first, 0)))
        first = months_after(first, 1)
    left = limit.maximum_cents - limit.committed_cents
    outcome = run_out(
        [cents for _month, cents in months], left, today, agreement.valid_until,
        agreement.tender_lead_months,
    )  # fmt: skip
    return Forecast(tuple(months), (this_month, by_month.get(this_month, 0)), outcome)


def running_ceiling(ceiling: Ceiling) -> Ceiling | SharedCeiling:
    """What runs out: the maximum that suppliers share, where they do."""
    return ceiling.shared or ceiling


def running_of(purchasing_body_id: int) -> list[FrameworkAgreement]:
    """The agreements that a party runs and that can run out, with their ceilings, by id."""
    return list(
        FrameworkAgreement.objects.filter(
            purchasing_body_id=purchasing_body_id, state__in=RUNNING, ceiling__isnull=False
        )
        .select_related("purchasing_body", "ceiling__shared")
        .order_by("id")
    )
