"""Decisions on an agreement: a buyer joins; whoever runs it suspends and resumes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.forms import JoinForm, StopForm
from samkop.agreements.policies import may_record_participation, may_run_agreement
from samkop.agreements.queries import agreement_of, buyers_of
from samkop.agreements.usecases.agreement import resume, suspend
from samkop.agreements.usecases.buyers import record_participation
from samkop.agreements.vocabulary import State
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

# The form's page would be refused just as its action was.
NO_FORM = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


@page()
def join(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form for the organisation's own decision."""
    return shown_join(request, actor, agreement_id)


def shown_join(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_record_participation(actor, actor.party_id or 0))
    form = JoinForm(request.POST if refused else None)
    return "agreements/join.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": _trail(found.number, agreement_id),
    }


@act(again=shown_join)
def send_join(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Record the decision: from its day on the organisation may order."""
    values = checked(JoinForm(request.POST))
    perform(actor, record_participation, agreement_id=agreement_id, **values)
    return Answer(
        to=reverse("agreement", args=[agreement_id]),
        message=_("The decision is recorded. Orders can be placed from its first day on."),
    )


@page()
def suspending(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form to suspend an agreement, or to resume one that is suspended."""
    return shown_stop(request, actor, agreement_id)


def shown_stop(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, with how many buyers it concerns; after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    form = StopForm(request.POST if refused else None)
    return "agreements/suspend.html", {
        "agreement": found,
        "suspended": found.state == State.SUSPENDED,
        "buyers": sum(one.participation is not None for one in buyers_of(agreement_id)),
        "form": with_refusal(form, refused),
        "trail": _trail(found.number, agreement_id),
    }


@act(again=shown_stop)
def send_stop(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Suspend, or resume: as the button said."""
    values = checked(StopForm(request.POST))
    resumes = request.POST.get("decision") == "resume"
    perform(actor, resume if resumes else suspend, agreement_id=agreement_id, **values)
    return Answer(
        to=reverse("agreement", args=[agreement_id]),
        message=_("Orders can be placed again.") if resumes else _("No more orders are placed."),
    )


def without_form(refused: Refused) -> tuple[str, dict[str, Any]]:
    """The refusal as a page of its own."""
    return "platform/refused.html", {"refused": refused, "sentence": refused, "back": "/"}


def _trail(number: str, agreement_id: int) -> list[tuple[str, str]]:
    return [
        (gettext("Agreements"), reverse("agreements")),
        (number, reverse("agreement", args=[agreement_id])),
    ]
