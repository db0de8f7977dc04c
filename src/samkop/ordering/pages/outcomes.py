"""Promise against outcome: how suppliers kept what they promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement
from samkop.core.period import months_after
from samkop.ordering.policies import (
    may_see_orders,
    may_see_requisitions,
    may_see_reservations,
)
from samkop.ordering.queries.outcomes import outcomes_of
from samkop.ordering.rules.outcomes import Outcome
from samkop.parties.models import Party
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.charts import Chart, line_chart
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

MONTHS = 12  # shown when nobody asks for other days


@dataclass(frozen=True)
class Row:
    """How a supplier kept its promises under one agreement, and where its lines are listed."""

    supplier: str
    agreement: str
    outcome: Outcome
    lines_url: str


@page()
def outcomes(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The figures of a period as a whole, by supplier and agreement, and by month."""
    allow(may_see_orders(actor))
    today = own_today()
    first, last = asked_period(request, today)
    found = outcomes_of(actor.own_party_id, first, last, today)
    return "ordering/delivery_outcomes.html", {
        "first": first,
        "last": last,
        "whole": found.whole,
        "rows": _rows(found.by_agreement, first, last),
        "chart": _chart(found.by_month),
        "sees_orders": True,
        "sees_requisitions": may_see_requisitions(actor),
        "sees_reservations": may_see_reservations(actor),
    }


def asked_period(request: HttpRequest, today: date) -> tuple[date, date]:
    """The first and last day that are asked for; the year up to today for what is no day."""
    since = _day(request.GET.get("since", ""))
    until = _day(request.GET.get("until", "")) or today
    usual = months_after(until, -MONTHS)
    return (since if since and since <= until else usual), until


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _rows(found: Iterable[Outcome], first: date, last: date) -> list[Row]:
    """The least kept first; what has no data yet comes last."""
    outcomes = list(found)
    suppliers = Party.objects.in_bulk({one.supplier_id for one in outcomes})
    agreements = FrameworkAgreement.objects.in_bulk({one.agreement_id for one in outcomes})
    rows = []
    for one in outcomes:
        number = agreements[one.agreement_id or 0].number
        asked = {"agreement": number, "since": first.isoformat(), "until": last.isoformat()}
        address = f"{reverse('kept-promises')}?{urlencode(asked)}"
        rows.append(Row(str(suppliers[one.supplier_id or 0]), number, one, address))
    return sorted(rows, key=lambda row: (
        row.outcome.share_in_time is None, row.outcome.share_in_time or 0, row.agreement,
    ))  # fmt: skip


def _chart(months: Iterable[Outcome]) -> Chart | None:
    """Per cent by month of the first promise; None where no month has data."""
    known = [one for one in months if one.due]
    if not known:
        return None
    keys = [f"{one.month:%m/%y}" for one in known]
    return line_chart(
        _("Kept promises by month, per cent of lines"), _("Month"), keys,
        {
            _("In time"): [round((one.share_in_time or 0) * 100) for one in known],
            _("In full"): [round((one.share_in_full or 0) * 100) for one in known],
        },
    )  # fmt: skip
