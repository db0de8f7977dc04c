"""A buyer's own decision to join, and what the pages of decisions share."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.forms import JoinForm, LeaveForm
from samkop.agreements.policies import may_record_participation
from samkop.agreements.queries import agreement_of
from samkop.agreements.usecases.participation import end_participation, record_participation
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
        "trail": trail(found.number, agreement_id),
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
def leave(request: HttpRequest, actor: Actor, agreement_id: int) -> tuple[str, dict[str, Any]]:
    """The form for the organisation's last day of ordering."""
    return shown_leave(request, actor, agreement_id)


def shown_leave(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The form, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_record_participation(actor, actor.party_id or 0))
    form = LeaveForm(request.POST if refused else None)
    return "agreements/leave.html", {
        "agreement": found,
        "form": with_refusal(form, refused),
        "trail": trail(found.number, agreement_id),
    }


@act(again=shown_leave)
def send_leave(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Record the last day of ordering; orders placed before stay."""
    last = checked(LeaveForm(request.POST))["orders_until"]
    perform(actor, end_participation, agreement_id=agreement_id, orders_until=last)
    return Answer(
        to=reverse("agreement", args=[agreement_id]), message=_("The last day is recorded.")
    )


def without_form(refused: Refused) -> tuple[str, dict[str, Any]]:
    """The refusal as a page of its own."""
    return "platform/refused.html", {"refused": refused, "sentence": refused, "back": "/"}


def trail(number: str, agreement_id: int) -> list[tuple[str, str]]:
    """The way back to an agreement."""
    return [
        (gettext("Agreements"), reverse("agreements")),
        (number, reverse("agreement", args=[agreement_id])),
    ]
