"""Trade secrets: a supplier marks one, the buyer decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.planning.models import MarketConsultation, TradeSecretClaim
from samkop.planning.pages.consultation_forms import (
    SecretDecisionForm,
    SecretFileForm,
    SecretForm,
)
from samkop.planning.pages.consultation_list import shown_state
from samkop.planning.pages.consultations import Shown, again, trail
from samkop.planning.policies import (
    may_run_consultation,
    may_see_answers,
    may_take_part,
)
from samkop.planning.queries import (
    answer_versions_of,
    claim_of,
    consultation_question_of,
    file_of,
    meeting_of,
)
from samkop.planning.usecases.trade_secrets import claim_trade_secret, decide_trade_secret
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

# The address names one place; by the same name without its beginning the use case knows it.
QUESTION, FILE, NOTE = "consultation_question_id", "consultation_file_id", "meeting_note_id"
KNOWN = {QUESTION: "question_id", FILE: "file_id", NOTE: "note_id"}
ADDRESSES = {QUESTION: "mark-in-answer", FILE: "mark-file", NOTE: "mark-in-note"}


def _form_of(kind: str) -> type[forms.Form]:
    return SecretFileForm if kind == FILE else SecretForm


def _claiming(
    request: HttpRequest, actor: Actor, refused: Refused | None = None, **place: int
) -> Shown:
    again(refused)
    [(kind, thing_id)] = place.items()
    found, texts = _texts(actor, kind, thing_id)
    allow(may_take_part(actor, found))
    form = _form_of(kind)(request.POST if refused else None)
    return "planning/trade_secret_form.html", {
        "found": found, "texts": texts, "form": with_refusal(form, refused),
        "trail": trail(found), "send": reverse(f"send-{ADDRESSES[kind]}", args=[thing_id]),
    }  # fmt: skip


def _texts(actor: Actor, kind: str, thing_id: int) -> tuple[MarketConsultation, list[str]]:
    """The consultation, and what of the place can be marked, to copy from."""
    if kind == FILE:
        file = file_of(thing_id)
        return file.consultation, [file.name]
    if kind == NOTE:
        note = meeting_of(thing_id)
        own = [one.text for one in note.comments.all() if one.supplier_id == actor.party_id]
        return note.consultation, [note.told, note.said, *filter(None, own)]
    question = consultation_question_of(thing_id)
    versions = answer_versions_of(thing_id, actor.own_party_id)
    return question.consultation, [one.text for one in versions[:1]]


claiming = page()(_claiming)


@act(again=_claiming)
def claim(request: HttpRequest, actor: Actor, **place: int) -> Answer:
    """Mark it, for the buyer to decide."""
    [(kind, thing_id)] = place.items()
    values = checked(_form_of(kind)(request.POST))
    inputs: dict[str, Any] = {KNOWN[kind]: thing_id, **values}
    made = perform(actor, claim_trade_secret, **inputs)
    return Answer(
        to=reverse("trade-secret", args=[made.pk]),
        message=_("It is marked. The buyer decides, and you are told."),
    )


def _secret(
    request: HttpRequest, actor: Actor, claim_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    claimed = claim_of(claim_id)
    found = claimed.consultation
    allow(may_see_answers(actor, found))
    _tone, state = shown_state(found)
    goes_on = state in {ConsultationState.OPEN, ConsultationState.CLOSED}
    form = SecretDecisionForm(
        request.POST if refused else None, initial={"register_number": found.register_number}
    )
    may = may_run_consultation(actor, found) and goes_on
    return "planning/trade_secret.html", {
        "claim": claimed, "found": found, "trail": trail(found), "place": _place_of(claimed),
        "decisions": list(claimed.decisions.all())[::-1],
        "form": with_refusal(form, refused) if may else None,
    }  # fmt: skip


def _place_of(claimed: TradeSecretClaim) -> str:
    if claimed.file is not None:
        return _("The file %(name)s") % {"name": claimed.file.name}
    if claimed.question is not None:
        return _("The answer to question %(place)s") % {"place": claimed.question.place}
    return _("The note of a meeting")


secret = page()(_secret)


@act(again=_secret)
def decide(request: HttpRequest, actor: Actor, claim_id: int) -> Answer:
    """Accept or refuse; the supplier is told."""
    values = checked(SecretDecisionForm(request.POST))
    accepted = values.pop("accepted") == "yes"
    perform(actor, decide_trade_secret, claim_id=claim_id, accepted=accepted, **values)
    return Answer(
        to=reverse("trade-secret", args=[claim_id]),
        message=_("The decision is kept, and the supplier is told."),
    )
