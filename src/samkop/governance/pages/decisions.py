"""One member's decision: what was decided, its document, and what has happened to it since."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.governance.models import MemberDecision
from samkop.governance.pages.decision_forms import EventForm, FileForm, document_of_form
from samkop.governance.pages.standings import TONES
from samkop.governance.policies import may_record_decision, may_see_cooperation
from samkop.governance.queries import decision_of, document_of, events_of
from samkop.governance.rules.decisions import possible
from samkop.governance.usecases.decision_events import record_decision_event
from samkop.governance.usecases.decisions import file_decision_document
from samkop.governance.vocabulary import DecisionState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


def _decision(
    request: HttpRequest, actor: Actor, decision_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_cooperation(actor))
    found = decision_of(decision_id)
    state = DecisionState(found.state)
    own = may_record_decision(actor, found.party_id)
    kinds = possible(state) if own else []
    filed = document_of(decision_id)
    sent = request.POST.get("form", "") if refused else ""
    event = EventForm(request.POST if sent == "event" else None, kinds=kinds)
    file = FileForm(request.POST if sent == "file" else None)
    limit = found.amount_limit_cents
    return "governance/decision.html", {
        "decision": found, "tone": TONES[state], "events": events_of(decision_id),
        "document": filed, "later": getattr(found, "replaced_by", None),
        "limit": None if limit is None else Decimal(limit) / 100,
        "event_form": with_refusal(event, refused if sent == "event" else None) if kinds else None,
        "file_form": with_refusal(file, refused if sent == "file" else None)
        if own and filed is None else None,
        "trail": _trail(found),
    }  # fmt: skip


decision = page()(_decision)


@act(again=_decision)
def send_event(request: HttpRequest, actor: Actor, decision_id: int) -> Answer:
    """Record what has happened to it: orders stop or go on from this moment."""
    with reading(actor):
        kinds = possible(DecisionState(decision_of(decision_id).state))
    form = EventForm(request.POST, kinds=kinds)
    checked(form)
    perform(actor, record_decision_event, decision_id=decision_id, event=form.event_given())
    return Answer(to=reverse("decision", args=[decision_id]), message=_("The event is recorded."))


@act(again=_decision)
def send_file(request: HttpRequest, actor: Actor, decision_id: int) -> Answer:
    """File its document."""
    form = FileForm(request.POST, request.FILES)
    checked(form)
    perform(actor, file_decision_document, decision_id=decision_id, document=document_of_form(form))
    return Answer(to=reverse("decision", args=[decision_id]), message=_("The document is filed."))


@page()
def document(request: HttpRequest, actor: Actor, decision_id: int) -> HttpResponse:
    """The document as it was uploaded; always to be saved, never shown as a page of ours."""
    allow(may_see_cooperation(actor))
    decision_of(decision_id)
    found = document_of(decision_id)
    if found is None:
        raise not_found()
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


def _trail(found: MemberDecision) -> list[tuple[str, str]]:
    if found.project is not None:
        return [
            (_("Projects"), reverse("joint-projects")),
            (found.project.title, reverse("joint-project", args=[found.project_id])),
        ]
    return [
        (_("Agreements"), reverse("agreements")),
        (_("The agreement"), reverse("agreement", args=[found.about_agreement])),
    ]
