"""What suppliers answer and ask, and what the buyer tells everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from samkop.parties.pages.forms import checked, with_refusal
from samkop.planning.models import ConsultationAnswer, ConsultationFile
from samkop.planning.pages.consultation_forms import (
    AnswerForm,
    AnswerToAllForm,
    AskForm,
    TellForm,
)
from samkop.planning.pages.consultation_list import shown_state
from samkop.planning.pages.consultations import Shown, again, to_consultation, trail
from samkop.planning.policies import (
    may_run_consultation,
    may_see_answers,
    may_take_part,
)
from samkop.planning.queries import (
    answer_versions_of,
    claims_in,
    consultation_of,
    consultation_question_of,
    file_of,
    newest_answers_in,
    questions_of,
    supplier_question_of,
)
from samkop.planning.usecases.consultation_answers import (
    answer_consultation,
    ask_in_consultation,
    tell_everybody,
)
from samkop.planning.vocabulary import ConsultationState
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def _answering(
    request: HttpRequest,
    actor: Actor,
    consultation_question_id: int,
    refused: Refused | None = None,
) -> Shown:
    again(refused)
    question = consultation_question_of(consultation_question_id)
    found = question.consultation
    allow(may_take_part(actor, found))
    current = _current(actor, question.consultation_id, question.pk)
    form = _form(current, request.POST if refused else None)
    _tone, state = shown_state(found)
    claims = claims_in(found.pk, actor.own_party_id)
    return "planning/consultation_answer.html", {
        "found": found, "question": question, "current": current, "trail": trail(found),
        "form": with_refusal(form, refused) if state == ConsultationState.OPEN else None,
        "goes_on": state in {ConsultationState.OPEN, ConsultationState.CLOSED},
        "versions": answer_versions_of(question.pk, actor.own_party_id),
        "claims": [
            one for one in claims
            if question.pk in {one.question_id, one.file.question_id if one.file else None}
        ],
    }  # fmt: skip


answering = page()(_answering)


@act(again=_answering)
def answer(request: HttpRequest, actor: Actor, consultation_question_id: int) -> Answer:
    """Answer, or replace the answer."""
    with reading(actor):
        question = consultation_question_of(consultation_question_id)
        current = _current(actor, question.consultation_id, question.pk)
        form = _form(current, request.POST, request.FILES)
        values = checked(form)
    perform(
        actor, answer_consultation, question_id=consultation_question_id, text=values["text"],
        keep_file_ids=values.get("keep", ()),
        files=[(one.name, one.read()) for one in values["attachments"]],
    )  # fmt: skip
    return Answer(
        to=reverse("answer-consultation", args=[consultation_question_id]),
        message=_("Your answer is kept. You can replace it until the time for answers is over."),
    )


def _current(actor: Actor, consultation_id: int, question_id: int) -> ConsultationAnswer | None:
    own = newest_answers_in(consultation_id, actor.own_party_id)
    return next((one for one in own if one.question_id == question_id), None)


def _form(current: ConsultationAnswer | None, sent: Any, files: Any = None) -> AnswerForm:
    kept: Iterable[ConsultationFile] = current.files if current else []
    pairs = [(one.pk, one.name) for one in kept]
    initial = {"text": current.text if current else "", "keep": [each for each, _name in pairs]}
    return AnswerForm(sent, files, kept=pairs, initial=initial)


@page()
def answers(request: HttpRequest, actor: Actor, consultation_id: int) -> Shown:
    """Everything that was answered, for the buyer; a supplier's own."""
    found = consultation_of(consultation_id)
    allow(may_see_answers(actor, found))
    own = found.owner_id == actor.party_id
    given = newest_answers_in(consultation_id, None if own else actor.own_party_id)
    return "planning/consultation_answers.html", {
        "found": found, "trail": trail(found),
        "questions": [
            (question, [one for one in given if one.question_id == question.pk])
            for question in questions_of(consultation_id)
        ],
    }  # fmt: skip


@page()
def file(request: HttpRequest, actor: Actor, consultation_file_id: int) -> HttpResponse:
    """A file of an answer, to those who see the answer."""
    found = file_of(consultation_file_id)
    allow(may_see_answers(actor, consultation_of(found.consultation_id)))
    return download(bytes(found.content), found.name)


def download(content: bytes, name: str) -> HttpResponse:
    """A file to keep, never shown: who knows what it holds."""
    response = HttpResponse(content, content_type="application/octet-stream")
    attached = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = attached or "attachment"
    return response


def _asking(
    request: HttpRequest, actor: Actor, consultation_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    found = consultation_of(consultation_id)
    allow(may_take_part(actor, found))
    form = AskForm(request.POST if refused else None)
    return "planning/consultation_ask.html", {
        "found": found, "form": with_refusal(form, refused), "trail": trail(found),
    }  # fmt: skip


asking = page()(_asking)


@act(again=_asking)
def ask(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Ask the buyer."""
    values = checked(AskForm(request.POST))
    perform(actor, ask_in_consultation, consultation_id=consultation_id, **values)
    return to_consultation(consultation_id, _("Your question is sent. The answer goes to all."))


def _telling(
    request: HttpRequest, actor: Actor, consultation_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    found = consultation_of(consultation_id)
    allow(may_run_consultation(actor, found))
    form = TellForm(request.POST if refused else None)
    return "planning/consultation_tell.html", {
        "found": found, "form": with_refusal(form, refused), "trail": trail(found),
        "send": reverse("send-consultation-message", args=[consultation_id]),
    }  # fmt: skip


telling = page()(_telling)


@act(again=_telling)
def tell(request: HttpRequest, actor: Actor, consultation_id: int) -> Answer:
    """Tell everybody."""
    values = checked(TellForm(request.POST))
    perform(actor, tell_everybody, consultation_id=consultation_id, **values)
    return to_consultation(consultation_id, _("Everybody is told."))


def _answering_all(
    request: HttpRequest, actor: Actor, supplier_question_id: int, refused: Refused | None = None
) -> Shown:
    again(refused)
    asked = supplier_question_of(supplier_question_id)
    allow(may_run_consultation(actor, asked.consultation))
    form = AnswerToAllForm(request.POST if refused else None)
    return "planning/consultation_tell.html", {
        "found": asked.consultation, "asked": asked, "form": with_refusal(form, refused),
        "told": asked.messages.first(), "trail": trail(asked.consultation),
        "send": reverse("send-answer-to-all", args=[supplier_question_id]),
    }  # fmt: skip


answering_all = page()(_answering_all)


@act(again=_answering_all)
def answer_all(request: HttpRequest, actor: Actor, supplier_question_id: int) -> Answer:
    """Answer a supplier's question to everybody."""
    values = checked(AnswerToAllForm(request.POST))
    with reading(actor):
        consultation_id = supplier_question_of(supplier_question_id).consultation_id
    perform(
        actor, tell_everybody, consultation_id=consultation_id,
        question_id=supplier_question_id, **values,
    )  # fmt: skip
    return to_consultation(consultation_id, _("Everybody is told."))
