"""The dates of a tender as the law lets them be, and its notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform
from samkop.tendering.models import Tender
from samkop.tendering.pages.forms import DatesForm, NoticeForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import day_of, tender_of
from samkop.tendering.queries.law import (
    answer_limit_of,
    first_notice_of,
    least_time_of,
    notices_of,
)
from samkop.tendering.usecases.announcing import record_notice, set_tender_dates
from samkop.tendering.vocabulary import TenderState

Shown = tuple[str, dict[str, Any]]
SETTABLE = {TenderState.IN_PREPARATION, TenderState.ANNOUNCED}


def _dates(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    sent: str = "dates",
) -> Shown:  # fmt: skip
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    posted = request.POST if refused else None
    names = ("questions_until", "bids_until", "bids_valid_until")
    dates = DatesForm(
        posted if sent == "dates" else None,
        initial={name: getattr(found, name) for name in names},
    )
    notice = NoticeForm(
        posted if sent == "notice" else None,
        initial={"dispatched_on": day_of(found.owner, current_unit().now)},
    )
    return "tendering/dates.html", {
        **frame_of(actor, found, "tender-dates"),
        **_law(found),
        "notices": notices_of(tender_id),
        "dates": with_refusal(dates, refused if sent == "dates" else None)
        if found.state in SETTABLE else None,
        "notice": with_refusal(notice, refused if sent == "notice" else None)
        if found.state == TenderState.ANNOUNCED else None,
    }  # fmt: skip


dates = page()(_dates)


def _law(tender: Tender) -> dict[str, Any]:
    """The least time, from the day of dispatch or, before there is one, from today."""
    first = first_notice_of(tender.pk)
    dispatched = first.dispatched_on if first else day_of(tender.owner, current_unit().now)
    return {
        "dispatched": dispatched,
        "sent": first is not None,
        "least": least_time_of(tender, dispatched),
        "answers": answer_limit_of(tender),
    }


def _dates_of_notice(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    return _dates(request, actor, tender_id, refused, sent="notice")


@act(again=_dates)
def set_dates(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Set the dates."""
    values = checked(DatesForm(request.POST))
    perform(actor, set_tender_dates, tender_id=tender_id, **values)
    return Answer(to=reverse("tender-dates", args=[tender_id]), message=_("The dates are set."))


@act(again=_dates_of_notice)
def record(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Record the notice: bids may come."""
    form = NoticeForm(request.POST)
    checked(form)
    perform(actor, record_notice, tender_id=tender_id, notice=form.notice())
    return Answer(
        to=reverse("tender", args=[tender_id]),
        message=_("The notice is recorded. Bids may come from now on."),
    )
