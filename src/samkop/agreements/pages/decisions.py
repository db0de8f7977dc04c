"""A buyer's own decision to join, and what the pages of decisions share."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.agreements.pages.forms import LeaveForm
from samkop.agreements.pages.project_decisions import DECIDED, law_of
from samkop.agreements.policies import may_record_participation
from samkop.agreements.queries import agreement_of, joined_already
from samkop.agreements.usecases.participation import decide_on_agreement, end_participation
from samkop.governance.pages.decision_forms import ENTRY, DecisionForms
from samkop.governance.vocabulary import DecisionKind
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

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
    anew = joined_already(actor.own_party_id, agreement_id)
    forms = DecisionForms(
        request.POST if refused else None, request.FILES if refused else None,
        kinds=(DecisionKind.JOIN,) if anew else ENTRY,
    )  # fmt: skip
    return "agreements/decide.html", {
        "about": found.title, "currency": found.currency, "forms": forms.refused(refused),
        "send": reverse("send-join", args=[agreement_id]), "anew": anew,
        "back": reverse("agreement", args=[agreement_id]), "law": law_of(actor),
        "trail": trail(found.number, agreement_id),
    }  # fmt: skip


@act(again=shown_join)
def send_join(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Record the decision: from its day on the organisation may order."""
    with reading(actor):
        currency = agreement_of(agreement_id).currency
        anew = joined_already(actor.own_party_id, agreement_id)
    forms = DecisionForms(request.POST, request.FILES)
    perform(
        actor, decide_on_agreement, agreement_id=agreement_id,
        decided=forms.decided(currency, anew=anew), document=forms.document(),
    )  # fmt: skip
    return Answer(to=reverse("agreement", args=[agreement_id]), message=DECIDED)


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
    said = checked(LeaveForm(request.POST))
    perform(actor, end_participation, agreement_id=agreement_id, **said)
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
