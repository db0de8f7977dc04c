"""The evaluators of a tender, lot by lot, and what they declared."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import colleagues_of
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading
from samkop.tendering.models import Tender
from samkop.tendering.pages.evaluation_forms import AppointForm, ReasonForm
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import day_of, lots_of, tender_of
from samkop.tendering.queries.evaluation import appointment_of, appointments_of
from samkop.tendering.usecases.evaluators import (
    APPOINTED_IN,
    appoint_evaluator,
    end_appointment,
)

Shown = tuple[str, dict[str, Any]]
MOST_PEOPLE = 500


def _evaluators(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None
) -> Shown:
    found = tender_of(tender_id)
    allow(may_run_tender(actor, found))
    open_now = found.state in APPOINTED_IN
    return "tendering/evaluators.html", {
        **frame_of(actor, found, "tender-evaluators"),
        "appointments": appointments_of(tender_id),
        "changes": open_now,
        "form": with_refusal(_form(request, found, bound=refused is not None), refused)
        if open_now
        else None,
    }


evaluators = page()(_evaluators)


def _form(request: HttpRequest, tender: Tender, *, bound: bool) -> AppointForm:
    people = colleagues_of(tender.owner_id, day_of(tender.owner, current_unit().now))
    return AppointForm(
        request.POST if bound else None, people=list(people[:MOST_PEOPLE]), on=lots_of(tender.pk)
    )


@act(again=_evaluators)
def appoint(request: HttpRequest, actor: Actor, tender_id: int) -> Answer:
    """Appoint a person to lots."""
    with reading(actor):
        form = _form(request, tender_of(tender_id), bound=True)
    values = checked(form)
    perform(
        actor, appoint_evaluator, tender_id=tender_id, lot_ids=values["lots"],
        evaluator_id=values["evaluator"],
    )  # fmt: skip
    return Answer(
        to=reverse("tender-evaluators", args=[tender_id]),
        message=_("Appointed. The person declares its interests before seeing any bid."),
    )


def _ending(
    request: HttpRequest, actor: Actor, appointment_id: int, refused: Refused | None = None
) -> Shown:
    found = appointment_of(appointment_id)
    allow(may_run_tender(actor, found.tender))
    return "tendering/end_appointment.html", {
        **frame_of(actor, found.tender, "tender-evaluators"),
        "appointment": found,
        "form": with_refusal(ReasonForm(request.POST if refused else None), refused),
    }


ending = page()(_ending)


@act(again=_ending)
def end(request: HttpRequest, actor: Actor, appointment_id: int) -> Answer:
    """The person marks no more."""
    values = checked(ReasonForm(request.POST))
    ended = perform(actor, end_appointment, appointment_id=appointment_id, **values)
    return Answer(
        to=reverse("tender-evaluators", args=[ended.tender_id]), message=_("It has ended.")
    )
